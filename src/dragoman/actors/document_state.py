"""What the readers of one document share: its tokens, names, setting and memory, and the making of
mentions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from dragoman.actors.lexicon import Noun, word_set
from dragoman.actors.mention import LEAST_CERTAINTY, Mention
from dragoman.actors.naming import drop_misnamed, names_in, settle_namesakes
from dragoman.actors.people import People
from dragoman.actors.phrases import ABROAD, STATE_SECTOR, Name, Reading, read
from dragoman.actors.reference import Antecedent, Memory, country_of
from dragoman.actors.registry import Registry
from dragoman.actors.setting import AT_HOME, dateline_country, is_from_elsewhere, setting_of
from dragoman.actors.tokens import Tokens
from dragoman.language.pipeline import ParsedDocument
from dragoman.reading import parse_dateline
from dragoman.records import SECTORLESS_COUNTRIES, Document, Party

FOREIGN = word_set("foreign")
"""Words that tell that a party is not simply of the country where the story is set."""

NATIONAL = frozenset({"GOV", "LEG", "JUD", "MIL", "SPY"})
"""Sectors whose unnamed bodies and office holders are those of the state where the story is written."""

BY_PLACE, BY_FAR_PLACE, BY_ONLY_STATE = 0.8, 0.6, 0.55
"""Certainty of a country told by a place in the sentence, for crowds and for the state's own bodies; of one
told by
the only state of which the sentence speaks."""


def _dateline_of(document: Document) -> str | None:
    """The place of the dateline that a document's source gives apart, else of the one that opens its text."""
    if document.dateline:
        return document.dateline
    found = parse_dateline(document.text, document.published)
    return found.place if found is not None else None


OF_FOREIGN_AFFAIRS = frozenset(("minister", "ministers", "ministry", "secretary", "office", "affairs", "policy"))
"""Words that make "foreign" a part of an office."""


