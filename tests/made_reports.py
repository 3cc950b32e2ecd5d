"""Stores of reports that a test states itself, in few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dragoman.records import (
    Attribution,
    Coder,
    DateValue,
    Document,
    Party,
    Place,
    Predicate,
    Report,
    Sentence,
    report_id,
)
from dragoman.store import Store
from dragoman.store.segments import Coded

CODER = Coder(name="made", version="1.0")


def party(text: str, code: str | None = None, **fields: Any) -> Party:
    """``party("Moscow", "RUS:GOV", name="Russia")``: the words, then country and sector."""
    country, _, sector = (code or "").partition(":")
    return Party(text=text, start=0, end=len(text), country=country or None, sector=sector or None, **fields)


def place(name: str, country: str, lat: float, lon: float, **fields: Any) -> Place:
    return Place(text=name, start=0, end=len(name), name=name, country=country, lat=lat, lon=lon, **fields)


def says(text: str, code: str | None = None) -> Attribution:
    return Attribution(text=text, start=0, end=len(text), party=party(text, code))


def day(start: str, end: str | None = None, precision: str = "day") -> DateValue:
    return DateValue(start=start, end=end or start, precision=precision, basis="text")


def report(document: Document, actors: Iterable[Party], event_type: str, recipients: Iterable[Party] = (), *,
           at: int = 0, coder: Coder = CODER, **fields: Any) -> Report:  # fmt: skip
    actors, recipients = tuple(actors), tuple(recipients)
    predicate = Predicate(text="did", start=at, end=at + 3, lemma="do")
    return Report(
        report_id=report_id(document, predicate, event_type, actors, recipients, coder.version),
        document_id=document.id,
        sentence=fields.pop("sentence", Sentence(index=at, start=0, end=len(document.text))),
        actors=actors,
        recipients=recipients,
        predicate=predicate,
        event_type=event_type,
        confidence=fields.pop("confidence", 0.9),
        coder=coder,
        **fields,
    )


def document(number: str, published: str | None = "2024-01-15", text: str = "They did it.", **fields: Any) -> Document:
    return Document(id=number, text=text, published=published, **fields)


def fill(path: Path, reports: Mapping[Document, Iterable[Report]], coder: Coder = CODER) -> Path:
    """A store of documents with their reports; returns its folder."""
    with Store.create(path) as store:
        coded = [Coded(d, (Sentence(index=0, start=0, end=len(d.text)),), tuple(r)) for d, r in reports.items()]
        store.add(coded, coder)
    return path
