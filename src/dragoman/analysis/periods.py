"""Days, weeks (Monday to Sunday), months, quarters and years, each named by its first day."""

from __future__ import annotations

from datetime import date, timedelta

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}


def start_of(day: str, period: str) -> str:
    """The first day of the period in which an ISO day lies."""
    value = date.fromisoformat(day)
    if period in _DAYS:
        return (value - timedelta(days=value.weekday() if period == "week" else 0)).isoformat()
    months = _MONTHS[period]
    return value.replace(month=months * ((value.month - 1) // months) + 1, day=1).isoformat()


def end_of(start: str, period: str) -> str:
    """The last day of the period that begins on an ISO day."""
    return (_next(date.fromisoformat(start), period) - timedelta(days=1)).isoformat()


def periods(first: str, last: str, period: str) -> list[str]:
    """The first days of all periods from the one of ``first`` to the one of ``last``."""
    found, start, end = [], date.fromisoformat(start_of(first, period)), date.fromisoformat(last)
    while start <= end:
        found.append(start.isoformat())
        start = _next(start, period)
    return found


def _next(start: date, period: str) -> date:
    if period in _DAYS:
        return start + timedelta(days=_DAYS[period])
    months = start.year * 12 + start.month - 1 + _MONTHS[period]
    return date(months // 12, months % 12 + 1, 1)