class DocumentState:
    """The state of one pass over a document; the readers build on it."""

    def __init__(self, parsed: ParsedDocument, registry: Registry) -> None:
        self.text = parsed.document.text
        self.day = parsed.document.published
        self.registry = registry
        self.lexicon = registry.lexicon
        self.tokens = t = Tokens.of(parsed.doc)
        names = names_in(parsed.doc.text, t.starts, t.ends, t.words, self.day, registry)
        names = drop_misnamed(names, t)
        dateline = _dateline_of(parsed.document)
        home = dateline_country(dateline, self.day, registry)
        names = settle_namesakes(names, t.words, home, registry)
        self.setting = setting_of(t, names, dateline, self.day, registry)
        self.people = People.over(t, [n for n in names if not is_from_elsewhere(n, t, self.setting)])
        self.memory = Memory(t)
        self.mentions: dict[int, Mention] = {}
        self.consumed: set[int] = set()
        """Tokens inside an office that was read from another token: "State" of "Secretary of State"."""

    def visit(self, i: int) -> None:
        """Make the mention that token ``i`` heads, if any."""
        raise NotImplementedError

    # Reading phrases

    def names_between(self, start: int, end: int) -> list[Name]:
        """The names that lie wholly between two tokens."""
        found: list[Name] = []
        for i in range(start, end):
            name = self.people.names[i]
            if name is not None and (not found or found[-1] is not name) and name.first >= start and name.last <= end:
                found.append(name)
        return found

    def read_phrase(self, i: int, start: int, end: int) -> Reading:
        """What the words from ``start`` to ``end`` say about their head."""
        return read(self.tokens.words, i, self.names_between(start, end), start, end, self.tokens.low, self.lexicon)

    def reach(self, i: int, end: int) -> int:
        """How far to the right the words may tell whose the phrase at ``i`` is."""
        return max(end, self.tokens.clause_free_end(i))

    def abbreviated(self, i: int) -> Name | None:
        """The body whose known abbreviation stands in brackets behind token ``i``: "... Front (LTTE)"."""
        t = self.tokens
        for child in t.children[i]:
            if t.deps[child] == "appos" and (name := self.people.names[child]) and name.kind == "body":
                return name if t.words[child - 1] == "(" else None
        return None

    def learn_abbreviation(self, end: int, name: Name) -> None:
        """Learn "(PKK)" behind a name that ends before token ``end``."""
        t = self.tokens
        for at in (end, end + 1):
            if at + 1 < len(t) and t.words[at - 1] == "(" and t.words[at].isupper() and len(t.words[at]) > 1:
                self.people.alias(at, t.words[at], name)
                return

    # Whose it is

    def possessor(self, i: int) -> Party | None:
        """The party whose it is where no name tells: "his", "the rebels'", "of the army"."""
        t = self.tokens
        for child in t.children[i]:
            mention = self.mentions.get(child) if t.deps[child] == "poss" else None
            if mention is not None and mention.parties:
                return mention.parties[0]
        for inner in t.governed(i, ("of", "for")):
            if self.people.names[inner] is not None:
                continue
            if inner not in self.mentions and t.pos[inner] in ("NOUN", "PROPN"):
                self.visit(inner)
            mention = self.mentions.get(inner)
            if mention is not None and mention.parties and mention.certainty >= LEAST_CERTAINTY:
                return mention.parties[0]
        return None

    def land_of(self, i: int) -> Party | None:
        """The state of "children in the famished country"."""
        for inner in self.tokens.governed(i, ("in", "from")):
            noun = self.lexicon.nouns.get(self.tokens.low[inner])
            if noun is None or noun.kind != "polity" or noun.plural:
                continue
            if inner not in self.mentions:
                self.visit(inner)
            mention = self.mentions.get(inner)
            if mention is not None and mention.parties and mention.certainty >= LEAST_CERTAINTY:
                return mention.parties[0]
        return None

    def body_before(self, i: int) -> Party | None:
        """The party that a noun before the head names: "commission" in "commission officials"."""
        for child in self.tokens.children[i]:
            mention = self.mentions.get(child) if self.tokens.deps[child] == "compound" else None
            if mention is not None and mention.kind == "nominal" and mention.parties and mention.parties[0].country:
                return mention.parties[0]
        return None

    def local(self, i: int, start: int, scope: str) -> tuple[str | None, float]:
        """The country of an unnamed party, and how sure that is.

        ``scope`` is state for offices and ministries, which are those of the place of writing; place for
        police and
        soldiers, who are first of the place in the sentence, then of that of writing; topic for rebels and
        crowds,
        who are first of the place in the sentence, then of the country that the story is about; home for ministers
        and leaders in the plural, who are of the place of writing or of many countries.
        """
        t = self.tokens
        abroad = any(t.low[k] in FOREIGN and t.low[k + 1] not in OF_FOREIGN_AFFAIRS for k in range(start, i))
        if abroad or t.low[i] in ABROAD:
            return None, 0.0
        if scope == "home":
            return (self.setting.country, AT_HOME) if self.setting.certainty >= AT_HOME else (None, 0.0)
        if t.low[start] in ("a", "an") and len(spoken_of := self._states_of_the_sentence(i)) == 1:
            return spoken_of.pop(), BY_ONLY_STATE
        if scope == "state" and self.setting.certainty >= LEAST_CERTAINTY:
            return self.setting.country, self.setting.certainty
        if scope == "state" and self.setting.dateline is not None:
            return self.setting.dateline, BY_FAR_PLACE
        place = self.setting.place_near(t.sentence[i], i)
        aside = place is not None and place.aside and self.setting.certainty >= AT_HOME
        if place is not None and not aside:
            return place.country, BY_FAR_PLACE if scope == "state" else BY_PLACE
        if self.setting.certainty < AT_HOME:
            spoken_of = self._states_of_the_sentence(i)
            if len(spoken_of) == 1:
                return spoken_of.pop(), BY_ONLY_STATE
            if scope == "topic" and len(spoken_of) > 1 and self.setting.topic not in spoken_of:
                return None, 0.0
            if scope == "topic":
                return self.setting.topic, self.setting.certainty
        return self.setting.country, self.setting.certainty

    def _states_of_the_sentence(self, i: int) -> set[str]:
        """The states that the sentence has named before a token."""
        return {
            c
            for a in self.memory.recent(i, reach=0)
            if (c := country_of(a)) and a.what == "state" and c not in SECTORLESS_COUNTRIES
        }

    # Making records

    def party(
        self,
        start: int,
        end: int,
        country: str | None,
        sector: str | None,
        sectors: Sequence[str] = (),
        name: Name | None = None,
        role: str | None = None,
    ) -> Party:
        """The party that the tokens from ``start`` to ``end`` name.

        Officials of an international body are of its country's code alone; leaders and ministers who meet in it are
        of governments.
        """
        if self.is_of_body(country, sector, start, end):
            sector, sectors = None, ()
        a, b = self.tokens.starts[start], self.tokens.ends[end - 1]
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

    def is_of_body(self, country: str | None, sector: str | None, start: int, end: int) -> bool:
        """Whether an official is of an international body, not of governments that meet in it."""
        of_body = sector in (STATE_SECTOR, "ELI") and country in SECTORLESS_COUNTRIES
        return of_body and _GOVERNING.isdisjoint(self.tokens.low[start:end])

    def under(self, antecedents: Sequence[Antecedent], start: int, end: int) -> tuple[Party, ...]:
        """The parties of some antecedents under the words from token ``start`` to ``end``."""
        a, b = self.tokens.starts[start], self.tokens.ends[end - 1]
        text = self.text[a:b]
        return tuple(changed(p, text=text, start=a, end=b) for x in antecedents for p in x.mention.parties)

    def note(
        self,
        mention: Mention,
        what: str,
        plural: bool = False,
        gender: str | None = None,
        named: bool = False,
        noun: str | None = None,
    ) -> None:
        """Keep a mention, and remember it as something to refer back to."""
        self.mentions[mention.head] = mention
        t = self.tokens
        i = t.first_conjunct(mention.head)
        subject = t.deps[i] in ("nsubj", "nsubjpass", "agent")
        sentence = t.sentence[mention.head]
        self.memory.add(Antecedent(mention, sentence, what, plural, subject, noun, gender, named))


_GOVERNING = word_set("governing")
_STATE_LEADERS = frozenset({"minister", "leader", "president", "premier", "chancellor", "governor"})


def changed(party: Party, **fields: Any) -> Party:
    """A copy of a party with some fields changed."""
    return msgspec.structs.replace(party, **fields)


def scope_of(noun: Noun) -> str:
    """How the country of an unnamed party is told: see ``DocumentState.local``."""
    if noun.sector in ("PTY", "LEG"):
        return "state"
    if noun.plural and noun.noun.rpartition(" ")[2] in _STATE_LEADERS and noun.sector == "GOV":
        return "home"
    if noun.sector in NATIONAL and (noun.kind == "body" or (not noun.plural and not noun.takes)):
        return "state"
    return "place" if noun.sector in NATIONAL or noun.sector == "COP" else "topic"


def counts_plural(noun: Noun) -> bool:
    """Whether "they" may refer back to a noun: plurals, and collectives such as police."""
    always = noun.noun.endswith("s") and noun.kind == "body"
    return (noun.plural and (noun.kind != "body" or always)) or noun.noun == "police"
