"""From clauses to drafts: which acts a sentence states, and between whom.

A verb or noun of the lexicon states an act. An operator over it ("refused to", "called for", "suspended")
makes another act of it. Light verbs lend their subject to the noun that states the act ("launched an attack").
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.coding.arguments import Arguments
from dragoman.coding.drafting import Parties, Proposal, draft_of, suffices, with_casualties
from dragoman.coding.frames import names_of
from dragoman.coding.lexicon import Frame, Lexicon
from dragoman.coding.light import Acts
from dragoman.coding.operators import SPECIFIC, Operators
from dragoman.coding.state import Draft, State
from dragoman.coding.words import words
from dragoman.language.clauses import Clause, noun_clause, verb_clause

MOVED_BY_ITS_OWNER = frozenset(("MOBILIZE",))
"""Types in which what is moved acts where nobody else does: "police were deployed on the border"."""

SPOKEN_OF_ACTS = frozenset(("AGREE", "REQUEST", "REJECT", "THREATEN"))
"""Types whose recipient may stand in the act that is spoken of."""

DONE_TO_SOMEBODY = frozenset(("ASSAULT", "COERCE"))
"""Types whose recipient may stand in the purpose: "fired tear gas to disperse the crowd"."""


class Drafter:
    """Writes the drafts of one document."""

    def __init__(self, state: State, lexicon: Lexicon) -> None:
        assert state.mentions is not None
        self._state = state
        self._lexicon = lexicon
        self._arguments = Arguments(state.mentions)
        self._consumed: set[int] = set()
        self._acts = Acts(lexicon, self._arguments)
        self._operators = Operators(lexicon, self._arguments, self._acts, self._consumed)

    def drafts(self) -> list[Draft]:
        """The drafts, in the order of the text."""
        sentence_of = self._state.sentence_numbers()
        proposals = with_casualties(p for p in self._proposals() if suffices(p, self._arguments))
        found = [draft_of(p, self._state.parse, sentence_of[p.clause.head.i]) for p in proposals]
        return sorted(found, key=lambda d: (d.sentence, d.clause.head.i))

    def _proposals(self) -> Iterator[Proposal]:
        """Operators come before the acts that they consume, and verbs before the nouns that they carry."""
        for clause in self._state.clauses:
            if clause.is_noun and clause.complement is not None:
                found = self._operators.over_infinitive(clause)
                yield from [found] if found is not None else []
        for clause in self._state.clauses:
            if not clause.is_noun and clause.head.i not in self._consumed:
                yield from self._of_verb(clause)
        for clause in self._state.clauses:
            if clause.is_noun and clause.head.i not in self._consumed:
                yield from self._of_noun(clause)

    def _of_verb(self, clause: Clause) -> list[Proposal]:
        frame = self._acts.frame(clause)
        for operator in self._operators.of(clause):
            found = self._operators.over_acts(operator, clause, frame)
            if found is not None and (operator == "fail" or any(suffices(p, self._arguments) for p in found)):
                return found
        if frame is not None and (frame.weight >= SPECIFIC or not self._acts.light_noun(clause)):
            self._operators.consume_below(clause)
            stated = self._stated(frame, clause)
            return [stated] if suffices(stated, self._arguments) else self._demanded(clause, frame)
        return self._light(clause) or self._demanded(clause, frame)

    def _stated(self, frame: Frame, clause: Clause) -> Proposal:
        """The act of a verb of the lexicon."""
        arguments = self._arguments
        actors = arguments.subjects(clause)
        if not actors and (frame.stative or (_finite_passive(clause) and frame.event_type in MOVED_BY_ITS_OWNER)):
            actors = arguments.parties(clause.objects)
        recipients = arguments.recipients(clause, frame.recipient, actors)
        if frame.swap:
            actors, recipients = self._sources(clause), actors or arguments.inside(clause.subjects)
        elif not actors and clause.passive and frame.event_type == "ASSAULT":
            actors = self._attackers(clause)
        noun = self._acts.light_noun(clause)
        if noun is not None:
            self._consumed.add(noun.head.i)
            act = self._acts.frame(noun)
            if act is not None and not actors:
                actors = arguments.first(noun, act.actor)
                recipients = arguments.recipients(noun, act.recipient, actors) or recipients
        elif any(c.slot == "obj" and c.value != "party" for c in frame.conditions):
            self._consumed.update(t.i for t in clause.objects if self._acts.states(t))
        if not recipients and frame.recipient and noun is None:
            recipients = arguments.inside(clause.objects)
        recipients = arguments.others(recipients, actors)
        if not recipients and frame.event_type in SPOKEN_OF_ACTS:
            recipients = self._within_infinitive(clause, actors)
        if not recipients and frame.event_type in DONE_TO_SOMEBODY:
            recipients = arguments.others(self._purpose_objects(clause), actors)
        weapon = self._weapon(clause) if frame.event_type == "ASSAULT" else None
        mode = frame.mode if weapon is None else weapon[1] or frame.mode
        by_weapon = weapon is not None and not actors
        if weapon is not None and by_weapon:
            self._consumed.add(weapon[0].i)
            actors = arguments.first(noun_clause(weapon[0]), ("own", "by", "from"))
            recipients = arguments.others(recipients, actors)
        turned = frame.swap
        return Proposal(
            frame.event_type, mode, clause, clause, actors, recipients, frame, by_weapon=by_weapon, turned=turned
        )

    def _weapon(self, clause: Clause) -> tuple[Token, str | None] | None:
        """The subject of a verb of harm that is a weapon or an attack, with its mode of assault."""
        for token in clause.subjects:
            for name in names_of(token):
                if name in self._lexicon.weapons:
                    return token, self._lexicon.weapons[name]
            act = self._acts.frame(noun_clause(token))
            if act is not None and act.event_type == "ASSAULT" and not act.reciprocal:
                return token, act.mode
        return None

    def _within_infinitive(self, clause: Clause, actors: Parties) -> Parties:
        """The other side of what an object's infinitive is about: "expressed its readiness to cooperate with Peru"."""
        for token in clause.objects:
            complement = noun_clause(token).complement
            if complement is not None and (found := self._arguments.in_phrase(complement, actors)):
                return self._arguments.others(found, actors)
        return ()

    def _sources(self, clause: Clause) -> Parties:
        """From whom the subject of a verb gets something: "got boats from China", "lost men in a raid by rebels"."""
        for place in (clause, *(noun_clause(t) for t in clause.objects)):
            if found := self._arguments.first(place, ("from", "by")):
                return found
        return ()

    def _attackers(self, clause: Clause) -> Parties:
        """Who did what people were killed in: "were killed in a raid by soldiers"."""
        for token in clause.governed_by("in", "during"):
            if self._acts.states(token) and (found := self._arguments.first(noun_clause(token), ("by", "own", "from"))):
                self._consumed.add(token.i)
                return found
        return ()

    def _purpose_objects(self, clause: Clause) -> Parties:
        for child in clause.head.children:
            if child.dep_ in ("advcl", "xcomp") and child.tag_ == "VB":
                return self._arguments.parties(verb_clause(child).objects)
        return ()

    def _light(self, clause: Clause) -> list[Proposal]:
        """The act of the noun that a light verb carries; "faced sanctions" turns the sides round."""
        noun = self._acts.light_noun(clause)
        frame = self._acts.frame(noun, carried=True) if noun is not None else None
        if noun is None or frame is None:
            return []
        arguments = self._arguments
        subjects = arguments.subjects(clause)
        if self._acts.undergoes(clause):
            heads = clause.objects if clause.passive and not clause.subjects else clause.subjects
            subjects = arguments.parties(heads) or arguments.inside(heads)
            doers = arguments.first(noun, (*frame.actor, "of")) or self._sources(clause)
            sides = arguments.others(doers, subjects), subjects
            if self._acts.gains(clause) and not sides[0]:
                return []
        else:
            outside = tuple(s for s in (frame.recipient or ("on", "against", "with")) if s not in ("own", "in"))
            targets = arguments.recipients(noun, frame.recipient or ("to", "on", "against", "with"), subjects)
            targets = targets or arguments.recipients(clause, outside, subjects)
            subjects = subjects or (arguments.first(noun, frame.actor) if clause.passive else ())
            sides = subjects, arguments.others(targets, subjects)
        self._consumed.add(noun.head.i)
        turned = self._acts.undergoes(clause)
        return [Proposal(frame.event_type, frame.mode, noun, clause, *sides, frame, turned=turned)]

    def _demanded(self, clause: Clause, frame: Frame | None) -> list[Proposal]:
        """What must or should be done, whatever it is; who demands it is told with the speaker."""
        auxiliaries = {t.lower_ for t in clause.head.children if t.dep_ == "aux"}
        if not auxiliaries & words("modals.demanding") or "have" in auxiliaries:
            return []
        arguments = self._arguments
        asked = arguments.parties(clause.objects) if clause.passive else arguments.subjects(clause)
        asked = asked or arguments.inside(clause.objects if clause.passive else clause.subjects)
        act = (frame.event_type, frame.mode) if frame is not None else (None, None)
        outcome = self._lexicon.outcome("request", *act) or ("REQUEST", "change")
        return [Proposal(*outcome, clause, clause, asked, (), operator="demand")] if asked else []

    def _of_noun(self, clause: Clause) -> list[Proposal]:
        frame = self._acts.frame(clause)
        if frame is None:
            return []
        actors = self._arguments.first(clause, frame.actor) if frame.actor else self._arguments.owners(clause)
        recipients = self._arguments.recipients(clause, frame.recipient or ("none",), actors)
        if not recipients and actors == self._arguments.governor(clause):
            return []
        return [Proposal(frame.event_type, frame.mode, clause, clause, actors, recipients, frame)]


def _finite_passive(clause: Clause) -> bool:
    """ "were deployed", but not "troops deployed there"."""
    return any(t.dep_ == "auxpass" for t in clause.head.children)
