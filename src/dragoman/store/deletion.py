"""Deleting documents from a store, with all that came from them, so that nothing of them stays on the disk.

Segments are never changed: those with reports of a deleted document are written anew without them, and take the
places of the old ones in the manifest in the transaction in which the documents go. Readers see the one or the other.
What was linked with a deleted document is unlinked; the next linking does it anew.
"""

from __future__ import annotations

import sqlite3

import msgspec

from dragoman.errors import DragomanError
from dragoman.store.faults import told
from dragoman.store.filters import Filters
from dragoman.store.folder import REPORTS
from dragoman.store.query import document_rows
from dragoman.store.segments import remaining_name, rows_of, write_table
from dragoman.store.store import Store
from dragoman.store.sweeping import leave, sweep
from dragoman.store.texts import indexed
from dragoman.store.unlinking import unlink

BATCH = 256
"""Documents that go together: all of a batch or none."""


class Deleted(msgspec.Struct, frozen=True):
    """What was deleted: documents, all of their reports, and the ids that were asked for and are not there."""

    documents: int
    reports: int
    unknown: tuple[str, ...] = ()


def delete_documents(store: Store, filters: Filters) -> Deleted:
    """Delete the documents that filters let through. The store must be open for writing.

    Raises ``DragomanError``: E509 where the filters say nothing, E603 for a search that cannot be read, E503 to E505.
    """
    if filters == Filters():
        raise DragomanError("E509")
    doomed = [(int(row["number"]), str(row["id"])) for row in document_rows(store, filters)]
    reports = 0
    with told(store.path):
        store.catalog.execute("PRAGMA secure_delete = ON")
        for start in range(0, len(doomed), BATCH):
            batch = dict(doomed[start : start + BATCH])
            with store.transaction() as catalog:
                reports += _delete(store, catalog, batch)
    if doomed:
        sweep(store)
    found = {name for _, name in doomed}
    return Deleted(len(doomed), reports, tuple(name for name in filters.documents if name not in found))


def _delete(store: Store, catalog: sqlite3.Connection, batch: dict[int, str]) -> int:
    """Delete some documents, ids by number. Returns how many reports they had."""
    catalog.execute("CREATE TEMP TABLE IF NOT EXISTS doomed (number INTEGER PRIMARY KEY, id TEXT NOT NULL)")
    catalog.execute("DELETE FROM doomed")
    catalog.executemany("INSERT INTO doomed VALUES (?, ?)", batch.items())
    unlink(catalog)
    reports = sum(_shrink(store, catalog, segment) for segment in _segments(catalog))
    for row in catalog.execute("SELECT * FROM documents WHERE number IN (SELECT number FROM doomed)").fetchall():
        catalog.execute(
            "INSERT INTO documents_text (documents_text, rowid, title, text) VALUES ('delete', ?, ?, ?)",
            (row["number"], row["title"], indexed(row["text"], row["quotes"])),
        )
    ids = "(SELECT id FROM doomed)"
    for statement in (
        "DELETE FROM notes WHERE document IN (SELECT number FROM doomed)",
        "DELETE FROM codings WHERE document IN (SELECT number FROM doomed)",
        "DELETE FROM corrections_undone WHERE correction IN "
        f"(SELECT id FROM corrections WHERE document_id IN {ids})",
        f"DELETE FROM corrections WHERE document_id IN {ids}",
        "DELETE FROM failures WHERE location IN (SELECT 'document ' || id FROM doomed)",
        "DELETE FROM documents WHERE number IN (SELECT number FROM doomed)",
    ):
        catalog.execute(statement)
    return reports


def _segments(catalog: sqlite3.Connection) -> list[sqlite3.Row]:
    """The segments that can hold a row of the doomed: theirs, and those with rows of documents that count elsewhere."""
    return catalog.execute(
        """
        SELECT s.name, s.coder, s.rows FROM segments AS s
        WHERE s.name IN (SELECT segment FROM codings WHERE document IN (SELECT number FROM doomed))
           OR s.documents > (SELECT count(*) FROM codings AS c WHERE c.segment = s.name)
        ORDER BY s.name"""
    ).fetchall()


def _shrink(store: Store, catalog: sqlite3.Connection, segment: sqlite3.Row) -> int:
    """Put a segment with the documents that stay in the place of one. Returns how many reports went."""
    staying = catalog.execute(
        """
        SELECT d.id, d.text_hash FROM codings AS c JOIN documents AS d ON d.number = c.document
        WHERE c.segment = ? AND d.number NOT IN (SELECT number FROM doomed) ORDER BY d.id""",
        (segment["name"],),
    ).fetchall()
    path = store.path / REPORTS / segment["name"]
    table = rows_of(path, "document_id", {row["id"] for row in staying})
    name = None
    if table.num_rows:
        name = remaining_name(segment["name"], [(row["id"], row["text_hash"]) for row in staying])
        write_table(table, store.path / REPORTS / name)
        catalog.execute(
            "INSERT OR REPLACE INTO segments (name, kind, coder, documents, rows) VALUES (?, 'reports', ?, ?, ?)",
            (name, segment["coder"], len(staying), table.num_rows),
        )
    if name != segment["name"]:
        catalog.execute("UPDATE codings SET segment = ? WHERE segment = ?", (name, segment["name"]))
        catalog.execute("DELETE FROM segments WHERE name = ?", (segment["name"],))
        leave(catalog, [f"{REPORTS}/{segment['name']}"])
    return int(segment["rows"]) - int(table.num_rows)
