"""The forms of gold: what a file must hold, checked when it is read, and their JSON schemas.

A gold of reports (also one coder's reading) or of events is one JSON object; every other kind is JSON lines. Fields
that a form does not name are allowed and left alone. The schemas in ``docs/schemas`` are written from these classes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import msgspec

from dragoman.errors import DragomanError


class GoldParty(msgspec.Struct):
    """An actor or recipient in the words of its sentence; offsets where the gold has them."""

    text: str
    country: str | None = None
    sector: str | None = None
    start: int | None = None
    end: int | None = None


class GoldDays(msgspec.Struct):
    """Days, both ends inclusive."""

    start: str
    end: str


class GoldSpan(msgspec.Struct):
    """Words of the document; offsets where the gold has them."""

    text: str
    start: int | None = None
    end: int | None = None


class GoldStory(msgspec.Struct):
    """A document and the offsets of its sentences."""

    id: str
    text: str
    sentences: list[tuple[int, int]]
    title: str | None = None
    published: str | None = None
    dateline: str | None = None


class GoldReport(msgspec.Struct):
    """A report: every answer in ``types``, ``modes``, ``statuses`` and ``dates`` is right, the first type is preferred.

    ``core`` reports must be found; the others never count against anybody. ``recipient_optional`` also accepts none.
    ``start`` and ``end`` are those of the trigger.
    """

    doc: str
    sent: int
    trigger: str
    actor: list[GoldParty]
    recipient: list[GoldParty]
    types: list[str]
    modes: list[str | None]
    statuses: list[str]
    dates: list[GoldDays | None]
    core: bool
    reciprocal: bool = False
    recipient_optional: bool = False
    attribution: GoldSpan | Literal["either"] | None = None
    place: GoldSpan | str | None = None
    planned_for: Any = None
    start: int | None = None
    end: int | None = None
    coders: int | None = None


class ReportsGold(msgspec.Struct):
    """Documents and their reports."""

    documents: list[GoldStory]
    reports: list[GoldReport]


class RelationsLine(msgspec.Struct):
    """A sentence, ``<s>actor</s>`` and ``<t>recipient</t>`` marked, and the type between them (the 15 of 2018)."""

    type: str
    marked: str | None = None
    sentence: str | None = None
    quad: int | str | None = None


class ActorsLine(msgspec.Struct):
    """An actor phrase: null is not scored, the empty string means none."""

    id: str
    text: str
    date: str | None = None
    country: str | None = None
    sector: str | None = None


class GoldExpression(msgspec.Struct):
    """A time expression: offsets, TIMEX3 type and value."""

    start: int
    end: int
    type: str
    value: str


class DatesLine(msgspec.Struct):
    """A document and its time expressions."""

    id: str
    text: str
    expressions: list[GoldExpression]
    published: str | None = None


class GoldToponym(msgspec.Struct):
    """A name of a place; ``country_name`` marks names of whole countries, whose coordinates are not measured."""

    start: int
    end: int
    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    country_name: bool = False


class PlacesLine(msgspec.Struct):
    """A document and the names of places in it."""

    id: str
    text: str
    toponyms: list[GoldToponym]
    published: str | None = None


class CopiesLine(msgspec.Struct):
    """A document (``id``, ``text``) or a labelled pair (``one``, ``other``, ``kind``; ``either`` is not counted)."""

    id: str | None = None
    text: str | None = None
    title: str | None = None
    published: str | None = None
    source: str | None = None
    part: str | None = None
    one: str | None = None
    other: str | None = None
    kind: str | None = None


class EventDocument(msgspec.Struct):
    """A document whose reports are joined; ``part`` has figures of its own."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    part: str | None = None


class EventReport(msgspec.Struct):
    """The offsets of the words that state an act, and the name of the event that they tell of."""

    document: str
    start: int
    end: int
    event: str


class EventsGold(msgspec.Struct):
    """Documents, and which of their reports tell of one event."""

    documents: list[EventDocument]
    reports: list[EventReport]


FORMS: dict[str, type[msgspec.Struct]] = {
    "reports": ReportsGold,
    "relations": RelationsLine,
    "actors": ActorsLine,
    "dates": DatesLine,
    "places": PlacesLine,
    "copies": CopiesLine,
    "events": EventsGold,
}
"""The form of each kind: of the whole file for reports and events, of a line for the others."""


def check(kind: str, value: Any, where: str) -> None:
    """Hold a value against the form of its kind. Raises ``DragomanError`` E701 with the field that is wrong."""
    try:
        msgspec.convert(value, FORMS[kind])
    except msgspec.ValidationError as error:
        raise DragomanError("E701", where, kind=kind, detail=str(error)) from error


def read_object(path: Path, kind: str) -> dict[str, Any]:
    """A gold file that is one JSON object of the form of its kind. Raises ``DragomanError`` E107, E701."""
    if not path.is_file():
        raise DragomanError("E107", str(path))
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DragomanError("E701", str(path), kind=kind, detail=str(error)) from error
    check(kind, value, str(path))
    return dict(value)


def schema(kind: str) -> dict[str, Any]:
    """The JSON schema (2020-12) of a kind's gold: of the file for reports and events, of a line for the others."""
    made = msgspec.json.schema(FORMS[kind])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Gold of kind {kind}", **made}
