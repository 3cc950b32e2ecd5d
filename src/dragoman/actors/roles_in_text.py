"""Persons in a text: who they are by title, apposition, counterpart, an earlier or later mention, or the
registry.

A person learnt in one sentence is known by surname in the next ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.actors.document_state import DocumentState, changed
from dragoman.actors.lexicon import word_set
from dragoman.actors.mention import LEAST_CERTAINTY, Mention
from dragoman.actors.people import by_surname, gender_of, given_names
from dragoman.actors.phrases import STATE_SECTOR, Name, Reading
from dragoman.actors.reference import SPEECH, country_of
from dragoman.actors.setting import ALONE
from dragoman.records import SECTORLESS_COUNTRIES, Party

COUNTERPARTS = frozenset({"counterpart", "counterparts", "homologue"})
SPEAKING = frozenset({"spokesman", "spokeswoman", "spokesperson"})
ARGUMENTS = word_set("arguments")
NAMED, BY_SETTING, FILLED_BACK, FAMOUS = 0.9, 0.6, 0.7, 0.7
"""Certainty of a person by name; of one placed only by the story's setting; by a later mention; least for a
surname.
"""

_OWNER_REACH = 6


@dataclass
class _Who:
    """What is known of a person so far."""

    country: str | None
    sector: str | None
    sectors: tuple[str, ...]
    role: str | None
    certainty: float = NAMED
    resolved_by: int | None = None


class PersonReader(DocumentState):
    """Reads persons."""

    known: dict[str, Name]
    """By full name, persons whose country the document told somewhere."""

    def person(self, i: int, start: int, end: int, reading: Reading, name: Name | None) -> None:
        """Make the mention of the person whose name ends at token ``i``; ``name`` is what is known of the
        name.
        """
        t = self.tokens
        first, last = reading.person_name or ((name.first, name.last) if name else (i, i + 1))
        words = t.words[first:last]
        who, known = self._by_name(i, words, reading, name)
        self._by_office_before(i, who, reading)
        if who.country is None and (before := self._owner_before(start)) is not None:
            who.country, start = before.country, before.first
        if who.country is None or who.sector is None:
            self._by_apposition(i, who, reading)
        if who.country is None and i + 2 < len(t) and t.low[i + 1] == "of" and (of := self.people.names[i + 2]):
            who.country, end = of.country, max(end, of.last)
            self._as_the_others(i, who)
        if reading.noun is not None and reading.noun.noun in COUNTERPARTS and who.sector in (None, ""):
            self._as_counterpart(i, who)
        if who.country is None and reading.noun is not None and reading.noun.noun in SPEAKING:
            again = self.memory.same_noun(i, reading.noun.noun, False)
            if again is not None:
                told = again.mention.parties[0]
                who.country, who.sector, who.sectors = told.country, told.sector, told.sectors
        if who.country is None and (reading.role is not None or self.setting.certainty >= ALONE):
            who.country, who.certainty = self.local(i, start, "state")
            if who.sector is None and reading.role is None:
                who.certainty = min(who.certainty, BY_SETTING)
        if who.certainty < LEAST_CERTAINTY:
            who.country = None
        self._note_person(i, start, end, (first, last), who, known, name, reading)

    def _by_name(self, i: int, words: Sequence[str], reading: Reading, name: Name | None) -> tuple[_Who, Name | None]:
        """What title and registry tell; the text's own words go before the registry's."""
        country = reading.owners[0].country if reading.owners else (name.country if name else reading.country)
        if name is not None and (of := self._of_another(i, name)) is not None:
            country = of
        if name is not None and name.entity_id and country not in (None, name.country):
            name = self._namesake(name, words, country)
        who = _Who(country, reading.sector, reading.sectors, reading.role or (name.role if name else None))
        known = name
        if known is None:
            known = self._from_registry(i, words, reading, country)
        if known is not None and who.country in (None, known.country):
            who.country = known.country
            if who.sector is None:
                who.sector, who.sectors = known.sector, known.sectors
        elif name is not None and who.sector is None:
            who.sector, who.sectors = name.sector, name.sectors
        return who, known

    def _of_another(self, i: int, name: Name) -> str | None:
        """The country of "King Ann of Chile" where the registry's Ann is of another one."""
        t = self.tokens
        if i + 2 >= len(t) or t.low[i + 1] != "of" or name.role is None:
            return None
        of = self.people.names[i + 2]
        return of.country if of is not None and of.kind == "state" and of.country != name.country else None

    def _namesake(self, name: Name, words: Sequence[str], country: str | None) -> Name | None:
        """Whom a registered name means in a phrase that tells another country: the office holder of that
        country by that surname, or somebody of whom only the words are known.

        A name of no state's (a group's leader, an organisation's chief) stays, whatever country he is of.
        """
        if name.country is None or name.country in SECTORLESS_COUNTRIES or name.role is None:
            return name
        office = Reading(role=name.role.removeprefix("former "))
        other = by_surname(words[-1], office, country, self.day, self.registry, name.last - 1)
        if other is not None:
            return replace(other, first=name.first, last=name.last)
        return replace(name, country=country, name=" ".join(words), entity_id=None, wikidata=None)

    def _from_registry(self, i: int, words: Sequence[str], reading: Reading, country: str | None) -> Name | None:
        if len(words) > 1 or len(words[0]) < 3:
            return None
        if reading.role is not None:
            return by_surname(words[0], reading, country, self.day, self.registry, i)
        t = self.tokens
        first = t.first_conjunct(i)
        listed = first != i and (other := self.memory.by_head.get(first)) is not None and other.what == "person"
        if t.ent_type[i] == "PERSON" or t.deps[i] in ("nsubj", "nsubjpass", "poss") or listed:
            return by_surname(words[0], None, None, self.day, self.registry, i)
        return None

    def _by_office_before(self, i: int, who: _Who, reading: Reading) -> None:
        """ "EU commissioner Ann Doe", where the parse has the name in apposition: the office tells."""
        if self.tokens.deps[i] != "appos" or reading.owners or reading.role is not None:
            return
        above = self.mentions.get(self.tokens.heads[i])
        if above is None or above.kind != "role" or not above.parties:
            return
        told = above.parties[0]
        if told.country and told.country != who.country:
            who.country, who.sector, who.sectors, who.role = (
                told.country,
                told.sector,
                told.sectors,
                told.role,
            )
            who.resolved_by = above.head

    def _owner_before(self, start: int) -> Name | None:
        """The name that stands before an office which the parse cut off: "US Under-Secretary of State N"."""
        t = self.tokens
        first = t.bounds[t.sentence[start]][0]
        for i in range(start - 1, max(first, start - 1 - _OWNER_REACH) - 1, -1):
            name = self.people.names[i]
            if name is not None:
                return name if name.kind in ("state", "demonym", "body") and name.country else None
            in_office = t.low[i] in self.lexicon.last_words or t.low[i] in ("-", "of", "'s")
            if not in_office and not t.words[i][:1].isupper():
                return None
        return None

    def _as_the_others(self, i: int, who: _Who) -> None:
        """ "President Ann Doe and John Roe of Chile": persons of the same rank."""
        first = self.memory.by_head.get(self.tokens.first_conjunct(i))
        if who.sector is None and first is not None and first.what == "person" and first.mention.parties:
            told = first.mention.parties[0]
            who.sector, who.sectors = told.sector, told.sectors

    def _by_apposition(self, i: int, who: _Who, reading: Reading) -> None:
        beside = self._beside(i)
        if beside is None:
            return
        source, told = beside
        who.resolved_by = source
        who.country = who.country or told.country
        ranked = reading.role is None or reading.sectors == ("MIL",)
        if who.sector is None or ("ELI" in told.sectors and ranked):
            who.sector, who.sectors, who.role = told.sector, told.sectors, who.role or told.role

    def _beside(self, i: int) -> tuple[int, _Who] | None:
        """What stands beside a name: "Taiwan's foreign minister" behind it, or the noun that it is apposed
        to.
        """
        t = self.tokens
        for child in t.children[i]:
            if t.deps[child] == "appos" and child > i and t.pos[child] in ("NOUN", "PROPN"):
                start, end = t.phrase(child)
                reading = self.read_phrase(child, start, self.reach(child, end))
                if reading.noun is not None or reading.owners:
                    country = reading.countries[0]
                    if country is None and (owner := self.possessor(child)) is not None:
                        country = owner.country
                    return child, _Who(country, reading.sector, reading.sectors, reading.role)
        first = t.first_conjunct(i)
        if t.deps[first] != "appos":
            return None
        head = t.heads[first]
        above = self.mentions.get(head)
        if above is not None and above.is_place:
            head = t.heads[t.heads[head]]
            above = self.mentions.get(head)
        if above is None or not above.parties or above.kind not in ("role", "nominal"):
            return None
        p = above.parties[0]
        return head, _Who(p.country, p.sector, p.sectors, p.role)

    def _note_person(
        self, i: int, start: int, end: int, span: tuple[int, int], who: _Who, known: Name | None, name: Name
        | None,
        reading: Reading,
    ) -> None:  # fmt: skip
        words = self.tokens.words[span[0] : span[1]]
        if self.is_of_body(who.country, who.sector, start, end):
            who.sector, who.sectors = None, ()
        who.sectors = who.sectors or ((who.sector,) if who.sector else ())
        full = self.people.full_names.get(words[-1]) or " ".join(words)
        if known is not None and known.entity_id and known.name:
            full = known.name
        person = Name(
            *span, "person", who.country, who.sector, who.sectors, full, known.entity_id if known else None,
            known.wikidata if known else None, who.role, who.certainty,
        )  # fmt: skip
        party = self.party(start, end, who.country, who.sector, who.sectors, person, who.role)
        self.note(
            Mention(i, start, end, (party,), "name", who.resolved_by, who.certainty),
            "person",
            gender=gender_of(self.tokens, start, i),
            named=True,
            noun=reading.noun.noun if reading.noun else None,
        )
        tells_more = name is None or (who.country and name.country is None) or (who.sector and name.sector is None)
        if len(words) > 1 or tells_more:
            self.people.learn(i + 1, words, person)
        if who.country and (full not in self.known or self.known[full].sector is None):
            self.known[full] = person

    def looks_like_person(self, i: int, start: int) -> bool:
        """Whether an unknown proper noun is a person's: by label, verb, neighbours or fame."""
        t = self.tokens
        label, unlabelled = t.ent_type[i], t.ent_type[i] in ("", "ORG", "GPE", "NORP")
        if label == "PERSON":
            return True
        if t.deps[i] == "nsubj" and t.lemmas[t.heads[i]] in SPEECH and label in ("", "GPE"):
            return True
        if any(t.deps[c] == "appos" and self._is_office(c) for c in t.children[i] if c > i):
            return True
        if t.deps[i] == "conj" and (other := self.memory.by_head.get(t.heads[i])) and other.what == "person":
            return unlabelled and not t.words[i].isupper()
        if unlabelled and next((w for w in t.words[start:i] if w[:1].isupper()), None) in given_names():
            return True
        if start != i or len(t.words[i]) < 4 or t.words[i].isupper() or t.deps[i] not in ARGUMENTS:
            return False
        famous = by_surname(t.words[i], None, None, self.day, self.registry, i)
        return famous is not None and famous.certainty > FAMOUS

    def _is_office(self, i: int) -> bool:
        noun = self.lexicon.nouns.get(self.tokens.low[i])
        return noun is not None and noun.kind == "person" and not noun.plural

    def name_behind(self, i: int, end: int, party: Party) -> Name | None:
        """The person named right behind an office with "of": "Minister of Foreign Affairs Ann Doe"."""
        t = self.tokens
        if end - i < 3 or t.ent_type[end - 1] != "PERSON" or self.people.names[end - 1] is not None:
            return None
        first = end - 1
        while first > i and t.ent_type[first] == "PERSON" and t.ent_iob[first] != "B":
            first -= 1
        if t.ent_type[first] != "PERSON":
            return None
        full = " ".join(t.words[first:end])
        return Name(first, end, "person", party.country, party.sector, party.sectors, full, role=party.role)

    def _as_counterpart(self, i: int, who: _Who) -> None:
        """ "His Chilean counterpart Ann Doe" holds the office of the person before."""
        other = self.memory.latest(i, lambda a: a.what == "person" and country_of(a) not in (None, who.country))
        told = other.mention.parties[0] if other is not None else None
        who.sector = (told.sector if told else None) or STATE_SECTOR
        who.sectors, who.role = (who.sector,), told.role if told else None

    def as_counterpart(self, i: int, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """A counterpart holds the office of the person before: the latest named one of another country."""
        country = parties[0].country if parties else None
        other = self.memory.latest(i, lambda a: a.what == "person" and country_of(a) not in (None, country))
        if other is None:
            return parties
        office = other.mention.parties[0]
        sector = office.sector or "GOV"
        return tuple(changed(p, sector=sector, sectors=(sector,), role=office.role) for p in parties)

    def fill_back(self) -> None:
        """Give earlier mentions of a person the country that a later sentence tells."""
        for head, mention in self.mentions.items():
            for party in mention.parties:
                open_yet = party.country is None or party.sector is None
                known = self.known.get(party.name or "") if open_yet else None
                if known is None or party.country not in (None, known.country) or known.sector == party.sector:
                    continue
                sector, sectors = party.sector or known.sector, party.sectors or known.sectors
                filled = changed(party, country=known.country, sector=sector, sectors=sectors)
                self.mentions[head] = replace(mention, parties=(filled,), certainty=FILLED_BACK)
