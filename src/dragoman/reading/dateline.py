"""Datelines: the words that open a wire story and say where, when and for whom it was written.

``BEIJING (AP) – ``, ``GAZA CITY, Dec 17, 2006 (AFP) -``,
``MAR DEL PLATA, Argentina, Nov. 4 , 2005 (Xinhua)``.
"""

from __future__ import annotations

import datetime
import re
from functools import cache
from importlib.resources import files

import msgspec

LONGEST = 120
"""No dateline is longer, in characters."""

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""Numbers of the English months, by name and abbreviation, lower case."""

_CAPS = r"(?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.]+|St\.)"
_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w'’.]*|of|the|and|de|del|la)"
_NAMES = sorted(
    {form for name in MONTHS for form in (name.capitalize(), name.upper())}, key=len, reverse=True
)
_MONTH = r"(?P<{0}>" + "|".join(_NAMES) + r")\b\.?"
_YEAR = r"(?:\s*,?\s*(?P<{0}>\d{{4}})\b(?:\s*,\s*\d{{4}}\b)?)?"

_CITY = re.compile(rf"{_CAPS}(?:[ \-/]+{_CAPS})*(?:/{_CAPS}(?: {_CAPS})*)*")
_MIXED_CITY = re.compile(rf"{_WORD}(?:[ \-/]{_WORD}){{0,4}}")
_REGION = re.compile(
    rf"\s*,\s*(?P<region>{_WORD}(?:[ \-]+(?:{_WORD}|border|province|state)){{0,4}})(?=\s*[,(\-–—:]|\s*$)"
)
_DATE = re.compile(
    rf"\s*[,.]?\s*(?:{_MONTH.format('m1')}\s*(?P<d1>\d{{1,2}})\b{_YEAR.format('y1')}"
    rf"|(?P<d2>\d{{1,2}})\s+{_MONTH.format('m2')}{_YEAR.format('y2')})"
)
_AGENCY = re.compile(r"\s*[,.]?\s*(?:\((?P<agency>[^()\n]{2,40})\)|/(?P<slashed>[A-Z]{2,10})/\.?)")
_DASH = re.compile(r"\s*(?:[–—―]|--+|[-_](?=\s|$))[ \t]*|\s*:(?=\s)[ \t]*")
_STRONG_DASH = re.compile(r"\s*(?:[–—―]|--+)\s*(?=[\"“'‘]?[A-Z0-9])")
_ONLY_AGENCY = re.compile(r"\s*\((?P<agency>[^()\n]{2,40})\)")


class Dateline(msgspec.Struct, frozen=True, kw_only=True):
    """A dateline: the place as written (None where it names none), the agency, the day, and its end.

    ``end`` is the offset of the first character of the story; text before it is not coded.
    """

    place: str | None
    agency: str | None
    date: str | None
    end: int


def parse_dateline(text: str, published: str | None = None, *, alone: bool = False) -> Dateline | None:
    """The dateline at the start of a text, or None.

    ``published`` gives the year where the dateline has none. ``alone``: the text is nothing but a dateline,
    as in the field of that name, so a place by itself is one.
    """
    head = text[:LONGEST]
    start = len(head) - len(head.lstrip())
    return (
        _with_place(head, start, _CITY, published, alone=alone)
        or _with_place(head, start, _MIXED_CITY, published, alone=alone, known_agency=True)
        or _without_place(head, start, published, alone=alone)
    )


def _with_place(
    head: str,
    start: int,
    city: re.Pattern[str],
    published: str | None,
    *,
    alone: bool,
    known_agency: bool = False,
) -> Dateline | None:
    found = city.match(head, start)
    if found is None:
        return None
    place, at = found.group().strip(), found.end()
    if place.lower().rstrip(".") in MONTHS:
        return None
    dated = _DATE.match(head, at)
    if dated is None and (region := _REGION.match(head, at)) and not _is_date(region.group("region")):
        place, at = f"{place}, {_plain(region.group('region'))}", region.end()
        dated = _DATE.match(head, at)
    at = dated.end() if dated else at
    agency = _agency(head, at, dated is not None or alone, known_agency)
    at = agency.end() if agency else at
    dash = _DASH.match(head, at)
    if agency is None and known_agency and not (alone and dated):
        return None
    if not (alone or agency or (dated and (dash or _line_ends(head, at))) or _STRONG_DASH.match(head, at)):
        return None
    return Dateline(
        place=place.rstrip(",. "),
        agency=_name(agency) if agency else None,
        date=_day(dated, published) if dated else None,
        end=_story(head, dash.end() if dash else at),
    )


def _without_place(head: str, start: int, published: str | None, *, alone: bool) -> Dateline | None:
    """``(Reuters) - `` at the start of a text, and ``Dec 30, 2006`` alone in a field."""
    agency = _ONLY_AGENCY.match(head, start)
    if (
        agency
        and agency.group("agency").strip().lower() in _agencies()
        and (dash := _DASH.match(head, agency.end()))
    ):
        return Dateline(
            place=None, agency=agency.group("agency").strip(), date=None, end=_story(head, dash.end())
        )
    dated = _DATE.match(head, start)
    if alone and dated:
        return Dateline(place=None, agency=None, date=_day(dated, published), end=_story(head, dated.end()))
    return None


def _agency(head: str, at: int, surely: bool, known: bool) -> re.Match[str] | None:
    """A name in brackets: a known agency, or any name where a date or a dash shows a dateline."""
    found = _AGENCY.match(head, at)
    if found is None:
        return None
    name = _name(found).lower()
    if name in _agencies() or any(part in _agencies() for part in re.split(r"[/,]", name)):
        return found if _DASH.match(head, found.end()) or surely or _line_ends(head, found.end()) else None
    if known:
        return None
    dash = _STRONG_DASH.match(head, found.end())
    return found if surely or (dash and len(name.split()) <= 3) else None


def _name(found: re.Match[str]) -> str:
    return (found.group("agency") or found.group("slashed")).strip()


@cache
def _agencies() -> frozenset[str]:
    lines = (files("dragoman.reading") / "data" / "agencies.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().lower() for line in lines if line.strip() and not line.startswith("#"))


def _is_date(words: str) -> bool:
    return words.split()[0].rstrip(".").lower() in MONTHS


def _plain(words: str) -> str:
    return " ".join(words.split())


def _line_ends(head: str, at: int) -> bool:
    return re.match(r"[ \t]*(?:\n|\r|$)", head[at:]) is not None


def _story(head: str, at: int) -> int:
    """The offset of the first character of the story after a dateline."""
    gap = re.compile(r"\s*").match(head, at)
    return gap.end() if gap else at


def _day(found: re.Match[str], published: str | None) -> str | None:
    month = MONTHS[(found["m1"] or found["m2"]).rstrip(".").lower()]
    day = int(found["d1"] or found["d2"])
    year = found["y1"] or found["y2"]
    try:
        if year is not None:
            return datetime.date(int(year), month, day).isoformat()
        return None if published is None else _nearest(month, day, datetime.date.fromisoformat(published))
    except ValueError:
        return None


def _nearest(month: int, day: int, published: datetime.date) -> str:
    """The day without a year that lies nearest to the day of publication."""
    years = (published.year - 1, published.year, published.year + 1)
    days = [datetime.date(year, month, day) for year in years if _exists(year, month, day)]
    return min(days, key=lambda d: abs((d - published).days)).isoformat()


def _exists(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True
