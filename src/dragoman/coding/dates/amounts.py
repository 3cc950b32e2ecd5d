"""How many units of time: "two weeks", "a few days", "5 1/2 hours", "half a year"."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.coding.dates.grammar import Match
from dragoman.coding.dates.readings import Context, word_of, words_of
from dragoman.coding.dates.scan import word_tables

VAGUE = 0
"""The count of an unstated number of units."""

_SMALLER = {
    "TH": ("TM", 60),
    "TM": ("TS", 60),
    "D": ("TH", 24),
    "W": ("D", 7),
    "M": ("D", 30),
    "Y": ("M", 12),
    "E": ("Y", 10),
    "C": ("Y", 100),
}
"""A unit's smaller one and how many of these it has, for halves."""


@dataclass(frozen=True)
class Amount:
    """A count of a unit; ``half`` more where the text says so. A count of 0 is unstated."""

    count: int
    unit: str
    half: bool = False

    @property
    def value(self) -> str:
        """The TIMEX3 duration: "P2W", "PXD", "PT5H30M"."""
        if not self.half:
            return duration(self.count, self.unit)
        smaller, many = _SMALLER.get(self.unit, (self.unit, 2))
        part = duration(many // 2, smaller)
        return (
            duration(self.count, self.unit) + part[1 if part[1] != self.unit[0] else 2 :]
            if self.count
            else part
        )


def duration(count: int, unit: str) -> str:
    """The TIMEX3 duration of so many units; decades and centuries in years, fortnights in weeks."""
    if unit in ("E", "C", "F"):
        size, unit = {"E": (10, "Y"), "C": (100, "Y"), "F": (2, "W")}[unit]
        count *= size
    number = str(count) if count else "X"
    return f"PT{number}{unit[1]}" if unit[0] == "T" else f"P{number}{unit}"


def unit_of(match: Match, context: Context) -> str:
    """The letter of the unit that a match names."""
    word = word_of(match, context, "unit") or word_of(match, context, "vague")
    tables = word_tables()
    return str(tables["unit"].get(word) or tables["units"].get(word) or "")


def amount_of(match: Match, context: Context) -> Amount | None:
    """The amount that a match states, or None where the unit is missing or the number too large to be one."""
    unit = unit_of(match, context)
    if not unit:
        return None
    if "half" in match.groups:
        return Amount(0, unit, True)
    words = words_of(match, context, "num")
    if not words:
        if "one" in match.groups:
            return Amount(1, unit)
        plural = word_of(match, context, "unit") in word_tables()["units"] or "vague" in match.groups
        return Amount(VAGUE if plural else 1, unit)
    if "half" in words:
        return Amount(count_of(words[:1]) or 0, unit, True)
    if "," in words:
        words = ["".join(word for word in words if word != ",")]
    if "/" in words or "." in words:
        halves = words[-3:] == ["1", "/", "2"] or words[1:] == [".", "5"]
        return Amount(int(words[0]), unit, True) if halves else None
    count = count_of(words)
    return Amount(count, unit) if count is not None and count <= 10_000 else None


def count_of(words: list[str]) -> int | None:
    """The number that some words write: "12", "twenty - five", "a hundred", "a dozen"."""
    tables, total = word_tables(), 0
    for word in words:
        if word.isdecimal():
            total += int(word)
        elif word in tables["scale"]:
            total = max(total, 1) * int(tables["scale"][word])
        elif word == "dozen":
            total = max(total, 1) * 12
        elif word in ("a", "an"):
            total += 1
        elif word != "-":
            total += int(tables["cardinal"].get(word) or tables["tens"].get(word) or 0)
    return total or None
