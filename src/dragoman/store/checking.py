"""Checking a store: is all there, and does it still say what the texts say?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.records import Document, Report, Span, text_hash
from dragoman.store.faults import told
from dragoman.store.folder import EVENTS, REPORTS
from dragoman.store.schema import from_rows
from dragoman.store.store import Store
from dragoman.store.texts import document_of

BATCH = 512
"""Documents or reports that are in memory at once."""

TOLD = 20
"""Problems that are told; beyond it they are only counted."""


class Checked(msgspec.Struct):
    """What was looked at, and what is wrong. ``unlisted`` are files that do not count, left by runs that broke off."""

    documents: int = 0
    reports: int = 0
    segments: int = 0
    unlisted: list[str] = []
    wrong: int = 0
    problems: list[str] = []

    def add(self, problem: str) -> None:
        """Tell what is wrong."""
        self.wrong += 1
        if len(self.problems) < TOLD:
            self.problems.append(problem)


def check(store: Store) -> Checked:
    """Check the catalog, every text against its hash, every segment, and every report against its text."""
    checked = Checked()
    with told(store.path):
        for (answer,) in store.catalog.execute("PRAGMA quick_check"):
            if answer != "ok":
                checked.add(f"catalog: {answer}")
        _check_texts(store, checked)
        missing = set(store.check())
        for name in sorted(missing):
            checked.add(f"segment {name} is missing or damaged")
        listed = [str(row[0]) for row in store.catalog.execute("SELECT name FROM segments ORDER BY name")]
        checked.segments = len(listed)
        for name in listed:
            if name not in missing:
                _check_reports(store, name, checked)
        checked.unlisted = sorted(_unlisted(store))
    return checked


def _check_texts(store: Store, checked: Checked) -> None:
    for row in store.catalog.execute("SELECT * FROM documents"):
        checked.documents += 1
        if row["quotes"] is None and text_hash(row["text"]) != row["text_hash"]:
            checked.add(f"document {row['id']}: the text is not the one that was read")


def _check_reports(store: Store, name: str, checked: Checked) -> None:
    try:
        batches = pq.ParquetFile(store.path / REPORTS / name).iter_batches(BATCH)
        for batch in batches:
            _check_batch(store, list(from_rows(batch.to_pylist())), name, checked)
    except (OSError, pa.ArrowInvalid, msgspec.ValidationError, KeyError) as error:
        checked.add(f"segment {name} cannot be read: {str(error).partition(chr(10))[0]}")


def _check_batch(store: Store, reports: list[Report], name: str, checked: Checked) -> None:
    ids = {report.document_id for report in reports}
    query = f"SELECT * FROM documents WHERE id IN ({', '.join('?' * len(ids))})"
    documents = {row["id"]: document_of(row) for row in store.catalog.execute(query, tuple(ids))}
    for report in reports:
        checked.reports += 1
        document = documents.get(report.document_id)
        if document is None:
            checked.add(f"report {report.report_id} in segment {name} is of no document")
        elif not all(_holds(document, span) for span in _spans(report)):
            checked.add(f"report {report.report_id} of document {document.id} does not say what its text says")


def _holds(document: Document, span: Span) -> bool:
    return document.text[span.start : span.end] == span.text


def _spans(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    for inner in value if isinstance(value, tuple) else _fields(value):
        yield from _spans(inner)


def _fields(value: Any) -> list[Any]:
    return [getattr(value, name) for name in value.__struct_fields__] if isinstance(value, msgspec.Struct) else []


def _unlisted(store: Store) -> Iterator[str]:
    for folder, table in ((REPORTS, "segments"), (EVENTS, "event_segments")):
        listed = {row[0] for row in store.catalog.execute(f"SELECT name FROM {table}")}
        for path in Path(store.path / folder).glob("*"):
            if path.name not in listed:
                yield f"{folder}/{path.name}"
