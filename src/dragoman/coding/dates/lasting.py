"""Durations, repetitions, references to past, present and future, and times of the day."""

from __future__ import annotations

from dragoman.coding.dates import calendar as cal
from dragoman.coding.dates.amounts import Amount, amount_of, count_of, duration, unit_of
from dragoman.coding.dates.grammar import Match
from dragoman.coding.dates.readings import Context, Reading, dated, lookup, number_of, one, word_of, words_of
from dragoman.coding.dates.relative import deictic_day, weekday
from dragoman.coding.dates.scan import word_tables

LONE_UNITS_AFTER = set("for in within over during recent coming past the throughout into through".split())
LONE_UNITS_BEFORE = set("before after ago later earlier prior".split())
"""What stands before or after bare "days" and "weeks" where they are a stretch of time."""


def length(match: Match, context: Context) -> list[Reading]:
    """ "three weeks", "a two-day visit", "at least 72 hours", "for years", "decades-long"."""
    scanned = context.scanned
    before, after = scanned.token(match.start - 1).lower(), scanned.token(match.end).lower()
    last = scanned.token(match.end - 1).lower()
    if after == "old" or (after == "-" and scanned.token(match.end + 1).lower() in ("old", "olds")):
        return []
    if "one" in match.groups and last in ("second", "quarter"):
        return []
    if "one" in match.groups and (rate := _per(match, context)):
        return one(match, "SET", duration(1, unit_of(match, context))) if rate == "money" else []
    if unit_of(match, context) in ("Q",) and "num" not in match.groups:
        return []
    if scanned.token(match.end - 1)[:1].isupper() and before and match.end - match.start > 1 and not scanned.token(match.start)[:1].isupper():
        return []
    if after in ("a", "per") and scanned.token(match.end + 1).lower() in word_tables()["unit"]:
        return []
    if last == "second" or ("num" in match.groups and before in ("$", "€", "£", ".")):
        return []
    bare = "num" not in match.groups and "one" not in match.groups and "half" not in match.groups
    if bare and "long" not in match.groups and last != "long" and match.end - match.start == 1:
        if before not in LONE_UNITS_AFTER and after not in LONE_UNITS_BEFORE:
            return []
        if before == "the" and after not in LONE_UNITS_BEFORE:
            return []
    amount = amount_of(match, context)
    if amount is None:
        return []
    if "long" in match.groups:
        amount = Amount(1, amount.unit)
    return one(match, "DURATION", amount.value)


def _per(match: Match, context: Context) -> str | None:
    """What "a day" is the rate of: money or another amount ("$3 million a year"), time ("24 hours a day"), or None."""
    before = context.scanned.token(match.start - 1).lower()
    if before in ("million", "billion", "dollars", "euros", "percent", "%", "barrels", "tons", "tonnes"):
        return "money"
    return "time" if before in word_tables()["units"] or before in ("times", "once", "twice") or before.isdecimal() else None


def repeated(match: Match, context: Context) -> list[Reading]:
    """ "every Monday", "daily", "each year", "Sundays", "twice a week"."""
    scanned = context.scanned
    if "frequency" in match.groups:
        word = scanned.token(match.start)
        if word[0].isupper() and scanned.token(match.end)[:1].isupper():
            return []
        return one(match, "SET", str(word_tables()["frequency"][word.lower()]))
    for name in ("weekday", "weekdays"):
        day = word_of(match, context, "weekday")
        if day in word_tables()[name]:
            part = word_tables()["daypart"].get(word_of(match, context, "part"), "")
            return one(match, "SET", f"XXXX-WXX-{lookup(name, day)}{part}")
    if "unit" not in match.groups:
        part = word_tables()["daypart"][word_of(match, context, "part")]
        return one(match, "SET", f"XXXX-XX-XX{part}")
    words = scanned.tokens(match.start, match.end)
    counted = count_of(words_of(match, context, "num")) if "num" in match.groups and "times" not in words else None
    unit = unit_of(match, context)
    return one(match, "SET", duration(2 if "other" in words else counted or 1, unit))


def reference(match: Match, context: Context) -> list[Reading]:
    """ "now", "recently", "the future", "the past"."""
    word = word_of(match, context, "reference")
    if word == "past":
        return one(match, "DATE", "PAST_REF") if context.scanned.token(match.start - 1).lower() in ("in", "of", "from") else []
    if word == "future":
        return one(match, "DATE", "FUTURE_REF")
    return one(match, "DATE", str(word_tables()["reference"].get(word, "PRESENT_REF")))


def clock_time(match: Match, context: Context) -> list[Reading]:
    """ "10:35 a.m.", "0735 GMT", "9 a.m. EST Tuesday", "midnight"."""
    clock = _clock(match, context)
    if clock is None:
        return []
    if "weekday" in match.groups or "deictic" in match.groups:
        day = (weekday if "weekday" in match.groups else deictic_day)(match, context)
        base, basis = (day[0].interval, "publication") if day else (None, "text")
        if day and day[0].interval is None:
            return one(match, "TIME", f"{day[0].value}{clock}")
    else:
        base, basis = _day_beside(context), "publication"
    interval = cal.Interval(base.start, base.end, base.precision, base.start.isoformat() + clock) if base else None
    return dated(match, interval, "XXXX-XX-XX" + clock, basis, "TIME")


def _day_beside(context: Context) -> cal.Interval | None:
    """The day named before, or that of publication."""
    if context.last and context.last.precision == "day":
        return context.last
    return cal.day_interval(context.anchor)


def _clock(match: Match, context: Context) -> str | None:
    """The TIMEX3 time: "T10:35"."""
    if "clock" in match.groups:
        word = word_of(match, context, "clock")
        if context.scanned.token(match.start - 1).lower() == "high":
            return None
        if word != "midnight" and context.scanned.token(match.start)[0].isupper() and match.start:
            return None
        return str(word_tables()["clock"][word])
    if "clock4" in match.groups:
        digits = word_of(match, context, "clock4")
        return f"T{digits[:2]}:{digits[2:]}"
    plain = number_of(match, context, "hour2")
    if plain is not None:
        before = context.scanned.token(match.start - 1).lower()
        minute = number_of(match, context, "minute2") or 0
        return f"T{plain:02d}:{minute:02d}" if plain < 24 and before in ("at", "by", "until", "around", "about", "from", "since") else None
    hour, minute = number_of(match, context, "hour"), number_of(match, context, "minute") or 0
    if hour is None or not 1 <= hour <= 12:
        return None
    afternoon = word_of(match, context, "ampm")[0] == "p"
    return f"T{hour % 12 + (12 if afternoon else 0):02d}:{minute:02d}"
