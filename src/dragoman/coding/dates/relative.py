"""Dates counted from publication, or from a day named before: "Thursday", "last week", "two days ago"."""

from __future__ import annotations

from datetime import date

from dragoman.coding.dates import calendar as cal
from dragoman.coding.dates.amounts import VAGUE, amount_of
from dragoman.coding.dates.grammar import Match
from dragoman.coding.dates.readings import (
    FUTURE,
    PRESENT,
    Context,
    Reading,
    dated,
    lookup,
    one,
    rel_of,
    word_of,
)
from dragoman.coding.dates.scan import context_words, word_tables

PERIOD_PLACEHOLDERS = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "E": "XXX",
    "C": "XX",
}
"""Values that stay relative, by unit."""

MOST_YEARS = 200
"""Beyond so many years, decades or centuries a distance names no period."""


def with_part(match: Match, readings: list[Reading], part: str | None) -> list[Reading]:
    """The readings with a part of the day added to their values."""
    if not part:
        return readings
    return [Reading(r.start, r.end, "TIME", f"{r.value}{part}", r.interval, r.basis) for r in readings]


def part_of(match: Match, context: Context) -> str | None:
    """The TIMEX3 part of the day that a match names: TMO, TAF, TEV or TNI."""
    return word_tables()["daypart"].get(word_of(match, context, "part"))


def deictic_day(match: Match, context: Context) -> list[Reading]:
    """ "today", "yesterday morning", "tonight", "last night", "the day before yesterday"."""
    word, part = word_of(match, context, "deictic"), part_of(match, context)
    days = int(word_tables()["deictic"].get(word, 0))
    if word == "tonight":
        part = "TNI"
    elif word == "last":
        if part != "TNI":
            return []
        days = -1
    days += {"before": -1, "after": 1}.get(word_of(match, context, "side"), 0)
    found = cal.shift_days(context.anchor, days) if context.anchor else None
    return with_part(match, dated(match, cal.day_interval(found), "XXXX-XX-XX", "publication"), part)


def weekday(match: Match, context: Context) -> list[Reading]:
    """ "Thursday", "last Tuesday", "late Friday", "Sunday night", "Monday next week"."""
    scanned = context.scanned
    number = lookup("weekday", word_of(match, context, "weekday"))
    if (
        scanned.token(match.start - 1).lower() in context_words("before_named_weekday")
        and scanned.token(match.start - 1)[:1].isupper()
    ):
        return []
    end = match.end
    if "part" not in match.groups and scanned.token(end - 1) == ",":
        end -= 1
    week, rel = rel_of(match, context, "week"), rel_of(match, context)
    found = _weekday_day(context, number, week, rel, match)
    readings = dated(
        Match(match.make, match.start, end, {}), cal.day_interval(found), f"XXXX-WXX-{number}", "publication"
    )
    return with_part(match, readings, part_of(match, context))


def _weekday_day(
    context: Context, number: int, week: int | None, rel: int | None, match: Match
) -> date | None:
    anchor = context.anchor
    if anchor is None:
        return None
    if week is not None:
        return cal.shift_days(anchor, number - anchor.isoweekday() + 7 * week)
    back, ahead = (anchor.isoweekday() - number) % 7, (number - anchor.isoweekday()) % 7
    if rel == -1:
        return cal.shift_days(anchor, -(back or 7))
    if rel == 1:
        return cal.shift_days(anchor, ahead or 7)
    if rel == 0:
        return cal.shift_days(anchor, number - anchor.isoweekday())
    to_come = context.direction(match.start, match.end) in (FUTURE, PRESENT)
    return cal.shift_days(anchor, ahead if to_come else -back)


def weekend(match: Match, context: Context) -> list[Reading]:
    """ "the weekend", "last weekend", "next weekend": Saturday and Sunday."""
    if (anchor := context.anchor) is None:
        return one(match, "DATE", "XXXX-WXX-WE")
    rel = rel_of(match, context)
    if rel is None:
        past = context.direction(match.start, match.end) != FUTURE and anchor.isoweekday() < 6
        rel = -1 if past else 0
    found = cal.shift_days(anchor, 7 * rel)
    return dated(match, cal.weekend_interval(found), "XXXX-WXX-WE", "publication")


