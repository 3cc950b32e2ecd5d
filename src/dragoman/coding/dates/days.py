"""Days that a text names: by month and number, in numbers alone, by the feast that falls on them."""

from __future__ import annotations

import re
from functools import cache

from dragoman.coding.dates import calendar as cal
from dragoman.coding.dates.grammar import Match
from dragoman.coding.dates.readings import (
    FUTURE,
    NEAR,
    PAST,
    Context,
    Reading,
    choose,
    dated,
    month_of,
    neighbours,
    number_of,
    one,
    rel_of,
    word_of,
    words_of,
)
from dragoman.coding.dates.scan import word_tables

CLEARLY_NEAR_DAYS = 45
"""A day of the year this close to publication is taken whatever the tense says."""


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
        return one(
            match, "DATE", found.isoformat() if found else "XXXX-XX-XX", cal.day_interval(found), basis
        )
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
    if (
        nearest is None
        or context.anchor is None
        or abs((nearest.start - context.anchor).days) <= CLEARLY_NEAR_DAYS
    ):
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
    if (
        any(c.isspace() for c in text[start:end])
        or text[end : end + 1].isalnum()
        or text[end : end + 2][:1] in "/-"
    ):
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
    return dated(
        match, cal.week_interval(day.interval.start) if day.interval else None, "XXXX-WXX", day.basis
    )


@cache
def feast_rules() -> dict[str, str]:
    """The rules of feasts by name, the name cut into tokens as texts are."""
    return {" ".join(re.findall(r"[a-z]+|'", name)): rule for name, rule in word_tables()["holidays"].items()}


def feast(match: Match, context: Context) -> list[Reading]:
    """ "Christmas", "last Thanksgiving", "Easter Sunday 2005"."""
    words = words_of(match, context, "feast")
    names = [context.scanned.token(i) for i in range(*match.groups["feast"])]
    if not all(name[0].isupper() for name in names if len(name) > 1):
        return []
    rule = feast_rules()[" ".join(words).replace("’", "'")]
    year, rel = number_of(match, context, "year"), rel_of(match, context)
    if year:
        return dated(match, cal.day_interval(cal.holiday(rule, year)), f"{year:04d}-XX-XX", "text")
    days = neighbours(context, lambda y: cal.day_interval(cal.holiday(rule, y)))
    nearest = choose(days, context, NEAR)
    if (
        rel is None
        and nearest
        and context.anchor
        and abs((nearest.start - context.anchor).days) <= CLEARLY_NEAR_DAYS
    ):
        return dated(match, nearest, "XXXX-XX-XX", "publication")
    where = {-1: PAST, 1: FUTURE}.get(rel or 0) or context.direction(match.start, match.end)
    return dated(match, choose(days, context, where), "XXXX-XX-XX", "publication")
