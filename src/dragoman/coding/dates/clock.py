"""Times of the day: "10:35 a.m.", "0735 GMT", "9 a.m. EST Tuesday", "midnight".

Time zones are read over: a time has the day that the text gives, not one shifted to another zone.
"""

from __future__ import annotations

from dragoman.coding.dates import calendar as cal
from dragoman.coding.dates.grammar import Match
from dragoman.coding.dates.readings import Context, Reading, dated, number_of, one, word_of
from dragoman.coding.dates.relative import deictic_day, weekday
from dragoman.coding.dates.scan import context_words, word_tables

NEAR_TOKENS = 8
"""How many tokens after a time its weekday may stand: "10:35 a.m. (0735 GMT) Friday"."""


def clock_time(match: Match, context: Context) -> list[Reading]:
    """A time with the day beside it, or else the day named before, or else that of publication."""
    clock = _clock(match, context)
    if clock is None:
        return []
    day = _day(match, context)
    if day is None:
        return one(match, "TIME", "XXXX-XX-XX" + clock)
    base = day.interval
    interval = cal.Interval(base.start, base.end, "day", base.start.isoformat() + clock) if base else None
    return dated(match, interval, day.value + clock, day.basis, "TIME")


def _day(match: Match, context: Context) -> Reading | None:
    if "deictic" in match.groups:
        return deictic_day(match, context)[0]
    if "weekday" in match.groups:
        found = weekday(match, context)
        return found[0] if found else None
    if (ahead := _weekday_after(match, context)) is not None:
        return ahead
    last = (
        context.last if context.last and context.last.precision == "day" else cal.day_interval(context.anchor)
    )
    return Reading(match.start, match.end, "DATE", last.value, last, "publication") if last else None


def _weekday_after(match: Match, context: Context) -> Reading | None:
    """The weekday a few words after a time of the same clause."""
    scanned = context.scanned
    for i in range(match.end, min(match.end + NEAR_TOKENS, len(scanned.spans))):
        token = scanned.token(i)
        if token in ".,;" or token[0] == "\n":
            return None
        if token.lower() in word_tables()["weekday"] and token[0].isupper():
            found = weekday(Match("weekday", i, i + 1, {"weekday": (i, i + 1)}), context)
            return found[0] if found else None
    return None


def _clock(match: Match, context: Context) -> str | None:
    """The TIMEX3 time ("T10:35"), or None where the form is no time of the day."""
    scanned = context.scanned
    before = scanned.token(match.start - 1).lower()
    if "clock" in match.groups:
        named = scanned.token(match.start)
        name_of_something = before == "high" or (named.istitle() and match.start > 0 and named != "Midnight")
        return None if name_of_something else str(word_tables()["clock"][named.lower()])
    if "clock4" in match.groups:
        digits = word_of(match, context, "clock4")
        return f"T{digits[:2]}:{digits[2:]}"
    if "hour2" in match.groups:
        hour, minute = number_of(match, context, "hour2") or 0, number_of(match, context, "minute2") or 0
        plain = hour < 24 and (before in context_words("before_plain_clock") or _zoned(match, context))
        return f"T{hour:02d}:{minute:02d}" if plain else None
    if "hour3" in match.groups:
        return None if (hour := number_of(match, context, "hour3") or 0) > 12 else f"T{hour:02d}:00"
    hour, minute = number_of(match, context, "hour") or 0, number_of(match, context, "minute") or 0
    if not 1 <= hour <= 12:
        return None
    afternoon = word_of(match, context, "ampm")[0] == "p"
    return f"T{hour % 12 + (12 if afternoon else 0):02d}:{minute:02d}"


def _zoned(match: Match, context: Context) -> bool:
    return any(token in word_tables()["zone"] for token in context.scanned.tokens(match.start, match.end))
