"""The compiled grammar: where a text has something of the form of a time expression."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dragoman.coding.dates.scan import Alphabet, Scanned, load_table, scan, word_tables

_CLASS = re.compile(r"(?<!\?P)(?<!\(\?)<(=?[a-z_0-9]+|[-/.,:$%'])>")
_MACRO = re.compile(r"\{([A-Z_]+)\}")


@dataclass(frozen=True)
class Match:
    """One match: the function that reads it, its tokens, and the tokens of its named groups."""

    make: str
    start: int
    end: int
    groups: dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Grammar:
    """All rules over one alphabet. ``opening`` finds the tokens with which a match can begin."""

    alphabet: Alphabet
    rules: tuple[tuple[str, re.Pattern[str]], ...]

    def scan(self, text: str) -> Scanned:
        """Tokens of a text with the character of each."""
        return scan(text, self.alphabet)

    def matches(self, scanned: Scanned) -> list[Match]:
        """Every match of every rule, also overlapping: by start, the longest first, then by rule."""
        found = []
        for order, (make, pattern) in enumerate(self.rules):
            for m in pattern.finditer(scanned.codes):
                groups = {name: m.span(name) for name, value in m.groupdict().items() if value is not None}
                found.append((m.start(), -m.end(), order, Match(make, m.start(), m.end(), groups)))
        return [match for *_, match in sorted(found, key=lambda item: item[:3])]


def _expand(pattern: str, macros: dict[str, str]) -> str:
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda m: macros[m.group(1)], pattern)
    return re.sub(r"\s", "", pattern)


def _feasts(names: list[str]) -> str:
    """A pattern for names of feasts, the longest first."""
    forms = []
    for name in sorted(names, key=len, reverse=True):
        parts = re.findall(r"[a-z]+|'", name)
        forms.append("".join("<'>" if part == "'" else f"<={part}>" for part in parts))
    return "(?P<feast>" + "|".join(forms) + ")"


@cache
def grammar() -> Grammar:
    """The grammar of the data files, compiled once."""
    table = load_table("time_grammar.toml")
    words = {
        name: entries for name, entries in word_tables().items() if name not in ("holidays", "named_days")
    }
    macros = {**table["macros"], "FEAST": _feasts(list(word_tables()["holidays"]))}
    rules = [(r["make"], _expand(p, macros)) for r in table["rule"] for p in r["patterns"]]
    literals = {c[1:] for _, pattern in rules for c in _CLASS.findall(pattern) if c[0] == "="}
    alphabet = Alphabet(words, literals)
    alphabet.prepare()
    compiled = [
        (make, re.compile(_CLASS.sub(lambda m: alphabet.characters(m.group(1)), p))) for make, p in rules
    ]
    return Grammar(alphabet, tuple(compiled))
