"""What the forms of time expressions mean: from a match of the grammar to type, TIMEX3 value and days.

Each public function of ``MAKERS`` takes a match and its context and returns readings, or none where the form
is no time expression after all. A reading without an interval has a value that stays relative.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from dragoman.coding.dates import calendar as cal
from dragoman.coding.dates.grammar import Match
from dragoman.coding.dates.numbers import count_of
from dragoman.coding.dates.scan import Scanned, word_tables

PAST, FUTURE, NEAR = "past", "future", "near"
"""Where a day without a year or week is sought: before publication, after it, or on the nearer side."""

HALF_YEAR_DAYS = 183


@dataclass(frozen=True)
class Reading:
    """A meaning of the tokens ``start`` to ``end``: ``basis`` tells whether the text alone fixes the interval."""

    start: int
    end: int
    type: str
    value: str
    interval: cal.Interval | None = None
    basis: str = "text"


@dataclass
class Context:
    """Where a match stands: the tokens, the day of publication, the last day named before, and the direction."""

    scanned: Scanned
    anchor: date | None
    direction: Callable[[int, int], str]
    last: cal.Interval | None = None
    spoken: set[int] = field(default_factory=set)


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


def one(match: Match, kind: str, value: str, interval: cal.Interval | None = None, basis: str = "text") -> list[Reading]:
    """A single reading of the whole match."""
    return [Reading(match.start, match.end, kind, value, interval, basis)]


def dated(match: Match, interval: cal.Interval | None, relative: str, basis: str, kind: str = "DATE") -> list[Reading]:
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


# --- days of a month --------------------------------------------------------------------------------------------


def calendar_day(match: Match, context: Context) -> list[Reading]:
    """ "Dec. 18, 2006", "the 14th of July", "Friday, Oct. 23", "Sept. 8 last year"."""
    month, day = month_of(match, context), number_of(match, context, "day") or 0
    year, rel = number_of(match, context, "year"), rel_of(match, context)
    if rel is not None and context.anchor and year is None:
        year = context.anchor.year + rel
        basis = "publication"
    else:
        basis = "text" if year else "publication"
    if year is not None:
        found = cal.make_day(year, month, day)
        return one(match, "DATE", found.isoformat() if found else "XXXX-XX-XX", cal.day_interval(found), basis)
    if cal.make_day(2000, month, day) is None:
        return one(match, "DATE", "XXXX-XX-XX")
    return dated(match, _yearless_day(match, context, month, day), f"XXXX-{month:02d}-{day:02d}", basis)


def _yearless_day(match: Match, context: Context, month: int, day: int) -> cal.Interval | None:
    """The day of the year that the weekday beside it, the tense, or nearness to publication points to."""
    days = neighbours(context, lambda y: cal.day_interval(cal.make_day(y, month, day)))
    word = word_of(match, context, "weekday")
    if word:
        tables = word_tables()
        number = tables["weekday"].get(word) or tables["weekday_abbreviation"].get(word)
        days = [d for d in days if d and d.start.isoweekday() == number] or days
    nearest = choose(days, context, NEAR)
    if nearest is None or context.anchor is None or abs((nearest.start - context.anchor).days) <= 31:
        return nearest
    return choose(days, context, context.direction(match.start, match.end)) or nearest


def day_pair(match: Match, context: Context) -> list[Reading]:
    """ "April 24 and 25": two days of one month, each with its own reading."""
    first, second = match.groups["day"], match.groups["day2"]
    month = match.groups["month"]
    ahead = Match("calendar_day", month[0], first[1], {k: v for k, v in match.groups.items() if k != "day2"})
    behind = Match("calendar_day", *second, {**ahead.groups, "day": second})
    readings = calendar_day(ahead, context) + calendar_day(behind, context)
    start, end = (r.interval for r in readings)
    if start and end and end.start < start.start:
        return []
    return readings


def numeric_day(match: Match, context: Context) -> list[Reading]:
    """ "2006-11-18", and "18/12/2006" where one of the numbers can be no month."""
    raw = word_of(match, context, "year")
    a, b = number_of(match, context, "a") or 0, number_of(match, context, "b") or 0
    start = context.scanned.spans[match.start][0]
    end = context.scanned.spans[match.end - 1][1]
    text = context.scanned.text
    if any(c.isspace() for c in text[start:end]) or text[end : end + 1].isalnum() or text[end : end + 2][:1] in "/-":
        return []
    if match.groups["year"][0] == match.start:
        month, day = a, b
    elif a > 12 >= b or a == b:
        day, month = a, b
    elif b > 12 >= a:
        month, day = a, b
    else:
        return one(match, "DATE", f"{raw}-XX-XX") if len(raw) == 4 else []
    if len(raw) == 2:
        return one(match, "DATE", f"XX{raw}-{month:02d}-{day:02d}") if cal.make_day(2000, month, day) else []
    found = cal.make_day(int(raw), month, day)
    return one(match, "DATE", found.isoformat() if found else "XXXX-XX-XX", cal.day_interval(found))


def named_day(match: Match, context: Context) -> list[Reading]:
    """ "9/11", and the same day as "the Sept. 11 attacks"."""
    known = word_tables()["named_days"]
    if "month" in match.groups:
        name = f"{month_of(match, context)}/{number_of(match, context, 'day')}"
    else:
        name = "".join(context.scanned.tokens(match.start, match.end))
    found = cal.parse_day(known.get(name))
    if found is None or (context.anchor and context.anchor < found):
        return []
    return dated(match, cal.day_interval(found), "", "text")


def week_of(match: Match, context: Context) -> list[Reading]:
    """ "the week of March 6"."""
    (day,) = calendar_day(match, context)
    return dated(match, cal.week_interval(day.interval.start) if day.interval else None, "XXXX-WXX", day.basis)


def feast(match: Match, context: Context) -> list[Reading]:
    """ "Christmas", "last Thanksgiving", "Easter Sunday 2005"."""
    words = words_of(match, context, "feast")
    first, last = match.groups["feast"]
    if not all(context.scanned.token(i)[0].isupper() for i in range(first, last) if context.scanned.token(i)[0].isalpha() and context.scanned.token(i) != "s"):
        return []
    rule = word_tables()["holidays"][" ".join(words).replace(" ' ", "'").replace("' s", "'s")]
    year, rel = number_of(match, context, "year"), rel_of(match, context)
    if year:
        return dated(match, cal.day_interval(cal.holiday(rule, year)), f"{year:04d}-XX-XX", "text")
    days = neighbours(context, lambda y: cal.day_interval(cal.holiday(rule, y)))
    where = {-1: PAST, 1: FUTURE}.get(rel or 0) or context.direction(match.start, match.end)
    return dated(match, choose(days, context, where), "XXXX-XX-XX", "publication")
