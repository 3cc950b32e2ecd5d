"""The persons of one document: by which words they are named again, and what the registry knows of a
surname.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from dragoman.actors.lexicon import lexicon, rows
from dragoman.actors.phrases import Name, Reading
from dragoman.actors.registry import Registry
from dragoman.actors.surnames import FAMILY_NAME_FIRST, TWO_SURNAMES
from dragoman.actors.tokens import Tokens

GIVEN_NAME_ALONE = frozenset({"MYS", "IDN", "BRN", "ETH", "ERI", "ISL", "MMR"})
"""States many of whose people are called by their first name in news: Mahathir, Megawati, Meles."""

HIGH_OFFICE = 3
"""Rank up to which a bare surname is looked up in the registry: heads of state, of government, ministers."""

SHORT_NAME = 4
"""A first word of at most so many letters may be a family name where the country is unknown: "Kim
Dae-jung".
"""

_NAMED_AGAIN = frozenset(("PROPN", "NOUN", "ADJ", "VERB", "X"))


@dataclass
class People:
    """Which name stands at each token; grows as the document introduces persons and abbreviations."""

    names: list[Name | None]
    positions: dict[str, list[int]] = field(default_factory=dict)
    full_names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def over(cls, tokens: Tokens, names: Sequence[Name]) -> People:
        """Nobody known yet but those ``names`` that the registry found."""
        at: list[Name | None] = [None] * len(tokens)
        for name in names:
            for i in range(name.first, name.last):
                at[i] = name
        positions: dict[str, list[int]] = {}
        for i, word in enumerate(tokens.words):
            if word[:1].isupper() and tokens.pos[i] in _NAMED_AGAIN:
                positions.setdefault(word, []).append(i)
        return cls(at, positions)

    def learn(self, after: int, words: Sequence[str], name: Name) -> None:
        """From token ``after`` on, the surname of ``words`` stands for ``name``."""
        for word in surname_words(words, name.country):
            self.full_names[word] = " ".join(words)
            self._spread(word, after, name, ("person", "place"))

    def alias(self, after: int, word: str, name: Name) -> None:
        """From token ``after`` on, a word (an abbreviation just introduced) stands for ``name``."""
        self._spread(word, after, name, ("person", "place", "body"))

    def _spread(self, word: str, after: int, name: Name, over: tuple[str, ...]) -> None:
        for i in self.positions.get(word, ()):
            if i < after:
                continue
            here = self.names[i]
            if here is None or (here.last - here.first == 1 and here.kind in over):
                self.names[i] = replace(name, first=i, last=i + 1)


def surname_words(words: Sequence[str], country: str | None) -> tuple[str, ...]:
    """The words of a full name that may stand for it alone: the last, and the first where the family name
    leads.
    """
    plain = [w for w in words if len(w) > 1 and w[:1].isupper() and not w.endswith(".")]
    if not plain:
        return ()
    if len(plain) == 1:
        return (plain[0],)
    leads = country in FAMILY_NAME_FIRST or country in GIVEN_NAME_ALONE
    if leads or (country is None and len(plain[0]) <= SHORT_NAME):
        return plain[-1], plain[0]
    if len(plain) > 2 and country in TWO_SURNAMES:
        return plain[-1], plain[-2]
    return (plain[-1],)


def gender_of(tokens: Tokens, start: int, head: int) -> str | None:
    """The gender that a title ("Mrs") or a given name before the surname tells, or None."""
    titles = lexicon().titles
    for i in range(start, head + 1):
        title = titles.get(tokens.low[i])
        if title is not None and title.gender:
            return title.gender
        given = given_names().get(tokens.words[i]) if i < head else None
        if given:
            return given
    return None


@lru_cache(maxsize=1)
def given_names() -> dict[str, str]:
    """Common given names and their gender, from ``given_names.csv``."""
    return {r["name"]: r["gender"] for r in rows("given_names.csv")}


def by_surname(
    surname: str,
    reading: Reading | None,
    country: str | None,
    day: str | None,
    registry: Registry,
    first: int,
) -> Name | None:
    """The office holder whom a title with a surname means on that day ("President Bush"), or a bare famous
    one.

    None where the registry knows none for certain. The name stands over the one token ``first``.
    """
    role = None if reading is None else reading.role or ""
    found = _by_surname(surname, role, country, day, registry)
    return None if found is None else replace(found, first=first, last=first + 1)


@lru_cache(maxsize=4096)
def _by_surname(
    surname: str, role: str | None, country: str | None, day: str | None, registry: Registry
) -> Name | None:
    for person in registry.surname(surname, country, day)[:3]:
        status = registry.status(person, day)
        if status.country is None or status.role is None:
            continue
        held = status.role or ""
        if role is None:
            if not registry.is_remembered(person, surname, day):
                continue
            if status.certain and registry.rank(held.removeprefix("former ")) > HIGH_OFFICE:
                continue
        elif not _same_office(role, held):
            continue
        entity = registry.entity(person)
        return Name(
            0, 1, "person", status.country, status.sector, status.sectors, entity.name, person,
            entity.wikidata, status.role, 0.8 if status.certain else 0.6,
        )  # fmt: skip
    return None


def _same_office(said: str, held: str) -> bool:
    said_words, held_words = set(said.split()), set(held.split())
    if not said_words or not held_words:
        return False
    return bool(said_words & held_words) or (
        said in ("pm", "premier", "chancellor") and "prime" in held_words
    )
