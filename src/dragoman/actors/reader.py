"""One pass over a document, from left to right, that makes its mentions."""

from __future__ import annotations

from dataclasses import replace

from dragoman.actors.lexicon import word_set
from dragoman.actors.mention import Mention, Mentions
from dragoman.actors.phrases import STATE_SECTOR, Name, Reading, sector_before
from dragoman.actors.portfolios import Holder, holders
from dragoman.actors.pronouns import PronounReader
from dragoman.actors.registry import Registry
from dragoman.actors.setting import is_location
from dragoman.language.pipeline import ParsedDocument

NOMINAL = frozenset(("NOUN", "PROPN", "NUM", "DET", "ADJ", "X"))
NOUN_LIKE = word_set("noun_like")
MODIFYING = frozenset(("compound", "amod", "nmod"))
UNNAMED = word_set("unnamed")
BY_MODIFIER = 0.8


class Reader(PronounReader):
    """Makes the mentions of one document. Use :func:`dragoman.actors.find_mentions`."""

    offices: dict[int, Holder]
    """Persons after long offices, by the last token of their names."""

    def __init__(self, parsed: ParsedDocument, registry: Registry) -> None:
        super().__init__(parsed, registry)
        self.known = {}
        self.spoken = []

    def run(self) -> Mentions:
        """All mentions, by head."""
        self.offices = {h.end - 1: h for h in holders(self.tokens)}
        for holder in self.offices.values():
            self.consumed.update(range(holder.first, holder.end - 1))
        for i in range(len(self.tokens)):
            if i not in self.mentions:
                self.visit(i)
        self.fill_back()
        self.speakers()
        return Mentions(self.mentions)

    def visit(self, i: int) -> None:
        """Make the mention that token ``i`` heads, if any."""
        t = self.tokens
        if i in self.offices:
            self._holder(self.offices[i])
            return
        pronoun = self.lexicon.pronouns.get(t.low[i])
        if pronoun is not None and t.pos[i] in ("PRON", "DET", "SCONJ"):
            self.pronoun(i, pronoun)
            return
        name = self.people.names[i]
        if i in self.consumed:
            return
        if name is not None:
            if i == self._root(name):
                self._named(i, name)
        elif t.pos[i] == "PROPN":
            before_name = t.deps[i] in ("compound", "flat") and t.heads[i] > i and t.pos[t.heads[i]] == "PROPN"
            if not before_name and t.words[i].strip():
                self._unknown(i)
        elif t.pos[i] in NOMINAL or t.low[i] in UNNAMED:
            self._common(i)

    def _common(self, i: int) -> None:
        t = self.tokens
        if t.low[i] == "two" and t.low[i - 1] == "the" and t.deps[i] in ("nsubj", "nsubjpass", "dobj", "pobj"):
            self.two(i, i - 1, i + 1, "any")
        elif t.low[i] in UNNAMED and t.deps[i] in ("nsubj", "nsubjpass", "dobj", "pobj"):
            self._unnamed(i)
        elif (t.pos[i] == "NOUN" or t.deps[i] in NOUN_LIKE) and (
            t.low[i] in self.lexicon.last_words or self.is_partitive(i)
        ):
            self.nominal(i)

    def _holder(self, holder: Holder) -> None:
        """The person after a long office, under the name's last word and under the words of the office on
        which the parse hangs the rest of the sentence.
        """
        t = self.tokens
        first, head = holder.first, holder.end - 1
        before = first - 1 if t.low[first - 1] != "'s" else first - 2
        owner = self.people.names[before] if before >= t.bounds[t.sentence[first]][0] else None
        owners = (owner,) if owner is not None and owner.country else ()
        start = owner.first if owner is not None and owner.country else first
        role = " ".join(t.low[first : holder.name]).replace(" ,", ",")
        reading = Reading(
            owners, STATE_SECTOR, (STATE_SECTOR,), role, person=True, person_name=(holder.name, holder.end)
        )
        known = self.people.names[head]
        known = known if known is not None and known.kind == "person" and known.first == holder.name else None
        self.person(head, start, holder.end, reading, known)
        mention = self.mentions[head]
        for j in range(start, head):
            outside = not start <= t.heads[j] < holder.end or t.heads[j] == j
            if outside and t.deps[j] not in ("prep", "cc", "punct", "poss"):
                self.mentions[j] = replace(mention, head=j)

    def _unnamed(self, i: int) -> None:
        """ "Those who ...", "the world": a party, though the text tells of none which it is."""
        t = self.tokens
        start, end = t.phrase(i)
        told = {t.deps[c] for c in t.children[i]} & {"relcl", "acl"}
        if told if t.low[i] == "those" else t.low[start] == "the" and t.deps[i] in ("nsubj", "dobj"):
            self.mentions[i] = Mention(i, start, end, (self.party(start, end, None, None),), "nominal", None, 1.0)

    def _root(self, name: Name) -> int:
        """The token of a name that the rest of the sentence hangs on."""
        t = self.tokens
        for i in range(name.first, name.last):
            outside = not name.first <= t.heads[i] < name.last or t.heads[i] == i
            if outside and t.pos[i] not in ("DET", "ADP", "PART"):
                return i
        return name.last - 1

    def _named(self, i: int, name: Name) -> None:
        """A name that the registry or the document's memory knows."""
        t = self.tokens
        start, end = t.phrase(i)
        start, end = min(start, name.first), max(end, name.last)
        if name.kind == "person" or (name.kind == "body" and t.pos[i] == "PROPN"):
            reading = self.read_phrase(i, start, end)
            if reading.person:
                self.person(i, start, end, reading, name)
                return
            if reading.name is None and reading.noun is not None:
                self.nominal(i)
                return
        if t.deps[i] in MODIFYING or (name.kind == "demonym" and t.pos[i] == "ADJ"):
            start, end = name.first, name.last
        location = name.kind in ("state", "capital", "place") and is_location(t, i)
        sector = name.sector or self._sector(i, start, name, location)
        party = self.party(start, end, name.country, sector, name.sectors, name)
        is_demonym = name.kind == "demonym"
        kind = "demonym" if is_demonym else "name"
        mention = Mention(i, start, end, (party,), kind, None, name.certainty, location)
        self.note(mention, _what(name, t.pos[i]), plural=is_demonym and t.tags[i] in ("NNS", "NNPS"))
        if name.kind == "body":
            self.learn_abbreviation(end, name)

    def _sector(self, i: int, start: int, name: Name, location: bool) -> str | None:
        """The sector of a name that has none of its own: an acting state is its government, its people
        civilians.
        """
        t = self.tokens
        if name.kind in ("state", "capital", "seat"):
            return None if location else STATE_SECTOR
        if name.kind == "place":
            return None if location else "CVL"
        if name.kind != "demonym":
            return None
        whole = t.low[start] == "the" and start + 1 == name.first and t.deps[i] in ("nsubj", "poss")
        return STATE_SECTOR if whole or t.deps[i] in MODIFYING or t.pos[i] == "ADJ" else "CVL"

    def _unknown(self, i: int) -> None:
        """A proper noun that nobody knows: a person, or a body by its last word, a modifier or its
        apposition.
        """
        start, end = self.tokens.phrase(i)
        if self.described(i, start, end):
            return
        reading = self.read_phrase(i, start, self.reach(i, end))
        if reading.noun is not None and not reading.person_name:
            self.nominal(i)
        elif reading.person or self.looks_like_person(i, start):
            self.person(i, start, end, reading, None)
        else:
            self._unknown_body(i, start, end, reading)

    def _unknown_body(self, i: int, start: int, end: int, reading: Reading) -> None:
        """ "The rebel Front of X (FX)"."""
        told = self.abbreviated(i)
        sector = told.sector if told else None
        sector = sector or sector_before(self.tokens.low, self.names_between(start, i), i, self.lexicon, start)
        if told is None and sector is None:
            return
        country = told.country if told else reading.countries[0]
        if country is None:
            country = self.local(i, start, "topic")[0]
        party = self.party(start, end, country, sector, told.sectors if told else (), told)
        self.note(Mention(i, start, end, (party,), "name", None, BY_MODIFIER), "body")


def _what(name: Name, pos: str) -> str:
    """What a name is to reference; no pronoun refers back to a town."""
    if name.kind == "demonym" and pos != "ADJ":
        return "people"
    return {"body": "body", "seat": "body", "place": "place"}.get(name.kind, "state")
