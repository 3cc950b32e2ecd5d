"""Articles with their reports, read from the store itself: as fresh as it is, and with all their evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError
from dragoman.records import Document, Link, Report
from dragoman.store import Store
from dragoman.store.corrected import Corrected, corrected
from dragoman.store.corrections import Correction, corrections
from dragoman.store.faults import told
from dragoman.store.folder import REPORTS
from dragoman.store.schema import from_rows
from dragoman.store.texts import document_of


@dataclass(frozen=True)
class Article:
    """A document, its current reports as corrected, and what was said of them."""

    document: Document
    set_aside: str | None
    result: Corrected
    corrections: list[Correction] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    @property
    def reports(self) -> list[Report]:
        """The reports as corrected."""
        return self.result.reports

    def report(self, report_id: str) -> Report:
        """One report as corrected, be it one that was judged wrong. Raises ``DragomanError`` E655."""
        for report in (*self.result.reports, *self.result.wrong):
            if report.report_id == report_id:
                return report
        raise DragomanError("E655", value=report_id)

    def coded(self, report_id: str) -> Report:
        """One report before corrections."""
        return self.result.coded[report_id]


def article(store: Store, document_id: str, only: str | None = None) -> Article:
    """An article by its document's id, corrected by all reviewers or by one ``only``.

    Raises ``DragomanError`` E651 where there is none.
    """
    query = "SELECT number, set_aside FROM documents WHERE id = ?"
    with told(store.path):
        row = store.catalog.execute(query, (document_id,)).fetchone()
    document = store.document(document_id)
    if row is None or document is None:
        raise DragomanError("E651", value=document_id)
    made = corrections(store, [document_id], reviewer=only, undone=True)
    result = corrected(document, _coded(store, row["number"], document_id), made)
    return Article(document, row["set_aside"], result, made, _notes(store, row["number"]))


def documents_of(store: Store, ids: Iterable[str]) -> dict[str, Document]:
    """Some documents by their ids."""
    query = "SELECT * FROM documents WHERE id IN (SELECT value FROM json_each(?))"
    with told(store.path):
        rows = store.catalog.execute(query, (json.dumps(sorted(set(ids))),)).fetchall()
    return {row["id"]: document_of(row) for row in rows}


def titles_of(store: Store, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Id, title, source and day of some documents, without their texts."""
    query = "SELECT id, title, source, published, url FROM documents WHERE id IN (SELECT value FROM json_each(?))"
    with told(store.path):
        rows = store.catalog.execute(query, (json.dumps(sorted(set(ids))),)).fetchall()
    return {row["id"]: dict(row) for row in rows}


def links_of(store: Store, document_id: str) -> list[Link]:
    """The copies and updates of a document, and what it is a copy of."""
    return store.links(document_id)


def _coded(store: Store, number: int, document_id: str) -> list[Report]:
    """The reports of the newest coding of a document."""
    import pyarrow.parquet as pq

    query = """
        SELECT c.segment FROM codings AS c JOIN coders AS k ON k.number = c.coder
        WHERE c.document = ? ORDER BY k.rank DESC, k.number DESC LIMIT 1"""
    with told(store.path):
        row = store.catalog.execute(query, (number,)).fetchone()
    if row is None or row["segment"] is None:
        return []
    path: Path = store.path.absolute() / REPORTS / row["segment"]
    try:
        table = pq.read_table(path, filters=[("document_id", "=", document_id)])
    except OSError as error:
        raise DragomanError("E505", where=str(path), detail="a segment of the manifest is missing") from error
    found = list(from_rows(table.to_pylist()))
    return sorted(found, key=lambda r: (r.sentence.index, r.predicate.start, r.report_id))


def _notes(store: Store, number: int) -> tuple[str, ...]:
    with told(store.path):
        rows = store.catalog.execute("SELECT DISTINCT note FROM notes WHERE document = ?", (number,))
        return tuple(row["note"] for row in rows)
