"""What flows through the house: documents, spans, parties, reports, and the links and events made of them.

Offsets are Unicode code points into the document's text, end exclusive, and
``text[start:end] == span.text`` holds for every span. Days are ISO 8601 strings
(``2022-10-26``). Unknown is ``None``. All records are immutable and encode to
the JSON form of one report a line.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

HISTORICAL_AFTER_DAYS = 90
"""An act that ended more than this many days before publication is historical."""

SECTORLESS_COUNTRIES = ("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC")
"""PLOVER's non-state international codes, used where a country code would stand."""


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """Some characters of a document."""

    text: str
    start: int
    end: int


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of a document: its 0-based number and its characters."""

    index: int
    start: int
    end: int


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One article. Only ``text`` is coded; titles are stored.

    ``published`` is an ISO day or None; ``dateline`` is the line that opened the story
    ("BEIJING, Dec 18, 2006 (AFP)") where the source gives it apart from the text.
    """

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    dateline: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None


class Party(Span, frozen=True, kw_only=True):
    """An actor or recipient as the sentence names it, and who that is.

    ``country`` is ISO 3166 alpha-3 (KOS for Kosovo) or one of PLOVER's international
    codes; ``sector`` is the primary one of ``sectors``, PLOVER's three-letter codes.
    """

    name: str | None = None
    entity_id: str | None = None
    wikidata: str | None = None
    country: str | None = None
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None


class Predicate(Span, frozen=True, kw_only=True):
    """The words that state the action."""

    lemma: str


class DateValue(msgspec.Struct, frozen=True, kw_only=True):
    """A day or an interval of days, both ends inclusive.

    ``precision`` is day, week, month, quarter, season, year, decade, century or interval;
    ``basis`` tells whether ``text`` alone or the ``publication`` day fixed the value.
    """

    start: str
    end: str
    precision: str
    basis: str
    expression: Span | None = None


class Place(Span, frozen=True, kw_only=True):
    """Where it happened. ``precision`` is country, admin1, city or site; degrees are WGS 84."""

    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames_id: int | None = None
    precision: str | None = None


class Attribution(Span, frozen=True, kw_only=True):
    """Who is given as the source of the claim."""

    party: Party | None = None


class Quantity(Span, frozen=True, kw_only=True):
    """An amount. ``kind`` is money, dead, injured, arrested, displaced, troops, vehicles, demonstrators or people.

    ``low`` and ``high`` bound ``value`` where the text does ("at least 30"); ``unit`` is an ISO 4217 currency.
    """

    kind: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None


class Coder(msgspec.Struct, frozen=True, kw_only=True):
    """Which coder, and which model, made a report."""

    name: str
    version: str
    model: str | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What one sentence of one document states happened: the text-anchored unit, never merged, never edited."""

    report_id: str
    document_id: str
    sentence: Sentence
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    predicate: Predicate
    event_type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    reciprocal: bool = False
    status: str = "actual"
    date: DateValue | None = None
    planned_for: DateValue | None = None
    place: Place | None = None
    attribution: Attribution | None = None
    quantities: tuple[Quantity, ...] = ()
    confidence: float = 0.0
    evidence: dict[str, Any] = {}
    coder: Coder


LINK_KINDS = ("exact", "near", "update", "rewritten")
"""How one document repeats another: the same words, nearly the same, a later state of one wire story, a paraphrase."""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A document that repeats an earlier one. ``kind`` is one of ``LINK_KINDS``; ``score`` runs from 0 to 1."""

    document_id: str
    original_id: str
    kind: str
    score: float


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a field of an event, and who gives it.

    ``value`` is the code or the words ("CONSULT", "Gaza", "at least 25"); ``low`` and ``high`` bound numbers; ``words``
    are wordings of it in the texts. ``outlets`` counts independent ones: copies, and all documents of one source, once.
    """

    value: str
    reports: tuple[str, ...]
    outlets: int
    words: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str | None = None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the reports of an event say of one field, most frequent reading first.

    ``field`` is type, mode, status, date, place, actors, recipients, words, attribution, or a kind of quantity.
    ``agreed`` is false where two readings cannot both be right; "at least 25" and "30" can.
    """

    field: str
    readings: tuple[Reading, ...]
    agreed: bool


class EventParty(msgspec.Struct, frozen=True, kw_only=True):
    """A party of an event, as most of its reports have it; ``reports`` counts those that name it."""

    name: str
    country: str | None = None
    sector: str | None = None
    entity_id: str | None = None
    reports: int = 1


class EventPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where an event happened: the most precise place that most reports allow."""

    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """The happening itself, made of one or more reports that tell of it; none of them is merged or lost.

    Type, mode, status, parties, date and place are what most independent outlets say; ``told`` has what the others
    say. ``date`` is null where no report gives one. ``first_told`` and ``last_told`` are days of publication.
    """

    event_id: str
    event_type: str
    mode: str | None = None
    status: str = "actual"
    contexts: tuple[str, ...] = ()
    reciprocal: bool = False
    actors: tuple[EventParty, ...] = ()
    recipients: tuple[EventParty, ...] = ()
    date: DateValue | None = None
    planned_for: DateValue | None = None
    place: EventPlace | None = None
    reports: tuple[str, ...]
    documents: tuple[str, ...]
    sources: tuple[str, ...] = ()
    outlets: int
    first_told: str | None = None
    last_told: str | None = None
    confidence: float = 0.0
    told: tuple[Told, ...] = ()


def span_of(text: str, start: int, end: int) -> Span:
    """The span of ``text`` between two code-point offsets."""
    return Span(text=text[start:end], start=start, end=end)


def text_hash(text: str) -> str:
    """A stable hash of a text: SHA-256 of its UTF-8 bytes (lone surrogates kept), 16 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def document_id(source: str | None, url: str | None, text: str) -> str:
    """The id of a document that came without one: a hash of its source, URL and text."""
    return "d-" + text_hash("\x1f".join((source or "", url or "", text)))


def report_id(
    document: Document,
    predicate: Span,
    event_type: str,
    actors: tuple[Party, ...],
    recipients: tuple[Party, ...],
    coder_version: str,
) -> str:
    """The id of a report: a hash of document id, text hash, predicate span, type, parties and coder version."""
    key = (
        document.id,
        text_hash(document.text),
        f"{predicate.start}-{predicate.end}",
        event_type,
        _parties_key(actors, recipients),
        coder_version,
    )
    return "r-" + text_hash("\x1f".join(key))


def _parties_key(actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> str:
    return ";".join(
        f"{side}{p.start}-{p.end}:{p.country}" for side, ps in (("a", actors), ("r", recipients)) for p in ps
    )


def event_id(founding: Report) -> str:
    """The id of the event that a report founds: as the report's, but the same for every coder version."""
    predicate = f"{founding.predicate.start}-{founding.predicate.end}"
    parties = _parties_key(founding.actors, founding.recipients)
    return "e-" + text_hash("\x1f".join((founding.document_id, predicate, founding.event_type, parties)))


_ENCODER = msgspec.json.Encoder()
_REPORT_DECODER = msgspec.json.Decoder(Report)


def to_json(record: msgspec.Struct) -> str:
    """One record as a line of JSON, without the line break."""
    return _ENCODER.encode(record).decode("utf-8")


def report_from_json(line: str | bytes) -> Report:
    """The report that a line of JSON holds. Raises ``msgspec.ValidationError`` where it is none."""
    return _REPORT_DECODER.decode(line)
