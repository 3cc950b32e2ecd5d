"""Calendar arithmetic: intervals of days, their TIMEX3 values, and movable feasts.

Weeks run Monday to Sunday and are numbered after ISO 8601. Everything that would leave the years
1 to 9999 is ``None``.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The month in which each season begins: meteorological seasons of the northern hemisphere."""

UNIT_PRECISION = {
    "D": "day",
    "W": "week",
    "M": "month",
    "Q": "quarter",
    "Y": "year",
    "E": "decade",
    "C": "century",
}
"""Units of the calendar and the precision that a date counted in them has."""


@dataclass(frozen=True)
class Interval:
    """Days from ``start`` to ``end``, inclusive, the precision, and the TIMEX3 ``value``."""

    start: date
    end: date
    precision: str
    value: str


def parse_day(text: str | None) -> date | None:
    """The day that opens an ISO 8601 string ("2006-11-18", "2006-11-18T09:00Z"), or None."""
    if not text:
        return None
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def make_day(year: int, month: int, day: int) -> date | None:
    """A day of the calendar, or None where there is none such (31 February, year 0)."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def shift_days(day: date, days: int) -> date | None:
    """The day so many days later, or None outside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def shift_months(day: date, months: int) -> date | None:
    """The same day of a month so many months later, or that month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_interval(day: date | None) -> Interval | None:
    """One day."""
    return Interval(day, day, "day", day.isoformat()) if day else None


def week_interval(day: date | None) -> Interval | None:
    """The week, Monday to Sunday, that holds a day."""
    if day is None:
        return None
    start = shift_days(day, -day.weekday())
    end = shift_days(start, 6) if start else None
    if not (start and end):
        return None
    year, week, _ = start.isocalendar()
    return Interval(start, end, "week", f"{year:04d}-W{week:02d}")


def weekend_interval(day: date | None) -> Interval | None:
    """Saturday and Sunday of the week that holds a day."""
    week = week_interval(day)
    return Interval(week.end - timedelta(days=1), week.end, "interval", f"{week.value}-WE") if week else None


def month_interval(year: int, month: int) -> Interval | None:
    """A calendar month."""
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    last = calendar.monthrange(year, month)[1]
    return Interval(date(year, month, 1), date(year, month, last), "month", f"{year:04d}-{month:02d}")


def quarter_interval(year: int, quarter: int) -> Interval | None:
    """A quarter, or None unless ``quarter`` is 1 to 4."""
    if not (1 <= year <= 9999 and 1 <= quarter <= 4):
        return None
    end = month_interval(year, 3 * quarter)
    return (
        Interval(date(year, 3 * quarter - 2, 1), end.end, "quarter", f"{year:04d}-Q{quarter}")
        if end
        else None
    )


def half_interval(year: int, half: int) -> Interval | None:
    """A half of a year."""
    if not (1 <= year <= 9999 and half in (1, 2)):
        return None
    start, end = (
        (date(year, 1, 1), date(year, 6, 30)) if half == 1 else (date(year, 7, 1), date(year, 12, 31))
    )
    return Interval(start, end, "interval", f"{year:04d}-H{half}")


def season_interval(year: int, season: str) -> Interval | None:
    """Three months from the season's first; a winter begins in the December of its year."""
    month = SEASON_MONTHS[season]
    start = make_day(year, month, 1)
    last = shift_months(start, 2) if start else None
    whole = month_interval(last.year, last.month) if last else None
    return Interval(start, whole.end, "season", f"{year:04d}-{season}") if start and whole else None


def year_interval(year: int) -> Interval | None:
    """A calendar year."""
    if not 1 <= year <= 9999:
        return None
    return Interval(date(year, 1, 1), date(year, 12, 31), "year", f"{year:04d}")


def decade_interval(year: int) -> Interval | None:
    """The decade that holds a year: 1990 to 1999."""
    first = year - year % 10
    if not 1 <= first <= 9990:
        return None
    return Interval(date(first, 1, 1), date(first + 9, 12, 31), "decade", f"{first // 10:03d}X")


def century_interval(number: int) -> Interval | None:
    """The n-th century: the 20th runs from 1901 to 2000."""
    if not 1 <= number <= 99:
        return None
    start, end = date(100 * number - 99, 1, 1), date(100 * number, 12, 31)
    return Interval(start, end, "century", f"{number - 1:02d}XX")


def unit_interval(day: date | None, unit: str) -> Interval | None:
    """The calendar unit (D, W, M, Q, Y, E for a decade, C for a century) that holds a day."""
    if day is None:
        return None
    match unit:
        case "D":
            return day_interval(day)
        case "W":
            return week_interval(day)
        case "M":
            return month_interval(day.year, day.month)
        case "Q":
            return quarter_interval(day.year, (day.month + 2) // 3)
        case "Y":
            return year_interval(day.year)
        case "E":
            return decade_interval(day.year)
        case "C":
            return century_interval((day.year + 99) // 100)
    return None


def shift_units(day: date, unit: str, count: int) -> date | None:
    """The day so many calendar units later (earlier where ``count`` is negative)."""
    if abs(count) > 100_000:
        return None
    match unit:
        case "D":
            return shift_days(day, count)
        case "W":
            return shift_days(day, 7 * count)
        case "M" | "Q" | "Y" | "E" | "C":
            return shift_months(day, count * {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}[unit])
    return None


def easter(year: int) -> date:
    """Easter Sunday of the Western churches.

    The anonymous Gregorian algorithm as printed in Jean Meeus, Astronomical Algorithms, chapter 8.
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date | None:
    """The n-th Monday (0) to Sunday (6) of a month."""
    first = make_day(year, month, 1)
    if first is None:
        return None
    return make_day(year, month, 1 + (weekday - first.weekday()) % 7 + 7 * (n - 1))


def holiday(rule: str, year: int) -> date | None:
    """The day of a feast in a year.

    ``rule`` is "12-25", "easter-2" or "11/4th/3" (the 4th Thursday of November).
    """
    if not 1600 <= year <= 9998:
        return None
    if rule.startswith("easter"):
        return shift_days(easter(year), int(rule[6:] or 0))
    if "/" in rule:
        month, n, weekday = rule.split("/")
        return nth_weekday(year, int(month), int(weekday), int(n[0]))
    month, day = rule.split("-")
    return make_day(year, int(month), int(day))
