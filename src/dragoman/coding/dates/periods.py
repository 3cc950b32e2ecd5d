"""Periods that a text names: months, quarters, seasons, years, decades and centuries."""

from __future__ import annotations

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
    lookup,
    month_of,
    neighbours,
    number_of,
    one,
    rel_of,
    word_of,
    words_of,
)
from dragoman.coding.dates.scan import context_words, word_tables


def month(match: Match, context: Context) -> list[Reading]:
    """ "February 1999", "November last year", "early December", "in May"."""
    number, year, rel = month_of(match, context), number_of(match, context, "year"), rel_of(match, context)
    if _impossible_day_before(match, context):
        return []
    if year is not None:
        return dated(match, cal.month_interval(year, number), f"XXXX-{number:02d}", "text")
    beside_year = match.groups.get("rel", (0, 0))[0] > match.groups["month"][0]
    relative = f"XXXX-{number:02d}"
    if beside_year and rel is not None:
        found = cal.month_interval(context.anchor.year + rel, number) if context.anchor else None
        return dated(match, found, relative, "publication")
    if not _is_month(match, context):
        return []
    months = neighbours(context, lambda y: cal.month_interval(y, number))
    return dated(match, _choose_month(months, context, rel, match), relative, "publication")


def _impossible_day_before(match: Match, context: Context) -> bool:
    """Whether the number before a month would be its day, but can be none: "32 May 2010"."""
    before = context.scanned.token(match.start - 1)
    return before.isdecimal() and len(before) <= 2


def _is_month(match: Match, context: Context) -> bool:
    """Whether a month's name alone is the month: not a modal, a march, a person, an abbreviation."""
    scanned, first = context.scanned, match.groups["month"][0]
    word = scanned.token(first).lower()
    before = scanned.token(match.start - 1)
    if word in word_tables()["month_abbreviation"]:
        return before.lower() in context_words("before_month")
    if match.start < first or before.lower() in context_words("before_month"):
        return True
    if word in context_words("namelike_months"):
        return before.lower() in ("the", "a") and word != "may" and not scanned.token(match.end)[:1].isupper()
    return True


def _choose_month(
    months: list[cal.Interval | None], context: Context, rel: int | None, match: Match
) -> cal.Interval | None:
    anchor = context.anchor
    if anchor is None:
        return None
    if rel == -1:
        return choose([m for m in months if m and m.end < anchor], context, PAST)
    if rel == 1:
        return choose([m for m in months if m and m.start > anchor], context, FUTURE)
    if rel == 0:
        return choose([m for m in months if m and m.start.year == anchor.year], context, NEAR)
    return choose(months, context, context.direction(match.start, match.end))


def quarter(match: Match, context: Context) -> list[Reading]:
    """ "the third quarter of 1998", "the first half of last year"; a fiscal one has no sure days."""
    number = _ordinal(words_of(match, context, "ordinal"))
    half = word_of(match, context, "part") == "half"
    make = cal.half_interval if half else cal.quarter_interval
    year, rel = number_of(match, context, "year"), rel_of(match, context)
    if not 1 <= number <= (2 if half else 4):
        return []
    basis = "publication" if year is None else "text"
    if year is None and rel is not None and context.anchor:
        year = context.anchor.year + rel
    if year is not None:
        found = make(year, number)
    else:
        candidates = neighbours(context, lambda y: make(y, number))
        found = choose(candidates, context, context.direction(match.start, match.end))
    if "fiscal" in match.groups and found:
        return one(match, "DATE", found.value)
    return dated(match, found, f"XXXX-{'H' if half else 'Q'}{number}", basis)


