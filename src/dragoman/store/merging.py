"""Merging: what another store holds is taken into this one; the other one stays as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from dragoman.errors import DragomanError
from dragoman.records import Coder
from dragoman.store import catalog as catalogs
from dragoman.store.faults import told
from dragoman.store.folder import REPORTS
from dragoman.store.segments import remaining_name, rows_of, write_table
from dragoman.store.store import Store
from dragoman.store.texts import indexed

BATCH = 512
"""Documents, or segments, that are taken over together."""

_COLUMNS = "id, text_hash, title, text, published, dateline, source, url, language, set_aside, quotes, length"


class Merged(msgspec.Struct):
    """What a merge took over. ``clashes`` are ids under which the two stores have different texts: ours stay."""

    documents: int = 0
    codings: int = 0
    reports: int = 0
    corrections: int = 0
    clashes: list[str] = []


def merge(store: Store, other: Store) -> Merged:
    """Take into a store all documents, reports, corrections and decisions of another one. Twice changes nothing.

    Runs and failures are the history of a folder and stay there; links and events are not taken: link the store
    after it. Raises ``DragomanError``: E508 where the two keep different parts of texts, E510 where they are one, E503
    to E505.
    """
    if store.path.resolve() == other.path.resolve():
        raise DragomanError("E510", where=str(other.path))
    if store.keep != other.keep:
        raise DragomanError("E508", where=str(other.path), found=other.keep, wanted=store.keep)
    merged = Merged()
    with told(store.path), _still(other):
        for rows in _batches(other, f"SELECT {_COLUMNS} FROM documents ORDER BY number"):
            with store.transaction() as catalog:
                for row in rows:
                    _take_document(catalog, row, merged)
        for rows in _batches(other, "SELECT name FROM segments ORDER BY rowid"):
            for row in rows:
                _take_segment(store, other, str(row["name"]), merged)
        _take_bare_codings(store, other, merged)
        with store.transaction() as catalog:
            _take_notes(catalog, other)
            _take_words_of_people(catalog, other, merged)
    return merged


@contextmanager
def _still(store: Store) -> Iterator[None]:
    """See a store as it is now, whatever is written to it meanwhile."""
    store.catalog.execute("BEGIN")
    try:
        yield
    finally:
        store.catalog.execute("COMMIT")


def _batches(store: Store, query: str) -> Iterator[list[sqlite3.Row]]:
    cursor = store.catalog.execute(query)
    while rows := cursor.fetchmany(BATCH):
        yield rows


def _take_document(catalog: sqlite3.Connection, row: sqlite3.Row, merged: Merged) -> None:
    ours = catalog.execute("SELECT number, text_hash, set_aside FROM documents WHERE id = ?", (row["id"],)).fetchone()
    if ours is not None:
        if ours["text_hash"] != row["text_hash"]:
            merged.clashes.append(row["id"])
        elif ours["set_aside"] is not None and row["set_aside"] is None:
            catalog.execute("UPDATE documents SET set_aside = NULL WHERE number = ?", (ours["number"],))
        return
    places = ", ".join("?" * len(row.keys()))
    (number,) = catalog.execute(
        f"INSERT INTO documents ({_COLUMNS}) VALUES ({places}) RETURNING number", tuple(row)
    ).fetchone()
    catalog.execute(
        "INSERT INTO documents_text (rowid, title, text) VALUES (?, ?, ?)",
        (number, row["title"], indexed(row["text"], row["quotes"])),
    )
    merged.documents += 1


_CODINGS = """
    SELECT d.id, d.text_hash, c.sentences, c.reports, c.types, k.name, k.version, k.model
    FROM codings AS c JOIN documents AS d ON d.number = c.document JOIN coders AS k ON k.number = c.coder
    WHERE c.segment IS ?"""


def _take_segment(store: Store, other: Store, name: str, merged: Merged) -> None:
    """Take the codings of a segment that are new here, and of the segment the reports of those documents."""
    rows = other.catalog.execute(_CODINGS, (name,)).fetchall()
    with store.transaction() as catalog:
        new = [(row, number) for row in rows if (number := _lacking(catalog, row)) is not None]
        if not new:
            return
        table = rows_of(other.path / REPORTS / name, "document_id", {row["id"] for row, _ in new})
        ours = name if len(new) == len(rows) else None
        if table.num_rows:
            ours = ours or remaining_name(name, [(row["id"], row["text_hash"]) for row, _ in new])
            write_table(table, store.path / REPORTS / ours)
        coder = _coder(catalog, rows[0])
        if table.num_rows:
            catalog.execute(
                "INSERT OR REPLACE INTO segments (name, kind, coder, documents, rows) VALUES (?, 'reports', ?, ?, ?)",
                (ours, coder, len(new), table.num_rows),
            )
        for row, number in new:
            _enter(catalog, row, number, coder, ours if table.num_rows else None)
    merged.codings += len(new)
    merged.reports += table.num_rows


def _take_bare_codings(store: Store, other: Store, merged: Merged) -> None:
    """Take the codings that gave no report."""
    cursor = other.catalog.execute(_CODINGS, (None,))
    while rows := cursor.fetchmany(BATCH):
        with store.transaction() as catalog:
            for row in rows:
                number = _lacking(catalog, row)
                if number is not None:
                    _enter(catalog, row, number, _coder(catalog, row), None)
                    merged.codings += 1


def _lacking(catalog: sqlite3.Connection, row: sqlite3.Row) -> int | None:
    """Our number of a document that has the same text here and was not coded by this coder; else None."""
    found = catalog.execute(
        """
        SELECT d.number FROM documents AS d WHERE (d.id, d.text_hash) = (?, ?) AND NOT EXISTS (
          SELECT 1 FROM codings AS c JOIN coders AS k ON k.number = c.coder
          WHERE c.document = d.number AND (k.name, k.version, k.model) = (?, ?, ?))""",
        (row["id"], row["text_hash"], row["name"], row["version"], row["model"]),
    ).fetchone()
    return None if found is None else int(found["number"])


def _coder(catalog: sqlite3.Connection, row: sqlite3.Row) -> int:
    coder = Coder(name=row["name"], version=row["version"], model=row["model"] or None)
    return catalogs.coder_number(catalog, coder)


def _enter(catalog: sqlite3.Connection, row: sqlite3.Row, number: int, coder: int, segment: str | None) -> None:
    values = (number, coder, segment, row["sentences"], row["reports"], row["types"])
    catalog.execute("INSERT INTO codings VALUES (?, ?, ?, ?, ?, ?)", values)


def _take_notes(catalog: sqlite3.Connection, other: Store) -> None:
    query = """
        SELECT n.note, d.id, d.text_hash, k.name, k.version, k.model FROM notes AS n
        JOIN documents AS d ON d.number = n.document JOIN coders AS k ON k.number = n.coder"""
    for row in other.catalog.execute(query):
        catalog.execute(
            """
            INSERT OR IGNORE INTO notes SELECT d.number, k.number, ? FROM documents AS d, coders AS k
            WHERE (d.id, d.text_hash) = (?, ?) AND (k.name, k.version, k.model) = (?, ?, ?)""",
            tuple(row),
        )


def _take_words_of_people(catalog: sqlite3.Connection, other: Store, merged: Merged) -> None:
    """Corrections, what was taken back of them, and decisions about links; all have ids that hold everywhere."""
    before = catalog.execute("SELECT count(*) FROM corrections").fetchone()[0]
    columns = "id, document_id, report_id, verdict, anchor, field, before, after, reviewer, at, why, sample"
    for table, names in (
        ("corrections", columns),
        ("corrections_undone", "correction, reviewer, at"),
        ("rulings", "level, one, other, ruling"),
    ):
        order = " ORDER BY number" if table == "corrections" else ""
        rows = other.catalog.execute(f"SELECT {names} FROM {table}{order}")
        places = ", ".join("?" * len(names.split(", ")))
        catalog.executemany(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})", map(tuple, rows))
    merged.corrections = catalog.execute("SELECT count(*) FROM corrections").fetchone()[0] - before
