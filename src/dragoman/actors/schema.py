"""The registry's tables and records: which columns a file has, which codes it may hold, how dates read.

All tables are CSV in UTF-8 with a header. Lists are separated by ``;``. Dates are ISO 8601 and may be
partial (``2005``, ``2005-11``); an empty cell is unknown, and ``open`` as an end says that it was still
so when the source was made.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

import msgspec

from dragoman.records import SECTORLESS_COUNTRIES

OPEN = "open"
"""An end that had not come when the source was made."""

SECTORS = frozenset(
    {"AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JRN", "JUD", "LAB", "LEG", "MED", "MIL", "OPP"}
    | {"PRE", "PRM", "PTY", "REB", "REF", "REL", "SOC", "SPY", "UAF", "UNK"}
)
"""PLOVER's 25 sectors."""

INTERNATIONAL = frozenset(SECTORLESS_COUNTRIES)
"""PLOVER's codes that stand where a country would, for actors that are of no one country."""

_STATE = (
    "id",
    "wikidata",
    "name",
    "names",
    "demonyms",
    "capitals",
    "kind",
    "parent",
    "start",
    "end",
    "cow",
    "source",
)
_BODY = ("id", "wikidata", "name", "names", "country", "sector", "sectors", "kind", "start", "end", "source")

TABLES: dict[str, tuple[str, ...]] = {
    "states": _STATE,
    "regions": _STATE,
    "seats": ("id", "name", "names", "country", "sector", "start", "end", "source"),
    "organisations": _BODY,
    "groups": _BODY,
    "persons": ("id", "wikidata", "name", "names", "source"),
    "roles": (
        "person",
        "office",
        "title",
        "country",
        "organisation",
        "sector",
        "sectors",
        "start",
        "end",
        "end_kind",
        "source",
    ),
    "offices": ("office", "rank", "sector", "sectors", "single", "former", "counts_as"),
    "members": ("organisation", "member", "start", "end", "source"),
    "ties": ("kind", "a", "b", "subject", "start", "end", "source"),
    "dated_status": ("entity", "country", "sector", "sectors", "start", "end", "source"),
    "nouns": ("noun", "plural", "sector", "country", "kind", "takes", "weak"),
}
"""The columns of each table, in order. A table is the file ``<table>.csv`` of a registry folder."""

REQUIRED: dict[str, tuple[str, ...]] = {
    "states": ("id", "name", "kind", "source"),
    "regions": ("id", "name", "kind", "parent", "source"),
    "seats": ("id", "name", "country", "source"),
    "organisations": ("id", "name", "source"),
    "groups": ("id", "name", "source"),
    "persons": ("id", "name", "source"),
    "roles": ("person", "office", "end_kind", "source"),
    "offices": ("office", "rank"),
    "members": ("organisation", "member", "source"),
    "ties": ("kind", "a", "source"),
    "dated_status": ("entity", "source"),
    "nouns": ("noun", "sector"),
}
"""The columns that may not be empty."""

STATE_KINDS = frozenset({"state", "territory", "breakaway", "former", "region"})
END_KINDS = frozenset({"known", "open", "unknown"})

SOURCE_MADE = "2025-01-31"
"""Up to this day an end marked ``open`` is certain: the office holders were listed at its end."""


OVERLAP_MARKS = ("sources differ", "several holders")
"""Words in a role's source that allow it to overlap with another of an office with one holder."""


class Entity(msgspec.Struct, frozen=True):
    """Somebody who can be a party: a state, territory, region, seat, organisation, group or person.

    ``country`` and ``sector`` are those known last; ask :meth:`Registry.status` for those of a day.
    """

    id: str
    kind: str
    name: str
    names: tuple[str, ...] = ()
    wikidata: str | None = None
    country: str | None = None
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None


class Role(msgspec.Struct, frozen=True):
    """A person in an office. ``start`` and ``end`` may be partial days or None.

    ``end_kind`` is known, open (so when the source was made) or unknown.
    """

    person: str
    office: str
    title: str | None = None
    country: str | None = None
    organisation: str | None = None
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    end_kind: str = "unknown"
    source: str = ""


class Status(msgspec.Struct, frozen=True):
    """Who an entity is on a day.

    ``certain`` is False where a bound is unknown or the day lies outside what is known.
    """

    country: str | None = None
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    certain: bool = True


class Tie(msgspec.Struct, frozen=True):
    """A standing relation between two entities: a treaty, an alliance, a disputed territory (``subject``)."""

    kind: str
    a: str
    b: str | None = None
    subject: str | None = None
    start: str | None = None
    end: str | None = None
    source: str = ""


class NameEntry(NamedTuple):
    """What a name can stand for. ``form`` is name, alias, abbreviation, demonym, capital, seat or surname."""

    entity_id: str
    form: str


class NameMatch(NamedTuple):
    """A name found in text: code-point offsets, end exclusive, the characters, all that it can stand for."""

    start: int
    end: int
    text: str
    entries: tuple[NameEntry, ...]


_PARTIAL_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def is_partial_day(value: str) -> bool:
    """Whether ``value`` is an ISO year, month or day that exists in the calendar."""
    match = _PARTIAL_DAY.fullmatch(value)
    if match is None:
        return False
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def first_day(value: str | None) -> str:
    """The first day that a partial start can mean, for comparing as text; "" where unknown."""
    if not value:
        return ""
    return value + "0000-01-01"[len(value) :]


def last_day(value: str | None) -> str:
    """The last day that a partial end can mean, for comparing as text; "9999-12-31" where unknown or open."""
    if not value or value == OPEN:
        return "9999-12-31"
    return value + "0000-12-31"[len(value) :]


def holds_on(start: str | None, end: str | None, day: str) -> bool:
    """Whether ``day`` lies between two partial days, both inclusive; an unknown bound does not exclude."""
    return first_day(start) <= day <= last_day(end)


def split_list(cell: str) -> tuple[str, ...]:
    """The items of a list cell."""
    return tuple(item for part in cell.split(";") if (item := part.strip())) if cell else ()
