"""Days as people write them."""

from __future__ import annotations

from dragoman.records import DateValue

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(value: DateValue | None) -> str:
    """A date for people: ``26 Oct 2022``, ``Feb 2022``, ``3–9 Oct 2022``, or nothing."""
    if value is None:
        return ""
    start, end = _parts(value.start), _parts(value.end)
    if value.start == value.end:
        return f"{start[2]} {_MONTHS[start[1] - 1]} {start[0]}"
    if value.precision == "month" and start[:2] == end[:2]:
        return f"{_MONTHS[start[1] - 1]} {start[0]}"
    if value.precision == "year" and start[0] == end[0]:
        return str(start[0])
    if start[:2] == end[:2]:
        return f"{start[2]}–{end[2]} {_MONTHS[start[1] - 1]} {start[0]}"
    return f"{start[2]} {_MONTHS[start[1] - 1]} {start[0]} – {end[2]} {_MONTHS[end[1] - 1]} {end[0]}"


def iso_day_text(day: str | None) -> str:
    """An ISO day for people, or nothing."""
    return day_text(DateValue(start=day, end=day, precision="day", basis="text")) if day else ""


def _parts(iso: str) -> tuple[int, int, int]:
    year, month, day = iso.split("-")
    return int(year), int(month), int(day)
