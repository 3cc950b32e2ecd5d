"""Calendar dates: days, months, quarters, seasons, years, decades and centuries that a text names."""

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
from dragoman.coding.dates.scan import word_tables

CLEARLY_NEAR_DAYS = 31
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
    if nearest is None or context.anchor is None or abs((nearest.start - context.anchor).days) <= CLEARLY_NEAR_DAYS:
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
    nearest = choose(days, context, NEAR)
    if rel is None and nearest and context.anchor and abs((nearest.start - context.anchor).days) <= CLEARLY_NEAR_DAYS:
        return dated(match, nearest, "XXXX-XX-XX", "publication")
    where = {-1: PAST, 1: FUTURE}.get(rel or 0) or context.direction(match.start, match.end)
    return dated(match, choose(days, context, where), "XXXX-XX-XX", "publication")


# --- months, quarters, seasons, years ---------------------------------------------------------------------------

MONTH_PREPOSITIONS = set(
    "in of since until till by from to and between during before after through for this last next late early mid or".split()
)
NAMELIKE_MONTHS = {"may", "march", "april", "june", "august"}
"""Months that are also first names, verbs or adjectives: alone they need a preposition before them."""


def month(match: Match, context: Context) -> list[Reading]:
    """ "February 1999", "November last year", "early December", "in May"."""
    number, year, rel = month_of(match, context), number_of(match, context, "year"), rel_of(match, context)
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


def _is_month(match: Match, context: Context) -> bool:
    """Whether a month's name alone is the month: not a modal, a march, a person, an abbreviation of something else."""
    scanned, first = context.scanned, match.groups["month"][0]
    word = scanned.token(first).lower()
    before = scanned.token(match.start - 1)
    if word in word_tables()["month_abbreviation"]:
        return before.lower() in MONTH_PREPOSITIONS
    if match.start < first or before.lower() in MONTH_PREPOSITIONS:
        return True
    if word in NAMELIKE_MONTHS:
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
    kind = word_of(match, context, "part")
    make = cal.quarter_interval if kind == "quarter" else cal.half_interval
    year, rel = number_of(match, context, "year"), rel_of(match, context)
    sign = "Q" if kind == "quarter" else "H"
    if not 1 <= number <= (4 if sign == "Q" else 2):
        return []
    basis = "text"
    if year is None:
        basis = "publication"
        year = context.anchor.year + (rel or 0) if context.anchor else None
    found = make(year, number) if year is not None else None
    if "fiscal" in match.groups and found:
        return one(match, "DATE", found.value)
    return dated(match, found, f"XXXX-{sign}{number}", basis)


def season(match: Match, context: Context) -> list[Reading]:
    """ "last fall", "the summer of 1998", "in the spring"."""
    name = str(word_tables()["season"][word_of(match, context, "season")])
    year, rel = number_of(match, context, "year"), rel_of(match, context)
    if year is not None:
        return dated(match, cal.season_interval(year, name), f"XXXX-{name}", "text")
    before = context.scanned.token(match.start - 1).lower()
    after = context.scanned.token(match.end).lower()
    if rel is None and (before not in ("in", "during", "by", "since", "until", "for", "over", "this") or after == "of"):
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


YEAR_PREPOSITIONS = set("in since of by from until till to and between during before after through circa the year".split())
_NOT_BEFORE_YEAR = "$€£.#@&+/=*'’"
_NOT_AFTER_YEAR = "%$€£@/="


def year(match: Match, context: Context) -> list[Reading]:
    """ "1998", "early 2001", "fiscal 2003", "1994-95"."""
    scanned, value = context.scanned, number_of(match, context, "year") or 0
    if "fiscal" in match.groups:
        return one(match, "DATE", f"{value:04d}")
    second = number_of(match, context, "year2")
    if second is not None:
        if second != (value + 1) % 100:
            return []
        first, last = cal.year_interval(value), cal.year_interval(value + 1)
        both = cal.Interval(first.start, last.end, "interval", f"{value}/{value + 1}") if first and last else None
        return dated(match, both, str(value), "text")
    if not _is_year(match, context, value):
        return []
    first = match.groups["year"][0]
    start = match.start if first == match.start or scanned.token(first - 1) != "," else first
    return [Reading(start, match.end, "DATE", f"{value:04d}", cal.year_interval(value), "text")]


def _is_year(match: Match, context: Context, value: int) -> bool:
    """Whether a number of four digits is a year by what stands around it."""
    scanned = context.scanned
    first = match.groups["year"][0]
    start, end = scanned.spans[first]
    text = scanned.text
    glued_before, glued_after = text[start - 1 : start] if start else "", text[end : end + 1]
    if glued_before in _NOT_BEFORE_YEAR and glued_before or glued_before.isalpha() or glued_after.isalpha():
        return False
    if glued_after in _NOT_AFTER_YEAR and glued_after or (glued_after in ".,:" and text[end + 1 : end + 2].isdigit()):
        return False
    if glued_before in ",:" and glued_before and text[start - 2 : start - 1].isdigit():
        return False
    if glued_before == "-" and text[start - 2 : start - 1].isalnum() and not text[start - 5 : start - 1].isdigit():
        return text[: start - 1].lower().endswith(("post", "pre", "mid", "late", "early"))
    before, after = scanned.token(match.start - 1).lower(), scanned.token(match.end).lower()
    if after in word_tables()["counted"] or before in ("no", "number", "flight", "some", "about", "than", "least", "page", "room"):
        return False
    if 1800 <= value <= 2099:
        return True
    return before in YEAR_PREPOSITIONS - {"the", "to", "and", "by", "of"} and after not in word_tables()["units"]


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
