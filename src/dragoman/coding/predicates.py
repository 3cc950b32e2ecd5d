"""From clauses to drafts: which acts a sentence states, and between whom.

A verb or noun of the lexicon states an act. An operator over it ("refused to", "called for", "suspended")
makes another act of it, and the act itself is then not stated on its own. Light verbs lend their subject to
the noun that states the act ("launched an attack").
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.coding.arguments import REFLEXIVE, Arguments
from dragoman.coding.frames import match, names_of
from dragoman.coding.lexicon import Frame, Lexicon
from dragoman.coding.state import Draft, State
from dragoman.language.clauses import Clause, coordinated, is_infinitive, noun_clause, subject_heads, verb_clause
from dragoman.records import SECTORLESS_COUNTRIES, Party, Span

PASS_THROUGH = frozenset(("light", "undergo", "transparent", "condemn", "support"))
"""Operators that leave the act below them standing as a report of its own."""

FOR_ACTS = ("for", "on", "upon", "against", "about", "of", "from", "to")
"""Prepositions under which an operator's act may stand: "called for talks", "insisted on the withdrawal"."""

AGENTLESS = frozenset(("ACCUSE", "ASSAULT", "COERCE", "SANCTION", "RETREAT", "PROTEST"))
"""Types of acts that are coded without an actor where a passive or a noun names only whom it was done to."""

USUAL_MODES = {"REQUEST": "change", "REJECT": "change"}
ASSISTANCE = frozenset("aid assistance help support fund funding relief contribution money donation".split())
UNDERTAKING = frozenset(("promise", "plan", "due"))
PRIVATE = frozenset(("CVL", "BUS", "MED", "EDU", "UNK", "CRM", "ELI", "LAB"))
"""Sectors whose visits and meetings at home are no politics."""

WORDS = frozenset(("AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE", "COOPERATE", "AID"))
"""Types in which what private people say or sign with nobody is no politics."""

DEMANDING = frozenset(("must", "should"))
NEEDS_RECIPIENT = frozenset(("AID", "COOPERATE", "SANCTION"))
"""Types whose recipient PLOVER requires; an act with an actor alone is not one of them."""

ONE_SIDED_NOUNS = frozenset(("ASSAULT", "PROTEST", "MOBILIZE"))
TWO_SIDED = frozenset(("deployment", "mobilisation", "mobilization", "buildup"))
ASPECTUAL = frozenset("begin start open end close conclude resume continue hold convene kick finish".split())

DONE_TO_SOMEBODY = frozenset(("ASSAULT", "COERCE"))


@dataclass(frozen=True)
class Act:
    """An act that a word states: its frame and clause, and where it stands in the sentence."""

    frame: Frame
    clause: Clause


def _negated(verb: Token | None) -> bool:
    """ "vowed not to cave in"."""
    return verb is not None and any(t.dep_ == "neg" for t in verb.children)


