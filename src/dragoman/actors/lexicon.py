"""The words of politics that are not names: nouns with their sector, modifiers, titles, pronouns, towns and
regions.

Everything is read once from the CSV files in ``data/``:

- ``nouns.csv``: what a common noun says about the party it names. ``takes``: yes where the sector comes
from the
  words before or behind it if they tell one ("rebel leader"), after where only from those behind
  ("president of the
  court"); ``weak``: no party unless something in the phrase makes it one;
- ``modifiers.csv``: adjectives and nouns before the head that give a sector ("judicial") or replace it
("former");
- ``titles.csv``: words before a person's name; ``pronouns.csv``: number, gender and what they may stand for;
- ``descriptions.csv``: phrases such as "the Himalayan kingdom" and the states they may mean;
- ``places.csv``: towns (GeoNames, CC BY 4.0, from 80,000 inhabitants) and regions, with their country.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

LONGEST_NOUN = 5
"""Words in the longest noun that is looked up."""


@dataclass(frozen=True, slots=True)
class Noun:
    """What a common noun says about the party that it names."""

    noun: str
    sector: str
    country: str | None
    kind: str
    takes: str
    weak: bool
    plural: bool
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Modifier:
    """A word before the head that gives a sector, or replaces the head's own."""

    sector: str
    overrides: bool


@dataclass(frozen=True, slots=True)
class Title:
    """A word before a person's name: "Col.", "Mrs"."""

    sector: str | None
    gender: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class Pronoun:
    """What a pronoun stands for: number, kind, gender; ``found_in`` is text, speaker, relative or group."""

    number: str
    what: str
    gender: str | None
    found_in: str


@dataclass(frozen=True)
class Lexicon:
    """The word lists, by lower-case form."""

    nouns: dict[str, Noun] = field(default_factory=dict)
    modifiers: dict[str, Modifier] = field(default_factory=dict)
    titles: dict[str, Title] = field(default_factory=dict)
    pronouns: dict[str, Pronoun] = field(default_factory=dict)
    descriptions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    last_words: frozenset[str] = frozenset()

    def noun_ending_at(self, words: Sequence[str], last: int, first: int = 0) -> tuple[Noun, int] | None:
        """The longest noun whose last word is ``words[last]``, not reaching before ``first``, and where it
        begins.

        ``words`` are lower case. None where no listed noun ends there.
        """
        for start in range(max(first, last - LONGEST_NOUN + 1), last + 1):
            found = self.nouns.get(" ".join(words[start : last + 1]).replace(" - ", "-"))
            if found is not None:
                return found, start
        return None

    def noun_around(self, words: Sequence[str], head: int, first: int = 0) -> tuple[Noun, int, int] | None:
        """The noun at ``head``, with its extent: "head of state" is found from "head" as well as "foreign
        minister".

        It does not begin before ``first``.
        """
        for end in range(min(len(words), head + 4), head + 1, -1):
            if words[head + 1] not in ("of", "in", "and", "-", "general", "d'affaires", "elect", "designate"):
                break
            for start in range(max(first, head - 2), head + 1):
                found = self.nouns.get(" ".join(words[start:end]).replace(" - ", "-"))
                if found is not None:
                    return found, start, end
        ending = self.noun_ending_at(words, head, first)
        if ending is not None:
            return ending[0], ending[1], head + 1
        if head >= first + 2 and words[head - 1] == "-":
            joined = self.nouns.get(words[head - 2] + "-" + words[head])
            if joined is not None:
                return joined, head - 2, head + 1
        return None


@cache
def word_set(name: str) -> frozenset[str]:
    """One of the sets of words in ``word_sets.txt``, a set a line. Raises ``KeyError`` for another name."""
    for line in (DATA / "word_sets.txt").read_text(encoding="utf-8").splitlines():
        key, _, words = line.partition(": ")
        if key == name:
            return frozenset(words.split(" "))
    raise KeyError(name)


def plural_of(noun: str) -> str:
    """The regular plural of an English noun phrase."""
    if noun.endswith(("s", "x", "ch", "sh", "z")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    return noun + "s"


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon, read on first use."""
    nouns: dict[str, Noun] = {}
    for row in rows("nouns.csv"):
        for form, noun in _nouns_of(list(row.values())):
            nouns.setdefault(form, noun)
    return Lexicon(
        nouns,
        {r["word"]: Modifier(r["sector"], r["effect"] == "overrides") for r in rows("modifiers.csv")},
        {
            r["title"]: Title(r["sector"] or None, r["gender"] or None, r["role"] or None)
            for r in rows("titles.csv")
        },
        {
            r["form"]: Pronoun(r["number"], r["what"], r["gender"] or None, r["found_in"])
            for r in rows("pronouns.csv")
        },
        {r["phrase"]: tuple(r["countries"].split()) for r in rows("descriptions.csv")},
        {r["name"].lower(): (r["country"], r["kind"]) for r in rows("places.csv")},
        _last_words(nouns),
    )


def with_nouns(more: Iterable[Sequence[str]]) -> Lexicon:
    """The lexicon with rows of other ``nouns.csv`` files over its own; the lexicon itself where there are none."""
    own = {form: noun for row in more for form, noun in _nouns_of(row)}
    if not own:
        return lexicon()
    nouns = lexicon().nouns | own
    return replace(lexicon(), nouns=nouns, last_words=_last_words(nouns))


def _nouns_of(row: Sequence[str]) -> Iterator[tuple[str, Noun]]:
    """The forms of a row of nouns, each with what it says."""
    noun, plural, sector, country, kind, takes, weak = row
    sectors = tuple(sector.split())
    for form, is_plural in _forms(noun, plural):
        yield form, Noun(noun, sectors[0], country or None, kind or "person", takes, weak == "yes", is_plural, sectors)


def _last_words(nouns: Iterable[str]) -> frozenset[str]:
    """The words by which a noun may be found at its head."""
    return frozenset(
        word for noun in nouns for word in (noun.rsplit(" ", 1)[-1], noun.split(" of ")[0], noun.split(" in ")[0])
    )


def rows(file: str) -> Iterator[dict[str, str]]:
    """The rows of one of the data files of this room."""
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _forms(noun: str, plural: str) -> list[tuple[str, bool]]:
    """The forms under which a noun is looked up, with whether each is plural."""
    noun = noun.lower()
    if plural == noun:
        return [(noun, True)]
    return [(noun, False), (plural.lower() or plural_of(noun), True)]
