"""Operators: verbs and nouns that say something about another act, and so make another act of it.

"refused to talk", "called for the withdrawal", "suspended aid", "China's threat to annex Taiwan". The act below
an operator is consumed: it is not stated on its own.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from dragoman.coding.arguments import Arguments
from dragoman.coding.drafting import Act, Parties, Proposal
from dragoman.coding.frames import names_of
from dragoman.coding.lexicon import Frame, Lexicon
from dragoman.coding.light import Acts
from dragoman.coding.words import words
from dragoman.language.clauses import Clause, coordinated, is_infinitive, noun_clause, subject_heads, verb_clause

PASS_THROUGH = frozenset(("light", "undergo", "gain", "transparent", "condemn", "support"))
"""Operators that leave the act below them standing as a report of its own."""

FOR_ACTS = ("for", "on", "upon", "against", "about", "of", "from", "to")
"""Prepositions under which a request's act may stand: "called for talks", "insisted on the withdrawal"."""

ASKING = ("request", "command")
UNDERTAKING = ("promise", "plan", "due")
SPECIFIC = 3
"""A frame of this weight names its object; it tells more than an operator."""


class Operators:
    """Reads the operators of one document; ``consumed`` grows by the acts that they speak of."""

    def __init__(self, lexicon: Lexicon, arguments: Arguments, acts: Acts, consumed: set[int]) -> None:
        self._lexicon = lexicon
        self._arguments = arguments
        self._acts = acts
        self._consumed = consumed

    def of(self, clause: Clause) -> list[str]:
        """The operators that a clause's predicate can be."""
        return [o for o in self._lexicon.operators_of(clause.lemma) if o not in PASS_THROUGH]

    def over_acts(self, operator: str, clause: Clause, frame: Frame | None) -> list[Proposal] | None:
        """What a verb makes of the acts below it; None where it is no operator here."""
        if not self._applies(operator, clause, frame):
            return None
        complement = clause.complement
        acts: list[Act | None] = [*self._acts_below(clause, FOR_ACTS if operator in ASKING else ())]
        bare = complement is not None and complement.tag_ in ("VB", "VBG")
        if not acts and not (bare and (operator in self._lexicon.strong or frame is not None)):
            return None
        actors = self._arguments.subjects(clause)
        if clause.passive and operator in UNDERTAKING:
            actors = self._arguments.parties(clause.objects)
        found = []
        for act in acts or [None]:
            outcome = self._outcome("refuse" if operator in UNDERTAKING and _negated(complement) else operator, act)
            if act is not None and (outcome is not None or operator != "plan"):
                self._consume(act.clause)
            if outcome is None:
                continue
            if complement is not None:
                self._consume(verb_clause(complement))
                if outcome == ("REQUEST", "change") and _speaks_of_aid(complement):
                    outcome = ("REQUEST", "assist")
            if operator == "deny" and act is not None and (doers := self._own_subjects(act)):
                sides = doers, self._act_recipients(act, doers)
                found.append(Proposal(*outcome, act.clause, act.clause, *sides, operator=operator, act=act))
                continue
            recipients = self._recipients(operator, clause, act, frame, actors)
            found.append(Proposal(*outcome, clause, clause, actors, recipients, operator=operator, act=act))
        return found

    def over_infinitive(self, clause: Clause) -> Proposal | None:
        """What a noun makes of its infinitive: "China's threat to annex Taiwan", "the refusal to talk"."""
        operators = self.of(clause)
        actors = self._arguments.first(clause, ("own", "by", "from", "of"))
        if not operators or not actors or clause.complement is None:
            return None
        act = next(iter(self._acts_below(clause)), None)
        outcome = self._outcome(operators[0], act)
        if outcome is None:
            return None
        self._consumed.add(clause.head.i)
        self._consume(verb_clause(clause.complement))
        if act is not None:
            self._consume(act.clause)
        own = ("to", "on", "for", "against") if operators[0] in (*ASKING, "threaten") else ("to",)
        recipients = self._arguments.recipients(clause, own, actors)
        recipients = recipients or (self._act_recipients(act, actors) if act else ())
        recipients = recipients or self._arguments.in_phrase(clause.complement, actors)
        if not recipients:
            inside = self._arguments.inside(verb_clause(clause.complement).objects)
            recipients = self._arguments.others(inside, actors)
        return Proposal(*outcome, clause, clause, actors, recipients, operator=operators[0], act=act)

    def _applies(self, operator: str, clause: Clause, frame: Frame | None) -> bool:
        if operator in ASKING and clause.predicatives and clause.objects:
            return False  # "called the raid a crime"
        if operator == "command" and not is_infinitive(clause.complement):
            return False
        if operator == "due" and not clause.passive:
            return False
        if clause.lemma in ("hope", "wish") and _of_another(clause.complement):
            return False
        if clause.lemma == "want" and operator != ("request" if _wants_of_another(clause) else "plan"):
            return False
        if frame is not None and operator in ("plan", "promise") and frame.weight >= SPECIFIC:
            return False
        return not (frame is not None and operator in ASKING and frame.event_type != "REQUEST")

    def _outcome(self, operator: str, act: Act | None) -> tuple[str, str | None] | None:
        return self._lexicon.outcome(operator, act.frame.event_type if act else None, act.frame.mode if act else None)

    def _consume(self, clause: Clause) -> None:
        """An act that an operator speaks of is not stated on its own, nor is the noun of its light verb."""
        self._consumed.add(clause.head.i)
        self._consumed.update(t.i for t in clause.objects if self._acts.states(t))
        if not clause.is_noun and (noun := self._acts.light_noun(clause)) is not None:
            self._consumed.add(noun.head.i)

    def _acts_below(self, clause: Clause, nouns_under: tuple[str, ...] = ()) -> list[Act]:
        """The acts that an operator is about: its complement clauses, else the first noun that is its object."""
        verbs = self._below(clause.complement) if clause.complement is not None else []
        for prep in clause.head.children:
            if prep.dep_ == "prep":
                verbs += [v for t in prep.children if t.dep_ == "pcomp" for v in self._below(t)]
        clauses = (self._through_transparent(verb_clause(v)) for v in verbs)
        found = [act for c in clauses if (act := self._acts.of(c) or self._nested(c)) is not None]
        nouns = (*clause.objects, *clause.governed_by(*nouns_under))
        return found or [a for t in nouns if t.pos_ == "NOUN" and (a := self._acts.of(noun_clause(t))) is not None][:1]

    def _nested(self, clause: Clause) -> Act | None:
        """What an operator under an operator makes of its act: "agreed to stop fighting"."""
        for operator in self.of(clause):
            act = next(iter(self._acts_below(clause)), None)
            outcome = self._outcome(operator, act) if act is not None else None
            if act is not None and outcome is not None:
                self._consume(clause)
                return Act(replace(act.frame, event_type=outcome[0], mode=outcome[1], conditions=()), act.clause)
        return None

    def consume_below(self, clause: Clause) -> None:
        """The acts below a verb that asks or invites are asked for, not done, whatever the verb itself states."""
        if any(operator in ASKING for operator in self.of(clause)) and is_infinitive(clause.complement):
            for act in self._acts_below(clause):
                self._consume(act.clause)

    def _below(self, verb: Token) -> list[Token]:
        """A complement's verb with those coordinated with it, through "agree to", "try to" and the like."""
        found: list[Token] = []
        for token in coordinated(verb) if verb.pos_ in ("VERB", "AUX") else []:
            operators = self._lexicon.operators_of(token.lemma_.lower())
            inner = next((t for t in token.children if t.dep_ == "xcomp" and t.tag_ == "VB"), None)
            if inner is not None and any(o in ("transparent", "promise", "plan") for o in operators):
                self._consumed.add(token.i)
                found += self._below(inner)
            else:
                found.append(token)
        return found

    def _through_transparent(self, clause: Clause) -> Clause:
        """Past "try to", "begin to", "use force to" to the act itself."""
        for _ in range(3):
            if "transparent" not in self._lexicon.operators_of(clause.lemma):
                break
            purposes = (t for t in clause.head.children if t.dep_ == "advcl" and t.tag_ == "VB")
            inner = clause.complement or next(purposes, None)
            if inner is None:
                break
            clause = verb_clause(inner)
        return clause

    def _recipients(
        self, operator: str, clause: Clause, act: Act | None, frame: Frame | None, actors: Parties
    ) -> Parties:
        if operator in ASKING:
            found = self._arguments.recipients(clause, ("obj", "dat", "on", "upon", "to", "at", "comp"), actors)
            if found or act is None:
                return found
            sources = act.frame.actor if act.clause.is_noun else ("subj",)
            asked = self._arguments.first(act.clause, sources) or self._act_recipients(act, actors)
            return self._arguments.others(asked, actors)
        found = self._act_recipients(act, actors) if act is not None else ()
        if not found and (act is None or not act.clause.is_noun):
            found = self._arguments.recipients(clause, frame.recipient if frame else (), actors)
        if not found and clause.complement is not None and operator in ("promise", "threaten", "refuse"):
            found = self._arguments.in_phrase(clause.complement, actors)
        return found

    def _own_subjects(self, act: Act) -> Parties:
        """Who does it, where an act below an operator has a subject of its own: "denied that its troops fired"."""
        if act.clause.is_noun or subject_heads(act.clause.head)[1]:
            return ()
        return self._arguments.subjects(act.clause)

    def _act_recipients(self, act: Act, actors: Parties) -> Parties:
        found = self._arguments.recipients(act.clause, act.frame.recipient, actors)
        if not found and act.clause.is_noun:
            found = self._arguments.first(act.clause, act.frame.actor)
        return self._arguments.others(found, actors)


def _wants_of_another(clause: Clause) -> bool:
    """ "wants Israel to withdraw" against "wants to withdraw"."""
    return bool(clause.objects) or _of_another(clause.complement)


def _of_another(complement: Token | None) -> bool:
    """Whether a complement has a subject of its own: what one hopes that others do is no plan of one's own."""
    return complement is not None and not subject_heads(complement)[1]


def _speaks_of_aid(verb: Token) -> bool:
    return any(name in words("acts.assistance") for t in verb_clause(verb).objects for name in names_of(t))


def _negated(verb: Token | None) -> bool:
    """ "vowed not to cave in"."""
    return verb is not None and any(t.dep_ == "neg" for t in verb.children)
