"""What the forms of time expressions mean: from a match of the grammar to type, TIMEX3 value and days.

The functions that read a match are in ``days`` and ``periods`` (what the calendar names), ``relative``
(counted from publication or from a day named before), ``lasting`` (durations, repetitions) and ``clock``.
Each takes a match and its context and returns readings, or none where the form is no time expression
after all. This module holds what they share. A reading without an interval has a value that stays
relative.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dragoman.coding.dates import calendar as cal
from dragoman.coding.dates.grammar import Match
from dragoman.coding.dates.scan import Scanned, word_tables

PAST, FUTURE, PRESENT, NEAR = "past", "future", "present", "near"
"""Where a day without a year or week is sought: before publication, after it, or on the nearer side.

The present tells of days ahead ("the talks open on Friday"), but of months on either side.
"""


@dataclass(frozen=True)
class Reading:
    """A meaning of the tokens ``start`` to ``end``; ``basis`` is text or publication."""

    start: int
    end: int
    type: str
    value: str
    interval: cal.Interval | None = None
    basis: str = "text"


@dataclass
class Context:
    """Where a match stands: the tokens, publication, the last day named before, and the direction."""

    scanned: Scanned
    anchor: date | None
    direction: Callable[[int, int], str]
    last: cal.Interval | None = None


def words_of(match: Match, context: Context, group: str) -> list[str]:
    """The tokens of a named group in lower case; none where it is absent."""
    if group not in match.groups:
        return []
    return context.scanned.tokens(*match.groups[group])


def word_of(match: Match, context: Context, group: str) -> str:
    """The first token of a named group in lower case, or the empty string."""
    words = words_of(match, context, group)
    return words[0] if words else ""


def number_of(match: Match, context: Context, group: str) -> int | None:
    """The whole number that a group writes in digits."""
    word = word_of(match, context, group)
    return int(word) if word.isdecimal() else None


def lookup(table: str, word: str) -> int:
    """The number that a word list gives a word."""
    return int(word_tables()[table][word])


def month_of(match: Match, context: Context) -> int:
    """The number of the month that a match names."""
    word = word_of(match, context, "month")
    tables = word_tables()
    return int(tables["month"].get(word) or tables["month_abbreviation"][word])


def rel_of(match: Match, context: Context, group: str = "rel") -> int | None:
    """-1 for last, 0 for this, 1 for next, None where the match says none of them."""
    word = word_of(match, context, group)
    for table in ("last", "this", "next"):
        if word in word_tables()[table]:
            return lookup(table, word)
    return None


def one(
    match: Match, kind: str, value: str, interval: cal.Interval | None = None, basis: str = "text"
) -> list[Reading]:
    """A single reading of the whole match."""
    return [Reading(match.start, match.end, kind, value, interval, basis)]


def dated(
    match: Match, interval: cal.Interval | None, relative: str, basis: str, kind: str = "DATE"
) -> list[Reading]:
    """A date with the value of its interval, or the relative value where there is none."""
    return one(match, kind, interval.value if interval else relative, interval, basis)


def choose(candidates: list[cal.Interval | None], context: Context, where: str) -> cal.Interval | None:
    """Of like periods of several years the one in a direction from publication, or the nearest."""
    anchor, known = context.anchor, [c for c in candidates if c]
    if anchor is None or not known:
        return None
    if where == PAST:
        return max((c for c in known if c.start <= anchor), key=lambda c: c.start, default=None)
    if where == FUTURE:
        return min((c for c in known if c.end >= anchor), key=lambda c: c.start, default=None)
    return min(known, key=lambda c: min(abs((c.start - anchor).days), abs((c.end - anchor).days)))


def neighbours(context: Context, make: Callable[[int], cal.Interval | None]) -> list[cal.Interval | None]:
    """The same period in the years around publication."""
    if context.anchor is None:
        return []
    return [make(year) for year in range(context.anchor.year - 2, context.anchor.year + 3)]
