"""What joining needs to know of a report, small enough to be kept for each report of a store."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import msgspec

from dragoman.linking.sketch import common, countries, facts, stem
from dragoman.linking.sketch import number as hashed
from dragoman.records import DateValue, Document, EventPlace, Party, Report, event_id

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,:]\d+)*|[.!?\"\n]")

_PARTY_WORD = re.compile(r"[^\W\d_]+")

MOST_DAYS = 400
"""An interval that is longer says nothing of when; such a date counts as none."""


class Side(msgspec.Struct, frozen=True, array_like=True):
    """A party as joining sees it. ``key`` is its country, else the last word of its name in lower case.

    ``words`` are hashes of those that tell it from others of its country; ``entity_id`` is None for the country itself.
    """

    key: str
    name: str
    country: str | None
    sector: str | None
    entity_id: str | None
    words: frozenset[int]


class Amount(msgspec.Struct, frozen=True, array_like=True):
    """A quantity of a report."""

    kind: str
    text: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None


class Telling(msgspec.Struct, frozen=True, array_like=True):
    """A report as joining sees it.

    ``seed`` is the id of the event that it would found. Days count from year 1, 0 where unknown: ``start`` and ``end``
    of the act, ``published``. ``names`` are the sentence's names and numbers but for the parties, ``words`` its other
    words, both as hashes.
    """

    report_id: str
    seed: str
    document_id: str
    source: str | None
    sentence: int
    offset: int
    published: int
    event_type: str
    mode: str | None
    status: str
    contexts: tuple[str, ...]
    reciprocal: bool
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    start: int
    end: int
    date: DateValue | None
    planned_for: DateValue | None
    place: EventPlace | None
    amounts: tuple[Amount, ...]
    lemma: str
    predicate: str
    attribution: str | None
    confidence: float
    names: frozenset[int]
    words: frozenset[int]

    @property
    def exact(self) -> bool:
        """Whether the text gives the day of the act."""
        return self.start > 0 and self.end - self.start <= 1


def tellings(document: Document, reports: Iterable[Report]) -> list[Telling]:
    """The reports of one document as joining sees them, in the order of the text."""
    found = [_telling(document, report) for report in reports]
    return sorted(found, key=lambda t: (t.sentence, t.offset, t.report_id))


def _telling(document: Document, report: Report) -> Telling:
    sentence = document.text[report.sentence.start : report.sentence.end]
    tokens = _WORD.findall(sentence)
    parties = {hashed(word) for p in (*report.actors, *report.recipients) for word in _party_words(p)}
    names = frozenset(fact for fact, weight in facts(tokens) if weight >= 1.0) - parties
    words = frozenset(hashed(stem(w.lower())) for w in tokens if len(w) > 3 and w.islower() and w not in common())
    start, end = _days(report.date)
    attribution = report.attribution
    return Telling(
        report_id=report.report_id,
        seed=event_id(report),
        document_id=document.id,
        source=document.source,
        sentence=report.sentence.index,
        offset=report.predicate.start,
        published=_ordinal(document.published),
        event_type=report.event_type,
        mode=report.mode,
        status=report.status,
        contexts=report.contexts,
        reciprocal=report.reciprocal,
        actors=tuple(_side(p) for p in report.actors),
        recipients=tuple(_side(p) for p in report.recipients),
        start=start,
        end=end,
        date=_bare(report.date),
        planned_for=_bare(report.planned_for),
        place=_place(report),
        amounts=tuple(Amount(q.kind, q.text, q.value, q.low, q.high, q.unit) for q in report.quantities),
        lemma=report.predicate.lemma,
        predicate=report.predicate.text,
        attribution=None if attribution is None else (_party_name(attribution.party) or attribution.text),
        confidence=report.confidence,
        names=names,
        words=words,
    )


def _side(party: Party) -> Side:
    name = party.name or party.text
    key = party.country or (name.split() or [name])[-1].lower()
    entity = None if party.entity_id == party.country else party.entity_id
    words = (word.lower() for word in _PARTY_WORD.findall(party.text))
    telling = frozenset(hashed(stem(w)) for w in words if len(w) > 3 and w not in common() and w not in countries())
    return Side(key, name, party.country, party.sector, entity, telling)


def _party_name(party: Party | None) -> str | None:
    return party.name if party is not None else None


def _party_words(party: Party) -> Iterable[str]:
    for word in _PARTY_WORD.findall(f"{party.text} {party.name or ''}"):
        yield "n" + word.lower().removesuffix("s")


def _days(value: DateValue | None) -> tuple[int, int]:
    if value is None:
        return 0, 0
    start, end = _ordinal(value.start), _ordinal(value.end)
    return (start, end) if start and end and 0 <= end - start <= MOST_DAYS else (0, 0)


def _ordinal(day: str | None) -> int:
    try:
        return date.fromisoformat(day).toordinal() if day else 0
    except ValueError:
        return 0


def _bare(value: DateValue | None) -> DateValue | None:
    """A date without the words that gave it."""
    return None if value is None else msgspec.structs.replace(value, expression=None)


def _place(report: Report) -> EventPlace | None:
    place = report.place
    if place is None:
        return None
    return EventPlace(
        name=place.name,
        country=place.country,
        admin1=place.admin1,
        lat=place.lat,
        lon=place.lon,
        precision=place.precision,
    )