def unit_from_now(match: Match, context: Context) -> list[Reading]:
    """ "last week", "earlier this month", "late next year", "the end of the year"."""
    unit = str(word_tables()["unit"][word_of(match, context, "unit")])
    if unit not in cal.UNIT_PRECISION or (unit == "D" and "edge" in match.groups):
        return []
    anchor, count = context.anchor, rel_of(match, context) or 0
    if anchor and unit == "W" and count == -1 and anchor.isoweekday() == 7:
        return dated(match, week_ended(anchor), PERIOD_PLACEHOLDERS[unit], "publication")
    found = cal.shift_units(anchor, unit, count) if anchor else None
    return dated(match, cal.unit_interval(found, unit), PERIOD_PLACEHOLDERS[unit], "publication")


def week_ended(sunday: date) -> cal.Interval | None:
    """What a story of a Sunday calls "last week".

    The seven days that ended the evening before, not those before them.
    """
    start, end = cal.shift_days(sunday, -7), cal.shift_days(sunday, -1)
    week = cal.week_interval(sunday)
    return cal.Interval(start, end, "week", week.value) if start and end and week else None


def stretch(match: Match, context: Context) -> list[Reading]:
    """A duration that ends or begins with publication: "the past four months", "the next three years"."""
    amount = amount_of(match, context)
    if amount is None:
        return []
    way = word_of(match, context, "way")
    value, interval = amount.value, None
    anchor = context.anchor
    if anchor and amount.count and amount.unit in cal.UNIT_PRECISION:
        ahead = way in word_tables()["next"] or way in word_tables()["coming"]
        other = cal.shift_units(anchor, amount.unit, amount.count if ahead else -amount.count)
        if other:
            start, end = sorted((anchor, other))
            interval = cal.Interval(start, end, "interval", value)
    return one(match, "DURATION", value, interval, "publication")


def ago(match: Match, context: Context) -> list[Reading]:
    """ "two days ago", "three weeks from now"; "two days later" counts from the day named before."""
    amount = amount_of(match, context)
    if amount is None:
        return []
    way = word_of(match, context, "way")
    if amount.unit not in cal.UNIT_PRECISION or not amount.count:
        return one(
            match,
            "DATE",
            "PAST_REF" if way == "ago" and amount.count == VAGUE else amount.value,
            None,
            "publication",
        )
    from_now = way in ("ago", "from", "hence")
    origin = context.anchor if from_now else (context.last.start if context.last else context.anchor)
    back = way in ("ago", "earlier")
    if amount.unit in "YEC" and amount.count > MOST_YEARS:
        return one(match, "DATE", "PAST_REF" if back else "FUTURE_REF")
    return dated(
        match,
        shifted(origin, amount.unit, -amount.count if back else amount.count),
        PERIOD_PLACEHOLDERS[amount.unit],
        "publication",
    )


def shifted(origin: date | None, unit: str, count: int) -> cal.Interval | None:
    """The day, month or year so many units away; for weeks, three days to either side of the day."""
    day = cal.shift_units(origin, unit, count) if origin else None
    whole = cal.unit_interval(day, unit if unit not in "EC" else "Y")
    if unit != "W" or whole is None or day is None:
        return whole
    start, end = cal.shift_days(day, -3), cal.shift_days(day, 3)
    return cal.Interval(start, end, "week", whole.value) if start and end else None


def same_period(match: Match, context: Context) -> list[Reading]:
    """ "that same day", "later that year": the day or year named before."""
    part = part_of(match, context)
    unit = "D" if part else str(word_tables()["unit"][word_of(match, context, "unit")])
    if unit not in cal.UNIT_PRECISION:
        return []
    base = context.last
    first = context.scanned.token(match.start).lower()
    if first in ("earlier", "later") and "the" in context.scanned.tokens(match.start, match.end):
        base = cal.day_interval(context.anchor)
    if base and (unit == "D" and base.precision != "day"):
        base = None
    found = cal.unit_interval(base.start, unit) if base else None
    return with_part(match, dated(match, found, PERIOD_PLACEHOLDERS[unit], "text"), part)


def next_period(match: Match, context: Context) -> list[Reading]:
    """ "the following day", "the next morning", "the previous year", "a day later"."""
    part = part_of(match, context)
    word = word_of(match, context, "unit")
    unit = "D" if part else str(word_tables()["unit"].get(word, ""))
    if unit not in cal.UNIT_PRECISION:
        return []
    count = -1 if word_of(match, context, "way") in ("previous", "earlier") else 1
    base = context.last
    if base and unit in "DW" and base.precision != "day":
        base = None
    day = cal.shift_units(base.start, unit, count) if base else None
    return with_part(
        match, dated(match, cal.unit_interval(day, unit), PERIOD_PLACEHOLDERS[unit], "text"), part
    )
