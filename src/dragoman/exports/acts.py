"""What exports write from: an act with its parties and stories, made of a report or of an event."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from dragoman import ontology
from dragoman.records import DateValue, Event, EventParty, Party, Place, Report

STATUSES = ("actual", "historical", "future")
"""What is exported unless others are asked for: negated acts did not happen, hypothetical ones are thought of."""


class Story(msgspec.Struct, frozen=True):
    """A document as exports need it. ``lead`` is where its first paragraph ends, 0 where it has no paragraphs."""

    number: int
    id: str
    published: str | None
    source: str | None
    url: str | None
    language: str | None
    length: int
    lead: int


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """A report, or an event with all its stories; ``sentence``, ``predicate`` and ``version`` are a report's."""

    id: str
    event_type: str
    mode: str | None
    status: str
    contexts: tuple[str, ...]
    reciprocal: bool
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    date: DateValue | None
    place: Place | None
    confidence: float
    stories: tuple[Story, ...]
    reports: int = 1
    outlets: int = 1
    sentence: int | None = None
    sentence_start: int | None = None
    sentence_end: int | None = None
    predicate: int | None = None
    version: str | None = None
    first_told: str | None = None

    @property
    def cameo(self) -> str | None:
        """The CAMEO code, None where CAMEO has none."""
        return ontology.to_cameo(self.event_type, self.mode, self.status, self.contexts)

    @property
    def day(self) -> datetime.date | None:
        """The day that a row gets: the first of the text's date, else that of publication.

        An act that is told as history and has no date has no day: publication says nothing about it.
        """
        if self.date is not None:
            return datetime.date.fromisoformat(self.date.start)
        if self.status == "historical" or not self.stories:
            return None
        return self.added

    @property
    def added(self) -> datetime.date | None:
        """The first day of publication."""
        days = [day for day in (self.first_told, *(story.published for story in self.stories)) if day]
        return datetime.date.fromisoformat(min(days)) if days else None

    @property
    def in_lead(self) -> bool:
        """Whether the sentence stands in the first paragraph of its story, or is its first."""
        return self.sentence == 1 or (self.sentence_start or 0) < self.stories[0].lead


class Dyad(msgspec.Struct, frozen=True):
    """One row of a dyadic format: who to whom. ``number`` counts an act's dyads from 1."""

    act: Act
    number: int
    source: Party | None
    target: Party | None

    @property
    def id(self) -> str:
        """The act's id, with the number of the dyad where it has several."""
        return self.act.id if self.number == 1 else f"{self.act.id}.{self.number}"

    @property
    def integer(self) -> int:
        """The same as a positive integer of 60 bits, for formats whose ids are numbers."""
        return int(hashlib.sha256(self.id.encode()).hexdigest()[:15], 16)


def dyads(act: Act) -> Iterator[Dyad]:
    """The dyads of an act, by the declared rule: see :func:`pairs`."""
    for number, (source, target) in enumerate(pairs(act.reciprocal, act.actors, act.recipients), start=1):
        yield Dyad(act, number, source, target)


def pairs(
    reciprocal: bool, actors: tuple[Party, ...], recipients: tuple[Party, ...]
) -> list[tuple[Party | None, Party | None]]:
    """Who to whom, by the declared rule.

    Each actor to each recipient; a side without parties counts as one unnamed party. Where parties do it to
    each other, each of them to each other one.
    """
    if reciprocal and len(actors) > 1:
        return [(a, b) for a in actors for b in actors if a is not b]
    return [(a, b) for a in actors or (None,) for b in recipients or (None,)]


def mentions(report: Act, event: Act) -> Iterator[Dyad]:
    """The dyads of an event as one of its reports tells them, under the event's ids."""
    parties = (*report.actors, *report.recipients)
    for number, (source, target) in enumerate(pairs(event.reciprocal, event.actors, event.recipients), start=1):
        yield Dyad(event, number, _same(source, parties), _same(target, parties))


def _same(party: Party | None, among: tuple[Party, ...]) -> Party | None:
    """The party of a report that an event's party stands for: by entity, else by name, else by country."""
    if party is None:
        return None
    for field in ("entity_id", "name", "country"):
        wanted = getattr(party, field)
        found = next((p for p in among if wanted is not None and getattr(p, field) == wanted), None)
        if found is not None:
            return found
    return None


def of_report(report: Report, story: Story) -> Act:
    """The act of one report."""
    return Act(
        **_shared(report),
        actors=report.actors,
        recipients=report.recipients,
        place=report.place,
        id=report.report_id,
        stories=(story,),
        sentence=report.sentence.index + 1,
        sentence_start=report.sentence.start,
        sentence_end=report.sentence.end,
        predicate=report.predicate.start,
        version=report.coder.version,
    )


def of_event(event: Event, stories: tuple[Story, ...]) -> Act:
    """The act of an event; stories in the order in which they were published."""
    place = event.place
    told = None if place is None else Place(**msgspec.structs.asdict(place), text=place.name, start=-1, end=-1)
    return Act(
        **_shared(event),
        actors=tuple(map(event_party, event.actors)),
        recipients=tuple(map(event_party, event.recipients)),
        place=told,
        id=event.event_id,
        stories=stories,
        reports=len(event.reports),
        outlets=event.outlets,
        first_told=event.first_told,
    )


def _shared(record: Report | Event) -> dict[str, Any]:
    names = ("event_type", "mode", "status", "contexts", "reciprocal", "date", "confidence")
    return {name: getattr(record, name) for name in names}


def event_party(party: EventParty) -> Party:
    """A party of an event as one of a report, without a place in a text."""
    sectors = (party.sector,) if party.sector else ()
    return Party(
        text=party.name, start=-1, end=-1, name=party.name, entity_id=party.entity_id, country=party.country,
        sector=party.sector, sectors=sectors,
    )  # fmt: skip
