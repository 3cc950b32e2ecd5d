"""One pass over a document that makes its mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.actors.lexicon import Noun, Pronoun, lexicon
from dragoman.actors.mention import LEAST_CERTAINTY, Mention, Mentions
from dragoman.actors.naming import names_in
from dragoman.actors.phrases import STATE_SECTOR, Name, Reading, read, sector_before
from dragoman.actors.reference import (
    SPEECH,
    TWO_SIDED,
    Antecedent,
    Memory,
    as_party,
    quotations,
    speaker_of,
)
from dragoman.actors.registry import Registry
from dragoman.actors.roles_in_text import COUNTERPARTS, People, by_surname, gender_of, given_names
from dragoman.actors.setting import ALONE, AT_HOME, is_location, setting_of
from dragoman.actors.tokens import Tokens
from dragoman.language.pipeline import ParsedDocument
from dragoman.records import SECTORLESS_COUNTRIES, Party

NOMINAL = frozenset(("NOUN", "PROPN", "NUM", "DET", "ADJ", "X"))
NOUN_LIKE = frozenset(("nsubj", "nsubjpass", "dobj", "pobj", "poss", "dative", "attr", "appos", "conj", "compound"))
ARGUMENTS = frozenset(("nsubj", "nsubjpass", "dobj", "dative", "pobj", "poss", "conj", "appos", "agent"))
PARTITIVE = frozenset(
    "dozen dozens hundred hundreds thousand thousands million millions score scores ten tens number numbers group crowd "
    "majority many several some most one two three four five six seven eight nine all half handful lot rest part "
    "both each none few couple member members any team".split()
)
FOREIGN = frozenset(
    "foreign international western arab african asian regional neighboring neighbouring overseas global world "
    "worldwide multinational european latin eastern gulf".split()
)
"""Words that tell that a party is not simply of the country where the story is set."""

NATIONAL = frozenset({"GOV", "LEG", "JUD", "MIL", "SPY"})
"""Sectors whose unnamed bodies and office holders are those of the state that the story is about."""

PERSON_NAMED, PERSON_BY_SETTING = 0.9, 0.6


class Reader:
    """Makes the mentions of one document. Use :func:`dragoman.actors.find_mentions`."""

    def __init__(self, parsed: ParsedDocument, registry: Registry) -> None:
        self.text = parsed.document.text
        self.day = parsed.document.published
        self.registry = registry
        self.tokens = Tokens.of(parsed.doc)
        t = self.tokens
        names = names_in(parsed.doc.text, t.starts, t.ends, t.words, self.day, registry)
        names = [n for n in names if not self._misnamed(n)]
        self.lexicon = lexicon()
        self.setting = setting_of(t, names, parsed.document.dateline, self.day, registry)
        names = [n for n in names if not self._from_elsewhere(n)]
        self.people = People.over(t, names)
        self.memory = Memory(t)
        self.mentions: dict[int, Mention] = {}
        self.deferred: list[int] = []
        self.known: dict[str, Name] = {}
        self.consumed: set[int] = set()

    def run(self) -> Mentions:
        """All mentions, by head."""
        for i in range(len(self.tokens)):
            self._visit(i)
        self._fill_back()
        self._speakers()
        return Mentions(self.mentions)

    def _fill_back(self) -> None:
        """Give earlier mentions of a person the country that a later sentence tells."""
        for head, mention in self.mentions.items():
            for party in mention.parties:
                known = self.known.get(party.name or "") if party.country is None else None
                if known is not None:
                    filled = replace_party(
                        party, country=known.country, sector=party.sector or known.sector, sectors=party.sectors or known.sectors
                    )
                    self.mentions[head] = replace(mention, parties=(filled,), certainty=0.7)

    def _misnamed(self, name: Name) -> bool:
        """Whether a state's or town's name is in truth part of a person's: "Michael Jordan", "Chad Smith"."""
        t = self.tokens
        i = name.first
        if name.sector == "JRN" and name.last - i == 1 and t.deps[i] == "compound" and t.pos[t.heads[i]] == "PROPN":
            return t.heads[i] > i
        if name.kind not in ("state", "place", "capital", "demonym") or name.last - i > 1 or t.words[i].isupper():
            return False
        if t.ent_type[i] != "PERSON":
            return False
        beside = (i - 1 >= 0 and t.ent_type[i - 1] == "PERSON" and t.ent_iob[i] == "I") or (
            i + 1 < len(t) and t.ent_type[i + 1] == "PERSON" and t.ent_iob[i + 1] == "I"
        )
        return beside

    def _from_elsewhere(self, name: Name) -> bool:
        """Whether a party or court of a common name is one of a country of which the document does not speak."""
        if name.kind != "body" or name.country is None or name.country in SECTORLESS_COUNTRIES:
            return False
        if self.setting.certainty < AT_HOME or self.setting.country == name.country:
            return False
        own = sum(1 for n in self.setting.names if n.name == name.name)
        if self.setting.mentions[name.country] > own:
            return False
        last = self.tokens.words[name.last - 1]
        return last.lower() in self.lexicon.last_words or last.isupper()

    # Visiting a token

    def _visit(self, i: int) -> None:
        t = self.tokens
        pronoun = self.lexicon.pronouns.get(t.low[i])
        if pronoun is not None and t.pos[i] in ("PRON", "DET", "SCONJ"):
            self._pronoun(i, pronoun)
            return
        name = self.people.names[i]
        if i in self.consumed:
            return
        if name is not None:
            if i == self._root(name):
                self._named(i, name)
            return
        if t.pos[i] not in NOMINAL or not t.words[i].strip():
            return
        if t.pos[i] == "PROPN":
            if t.deps[i] in ("compound", "flat") and t.heads[i] > i and t.pos[t.heads[i]] == "PROPN":
                return
            self._unknown(i)
        elif t.low[i] == "two" and t.deps[i] in ("nsubj", "nsubjpass", "dobj", "pobj") and i and t.low[i - 1] == "the":
            self._two(i, i - 1, i + 1, apart=False)
        elif t.low[i] in self.lexicon.last_words or self._partitive(i):
            if t.pos[i] == "NOUN" or t.deps[i] in NOUN_LIKE:
                self._nominal(i)

    def _root(self, name: Name) -> int:
        heads = self.tokens.heads
        for i in range(name.first, name.last):
            if self.tokens.pos[i] not in ("DET", "ADP", "PART") and not name.first <= heads[i] < name.last or heads[i] == i:
                return i
        return name.last - 1

    def _reach(self, i: int, end: int) -> int:
        """How far to the right the phrase may tell whose it is."""
        return max(end, self.tokens.clause_free_end(i))

    def _names(self, start: int, end: int) -> list[Name]:
        found: list[Name] = []
        for i in range(start, end):
            name = self.people.names[i]
            if name is not None and (not found or found[-1] is not name) and name.first >= start and name.last <= end:
                found.append(name)
        return found

    def _read(self, i: int, start: int, end: int) -> Reading:
        return read(self.tokens.words, i, self._names(start, end), start, end, self.tokens.low)

    # Names

    def _named(self, i: int, name: Name) -> None:
        t = self.tokens
        start, end = t.phrase(i)
        start, end = min(start, name.first), max(end, name.last)
        modifies = t.deps[i] in ("compound", "amod", "nmod", "poss") or name.kind == "demonym" and t.pos[i] == "ADJ"
        if name.kind == "person" or (name.kind == "body" and t.pos[i] == "PROPN"):
            reading = self._read(i, start, end)
            if reading.person:
                self._person(i, start, end, reading, name)
                return
        if modifies and t.deps[i] != "poss":
            start, end = name.first, name.last
        sector = name.sector
        location = name.kind in ("state", "capital", "place") and is_location(t, i)
        if sector is None and name.kind in ("state", "capital", "seat"):
            sector = None if location else STATE_SECTOR
        if name.kind == "demonym":
            sector = name.sector or self._demonym_sector(i, start)
        if name.kind == "place" and not location:
            sector = sector or "CVL"
        kind = "demonym" if name.kind == "demonym" else "name"
        party = self._party(start, end, name.country, sector, name.sectors, name=name)
        self._note(
            Mention(i, start, end, (party,), kind, None, name.certainty, location),
            _what(name, t.pos[i]),
            plural=t.tags[i] in ("NNS", "NNPS") and name.kind == "demonym",
        )
        if name.kind == "body":
            self._abbreviation(i, end, name)

    def _demonym_sector(self, i: int, start: int) -> str | None:
        t = self.tokens
        if t.deps[i] in ("compound", "nmod", "amod") or t.pos[i] == "ADJ":
            return STATE_SECTOR
        name = self.people.names[i]
        if name and t.low[start] == "the" and start + 1 == name.first and t.deps[i] in ("nsubj", "poss"):
            return STATE_SECTOR
        return "CVL"

    def _abbreviation(self, i: int, end: int, name: Name) -> None:
        """Learn "(PKK)" behind a name."""
        t = self.tokens
        for at in (end, end + 1):
            if at + 1 < len(t) and t.words[at - 1 : at] == ["("] and t.words[at].isupper() and len(t.words[at]) > 1:
                self.people.alias(at, t.words[at], name)
                return

    # Persons

    def _person(self, i: int, start: int, end: int, reading: Reading, name: Name | None) -> None:
        t = self.tokens
        first, last = reading.person_name or ((name.first, name.last) if name else (i, i + 1))
        words = t.words[first:last]
        known = name
        country = reading.owners[0].country if reading.owners else (known.country if known else reading.country)
        sector, sectors, role = reading.sector, reading.sectors, reading.role
        certainty, resolved_by = PERSON_NAMED, None
        if known is not None and sector is None:
            sector, sectors = known.sector, known.sectors
        role = role or (known.role if known else None)
        if known is None:
            known = self._from_registry(words, reading, country, i)
            if known is not None and country in (None, known.country):
                country = known.country
                sector, sectors = sector or known.sector, sectors or known.sectors
        above = self.mentions.get(t.heads[i]) if t.deps[i] == "appos" else None
        if above is not None and above.kind == "role" and above.parties and not reading.owners and reading.role is None:
            told = above.parties[0]
            if told.country and told.country != country:
                country, sector, sectors, role = told.country, told.sector, told.sectors, told.role
                resolved_by = above.head
        if country is None and (before := self._owner_before(start)) is not None:
            country, start = before.country, before.first
        if country is None or sector is None:
            beside = self._apposition(i)
            if beside is not None:
                resolved_by, country2, sector2, sectors2, role2 = beside
                country = country or country2
                if sector is None or "ELI" in sectors2 and reading.role is None:
                    sector, sectors, role = sector2, sectors2, role or role2
        if country is None and i + 2 < len(t) and t.low[i + 1] == "of" and (of := self.people.names[i + 2]):
            country, end = of.country, max(end, of.last)
        if country is None and (reading.role is not None or self.setting.certainty >= ALONE):
            country, certainty = self._local(i, start, "state")
            if sector is None and reading.role is None:
                certainty = min(certainty, PERSON_BY_SETTING)
        if certainty < LEAST_CERTAINTY:
            country = None
        sectors = sectors or ((sector,) if sector else ())
        full = known.name if known and known.entity_id and known.name else self.people.full_names.get(words[-1]) or " ".join(words)
        person = Name(
            first, last, "person", country, sector, sectors, full,
            known.entity_id if known else None, known.wikidata if known else None, role, certainty,
        )  # fmt: skip
        party = self._party(start, end, country, sector, sectors, name=person, role=role)
        location = False
        self._note(
            Mention(i, start, end, (party,), "name", resolved_by, certainty, location),
            "person",
            gender=gender_of(t, start, i),
            named=True,
            noun=(reading.noun.noun if reading.noun else None),
        )
        if len(words) > 1 or name is None or (country and name.country is None):
            self.people.learn(i + 1, words, person)
        if country:
            self.known.setdefault(full, person)

    def _from_registry(self, words: Sequence[str], reading: Reading, country: str | None, i: int) -> Name | None:
        surname = words[-1]
        if len(surname) < 3 or len(words) > 1 and reading.role is None:
            return None
        if len(words) > 1:
            return None
        if reading.role is None:
            return by_surname(surname, None, None, self.day, self.registry, i) if self._is_person(i) else None
        return by_surname(surname, reading, country or None, self.day, self.registry, i)

    def _is_person(self, i: int) -> bool:
        t = self.tokens
        return t.ent_type[i] == "PERSON" or t.deps[i] in ("nsubj", "nsubjpass", "poss")

    def _owner_before(self, start: int) -> Name | None:
        """The name that stands before an office which the parse cut off: "US Under-Secretary of State N"."""
        t = self.tokens
        for i in range(start - 1, max(t.bounds[t.sentence[start]][0], start - 7) - 1, -1):
            name = self.people.names[i]
            if name is not None:
                return name if name.kind in ("state", "demonym", "body") and name.country else None
            if t.low[i] not in self.lexicon.last_words and t.low[i] not in ("-", "of", "'s") and not t.words[i][:1].isupper():
                return None
        return None

    def _apposition(self, i: int) -> tuple[int, str | None, str | None, tuple[str, ...], str | None] | None:
        """What stands beside a name: "Taiwan's foreign minister" behind it, or the noun that it is apposed to."""
        t = self.tokens
        for child in t.children[i]:
            if t.deps[child] in ("appos",) and child > i and t.pos[child] in ("NOUN", "PROPN"):
                start, end = t.phrase(child)
                reading = self._read(child, start, self._reach(child, end))
                if reading.noun is not None or reading.owners:
                    country = reading.countries[0]
                    if country is None and (owner := self._possessor(child)) is not None:
                        country = owner.country
                    return child, country, reading.sector, reading.sectors, reading.role
        if t.deps[i] == "appos":
            head = t.heads[i]
            above = self.mentions.get(head)
            if above is not None and above.is_place:
                head = t.heads[t.heads[head]]
                above = self.mentions.get(head)
            if above is not None and above.parties and above.kind in ("role", "nominal"):
                p = above.parties[0]
                return head, p.country, p.sector, p.sectors, p.role
        if t.deps[i] == "conj":
            first = t.heads[i]
            while t.deps[first] == "conj":
                first = t.heads[first]
            if t.deps[first] == "appos" and (above := self.mentions.get(t.heads[first])) and above.parties:
                p = above.parties[0]
                return t.heads[first], p.country, p.sector, p.sectors, p.role
        return None

    def _unknown(self, i: int) -> None:
        """A proper noun that the registry does not know: a person, or a body by its last word or its apposition."""
        t = self.tokens
        start, end = t.phrase(i)
        if self._described(i, start, end):
            return
        reading = self._read(i, start, self._reach(i, end))
        if reading.noun is not None and not reading.person_name:
            self._nominal(i)
        elif reading.person or self._looks_like_person(i, start):
            self._person(i, start, end, reading, None)
        else:
            self._unknown_body(i, start, end, reading)

    def _looks_like_person(self, i: int, start: int) -> bool:
        t = self.tokens
        if t.ent_type[i] == "PERSON":
            return True
        if t.deps[i] == "nsubj" and t.lemmas[t.heads[i]] in SPEECH and t.ent_type[i] in ("", "GPE"):
            return True
        if t.deps[i] == "conj" and (other := self.memory.by_head.get(t.heads[i])) and other.what == "person":
            return t.ent_type[i] in ("", "ORG", "GPE") and not t.words[i].isupper()
        first = next((w for w in t.words[start:i] if w[:1].isupper()), None)
        if first in given_names() and t.ent_type[i] in ("", "ORG", "GPE", "NORP"):
            return True
        if start != i or len(t.words[i]) < 4 or t.words[i].isupper() or t.deps[i] not in ARGUMENTS:
            return False
        famous = by_surname(t.words[i], None, None, self.day, self.registry, i)
        return famous is not None and famous.certainty > 0.7

    def _abbreviated(self, i: int) -> Name | None:
        """The body whose known abbreviation stands in brackets behind token ``i``: "... Front (LTTE)"."""
        t = self.tokens
        for child in t.children[i]:
            if t.deps[child] == "appos" and (name := self.people.names[child]) and name.kind == "body":
                return name if t.words[child - 1] == "(" else None
        return None

    def _subject_of_attribute(self, i: int) -> Party | None:
        """For "X is a coalition": the party of X."""
        t = self.tokens
        if t.deps[i] != "attr":
            return None
        for child in t.children[t.heads[i]]:
            if t.deps[child] == "nsubj" and (mention := self.mentions.get(child)) and mention.parties:
                return mention.parties[0]
        return None

    def _name_behind(self, i: int, end: int, party: Party) -> Name | None:
        """The person named right behind an office with "of": "Minister of Foreign Affairs Ann Doe"."""
        t = self.tokens
        if end - i < 3 or t.ent_type[end - 1] != "PERSON":
            return None
        first = end - 1
        while first > i and t.ent_type[first] == "PERSON" and t.ent_iob[first] != "B":
            first -= 1
        if t.ent_type[first] != "PERSON" or self.people.names[end - 1] is not None:
            return None
        return Name(first, end, "person", party.country, party.sector, party.sectors,
                    " ".join(t.words[first:end]), None, None, party.role, 0.9)  # fmt: skip

    def _unknown_body(self, i: int, start: int, end: int, reading: Reading) -> None:
        """A body told by its apposition or by a word before it: "the rebel Front of X (FX)"."""
        t = self.tokens
        told = self._abbreviated(i)
        sector = sector_before(t.low, self._names(start, i), i, self.lexicon, start)
        if told is None and sector is None:
            return
        country = told.country if told else reading.countries[0]
        if country is None:
            country = self._local(i, start)[0]
        sector = (told.sector if told else None) or sector
        sectors = told.sectors if told else ((sector,) if sector else ())
        party = self._party(start, end, country, sector, sectors, name=told)
        self._note(Mention(i, start, end, (party,), "name", None, 0.8), "body")

    # Nouns

    def _partitive(self, i: int) -> bool:
        t = self.tokens
        return t.low[i] in PARTITIVE and any(t.deps[c] == "prep" and t.low[c] == "of" for c in t.children[i])

    def _nominal(self, i: int) -> None:
        t = self.tokens
        start, end = t.phrase(i)
        if self._partitive(i) and self._of_party(i, start, end):
            return
        described = self._described(i, start, end)
        if described:
            return
        reading = self._read(i, start, self._reach(i, end))
        noun = reading.noun
        if noun is None or noun.kind == "person" and self._no_party(i, start, noun):
            return
        if reading.noun_span is not None:
            self.consumed.update(range(i + 1, reading.noun_span[1]))
        if noun.noun == "head" and any(t.tags[c] == "PRP$" for c in t.children[i]):
            return
        modifiers = set(t.low[start:i]) if "-" not in t.words[start:i] else set()
        if noun.plural or t.tags[i] in ("NNS", "NNPS"):
            if noun.noun.split(" ")[-1] in TWO_SIDED and modifiers & {"two", "both"} and not reading.owners:
                if self._two(i, start, end, apart=noun.noun not in ("side", "party")):
                    return
        if noun.kind == "polity":
            self._polity(i, start, end, reading)
            return
        if t.pos[i] == "PROPN" and (told := self._abbreviated(i)) is not None:
            party = self._party(start, end, told.country, told.sector, told.sectors, name=told)
            self._note(Mention(i, start, end, (party,), "name", None, 0.9), "body")
            return
        owner = self._possessor(i) or self._subject_of_attribute(i)
        parties, certainty, resolved_by = self._owned(i, start, end, reading, owner)
        if t.low[i] in COUNTERPARTS:
            parties = self._counterpart(i, parties)
        if not parties:
            return
        if noun.kind == "person" and parties[0].name is None and (person := self._name_behind(i, end, parties[0])):
            start, end, parties = start, person.last, (self._party(start, person.last, person.country, person.sector,
                                                                   person.sectors, name=person, role=person.role),)  # fmt: skip
            self.people.learn(person.first, t.words[person.first : person.last], person)
        kind = "role" if noun.kind == "person" and noun.sector in ("GOV", "MIL", "LEG", "JUD") else "nominal"
        self._note(
            Mention(i, start, end, parties, kind, resolved_by, certainty, False),
            "person" if noun.kind == "against" else noun.kind if noun.kind in ("person", "people", "body") else "body",
            plural=_counts_plural(noun),
            noun=noun.noun,
        )
        if noun.kind == "body":
            self._abbreviation(i, end, Name(i, i + 1, "body", parties[0].country, parties[0].sector, parties[0].sectors,
                                            parties[0].text))  # fmt: skip

    def _no_party(self, i: int, start: int, noun: Noun) -> bool:
        """Whether a noun for a person is only a part of another's office, or abstract: "deputy minister", "in exile"."""
        t = self.tokens
        if t.deps[i] == "compound" and noun.sector in ("GOV", "LEG", "JUD", "REL"):
            return True
        if t.deps[i] == "amod" and noun.sector == "REL":
            return True
        return not noun.plural and start == i and t.pos[i] == "NOUN" and t.deps[i] in ("pobj", "dobj")

    def _owned(
        self, i: int, start: int, end: int, reading: Reading, owner: Party | None
    ) -> tuple[tuple[Party, ...], float, int | None]:
        """The parties of a nominal: one for each country that owns it; their certainty; what resolved it."""
        t = self.tokens
        noun = reading.noun
        assert noun is not None
        sector, sectors = reading.sector, reading.sectors
        if len(reading.owners) > 1 and len(set(reading.countries)) > 1 and not reading.owner_from_complement:
            parties = []
            for number, own in enumerate(reading.owners):
                last = number == len(reading.owners) - 1
                a, b = (own.first, end) if last else (own.first if number else start, own.last)
                parties.append(self._party(a, b, own.country, sector, sectors, role=reading.role))
            return tuple(parties), 0.9, None
        country, certainty, resolved_by = reading.countries[0], 0.9, None
        if owner is not None and not (reading.owners and not reading.owner_from_complement):
            country = owner.country or country
            if noun.takes and owner.sector and owner.sector not in ("GOV", "CVL") and sector == noun.sector:
                sector, sectors = owner.sector, (owner.sector,)
            if reading.weak and owner.country is None:
                return (), 0.0, None
        elif reading.weak:
            again = self._again(i, start, noun)
            if again is None:
                return (), 0.0, None
            party = again.mention.parties[0]
            country, sector, sectors, resolved_by, certainty = party.country, party.sector, party.sectors, again.mention.head, 0.7
        if country is None:
            again = self._again(i, start, noun)
            if again is not None:
                party = again.mention.parties[0]
                country, resolved_by, certainty = party.country, again.mention.head, 0.75
                if again.what == "person" and not noun.plural and t.low[start] == "the" and noun.kind == "person":
                    return tuple(as_party(again, self.text, t.starts[start], t.ends[end - 1])), 0.75, resolved_by
                if noun.takes:
                    sector, sectors = party.sector, party.sectors
            elif noun.kind == "person" and (recent := self._recent_person(i, start, noun)) is not None:
                return (
                    tuple(as_party(recent, self.text, t.starts[start], t.ends[end - 1])), 0.6, recent.mention.head
                )  # fmt: skip
            elif noun.kind != "gathering" and not (noun.sector == "JRN" and t.pos[i] == "PROPN"):
                country, certainty = self._local(i, start, _scope(noun))
        if certainty < LEAST_CERTAINTY:
            country = None
        return (self._party(start, end, country, sector, sectors, role=reading.role),), certainty, resolved_by

    def _recent_person(self, i: int, start: int, noun: Noun) -> Antecedent | None:
        """Whom "the cleric" or "the man" means, who is no office of the state: the latest person it may describe."""
        definite = self.tokens.low[start] in ("the", "this", "that")
        if noun.plural or not definite or noun.sector in ("GOV", "LEG", "JUD"):
            return None
        alike = (noun.sector,) if noun.sector in ("MIL", "COP") else (None, noun.sector, "ELI", "CVL", "UNK")
        return self.memory.latest(
            i,
            lambda a: a.what == "person" and not a.plural and bool(a.mention.parties) and a.mention.parties[0].sector in alike,
            reach=2,
        )

    def _again(self, i: int, start: int, noun: Noun) -> Antecedent | None:
        """The earlier mention that "the officer" repeats."""
        words = self.tokens.low[start:i]
        if "other" in words or "another" in words or "more" in words:
            return self.memory.latest(
                i, lambda a: bool(_country(a)) and a.mention.parties[0].sector == noun.sector and a.what != "state", reach=3
            )
        if self.tokens.low[start] not in ("the", "this", "that", "these", "those", "both") and start != i:
            return None
        return self.memory.same_noun(i, noun.noun, _counts_plural(noun))

    def _local(self, i: int, start: int, scope: str = "topic") -> tuple[str | None, float]:
        """The country of an unnamed party, and how sure that is.

        ``scope`` is state for offices and ministries, which are those of the place of writing; place for police and
        soldiers, who are first of the place in the sentence, then of that of writing; topic for rebels and crowds,
        who are first of the place in the sentence, then of the country that the story is about.
        """
        t = self.tokens
        if FOREIGN & set(t.low[start:i]):
            return None, 0.0
        if scope == "state" and self.setting.certainty >= LEAST_CERTAINTY:
            return self.setting.country, self.setting.certainty
        place = self.setting.place_near(t.sentence[i], i)
        if place is not None:
            return place, 0.6 if scope == "state" else 0.8
        if self.setting.certainty < AT_HOME:
            spoken_of = {
                c
                for a in self.memory.recent(i, reach=0)
                if (c := _country(a)) and a.what == "state" and c not in SECTORLESS_COUNTRIES
            }
            if len(spoken_of) == 1:
                return spoken_of.pop(), 0.55
            if scope == "topic":
                return self.setting.topic, self.setting.certainty
        return self.setting.country, self.setting.certainty

    def _possessor(self, i: int) -> Party | None:
        """The party whose it is by a possessive that is no name: "his", "the rebels'", "Gbagbo's"."""
        t = self.tokens
        for child in t.children[i]:
            if t.deps[child] == "poss":
                mention = self.mentions.get(child)
                if mention is not None and mention.parties:
                    return mention.parties[0]
        for child in t.children[i]:
            if t.deps[child] == "prep" and t.low[child] in ("of", "for"):
                for inner in t.children[child]:
                    if t.deps[inner] == "pobj" and self.people.names[inner] is None:
                        if self._is_candidate(inner):
                            self._visit(inner)
                        mention = self.mentions.get(inner)
                        if mention is not None and mention.parties and mention.certainty >= LEAST_CERTAINTY:
                            return mention.parties[0]
        return None

    def _is_candidate(self, i: int) -> bool:
        return i not in self.mentions and self.tokens.pos[i] in ("NOUN", "PROPN")

    def _of_party(self, i: int, start: int, end: int) -> bool:
        """ "Dozens of protesters", "two of the rebels": the party of what follows "of", under all the words."""
        t = self.tokens
        for child in t.children[i]:
            if t.deps[child] == "prep" and t.low[child] == "of":
                for inner in t.children[child]:
                    if t.deps[inner] != "pobj":
                        continue
                    if inner not in self.mentions:
                        self._visit(inner)
                    mention = self.mentions.get(inner)
                    if mention is None or not mention.parties:
                        return False
                    a, b = t.starts[start], t.ends[max(end, mention.end) - 1]
                    source = Antecedent(mention, 0, "people", True, False)
                    parties = tuple(as_party(source, self.text, a, b))
                    self._note(
                        Mention(i, start, max(end, mention.end), parties, mention.kind, inner, mention.certainty),
                        "people",
                        plural=True,
                    )
                    return True
        return False

    def _counterpart(self, i: int, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """A counterpart holds the office of the person before: the latest named official of another country."""
        country = parties[0].country if parties else None
        other = self.memory.latest(
            i, lambda a: a.what == "person" and bool(a.mention.parties) and a.mention.parties[0].country != country
        )
        if other is None or not parties:
            return parties
        role = other.mention.parties[0].role
        sector = other.mention.parties[0].sector or "GOV"
        changed = []
        for p in parties:
            changed.append(
                Party(text=p.text, start=p.start, end=p.end, country=p.country, sector=sector, sectors=(sector,),
                      role=role, name=p.name)
            )  # fmt: skip
        return tuple(changed)

    # Reference

    def _two(self, i: int, start: int, end: int, apart: bool = True) -> bool:
        t = self.tokens
        pair = self.memory.two(i, apart)
        if not pair:
            return False
        a, b = t.starts[start], t.ends[end - 1]
        parties = tuple(p for x in pair for p in as_party(x, self.text, a, b))
        self._note(Mention(i, start, end, parties, "nominal", pair[0].mention.head, 0.7), "people", plural=True)
        return True

    def _described(self, i: int, start: int, end: int) -> bool:
        """ "The Himalayan kingdom", "the two Koreas", "the Jewish state"."""
        t = self.tokens
        words = [w for w in t.low[start : i + 1] if w != "-"]
        noun = self.lexicon.nouns.get(t.low[i])
        polity = noun is not None and noun.kind == "polity"
        for length in (4, 3, 2, 1):
            if len(words) < length:
                continue
            last = words[-length:]
            countries = self.lexicon.descriptions.get(" ".join(last))
            if countries is None and polity and length > 1:
                countries = self.lexicon.descriptions.get(" ".join(last[:-1]) + " *")
                if countries is not None and t.tags[i] in ("NNS", "NNPS"):
                    return False
            if countries is None:
                continue
            if t.tags[i] in ("NNS", "NNPS"):
                chosen: tuple[str, ...] = countries
                source = None
            else:
                if t.low[start] not in ("the", "this", "that") and t.pos[i] != "PROPN" and start != i:
                    return False
                source = self.memory.latest(
                    i, lambda a: a.what == "state" and _country(a) in countries, reach=12
                )
                if source is None and len(countries) == 1:
                    chosen = countries
                elif source is not None:
                    chosen = (_country(source) or "",)
                elif self.setting.country in countries:
                    chosen = (self.setting.country,)
                else:
                    return False
            parties = tuple(self._party(start, end, c, STATE_SECTOR, (STATE_SECTOR,)) for c in chosen)
            self._note(
                Mention(i, start, end, parties, "nominal", source.mention.head if source else None, 0.8, is_location(t, i)),
                "state",
                plural=len(chosen) > 1,
            )
            return True
        return False

    def _polity(self, i: int, start: int, end: int, reading: Reading) -> None:
        """ "The country", "his nation": the state spoken of."""
        t = self.tokens
        noun = reading.noun
        assert noun is not None
        owner = self._possessor(i)
        if noun.plural or t.low[start] not in ("the", "this", "that", "his", "her", "its", "our", "their", "my") and owner is None:
            if reading.owners and t.deps[i] != "compound":
                parties = tuple(self._party(start, end, c, STATE_SECTOR, ()) for c in reading.countries)
            elif noun.plural and t.deps[i] in ARGUMENTS:
                parties = (self._party(start, end, None, STATE_SECTOR, (STATE_SECTOR,)),)
            else:
                return
            self._note(Mention(i, start, end, parties, "nominal", None, 0.7, is_location(t, i)), "state", plural=noun.plural)
            return
        if owner is not None and owner.country:
            country: str | None = owner.country
            resolved, certainty = None, 0.8
        else:
            source = self.memory.latest(i, self._is_land)
            country = _country(source) if source else self.setting.country
            resolved = source.mention.head if source else None
            certainty = 0.7 if source else self.setting.certainty
        if certainty < LEAST_CERTAINTY or country is None:
            return
        party = self._party(start, end, country, STATE_SECTOR, (STATE_SECTOR,))
        self._note(Mention(i, start, end, (party,), "nominal", resolved, certainty, is_location(t, i)), "state")

    def _is_land(self, antecedent: Antecedent) -> bool:
        """Whether "the country" can mean it: a state by name or adjective, no town, no bare place of writing."""
        if antecedent.what != "state" or antecedent.plural:
            return False
        name = self.people.names[antecedent.mention.head]
        return name is None or name.kind in ("state", "demonym") and name.country not in SECTORLESS_COUNTRIES

    def _pronoun(self, i: int, pronoun: Pronoun) -> None:
        t = self.tokens
        if pronoun.found_in == "speaker":
            self.deferred.append(i)
            return
        if pronoun.found_in == "relative":
            self._relative(i)
            return
        if pronoun.found_in == "group":
            if t.low[i] == "both" and t.deps[i] in ("nsubj", "nsubjpass", "dobj", "pobj"):
                self._two(i, i, i + 1, apart=False)
            return
        if t.deps[i] == "expl" or t.low[i] == "it" and self._expletive(i):
            return
        antecedents, certainty = self.memory.pronoun(i, pronoun)
        parties = tuple(p for a in antecedents for p in as_party(a, self.text, t.starts[i], t.ends[i]))
        if not parties:
            bare = Party(text=self.text[t.starts[i] : t.ends[i]], start=t.starts[i], end=t.ends[i])
            parties = (bare,) if pronoun.what == "person" else ()
        if parties:
            first = antecedents[0] if antecedents else None
            self._note(
                Mention(i, i, i + 1, parties, "pronoun", first.mention.head if first else None, certainty),
                first.what if first else "person",
                plural=pronoun.number == "plural",
                gender=pronoun.gender,
            )

    def _expletive(self, i: int) -> bool:
        """ "It is clear that ...", "it was raining"."""
        t = self.tokens
        verb = t.heads[i]
        if t.deps[i] not in ("nsubj", "nsubjpass"):
            return False
        kids = {t.deps[c] for c in t.children[verb]}
        if t.lemmas[verb] == "be":
            return "acomp" in kids and bool(kids & {"ccomp", "xcomp", "csubj", "advcl"}) or "prep" in kids and "attr" not in kids
        return t.deps[i] == "nsubjpass" and "ccomp" in kids

    def _relative(self, i: int) -> None:
        """ "Who", "which", "that": the noun that the relative clause hangs on."""
        t = self.tokens
        if t.tags[i] not in ("WP", "WDT", "WP$"):
            return
        verb = i
        for _ in range(5):
            if t.deps[verb] in ("relcl", "ROOT", "ccomp", "advcl"):
                break
            verb = t.heads[verb]
        if t.deps[verb] != "relcl":
            return
        mention = self.mentions.get(t.heads[verb])
        if mention is None or not mention.parties or mention.head > i:
            return
        source = Antecedent(mention, 0, "person", False, False)
        parties = tuple(as_party(source, self.text, t.starts[i], t.ends[i]))
        before = self.memory.by_head.get(mention.head)
        self._note(
            Mention(i, i, i + 1, parties, "pronoun", mention.head, mention.certainty),
            before.what if before else "body",
            plural=before.plural if before else False,
            gender=before.gender if before else None,
        )

    def _speakers(self) -> None:
        """ "We" and "I" in a quotation stand for who speaks it; "we" of an official for the government."""
        if not self.deferred:
            return
        t = self.tokens
        spans = quotations(t)
        speakers: dict[tuple[int, int], int | None] = {}
        for i in self.deferred:
            mention = self._speaker(i, spans, speakers)
            if mention is None or not mention.parties:
                continue
            plural = self.lexicon.pronouns[t.low[i]].number == "plural"
            source = Antecedent(mention, 0, "person", False, False)
            parties = tuple(as_party(source, self.text, t.starts[i], t.ends[i]))
            if plural:
                parties = tuple(replace_party(p, name=None, entity_id=None, wikidata=None, role=None) for p in parties)
            self.mentions[i] = Mention(i, i, i + 1, parties, "pronoun", mention.head, min(0.75, mention.certainty))

    def _speaker(
        self, i: int, spans: list[tuple[int, int]], speakers: dict[tuple[int, int], int | None]
    ) -> Mention | None:
        """Who speaks the quotation around a pronoun; where none is marked, the one just before it."""
        t = self.tokens
        span = next((s for s in spans if s[0] < i < s[1]), None)
        if span is None:
            here = t.sentence[i]
            span = next((s for s in reversed(spans) if s[1] <= i and here - t.sentence[s[1] - 1] <= 2), None)
            if span is None:
                return None
        if span not in speakers:
            speakers[span] = speaker_of(t, span)
        speaker = speakers[span]
        return self.mentions.get(speaker) if speaker is not None else None

    # Making records

    def _party(
        self,
        start: int,
        end: int,
        country: str | None,
        sector: str | None,
        sectors: Sequence[str],
        name: Name | None = None,
        role: str | None = None,
    ) -> Party:
        t = self.tokens
        a, b = t.starts[start], t.ends[end - 1]
        return Party(
            text=self.text[a:b],
            start=a,
            end=b,
            name=name.name if name else None,
            entity_id=name.entity_id if name else None,
            wikidata=name.wikidata if name else None,
            country=country,
            sector=sector,
            sectors=tuple(sectors) or ((sector,) if sector else ()),
            role=role,
        )

    def _note(
        self,
        mention: Mention,
        what: str,
        plural: bool = False,
        gender: str | None = None,
        named: bool = False,
        noun: str | None = None,
    ) -> None:
        self.mentions[mention.head] = mention
        t = self.tokens
        i = mention.head
        while t.deps[i] == "conj" and t.heads[i] != i:
            i = t.heads[i]
        subject = t.deps[i] in ("nsubj", "nsubjpass", "agent")
        self.memory.add(
            Antecedent(mention, t.sentence[i], what, plural, subject, noun, gender, named)
        )


def replace_party(party: Party, **changes: object) -> Party:
    """A copy of a party with some fields changed."""
    import msgspec

    return msgspec.structs.replace(party, **changes)


def _counts_plural(noun: Noun) -> bool:
    """Whether a noun is referred back to by "they": plurals, and collectives such as police."""
    return noun.plural and noun.kind != "body" or noun.noun == "police"


def _scope(noun: Noun) -> str:
    """See ``Reader._local``."""
    if noun.sector in NATIONAL and (noun.kind == "body" or not noun.plural and not noun.takes):
        return "state"
    return "place" if noun.sector in NATIONAL or noun.sector == "COP" else "topic"


def _what(name: Name, pos: str) -> str:
    """What a name is to reference: towns are referred back to by no pronoun."""
    if name.kind == "demonym" and pos != "ADJ":
        return "people"
    return {"body": "body", "seat": "body", "place": "place"}.get(name.kind, "state")


def _country(antecedent: Antecedent) -> str | None:
    return antecedent.mention.parties[0].country if antecedent.mention.parties else None


__all__ = ["Reader", "replace"]
