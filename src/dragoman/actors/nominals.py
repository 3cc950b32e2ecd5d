"""Parties named by common nouns: "the army", "two settlers", "dozens of protesters", "both sides", "the
kingdom".
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.actors.document_state import FOREIGN, changed, counts_plural, scope_of
from dragoman.actors.lexicon import Noun, word_set
from dragoman.actors.mention import LEAST_CERTAINTY, Mention
from dragoman.actors.phrases import STATE_SECTOR, Name, Reading
from dragoman.actors.reference import TWO_SIDED, Antecedent, country_of
from dragoman.actors.roles_in_text import ARGUMENTS, COUNTERPARTS, PersonReader
from dragoman.actors.setting import AT_HOME, is_location
from dragoman.records import SECTORLESS_COUNTRIES, Party

PARTITIVE = word_set("partitive")
DEFINITE = frozenset(("the", "this", "that", "these", "those", "both"))
POSSESSIVE = frozenset(("his", "her", "its", "our", "their", "my"))
FORMER = frozenset(("former", "ex", "retired", "ousted", "deposed"))
ACCUSING = word_set("accusing")
OFFICIAL = frozenset(("GOV", "LEG", "JUD"))

OWNED, BY_SAME_NOUN, BY_PAIR, BY_DESCRIPTION, BY_STATE, BY_RECENCY = 0.9, 0.75, 0.7, 0.8, 0.7, 0.6
"""Certainty of a party whose country its phrase tells; told by an earlier mention under the same noun; by a
pair named
together; by a description that few states fit; by the state spoken of; by the person spoken of last."""

BEYOND = word_set("beyond")
_PAIRED = {"polity": "state", "person": "person"}
"""What a pair is sought among, by the kind of its noun: "the two countries", "the two presidents"."""

Owned = tuple[tuple[Party, ...], float, int | None]
"""Parties, their certainty, and the head of the mention that resolved them."""


class NominalReader(PersonReader):
    """Reads common nouns."""

    def is_partitive(self, i: int) -> bool:
        """Whether ``i`` is a quantity of something: "dozens of", "two of"."""
        return self.tokens.low[i] in PARTITIVE and bool(self.tokens.governed(i, ("of",)))

    def nominal(self, i: int) -> None:
        """Make the mention that a common noun heads, if it names a party."""
        t = self.tokens
        start, end = t.phrase(i)
        if (self.is_partitive(i) and self._part_of(i, start, end)) or self.described(i, start, end):
            return
        reading = self.read_phrase(i, start, self.reach(i, end))
        noun = reading.noun
        if noun is None or self._names_no_party(i, start, noun):
            return
        if noun.kind == "polity" and self.pair_meant(i, start, end, reading):
            return
        if noun.kind == "polity":
            self._polity(i, start, end, noun, reading)
            return
        if self.pair_meant(i, start, end, reading):
            return
        if t.pos[i] == "PROPN" and (told := self.abbreviated(i)) is not None:
            party = self.party(start, end, told.country, told.sector, told.sectors, told)
            self.note(Mention(i, start, end, (party,), "name", None, OWNED), "body")
            return
        parties, certainty, resolved_by = self._owned(i, start, end, noun, reading)
        if t.low[i] in COUNTERPARTS:
            parties = self.as_counterpart(i, parties)
        if noun.sector == "CVL" and noun.kind in ("person", "people") and self._stands_accused(i):
            parties = tuple(changed(p, sector="CRM", sectors=("CRM",)) if p.sector == "CVL" else p for p in parties)
        if parties:
            self._note_nominal(i, start, end, noun, reading, (parties, certainty, resolved_by))

    def _stands_accused(self, i: int) -> bool:
        """Whether the clause tells a crime of somebody: "a man suspected of theft", "he was sentenced"."""
        t = self.tokens
        if t.deps[i] == "nsubjpass" and t.lemmas[t.heads[i]] in ACCUSING:
            return True
        clauses = [c for c in t.children[i] if t.deps[c] in ("acl", "relcl")]
        if t.deps[i] in ("nsubj", "nsubjpass"):
            beside = t.children[t.heads[i]]
            clauses += [c for c in beside if t.deps[c] == "advcl" and t.left_edge(c) == c]
        return any(t.tags[c] == "VBN" and t.lemmas[c] in ACCUSING for c in clauses)

    def _note_nominal(self, i: int, start: int, end: int, noun: Noun, reading: Reading, owned: Owned) -> None:
        t = self.tokens
        parties, certainty, resolved_by = owned
        if noun.kind == "person" and parties[0].name is None and (who := self.name_behind(i, end, parties[0])):
            end = who.last
            parties = (self.party(start, end, who.country, who.sector, who.sectors, who, who.role),)
            self.people.learn(who.first, t.words[who.first : who.last], who)
        kind = "role" if noun.kind == "person" and noun.sector in (*OFFICIAL, "MIL") else "nominal"
        what = {"against": "person", "person": "person", "people": "people"}.get(noun.kind, "body")
        mention = Mention(i, start, end, parties, kind, resolved_by, certainty)
        gender = next((g for g in ("female", "male") if noun.noun.split(" ")[-1] in word_set(g)), None)
        self.note(mention, what, plural=counts_plural(noun), gender=gender, noun=noun.noun)
        if noun.kind == "body":
            p = parties[0]
            self.learn_abbreviation(end, Name(i, i + 1, "body", p.country, p.sector, p.sectors, p.text))
        self._inside(mention, reading)
        self._share_noun(i, parties[0])

    def _share_noun(self, i: int, party: Party) -> None:
        """ "Chinese and U.S. officials", where the parse has the adjective for a party of its own."""
        head = self.tokens.heads[i]
        first = self.mentions.get(head) if self.tokens.deps[i] == "conj" else None
        if first is None or first.kind != "demonym" or self.tokens.tags[head] in ("NNS", "NNPS"):
            return
        if self.tokens.low[first.start] == "the":
            return
        shared = tuple(changed(p, sector=party.sector, sectors=party.sectors) for p in first.parties)
        self.mentions[head] = replace(first, parties=shared)

    def _inside(self, mention: Mention, reading: Reading) -> None:
        """The words of an office behind its head are no mentions of their own, unless the parse has its
        head there.
        """
        t = self.tokens
        if reading.noun_span is None:
            return
        for j in range(mention.head + 1, reading.noun_span[1]):
            self.consumed.add(j)
            if t.heads[mention.head] == j:
                end = max(mention.end, t.phrase(j)[1])
                p = mention.parties[0]
                party = self.party(mention.start, end, p.country, p.sector, p.sectors, role=p.role)
                self.mentions[j] = Mention(j, mention.start, end, (party,), mention.kind, None, mention.certainty)

    def _names_no_party(self, i: int, start: int, noun: Noun) -> bool:
        """Whether a noun for a person is but a part of another's office, or abstract: "deputy minister",
        "in exile".
        """
        t = self.tokens
        if noun.kind != "person":
            return False
        if noun.noun == "head" and any(t.tags[c] == "PRP$" for c in t.children[i]):
            return True
        if t.deps[i] == "compound" and noun.sector in (*OFFICIAL, "REL"):
            return True
        if t.deps[i] == "amod" and noun.sector == "REL":
            return True
        return not noun.plural and start == i and t.pos[i] == "NOUN" and t.deps[i] in ("pobj", "dobj")

    # Whose it is

    def _owned(self, i: int, start: int, end: int, noun: Noun, reading: Reading) -> Owned:
        """The parties of a nominal, one for each country that owns it."""
        sector, sectors, role = reading.sector, reading.sectors, reading.role
        if len(set(reading.countries)) > 1 and not reading.owner_from_complement:
            return self._several(start, end, reading), OWNED, None
        country, certainty, source = reading.countries[0], OWNED, None
        owner = None
        if not reading.owners or reading.owner_from_complement:
            owner = self.possessor(i) or self._subject_of_attribute(i) or self.land_of(i)
            owner = owner or (None if reading.weak else self.body_before(i))
        if owner is not None:
            country = owner.country or country
            if noun.takes and owner.sector not in (None, "GOV", "CVL") and sector == noun.sector:
                sector, sectors = owner.sector, (owner.sector or "",)
        if reading.weak and (owner is None or owner.country is None):
            again = self._again(i, start, noun) if owner is None else None
            if again is None:
                return (), 0.0, None
            return self.under([again], start, end), BY_SAME_NOUN, again.mention.head
        if country is None and (body := self._body_again(i, start, noun)) is not None:
            return self.under([body], start, end), BY_SAME_NOUN, body.mention.head
        if country is None:
            same = self._same(i, start, noun)
            if same is not None:
                antecedent, certainty = same
                return self.under([antecedent], start, end), certainty, antecedent.mention.head
            country, certainty, source = self._unowned(i, start, noun)
            if source is not None and noun.takes:
                told = self.mentions[source].parties[0]
                sector, sectors = told.sector, told.sectors
        if certainty < LEAST_CERTAINTY:
            country = None
        return (self.party(start, end, country, sector, sectors, role=role),), certainty, source

    def _several(self, start: int, end: int, reading: Reading) -> tuple[Party, ...]:
        """ "US and South Korean troops": a party for each name, the last with the noun."""
        parties = []
        for number, own in enumerate(reading.owners):
            last = number == len(reading.owners) - 1
            a, b = (own.first, end) if last else (own.first if number else start, own.last)
            parties.append(self.party(a, b, own.country, reading.sector, reading.sectors, role=reading.role))
        return tuple(parties)

    def _same(self, i: int, start: int, noun: Noun) -> tuple[Antecedent, float] | None:
        """The person mentioned before that "the officer" or "the cleric" means, and how sure that is."""
        if noun.kind != "person" or noun.plural:
            return None
        again = self._again(i, start, noun)
        if again is not None:
            repeated = again.what == "person" and self.tokens.low[start] == "the"
            return (again, BY_SAME_NOUN) if repeated else None
        recent = self._recent_person(i, start, noun)
        return (recent, BY_RECENCY) if recent is not None else None

    def _unowned(self, i: int, start: int, noun: Noun) -> tuple[str | None, float, int | None]:
        """The country of a nominal whose phrase tells none, by repetition or place; its certainty; what
        told it.
        """
        again = self._again(i, start, noun)
        if again is not None:
            return country_of(again), BY_SAME_NOUN, again.mention.head
        unknown_paper = noun.sector == "JRN" and self.tokens.pos[i] == "PROPN"
        if noun.kind in ("gathering", "against") or unknown_paper or self._from_beyond(i):
            return None, OWNED, None
        country, certainty = self.local(i, start, scope_of(noun))
        return country, certainty, None

    def _from_beyond(self, i: int) -> bool:
        """Whether a party is of many countries: "officials from across the continent", "leaders of 20 nations"."""
        behind = self.tokens.low[i + 1 : i + 6]
        return behind[:1] in (["from"], ["of"], ["across"], ["around"]) and not BEYOND.isdisjoint(behind)

    def _body_again(self, i: int, start: int, noun: Noun) -> Antecedent | None:
        """The named body that "the commission" or "the movement" repeats."""
        words = self.tokens.low[start:i]
        if noun.plural or noun.kind not in ("body", "people") or not FOREIGN.isdisjoint(words):
            return None
        if words and words[0] not in DEFINITE:
            return None
        return self.memory.same_body(i, noun.noun, None if noun.weak else noun.sector)

    def _subject_of_attribute(self, i: int) -> Party | None:
        """For "X is a coalition": the party of X."""
        t = self.tokens
        if t.deps[i] != "attr":
            return None
        for child in t.children[t.heads[i]]:
            if t.deps[child] == "nsubj" and (mention := self.mentions.get(child)) and mention.parties:
                return mention.parties[0]
        return None

    def _again(self, i: int, start: int, noun: Noun) -> Antecedent | None:
        """The earlier mention that "the officer" repeats, or beside which "two other soldiers" are set."""
        words = self.tokens.low[start:i]
        if FOREIGN & set(words):
            return None
        if "other" in words or "another" in words or "more" in words:
            return self.memory.latest(
                i,
                lambda a: bool(country_of(a)) and a.mention.parties[0].sector == noun.sector and a.what != "state",
                reach=3,
            )
        if self.tokens.low[start] not in DEFINITE and start != i:
            return None
        again = self.memory.same_noun(i, noun.noun, counts_plural(noun))
        return None if again is not None and self._is_far(i, noun, again) else again

    def _is_far(self, i: int, noun: Noun, again: Antecedent) -> bool:
        """Whether "the government" is rather that of the place of writing than the one named some sentences before."""
        at_home = self.setting.certainty >= AT_HOME and country_of(again) != self.setting.country
        of_state = noun.kind == "body" and scope_of(noun) == "state"
        return at_home and of_state and self.tokens.sentence[i] - again.sentence > 1

    def _recent_person(self, i: int, start: int, noun: Noun) -> Antecedent | None:
        """Whom "the cleric" or "the man" means, who is no office of the state: the latest person it may
        describe.
        """
        former = not FORMER.isdisjoint(self.tokens.low[start:i])
        if noun.plural or self.tokens.low[start] not in DEFINITE or (noun.sector in OFFICIAL and not former):
            return None
        alike: tuple[str | None, ...] = (None, noun.sector, "ELI", "CVL", "UNK")
        if noun.sector in ("MIL", "COP"):
            alike = (noun.sector, "ELI") if former else (noun.sector,)
        elif noun.sector in OFFICIAL:
            alike = ("ELI",)
        return self.memory.latest(
            i,
            lambda a: a.what == "person" and not a.plural and bool(a.mention.parties)
            and a.mention.parties[0].sector in alike,
            reach=2,
        )  # fmt: skip

    # Several under one word

    def _part_of(self, i: int, start: int, end: int) -> bool:
        """ "Dozens of protesters", "two of the rebels": the party of what follows "of", under all the
        words.
        """
        for inner in self.tokens.governed(i, ("of",)):
            if inner not in self.mentions:
                self.visit(inner)
            mention = self.mentions.get(inner)
            if mention is None or not mention.parties:
                return False
            end = max(end, mention.end)
            parties = self.under([Antecedent(mention, 0, "people", True, False)], start, end)
            self.note(Mention(i, start, end, parties, mention.kind, inner, mention.certainty), "people", plural=True)
            return True
        return False

    def pair_meant(self, i: int, start: int, end: int, reading: Reading) -> bool:
        """Make the mention of "both sides", "the two countries"; False where the phrase is none such."""
        noun = reading.noun
        words = self.tokens.low[start:i]
        if noun is None or not noun.plural or reading.owners or "-" in words or not {"two", "both"} & set(words):
            return False
        if noun.noun.split(" ")[-1] not in TWO_SIDED:
            return False
        office = noun.noun.rpartition(" ")[2] if noun.kind == "person" else None
        return self.two(i, start, end, _PAIRED.get(noun.kind, "any"), office)

    def two(self, i: int, start: int, end: int, what: str, office: str | None = None) -> bool:
        """Make the mention of two parties named before: states, persons (first those in an office), or any."""
        pair = (office and self.memory.two(i, what, office)) or self.memory.two(i, what)
        if not pair:
            return False
        parties = self.under(pair, start, end)
        if what == "state":
            countries = dict.fromkeys(p.country for p in parties)
            parties = tuple(self.party(start, end, country, STATE_SECTOR) for country in countries)
        self.note(Mention(i, start, end, parties, "nominal", pair[0].mention.head, BY_PAIR), "people", plural=True)
        return True

    # States by description

    def described(self, i: int, start: int, end: int) -> bool:
        """Make the mention of "the Himalayan kingdom", "the two Koreas"; False where no description is
        listed.
        """
        t = self.tokens
        listed = self._listed(i, start)
        if listed is None:
            return False
        countries, source = listed, None
        if t.tags[i] not in ("NNS", "NNPS"):
            if t.low[start] not in DEFINITE and t.pos[i] != "PROPN" and start != i:
                return False
            source = self.memory.latest(i, lambda a: a.what == "state" and country_of(a) in listed, reach=12)
            if source is not None:
                countries = (country_of(source) or "",)
            elif len(countries) > 1 and self.setting.country in countries:
                countries = (self.setting.country,)
            elif len(countries) > 1:
                return False
        parties = tuple(self.party(start, end, c, STATE_SECTOR) for c in countries)
        by = source.mention.head if source else None
        mention = Mention(i, start, end, parties, "nominal", by, BY_DESCRIPTION, is_location(t, i))
        self.note(mention, "state", plural=len(parties) > 1)
        return True

    def _listed(self, i: int, start: int) -> tuple[str, ...] | None:
        """The states that the longest listed description ending at ``i`` fits."""
        listed = self.lexicon.descriptions
        words = [w for w in self.tokens.low[start : i + 1] if w != "-"]
        noun = self.lexicon.nouns.get(words[-1]) if words else None
        for length in range(min(4, len(words)), 0, -1):
            last = words[-length:]
            countries = listed.get(" ".join(last))
            if countries is not None:
                return countries
            if length > 1 and noun is not None and noun.kind == "polity" and not noun.plural:
                countries = listed.get(" ".join(last[:-1]) + " *")
                if countries is not None:
                    return countries
        return None

    def _polity(self, i: int, start: int, end: int, noun: Noun, reading: Reading) -> None:
        """ "The country", "his nation": the state spoken of; "member states", "other countries": unnamed
        ones.
        """
        t = self.tokens
        owner = self.possessor(i)
        location = is_location(t, i)
        if noun.plural or (owner is None and t.low[start] not in DEFINITE | POSSESSIVE):
            if reading.owners and t.deps[i] != "compound":
                parties = tuple(self.party(start, end, c, STATE_SECTOR) for c in reading.countries)
            elif noun.plural and t.deps[i] in ARGUMENTS:
                parties = (self.party(start, end, None, STATE_SECTOR),)
            else:
                return
            self.note(Mention(i, start, end, parties, "nominal", None, BY_STATE, location), "state", noun.plural)
            return
        source = None
        if owner is not None and owner.country:
            country, certainty = owner.country, BY_DESCRIPTION
        else:
            source = self.memory.latest(i, self._is_land)
            country = (country_of(source) if source else self.setting.country) or ""
            certainty = BY_STATE if source else self.setting.certainty
        if certainty >= LEAST_CERTAINTY and country:
            party = self.party(start, end, country, STATE_SECTOR)
            by = source.mention.head if source else None
            self.note(Mention(i, start, end, (party,), "nominal", by, certainty, location), "state")

    def _is_land(self, antecedent: Antecedent) -> bool:
        """Whether "the country" can mean it: a state by name or adjective; no town, no union of states."""
        if antecedent.what != "state" or antecedent.plural:
            return False
        name = self.people.names[antecedent.mention.head]
        return name is None or (name.kind in ("state", "demonym") and name.country not in SECTORLESS_COUNTRIES)