def season(match: Match, context: Context) -> list[Reading]:
    """ "last fall", "the summer of 1998", "in the spring"."""
    name = str(word_tables()["season"][word_of(match, context, "season")])
    year, rel = number_of(match, context, "year"), rel_of(match, context)
    if context.scanned.token(match.start).istitle() and context.scanned.token(match.start - 1).istitle():
        return []
    if year is not None:
        return dated(match, cal.season_interval(year, name), f"XXXX-{name}", "text")
    before = context.scanned.token(match.start - 1).lower()
    after = context.scanned.token(match.end).lower()
    if rel is None and (before not in context_words("before_season") or after == "of"):
        return []
    seasons = neighbours(context, lambda y: cal.season_interval(y, name))
    anchor = context.anchor
    if anchor and rel == -1:
        found = choose([s for s in seasons if s and s.end < anchor], context, PAST)
    elif anchor and rel == 1:
        found = choose([s for s in seasons if s and s.start > anchor], context, FUTURE)
    elif rel == 0:
        found = choose(seasons, context, NEAR)
    else:
        found = choose(seasons, context, context.direction(match.start, match.end))
    return dated(match, found, f"XXXX-{name}", "publication")


_NOT_BEFORE_YEAR = set("$€£.#@&+/=*'’")
_NOT_AFTER_YEAR = set("%$€£@/=")
_YEAR_PREFIXES = ("post", "pre", "mid", "late", "early")


def year(match: Match, context: Context) -> list[Reading]:
    """ "1998", "early 2001", "fiscal 2003", "1994-95"."""
    value, second = number_of(match, context, "year") or 0, number_of(match, context, "year2")
    if "fiscal" in match.groups:
        return one(match, "DATE", f"{value:04d}")
    if second is not None:
        first, last = cal.year_interval(value), cal.year_interval(value + 1)
        if second != (value + 1) % 100 or first is None or last is None:
            return []
        return dated(
            match, cal.Interval(first.start, last.end, "interval", f"{value}/{value + 1}"), "", "text"
        )
    if not (_stands_free(match, context) and _is_year(match, context, value)):
        return []
    return one(match, "DATE", f"{value:04d}", cal.year_interval(value))


def _stands_free(match: Match, context: Context) -> bool:
    """Whether a number is one by itself: no part of a price, a decimal, a code or a name."""
    text = context.scanned.text
    start, end = context.scanned.spans[match.groups["year"][0]]
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before in _NOT_BEFORE_YEAR or after in _NOT_AFTER_YEAR or before.isalpha() or after.isalpha():
        return False
    if text[max(0, start - 4) : start].lower().endswith(("no. ", "no.")):
        return False
    if after in (".", ",", ":") and text[end + 1 : end + 2].isdigit():
        return False
    if before in (",", ":") and text[start - 2 : start - 1].isdigit():
        return False
    if before == "-" and text[start - 2 : start - 1].isalnum() and not text[start - 5 : start - 1].isdigit():
        return text[: start - 1].lower().endswith(_YEAR_PREFIXES)
    return True


def _is_year(match: Match, context: Context, value: int) -> bool:
    """Whether a number of four digits is a year by the words around it."""
    before = context.scanned.token(match.start - 1).lower()
    after = context.scanned.token(match.end).lower()
    if after in word_tables()["counted"] or before in context_words("before_no_year"):
        return False
    if 1800 <= value <= 2099:
        return True
    return before in context_words("before_old_year") and after not in word_tables()["units"]


def decade(match: Match, context: Context) -> list[Reading]:
    """ "the 1990s", "the early '80s", "the nineties"."""
    word = word_of(match, context, "year")
    number = int(word) if word.isdecimal() else lookup("nineties", word)
    if number >= 100:
        return dated(match, cal.decade_interval(number), f"{number // 10:03d}X", "text")
    latest = context.anchor.year if context.anchor else None
    if latest is None:
        return one(match, "DATE", f"XX{number // 10}X")
    hundred = latest - latest % 100
    full = hundred + number if hundred + number <= latest else hundred - 100 + number
    return dated(match, cal.decade_interval(full), f"XX{number // 10}X", "publication")


def century(match: Match, context: Context) -> list[Reading]:
    """ "the 19th century"."""
    found = cal.century_interval(_ordinal(words_of(match, context, "ordinal")))
    return dated(match, found, "XXXX", "text")


def _ordinal(words: list[str]) -> int:
    """The number that an ordinal names: "3rd", "third", "twenty-first"."""
    total = 0
    for word in words:
        if word.isdecimal():
            total += int(word)
        else:
            total += int(word_tables()["tens"].get(word) or word_tables()["ordinal"].get(word) or 0)
    return total
