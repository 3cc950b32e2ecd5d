"""Removing from the disk what counts no more."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dragoman.records import text_hash
from dragoman.store.faults import told
from dragoman.store.folder import EVENTS, PACKS, REPORTS
from dragoman.store.packs import packs
from dragoman.store.segments import rows_of, write_table

if TYPE_CHECKING:
    from dragoman.store.store import Store


STALE_SECONDS = 3600.0
"""A run enters a segment of reports minutes after it was written; one that is older and not entered is of no run."""


def leave(catalog: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Enter files that count no more. Belongs into the transaction that takes them out of the manifest."""
    catalog.executemany("INSERT OR IGNORE INTO leaving VALUES (?)", [(path,) for path in paths])


def sweep(store: Store) -> None:
    """Remove what a deletion left on the disk for those who were reading.

    These are files that are in no manifest, packs that cover one of them, former states of events, and words in the
    index and in free pages of the catalog. Nobody may be linking the store. Raises ``DragomanError`` E503 to E505.
    """
    with told(store.path):
        store.catalog.execute("PRAGMA secure_delete = ON")
        store.catalog.execute("INSERT INTO documents_text (documents_text) VALUES ('optimize')")
        with store.transaction() as catalog:
            _drop_former_states(store, catalog)
            listed = {f"{REPORTS}/{row[0]}" for row in catalog.execute("SELECT name FROM segments")}
            listed |= {f"{EVENTS}/{row[0]}" for row in catalog.execute("SELECT name FROM event_segments")}
            for row in catalog.execute("SELECT path FROM leaving").fetchall():
                if row["path"] not in listed:
                    (store.path / row["path"]).unlink(missing_ok=True)
            catalog.execute("DELETE FROM leaving")
            _drop_unlisted(store, listed)
            _drop_packs(store, listed)
        store.catalog.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _drop_former_states(store: Store, catalog: sqlite3.Connection) -> None:
    """Write segments of events anew that hold former states of events, which can quote what is deleted."""
    rows = catalog.execute(
        "SELECT name FROM event_segments AS s WHERE rows > (SELECT count(*) FROM events AS e WHERE e.segment = s.name)"
    ).fetchall()
    for name in [str(row["name"]) for row in rows]:
        ids = {str(row["id"]) for row in catalog.execute("SELECT id FROM events WHERE segment = ?", (name,))}
        catalog.execute("DELETE FROM event_segments WHERE name = ?", (name,))
        leave(catalog, [f"{EVENTS}/{name}"])
        if not ids:
            continue
        table = rows_of(store.path / EVENTS / name, "event_id", ids)
        new = f"{text_hash(chr(30).join((name, *sorted(ids))))}.parquet"
        write_table(table, store.path / EVENTS / new)
        catalog.execute("INSERT OR REPLACE INTO event_segments VALUES (?, ?)", (new, table.num_rows))
        catalog.execute("UPDATE events SET segment = ? WHERE segment = ?", (new, name))


def _drop_unlisted(store: Store, listed: set[str]) -> None:
    """Remove segments that nobody entered: of former states of events, and of runs that broke off long ago."""
    for folder, seconds in ((EVENTS, 0.0), (REPORTS, STALE_SECONDS)):
        for path in (store.path / folder).glob("*.parquet"):
            if f"{folder}/{path.name}" not in listed and time.time() - path.stat().st_mtime >= seconds:
                path.unlink(missing_ok=True)


def _drop_packs(store: Store, listed: set[str]) -> None:
    kept = {pack.path for pack in packs(store) if all(f"{REPORTS}/{name}" in listed for name in pack.covers)}
    for path in (store.path / PACKS).glob("*.parquet"):
        if path not in kept:
            path.unlink(missing_ok=True)