class Drafter:
    """Writes the drafts of one document."""

    def __init__(self, state: State, lexicon: Lexicon) -> None:
        assert state.mentions is not None
        self._lexicon = lexicon
        self._state = state
        self._arguments = Arguments(state.mentions)
        self._consumed: set[int] = set()
        self._sentence_of = state.sentence_numbers()

    def drafts(self) -> list[Draft]:
        """The drafts, in the order of the text."""
        found: list[Draft] = []
        for clause in self._state.clauses:
            if clause.is_noun and clause.complement is not None:
                found += self._of_noun_operator(clause)
        for clause in self._state.clauses:
            if not clause.is_noun and clause.head.i not in self._consumed:
                found += self._of_verb(clause)
        for clause in self._state.clauses:
            if clause.is_noun and clause.head.i not in self._consumed:
                found += self._of_noun(clause)
        return sorted(found, key=lambda d: (d.sentence, d.clause.head.i))

    # verbs

    def _of_verb(self, clause: Clause) -> list[Draft]:
        frame = match(clause, self._lexicon, self._arguments)
        operators = [o for o in self._lexicon.operators_of(clause.lemma) if o not in PASS_THROUGH]
        for operator in operators:
            draft = self._under_operator(operator, clause, frame)
            if draft is not None:
                return draft
        if frame is not None and (frame.weight >= 3 or not self._light_noun(clause)):
            return self._state_act(frame, clause)
        return self._light(clause) or self._demanded(clause)

    def _demanded(self, clause: Clause) -> list[Draft]:
        """What must or should be done, whatever it is; who demands it is told with the speaker."""
        auxiliaries = {t.lower_ for t in clause.head.children if t.dep_ == "aux"}
        if not auxiliaries & DEMANDING or "have" in auxiliaries:
            return []
        asked = self._arguments.parties(clause.objects) if clause.passive else self._arguments.subjects(clause)
        if not asked:
            return []
        return self._draft("REQUEST", "change", clause, clause, asked, (), operator="demand")

    def _under_operator(self, operator: str, clause: Clause, frame: Frame | None) -> list[Draft] | None:
        """The reports that an operator makes of the acts below it; None where it governs none."""
        complement = clause.complement
        if operator == "command" and not is_infinitive(complement) or operator == "due" and not clause.passive:
            return None
        if clause.lemma == "want" and operator != ("request" if self._wants_of_another(clause) else "plan"):
            return None
        if operator in ("plan", "promise") and frame is not None and frame.weight >= 3:
            return None
        if operator in ("request", "command") and frame is not None and frame.event_type != "REQUEST":
            return None
        acts = self._acts_below(clause, nouns_under=FOR_ACTS if operator in ("request", "command") else ())
        if not acts and (complement is None or complement.tag_ not in ("VB", "VBG")):
            return None
        if not acts and operator not in self._lexicon.strong and frame is None:
            return None
        actors = self._arguments.subjects(clause)
        if clause.passive and operator in ("plan", "promise", "due"):
            actors = self._arguments.parties(clause.objects)
        found: list[Draft] = []
        for act in acts or [None]:
            outcome = self._outcome("refuse" if operator in UNDERTAKING and _negated(complement) else operator, act)
            if act is not None and (outcome is not None or operator != "plan"):
                self._consume(act.clause)
            if outcome is None:
                continue
            if complement is not None:
                self._consume(verb_clause(complement))
            if outcome == ("REQUEST", "change") and complement is not None and self._speaks_of_aid(complement):
                outcome = ("REQUEST", "assist")
            recipients = self._operated_recipients(operator, clause, act, frame, actors)
            found += self._draft(*outcome, clause, clause, actors, recipients, operator=operator, act=act)
        return found if found or operator == "fail" else None

    def _speaks_of_aid(self, verb: Token) -> bool:
        return any(name in ASSISTANCE for t in verb_clause(verb).objects for name in names_of(t))

    def _consume(self, clause: Clause) -> None:
        """An act that an operator speaks of is not stated on its own, nor is the noun of its light verb."""
        self._consumed.add(clause.head.i)
        if not clause.is_noun and (noun := self._light_noun(clause)) is not None:
            self._consumed.add(noun.head.i)

    @staticmethod
    def _wants_of_another(clause: Clause) -> bool:
        """ "wants Israel to withdraw" against "wants to withdraw"."""
        return bool(clause.objects) or (clause.complement is not None and not subject_heads(clause.complement)[1])

    def _outcome(self, operator: str, act: Act | None) -> tuple[str, str | None] | None:
        return self._lexicon.outcome(operator, act.frame.event_type if act else None, act.frame.mode if act else None)

    def _acts_below(self, clause: Clause, nouns_under: tuple[str, ...] = ()) -> list[Act]:
        """The acts that an operator is about: its complement clauses, else the nouns that are its objects."""
        verbs = self._below(clause.complement) if clause.complement is not None else []
        verbs += [v for p in clause.head.children if p.dep_ == "prep" for t in p.children if t.dep_ == "pcomp" for v in self._below(t)]
        found = [act for v in verbs if (act := self._act(self._through_transparent(verb_clause(v)))) is not None]
        nouns = (*clause.objects, *clause.governed_by(*nouns_under))
        return found or [act for t in nouns if t.pos_ == "NOUN" and (act := self._act(noun_clause(t))) is not None][:1]

    def _below(self, verb: Token) -> list[Token]:
        """A complement's verb with those coordinated with it, through "agree to", "try to" and the like."""
        found: list[Token] = []
        for token in coordinated(verb) if verb.pos_ in ("VERB", "AUX") else []:
            operators = self._lexicon.operators_of(token.lemma_.lower())
            inner = next((t for t in token.children if t.dep_ == "xcomp" and t.tag_ == "VB"), None)
            through = inner is not None and any(o in ("transparent", "promise", "plan") for o in operators)
            found += self._below(inner) if inner is not None and through else [token]
            if through:
                self._consumed.add(token.i)
        return found

    def _act(self, clause: Clause) -> Act | None:
        """The act that a clause states, by its own predicate or by the noun of its light verb."""
        frame = match(clause, self._lexicon, self._arguments)
        if frame is None and not clause.is_noun and (noun := self._light_noun(clause)) is not None:
            frame = match(noun, self._lexicon, self._arguments)
        return Act(frame, clause) if frame is not None else None

    def _through_transparent(self, clause: Clause) -> Clause:
        """Past "try to", "begin to", "continue to" to the act itself."""
        for _ in range(3):
            inner = clause.complement or next((t for t in clause.head.children if t.dep_ == "advcl" and t.tag_ == "VB"), None)
            if inner is None or "transparent" not in self._lexicon.operators_of(clause.lemma):
                break
            clause = verb_clause(inner)
        return clause

    def _operated_recipients(
        self, operator: str, clause: Clause, act: Act | None, frame: Frame | None, actors: tuple[Party, ...]
    ) -> tuple[Party, ...]:
        if operator in ("request", "command"):
            found = self._arguments.recipients(clause, ("obj", "dat", "on", "upon", "to", "comp"), actors)
            if found or act is None:
                return self._arguments.others(found, actors)
            sources = act.frame.actor if act.clause.is_noun else ("subj",)
            return self._arguments.others(self._first(act.clause, sources) or self._act_recipients(act, actors), actors)
        found = self._act_recipients(act, actors) if act is not None else ()
        if not found and (act is None or not act.clause.is_noun):
            found = self._arguments.recipients(clause, frame.recipient if frame else (), actors)
        if not found and clause.complement is not None and operator in ("promise", "threaten", "refuse"):
            found = self._arguments.in_phrase(clause.complement, actors)
        return self._arguments.others(found, actors)

    def _act_recipients(self, act: Act, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        found = self._arguments.recipients(act.clause, act.frame.recipient, actors)
        if not found and act.clause.is_noun:
            found = self._first(act.clause, act.frame.actor)
        return self._arguments.others(found, actors)

    # light verbs

    def _light_noun(self, clause: Clause) -> Clause | None:
        """The noun that states the act of a light verb, or None."""
        operators = self._lexicon.operators_of(clause.lemma)
        if "light" not in operators and "undergo" not in operators:
            return None
        heads = clause.objects or clause.governed_by("under", "on", "in", "into")
        for token in heads:
            if any(name in self._lexicon.nouns for name in names_of(token)):
                return noun_clause(token)
        return None

    def _light(self, clause: Clause) -> list[Draft]:
        noun = self._light_noun(clause)
        if noun is None:
            return []
        frame = match(noun, self._lexicon, self._arguments)
        if frame is None:
            return []
        self._consumed.add(noun.head.i)
        subjects = self._arguments.subjects(clause)
        outside = tuple(s for s in (frame.recipient or ("on", "against", "with")) if s not in ("own", "in"))
        others = self._arguments.recipients(
            noun, frame.recipient or ("to", "on", "against", "with"), subjects
        ) or self._arguments.recipients(clause, outside, subjects)
        if "light" not in self._lexicon.operators_of(clause.lemma):
            doers = self._first(noun, frame.actor) or self._first(clause, ("from", "by"))
            return self._draft(frame.event_type, frame.mode, noun, clause, self._arguments.others(doers, subjects), subjects, frame=frame)
        subjects = subjects or (self._first(noun, frame.actor) if clause.passive else ())
        return self._draft(frame.event_type, frame.mode, noun, clause, subjects, self._arguments.others(others, subjects), frame=frame)

    # nouns

    def _of_noun(self, clause: Clause) -> list[Draft]:
        frame = match(clause, self._lexicon, self._arguments)
        if frame is None:
            return []
        actors = self._first(clause, frame.actor) if frame.actor else self._arguments.owners(clause)
        recipients = self._arguments.recipients(clause, frame.recipient or ("none",), actors)
        if not recipients and actors == self._arguments.governor(clause):
            return []
        return self._draft(frame.event_type, frame.mode, clause, clause, actors, recipients, frame=frame)

    def _of_noun_operator(self, clause: Clause) -> list[Draft]:
        """ "China's threat to annex Taiwan", "the refusal to talk": a noun with an infinitive."""
        assert clause.complement is not None
        operators = [o for o in self._lexicon.operators_of(clause.lemma) if o not in PASS_THROUGH]
        actors = self._first(clause, ("own", "by", "from", "of"))
        if not operators or not actors:
            return []
        act = next(iter(self._acts_below(clause)), None)
        outcome = self._outcome(operators[0], act)
        if outcome is None:
            return []
        self._consumed.add(clause.head.i)
        self._consume(verb_clause(clause.complement))
        if act is not None:
            self._consume(act.clause)
        recipients = self._act_recipients(act, actors) if act else ()
        recipients = recipients or self._arguments.in_phrase(clause.complement, actors)
        return self._draft(*outcome, clause, clause, actors, recipients, operator=operators[0], act=act)

    # drafts

    def _state_act(self, frame: Frame, clause: Clause) -> list[Draft]:
        actors = self._arguments.subjects(clause)
        recipients = self._arguments.recipients(clause, frame.recipient, actors)
        if frame.swap:
            actors, recipients = self._first(clause, ("from", "by")), actors
        noun = self._light_noun(clause)
        if noun is not None:
            self._consumed.add(noun.head.i)
            act = match(noun, self._lexicon, self._arguments)
            if act is not None and not actors:
                actors = self._first(noun, act.actor)
                recipients = self._arguments.recipients(noun, act.recipient, actors) or self._arguments.others(recipients, actors)
        if not recipients and frame.recipient and noun is None:
            recipients = self._arguments.inside(clause.objects)
        recipients = self._arguments.others(recipients, actors)
        if not recipients and frame.event_type in DONE_TO_SOMEBODY:
            recipients = self._arguments.others(self._purpose_objects(clause), actors)
        return self._draft(frame.event_type, frame.mode, clause, clause, actors, recipients, frame=frame)

    def _purpose_objects(self, clause: Clause) -> tuple[Party, ...]:
        """Whom it is done to may stand in the purpose: "fired tear gas to disperse the crowd"."""
        for child in clause.head.children:
            if child.dep_ in ("advcl", "xcomp") and child.tag_ == "VB":
                return self._arguments.parties(verb_clause(child).objects)
        return ()

    def _draft(
        self,
        event_type: str,
        mode: str | None,
        clause: Clause,
        governor: Clause,
        actors: tuple[Party, ...],
        recipients: tuple[Party, ...],
        *,
        frame: Frame | None = None,
        operator: str | None = None,
        act: Act | None = None,
    ) -> list[Draft]:
        if not actors and not (recipients and (event_type in AGENTLESS and (governor.passive or clause.is_noun))):
            return []
        if clause.is_noun and clause is governor and not self._noun_suffices(
            event_type, clause, actors, recipients, bool(frame and frame.reciprocal)
        ):
            return []
        if not recipients and event_type in NEEDS_RECIPIENT and len({p.country for p in actors}) == 1:
            return []
        if event_type in WORDS and not recipients and actors and all(p.sector in PRIVATE for p in actors):
            return []
        if event_type == "CONSULT" and not self._official(governor, actors, recipients):
            return []
        if frame is not None and frame.both and not (actors and recipients):
            return []
        sides = (actors, recipients)
        joint = frame or (act.frame if act is not None and event_type == "AGREE" else None)
        reciprocal = bool(joint and joint.reciprocal) and len({p.start for p in (*actors, *recipients)} | {p.country for p in actors}) > 1
        if reciprocal and (recipients or len(actors) > 1):
            actors, recipients = (*actors, *recipients), ()
        else:
            reciprocal = False
        evidence: dict[str, object] = {"lexicon": self._reason(frame, operator, act)}
        return [
            Draft(
                clause=clause,
                governor=governor,
                sentence=self._sentence_of[clause.head.i],
                event_type=event_type,
                mode=mode or self._usual_mode(event_type, sides),
                actors=actors,
                recipients=recipients,
                reciprocal=reciprocal,
                sides=sides,
                predicate=self._predicate(clause, governor, act),
                evidence=evidence,
            )
        ]

    def _noun_suffices(
        self, event_type: str, clause: Clause, actors: tuple[Party, ...], recipients: tuple[Party, ...], joint: bool
    ) -> bool:
        """A noun alone states an act where both sides are named, or the act has one side, or a body holds its meeting."""
        if (actors and recipients) or len({p.country for p in actors}) > 1 or (joint and len(actors) > 1):
            return True
        if event_type in ONE_SIDED_NOUNS and not joint and clause.lemma not in TWO_SIDED:
            if event_type == "ASSAULT" and actors and all(p.text.lower() in REFLEXIVE for p in actors):
                return False
            return not actors or actors == self._first(clause, ("own", "by", "of", "from"))
        held = clause.head.dep_ in ("nsubj", "nsubjpass") and clause.head.head.lemma_ in ASPECTUAL
        return event_type == "CONSULT" and held and any(p.country in SECTORLESS_COUNTRIES for p in actors)

    def _official(self, clause: Clause, actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> bool:
        """Whether several meet, or a body with members, and not only private people of one country."""
        sectors = {p.sector for p in (*actors, *recipients)}
        abroad = len({p.country for p in (*actors, *recipients)}) > 1
        if not sectors - PRIVATE or (sectors & PRIVATE and not abroad):
            return False
        if recipients or len(actors) > 1 or any(p.country in SECTORLESS_COUNTRIES for p in actors):
            return True
        return any(t.tag_ in ("NNS", "NNPS") for t in clause.subjects)

    @staticmethod
    def _usual_mode(event_type: str, sides: tuple[tuple[Party, ...], tuple[Party, ...]]) -> str | None:
        """The mode of an act whose words do not tell it: a meeting of many states, a demand or refusal of something."""
        parties = {(p.country, p.start) for side in sides for p in side}
        if event_type == "CONSULT":
            bodies = any(country in ("IGO", "UNO", "EUR") for country, _ in parties)
            return "multilateral" if bodies or len({country for country, _ in parties}) > 2 else None
        return USUAL_MODES.get(event_type)

    def _reason(self, frame: Frame | None, operator: str | None, act: Act | None) -> str:
        parts = []
        if operator:
            parts.append(f"operator {operator}")
        if act:
            parts.append(f"over {act.clause.lemma} ({act.frame.event_type})")
        if frame:
            parts.append(f"frame at line {frame.line}: {frame.event_type}/{frame.mode or '-'}")
        return ", ".join(parts)

    def _predicate(self, clause: Clause, governor: Clause, act: Act | None) -> Span:
        """The words of the act; with a light verb or an operator close by, from the one to the other."""
        tokens: list[Token] = [*clause.tokens()]
        for other in (governor, act.clause if act else clause):
            if 0 < abs(other.head.i - clause.head.i) <= 5:
                tokens += other.tokens()
        tokens.sort(key=lambda t: t.i)
        doc = clause.head.doc
        return self._state.parse.span(doc[tokens[0].i : tokens[-1].i + 1])

    def _first(self, clause: Clause, sources: tuple[str, ...]) -> tuple[Party, ...]:
        for source in sources:
            if found := self._arguments.at(clause, source):
                return found
        return ()
