"""Text to tokens to classes: the alphabet over which the grammar of time expressions is written.

Every token of a text becomes one character that stands for the set of word classes it belongs to, so a
regular expression over that string is a grammar over tokens: odd spacing, line breaks inside a sentence
and typographic signs need no rules of their own, and most of a text is one and the same character.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

TOKEN = re.compile(r"\n[ \t\r]*\n\s*|[^\W\d_]+|\d+|[^\w\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]|_")
"""A paragraph break, a word, a number or a sign; marks of text direction are passed over."""

MARKS = "/.,-:$%()’'£€"
"""Signs that mean something next to a date; all others count as unknown words."""

CAPITAL_CLASSES = {"month_abbreviation", "weekday_abbreviation", "zone"}
"""Classes whose words count only with a capital."""

CAPITAL_WORDS = {"may", "march", "august"}
"""Months that count only with a capital."""

_FIRST = 0xE000


@cache
def load_table(name: str) -> dict[str, Any]:
    """A TOML table of the coder's data folder."""
    return tomllib.loads(files("dragoman.coding").joinpath("data", name).read_text(encoding="utf-8"))


@dataclass
class Alphabet:
    """Which character stands for which set of classes. Literal words of patterns are classes of their own."""

    words: dict[str, dict[str, Any]]
    literals: set[str] = field(default_factory=set)
    _codes: dict[frozenset[str], str] = field(default_factory=dict)
    _by_word: dict[str, str] = field(default_factory=dict)

    def code(self, classes: Iterable[str]) -> str:
        """The character of a set of classes."""
        return self._codes.setdefault(frozenset(classes), chr(_FIRST + len(self._codes)))

    def code_of(self, token: str) -> str:
        """The character of a token; tokens that mean nothing here share one."""
        if (known := self._by_word.get(token)) is None:
            known = self._by_word[token] = self.code(self.classes_of(token))
            if len(self._by_word) > 50_000:
                self._by_word.clear()
        return known

    def classes_of(self, token: str) -> set[str]:
        """The classes of a token: word lists, kinds of number, the literal word itself, or a sign."""
        if token.isdecimal():
            return _number_classes(token)
        if token[0] == "\n":
            return {"paragraph"}
        if not token.isalpha():
            return {token if token != "’" else "'"} if token in MARKS else set()
        lower = token.lower()
        capital = token[0].isupper()
        found = {
            name
            for name, table in self.words.items()
            if lower in table
            and (capital or not (name in CAPITAL_CLASSES or (name == "month" and lower in CAPITAL_WORDS)))
        }
        if lower in self.literals:
            found.add("=" + lower)
        return found

    def prepare(self) -> None:
        """Give every word that tables and patterns know its character, so that patterns can be compiled."""
        for table in self.words.values():
            for word in table:
                for form in (word, word.capitalize(), word.upper()):
                    self.code_of(form)
        for word in (*self.literals, *MARKS, "\n\n", "’"):
            for form in (word, word.capitalize(), word.upper()):
                self.code_of(form)
        for number in (
            *map(str, range(101)),
            *(f"{n:02d}" for n in range(10)),
            *(f"{n:04d}" for n in range(3001)),
            "12345",
        ):
            self.code(_number_classes(number))

    def characters(self, name: str) -> str:
        """The characters of all sets that hold a class, as a regular expression."""
        chars = "".join(code for classes, code in self._codes.items() if name in classes)
        return f"[{chars}]" if chars else "(?!)"


def _number_classes(token: str) -> set[str]:
    if not token.isascii():
        return set()
    value, digits = int(token[:9]), len(token)
    tests: tuple[tuple[str, bool], ...] = (
        ("int", digits <= 4),
        ("d12", digits <= 2 and 1 <= value <= 12),
        ("d31", digits <= 2 and 1 <= value <= 31),
        ("d24", digits <= 2 and value <= 24),
        ("d60", digits == 2 and value < 60),
        ("d2", digits == 2),
        ("clock4", digits == 4 and value % 100 < 60 and value < 2400),
        ("d4", digits == 4),
        ("year4", digits == 4 and 1000 <= value <= 2999),
        ("modern", digits == 4 and 1800 <= value <= 2099),
        ("tens4", digits == 4 and value % 10 == 0 and 1000 <= value <= 2999),
        ("tens2", digits == 2 and value % 10 == 0),
    )
    return {name for name, holds in tests if holds}


@dataclass(frozen=True)
class Scanned:
    """A text as tokens: their places, and one character each for their classes."""

    text: str
    spans: list[tuple[int, int]]
    codes: str

    def token(self, i: int) -> str:
        """The characters of token ``i``, or the empty string outside the text."""
        if not 0 <= i < len(self.spans):
            return ""
        start, end = self.spans[i]
        return self.text[start:end]

    def tokens(self, start: int, end: int) -> list[str]:
        """The tokens from ``start`` to ``end``, exclusive, in lower case."""
        return [self.text[a:b].lower() for a, b in self.spans[start:end]]


def scan(text: str, alphabet: Alphabet) -> Scanned:
    """Cut a text into tokens and name their classes."""
    spans = [m.span() for m in TOKEN.finditer(text)]
    code_of: Callable[[str], str] = alphabet.code_of
    return Scanned(text, spans, "".join([code_of(text[a:b]) for a, b in spans]))


@cache
def context_words(name: str) -> frozenset[str]:
    """A list of ``time_context.toml``: words around an expression that decide what it is."""
    return frozenset(load_table("time_context.toml")[name])


@cache
def verbs(kind: str) -> frozenset[str]:
    """A list of ``date_verbs.toml``."""
    return frozenset(load_table("date_verbs.toml")[kind])


@cache
def word_tables() -> dict[str, dict[str, Any]]:
    """The classes of words that time expressions are made of."""
    return load_table("time_words.toml")
