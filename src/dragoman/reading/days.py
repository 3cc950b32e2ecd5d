"""Days of publication as sources write them, made ISO days. What cannot be read is unknown, never today."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime

from dragoman.reading.dateline import MONTHS

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]\d{1,2}(?::?\d{2}){1,2}(?:[.,]\d+)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$",
    re.I,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})$")
_MONTH_DAY = re.compile(r"([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})$")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-]+([A-Za-z]+)\.?,?[\s\-]+(\d{4})$")


def iso_day(value: object) -> str | None:
    """The ISO day that a value names, or None.

    Takes ISO days and times (the day as written, whatever the zone), ``20221027``, ``2022/10/27``, days with
    an English month, mail dates, and dates from typed columns. ``27/10/2022`` is ambiguous and so unknown.
    """
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value).strip()
    if numbers := _ISO.match(text) or _COMPACT.match(text) or _SLASHED.match(text):
        return _made(*(int(n) for n in numbers.groups()))
    if words := _MONTH_DAY.match(text):
        return _made(int(words[3]), MONTHS.get(words[1].lower(), 0), int(words[2]))
    if words := _DAY_MONTH.match(text):
        return _made(int(words[3]), MONTHS.get(words[2].lower(), 0), int(words[1]))
    return _mail_day(text)


def _made(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _mail_day(text: str) -> str | None:
    if "," not in text:
        return None
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
