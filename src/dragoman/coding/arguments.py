"""From the arguments of a clause to the parties that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import msgspec
from spacy.tokens import Token

from dragoman.actors import Mention, Mentions
from dragoman.coding.words import words
from dragoman.language.clauses import Clause, conjuncts, noun_clause, subject_heads, verb_clause
from dragoman.records import SECTORLESS_COUNTRIES, Party

DEFAULT_RECIPIENT = ("obj", "dat", "comp", "in", "with", "against", "on", "to", "at", "toward", "towards", "from")
"""Where a recipient is sought, in this order, when a frame does not say."""

INSIDE = ("own", "of", "by", "against", "on", "to", "with", "between", "from", "towards", "toward", "in", "for")
"""Where, inside an object's noun phrase, its party is sought: "condemned Iran's move", "the killing of nuns"."""

ARMS_OF_THE_STATE = frozenset(("MIL", "COP", "SPY"))
NOT_UNDER_NOUNS = frozenset(("obj", "dat", "comp", "in", "place", "none"))
ELSEWHERE = frozenset(("in", "at", "near", "from", "to", "into", "inside", "outside", "around", "across", "on"))
"""Prepositions that may tell a place instead of a party."""


def _armed(owner: Mention) -> Mention:
    """Whose planes and tanks act is the owner's military."""
    parties = (msgspec.structs.replace(p, sector="MIL") if p.sector == "GOV" else p for p in owner.parties)
    return replace(owner, parties=tuple(parties))


def _another_office(party: Party, role: str | None) -> bool:
    """Whether a party of the same government is somebody else in it: "the president dismissed two ministers"."""
    return party.role is not None and party.role != role


class Arguments:
    """The parties behind the tokens of one document."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions

    def mention(self, token: Token) -> Mention | None:
        """The mention that a token heads, looking through "dozens of", "members of" and "a statement by"."""
        found = self._mentions.at(token)
        if found is not None and found.parties:
            return self._one_for_each_country(token, found)
        lemma = token.lemma_.lower()
        if lemma in words("parties.partitive") or token.pos_ == "NUM":
            for head in noun_clause(token).governed_by("of"):
                if (inner := self.mention(head)) is not None:
                    return inner
        if lemma in words("parties.voice"):
            clause = noun_clause(token)
            for head in (*clause.possessors, *clause.governed_by("by", "from", "of"), *clause.modifiers):
                if (inner := self._mentions.at(head)) is not None and inner.parties:
                    return _armed(inner) if lemma in words("parties.armament") else inner
        return None

    def _one_for_each_country(self, token: Token, mention: Mention) -> Mention:
        """ "the leaders of France and Germany", "his counterparts in India and China": a party for each country."""
        if token.tag_ != "NNS" or len(mention.parties) != 1:
            return mention
        for preposition in ("of", "from", "in"):
            named = [m for h in noun_clause(token).governed_by(preposition) if (m := self._mentions.at(h)) is not None]
            countries = [p for m in named for p in m.parties if p.country and m.kind == "name"]
            if len({p.country for p in countries}) > 1 and len(named) > 1:
                whole = mention.parties[0]
                first = msgspec.structs.replace(whole, country=countries[0].country)
                others = (
                    Party(
                        text=p.text,
                        start=p.start,
                        end=p.end,
                        name=p.name,
                        country=p.country,
                        sector=whole.sector,
                        sectors=whole.sectors,
                    )
                    for p in countries[1:]
                )
                return replace(mention, parties=(first, *others))
        return mention

    def parties(self, tokens: Iterable[Token], places: bool = True) -> tuple[Party, ...]:
        """The parties of some head tokens, each once, in order; ``places=False`` leaves out mere locations."""
        found: list[Party] = []
        for token in tokens:
            mention = self.mention(token)
            if mention is not None and (places or not mention.is_place):
                found += [p for p in mention.parties if p not in found]
        return tuple(found)

    def subjects(self, clause: Clause) -> tuple[Party, ...]:
        """Who does it."""
        return self.parties(clause.subjects)

    def recipients(
        self, clause: Clause, sources: tuple[str, ...] = (), besides: tuple[Party, ...] = ()
    ) -> tuple[Party, ...]:
        """Who is done to: the first of the sources that names somebody other than ``besides``."""
        for found in self._candidates(clause, sources):
            if others := self.others(found, besides):
                return others
        return ()

    def _candidates(self, clause: Clause, sources: tuple[str, ...]) -> Iterator[tuple[Party, ...]]:
        """The parties at each source in turn: of the clause, of its objects, and inside what prepositions govern."""
        for source in sources or DEFAULT_RECIPIENT:
            yield self.at(clause, source, explicit=bool(sources))
            if source == "in":
                yield from self._all_inside(clause.objects)
        under = [source for source in sources if source not in NOT_UNDER_NOUNS]
        if not clause.is_noun:
            for token in clause.objects:
                inner = noun_clause(token)
                yield from (self.at(inner, source) for source in under)
        for source in under:
            yield from self._all_inside(self._under(clause, source))
            yield self._further(clause, source)

    @staticmethod
    def others(found: tuple[Party, ...], besides: tuple[Party, ...]) -> tuple[Party, ...]:
        """The parties that are not themselves on the other side, by their words or as the same state or person."""
        taken = {(p.start, p.end) for p in besides}
        states = {p.country: p.role for p in besides if p.sector == "GOV" and p.country not in SECTORLESS_COUNTRIES}
        countries = {p.country for p in besides}
        return tuple(
            p
            for p in found
            if (p.start, p.end) not in taken
            and not (p.sector == "GOV" and p.country in states and not _another_office(p, states[p.country]))
            and not (p.country in countries and _ones_own(p))
        )

    def _under(self, clause: Clause, preposition: str) -> tuple[Token, ...]:
        """What a preposition governs: "concern over the failure of the parties"."""
        heads = clause.governed_by(preposition)
        if not clause.is_noun:
            heads += tuple(h for t in clause.objects for h in noun_clause(t).governed_by(preposition))
        return heads

    def _further(self, clause: Clause, preposition: str) -> tuple[Party, ...]:
        """A phrase that the parser hung on a neighbour: "a raid by troops *on Chad*", "died in a raid *by troops*"."""
        if preposition in ("of", "in"):
            return ()
        neighbours = (noun_clause(h) for o in clause.obliques for h in o.heads if h.pos_ in ("NOUN", "PROPN"))
        heads = [h for n in neighbours for h in n.governed_by(preposition)]
        return self.parties(heads) or self.inside(heads)

    def at(self, clause: Clause, source: str, explicit: bool = True) -> tuple[Party, ...]:
        """The parties at one place of a clause: obj, dat, comp, in, place, own, subj, governor or under a preposition.

        "in" is inside the object, "place" under the preposition of that name.
        """
        match source:
            case "none":
                return ()
            case "obj":
                return self.parties(clause.objects)
            case "dat":
                return self.parties(clause.datives)
            case "subj":
                return self.subjects(clause)
            case "own":
                return self.owners(clause)
            case "governor":
                return self.governor(clause)
            case "in":
                return self.inside(clause.objects)
            case "comp":
                return self.complement_subject(clause)
            case "place":
                return self.parties(clause.governed_by("in"))
        return self.parties(clause.governed_by(source), places=explicit or source not in ELSEWHERE)

    def owners(self, clause: Clause) -> tuple[Party, ...]:
        """Whose a noun is: possessor, else a modifier that names a party ("Putin's visit", "Russian invasion")."""
        return self.parties(clause.possessors) or self.parties(
            t for t in clause.modifiers if not self._names_a_venue(t)
        )

    def _names_a_venue(self, token: Token) -> bool:
        """ "the Helsinki agreement", "the Doha talks": a city before a noun tells where, not who."""
        mention = self._mentions.at(token)
        if mention is None or mention.kind == "demonym" or token.ent_type_ != "GPE" or token.text.isupper():
            return False
        return any(p.name is not None and p.name != p.text for p in mention.parties)

    def governor(self, clause: Clause) -> tuple[Party, ...]:
        """The subject of the verb that a noun depends on: "he spoke in a letter to", "discussed it in talks with"."""
        token = clause.head
        for _ in range(4):
            if token.dep_ not in ("pobj", "prep", "dobj", "conj"):
                return ()
            token = token.head
            if token.pos_ in ("VERB", "AUX"):
                verb = verb_clause(token)
                return self.parties(verb.objects if verb.passive and not verb.subjects else verb.subjects)
        return ()

    def inside(self, objects: Iterable[Token]) -> tuple[Party, ...]:
        """The party inside an object that is no party itself: "denounced Iran's nuclear programme"."""
        return next((found for found in self._all_inside(objects) if found), ())

    def _all_inside(self, objects: Iterable[Token]) -> Iterator[tuple[Party, ...]]:
        """The parties at every place inside such objects, the likeliest place first."""
        for token in objects:
            if self.mention(token) is None:
                clause = noun_clause(token)
                yield from (self.at(clause, source, explicit=False) for source in INSIDE)

    def first(self, clause: Clause, sources: tuple[str, ...]) -> tuple[Party, ...]:
        """The parties at the first of some places that names any."""
        places = (self.at(clause, source) or self._further(clause, source) for source in sources)
        return next((found for found in places if found), ())

    def complement_subject(self, clause: Clause) -> tuple[Party, ...]:
        """The subject of a complement clause with one of its own: "demanded that Israel withdraw"."""
        if clause.complement is None:
            return ()
        heads, understood = subject_heads(clause.complement)
        if understood:
            return ()
        return self.parties(heads) or self.inside(heads)

    def in_phrase(self, token: Token, besides: tuple[Party, ...]) -> tuple[Party, ...]:
        """The first party in a token's subtree, with those coordinated with it, that is not one of ``besides``."""
        taken = {(p.start, p.end) for p in besides}
        for inner in token.subtree:
            if inner.i <= token.i or inner.dep_ in ("amod", "compound") or inner.head.lower_ in ("in", "at", "near"):
                continue
            found = self.parties(conjuncts(inner), places=False)
            if found and not any((p.start, p.end) in taken for p in found):
                return found
        return ()


def _ones_own(party: Party) -> bool:
    """Whether somebody is spoken of as belonging to the other side: "itself", "its garrisons"."""
    first, _, rest = party.text.lower().partition(" ")
    arms = party.role is None and party.sector in ARMS_OF_THE_STATE
    return first in words("parties.reflexive") and (not rest or arms)
