"""What linking has found out about a store's documents and reports: how it is kept, and what is near it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from dragoman.errors import DragomanError
from dragoman.linking.joining import Cluster, days, keys, sought, window
from dragoman.linking.settings import Changes, EventSettings, Settings
from dragoman.linking.telling import Telling
from dragoman.records import Document, Link, Report
from dragoman.store.faults import told
from dragoman.store.filters import Filters
from dragoman.store.folder import EVENTS, REPORTS
from dragoman.store.live import CODINGS, counting
from dragoman.store.texts import document_of

if TYPE_CHECKING:
    from dragoman.store.store import Store

Level = Literal["document", "report"]
Ruling = Literal["apart", "together"]
_CHUNK = 500
"""Values in one IN list: SQLite takes a thousand in its older builds."""

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Telling)


# Settings


class Manner(msgspec.Struct, frozen=True):
    """How a store was linked: by which algorithm, with which settings, and what people changed of them."""

    algorithm: str
    settings: Settings
    changes: Changes = {}


def manner(store: Store) -> tuple[Manner | None, Changes]:
    """How the store was linked, None where that is not known; and what people changed of the settings."""
    with told(store.path):
        row = store.catalog.execute("SELECT value FROM linking WHERE name = 'manner'").fetchone()
    if row is None:
        return None, {}
    try:
        found = msgspec.json.decode(row["value"], type=Manner)
    except msgspec.ValidationError:
        return None, msgspec.json.decode(row["value"]).get("changes", {})
    return found, found.changes


def save_manner(store: Store, how: Manner) -> None:
    """Remember how the store is linked."""
    with told(store.path), store.transaction() as catalog:
        value = msgspec.json.encode(how).decode()
        catalog.execute("INSERT OR REPLACE INTO linking VALUES ('manner', ?)", (value,))


def forget_all(store: Store) -> None:
    """Forget all links and events but rulings; which event each report told of is kept, so that ids can stay."""
    with told(store.path), store.transaction() as catalog:
        catalog.execute("INSERT OR REPLACE INTO former_events SELECT report, event FROM tellings")
        for table in (
            *("links", "sketched", "sketch_keys", "linked", "tellings", "telling_keys", "events"),
            *("event_segments", "linking"),
        ):
            catalog.execute(f"DELETE FROM {table}")


# Rulings


def rule(store: Store, level: Level, one: str, other: str, ruling: Ruling | None) -> None:
    """Decide that two documents are no copies, or that two reports do or do not tell of one event; None takes it back.

    It takes effect when the store is linked again. Raises ``DragomanError`` E421 where an id is not in the store.
    """
    table, column = ("documents", "id") if level == "document" else ("tellings", "report")
    with told(store.path), store.transaction() as catalog:
        for name in (one, other):
            if catalog.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (name,)).fetchone() is None:
                raise DragomanError("E421", value=name, level=level)
        one, other = min(one, other), max(one, other)
        if ruling is None:
            catalog.execute("DELETE FROM rulings WHERE (level, one, other) = (?, ?, ?)", (level, one, other))
        else:
            catalog.execute("INSERT OR REPLACE INTO rulings VALUES (?, ?, ?, ?)", (level, one, other, ruling))


def rulings(store: Store, level: Level, ruling: str) -> frozenset[tuple[str, str]]:
    """The pairs of ids about which people decided so."""
    query = "SELECT one, other FROM rulings WHERE (level, ruling) = (?, ?)"
    with told(store.path):
        return frozenset((row["one"], row["other"]) for row in store.catalog.execute(query, (level, ruling)))


# Copies


def unsketched(store: Store) -> list[int]:
    """The numbers of documents of which copies have not been sought, in order of publication; they need their texts."""
    query = """
        SELECT number FROM documents
        WHERE set_aside IS NULL AND quotes IS NULL AND number NOT IN (SELECT document FROM sketched)
        ORDER BY coalesce(published, ''), number"""
    with told(store.path):
        return [row["number"] for row in store.catalog.execute(query)]


def numbered(store: Store, numbers: Sequence[int]) -> dict[int, Document]:
    """Documents by their numbers, in the order given."""
    rows = _rows(store, "SELECT * FROM documents WHERE number IN ({})", numbers)
    found = {row["number"]: document_of(row) for row in rows}
    return {number: found[number] for number in numbers if number in found}


def near_documents(store: Store, sought_keys: Iterable[tuple[int, int]], reach: int) -> set[int]:
    """The numbers of documents that share a key with one of those sought, within days of its day.

    ``sought_keys`` are pairs of key and day; a day of 0 is unknown and near all.
    """
    query = "SELECT document FROM sketch_keys WHERE key = ? AND (day BETWEEN ? AND ? OR day = 0)"
    found: set[int] = set()
    with told(store.path):
        run = store.catalog.execute
        for key, day in sought_keys:
            first, last = (day - reach, day + reach) if day else (0, 1 << 40)
            found.update(row[0] for row in run(query, (key, first, last)))
    return found


def exact_documents(store: Store, exact_keys: Iterable[int]) -> set[int]:
    """The numbers of documents that share one of the keys, whenever they were published."""
    found: set[int] = set()
    with told(store.path):
        for key in exact_keys:
            rows = store.catalog.execute("SELECT document FROM sketch_keys WHERE key = ? LIMIT 8", (key,))
            found.update(row[0] for row in rows)
    return found


def enter_links(
    store: Store, links: Sequence[Link], sketched: Mapping[str, tuple[int, int, Sequence[int]]]
) -> frozenset[int]:
    """Enter links, and the number, day and keys of each document that was sketched.

    Exact copies get no keys: their originals are found instead. Returns the numbers of documents that now have other
    copies than before.
    """
    numbers = {name: entry[0] for name, entry in sketched.items()}
    exact = {link.document_id for link in links if link.kind == "exact"}
    others = {name for link in links for name in (link.document_id, link.original_id)} - numbers.keys()
    with told(store.path), store.transaction() as catalog:
        numbers |= {row["id"]: row["number"] for row in _rows(store, _NUMBERS, sorted(others))}
        catalog.executemany(
            "INSERT OR IGNORE INTO sketched VALUES (?, ?)", [(number, number) for number, _, _ in sketched.values()]
        )
        catalog.executemany(
            "INSERT OR IGNORE INTO sketch_keys VALUES (?, ?, ?)",
            sorted((k, day, number) for name, (number, day, ks) in sketched.items() if name not in exact for k in ks),
        )
        catalog.executemany(
            "INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?)",
            [(numbers[link.document_id], numbers[link.original_id], link.kind, link.score) for link in links],
        )
        changed: set[int] = set()
        for link in links:
            changed |= _unite(catalog, numbers[link.document_id], numbers[link.original_id])
    return frozenset(changed)


_NUMBERS = "SELECT id, number FROM documents WHERE id IN ({})"


def _unite(catalog: sqlite3.Connection, one: int, other: int) -> set[int]:
    """Make one group of copies of two; returns its members where there were two."""
    groups = {
        row["copies"] for row in catalog.execute("SELECT copies FROM sketched WHERE document IN (?, ?)", (one, other))
    }
    if len(groups) < 2:
        return set()
    catalog.execute("UPDATE sketched SET copies = ? WHERE copies = ?", (min(groups), max(groups)))
    rows = catalog.execute("SELECT document FROM sketched WHERE copies = ?", (min(groups),))
    return {row["document"] for row in rows}


def regroup(store: Store, one: str, other: str, ruling: Ruling | None) -> set[int]:
    """Undo the link of two documents where they are to be apart; returns the numbers of all their copies and their own.

    A decision that is taken back has no effect on links until all is linked anew.
    """
    with told(store.path), store.transaction() as catalog:
        numbers = [row["number"] for row in _rows(store, _NUMBERS, (one, other))]
        query = "SELECT document FROM sketched WHERE copies IN (SELECT copies FROM sketched WHERE document IN (?, ?))"
        members = [row["document"] for row in catalog.execute(query, numbers)]
        if ruling == "apart":
            pairs = (numbers, numbers[::-1])
            catalog.executemany("DELETE FROM links WHERE (document, original) = (?, ?)", pairs)
            catalog.executemany("UPDATE sketched SET copies = document WHERE document = ?", [(m,) for m in members])
            for row in list(_rows(store, "SELECT document, original FROM links WHERE document IN ({})", members)):
                _unite(catalog, row["document"], row["original"])
    return set(members)


def copy_groups(store: Store, documents: Sequence[str]) -> dict[str, str]:
    """For each of the documents that is or has a copy what stands for it and all its copies."""
    query = """
        SELECT d.id, s.copies FROM sketched AS s JOIN documents AS d ON d.number = s.document
        WHERE d.id IN ({}) AND EXISTS (
          SELECT 1 FROM sketched AS o WHERE o.copies = s.copies AND o.document <> s.document)
        """
    return {row["id"]: str(row["copies"]) for row in _rows(store, query, documents)}


# Reports


class Unjoined(msgspec.Struct, frozen=True):
    """A document whose reports are to be joined to events: its number, current coder and segment."""

    number: int
    coder: int
    segment: str | None


def unjoined(store: Store) -> list[Unjoined]:
    """The documents whose current reports have not been joined to events, in order of publication."""
    counts, values = counting(store, Filters())
    query = f"""
        SELECT c.document, c.coder, c.segment FROM ({CODINGS.format(counts=counts)}) AS c
        JOIN documents AS d ON d.number = c.document LEFT JOIN linked AS l ON l.document = c.document
        WHERE l.coder IS NULL OR l.coder <> c.coder ORDER BY coalesce(d.published, ''), d.number"""
    with told(store.path):
        rows = store.catalog.execute(query, values).fetchall()
    return [Unjoined(row["document"], row["coder"], row["segment"]) for row in rows]


def reports_of(store: Store, wanted: Sequence[Unjoined], ids: Mapping[int, str]) -> dict[str, list[Report]]:
    """The reports of some documents, from their segments alone. Raises ``DragomanError`` E505."""
    import pyarrow.parquet as pq

    from dragoman.store.schema import from_rows

    by_segment: dict[str, list[str]] = {}
    for entry in wanted:
        if entry.segment is not None:
            by_segment.setdefault(entry.segment, []).append(ids[entry.number])
    found: dict[str, list[Report]] = {}
    for segment, documents in by_segment.items():
        path = store.path.absolute() / REPORTS / segment  # a relative one with a colon is taken for an address
        try:
            table = pq.read_table(path, filters=[("document_id", "in", documents)])
        except OSError as error:
            raise DragomanError("E505", where=str(path), detail="a segment of the manifest is missing") from error
        for report in from_rows(table.to_pylist()):
            found.setdefault(report.document_id, []).append(report)
    return found


def near_events(store: Store, tellings: Iterable[Telling], settings: EventSettings) -> set[str]:
    """The ids of events that share a key with one of the reports, in its days."""
    query = "SELECT event FROM telling_keys WHERE key = ? AND day BETWEEN ? AND ? ORDER BY day DESC LIMIT ?"
    found: set[str] = set()
    asked: set[tuple[str, int, int]] = set()
    with told(store.path):
        run = store.catalog.execute
        for telling in tellings:
            first, last = window(telling, settings)
            for kind, key in sought(telling, settings):
                question = (f"{kind} {key}", first, last)
                if question not in asked:
                    asked.add(question)
                    found.update(row[0] for row in run(query, (*question, settings.most)))
    return found


def known_events(store: Store, events: Iterable[str]) -> dict[str, list[Telling]]:
    """The reports of events, in order of publication."""
    found: dict[str, list[Telling]] = {}
    for row in _rows(store, "SELECT event, features FROM tellings WHERE event IN ({})", sorted(events)):
        found.setdefault(row["event"], []).append(_DECODER.decode(row["features"]))
    for tellings in found.values():
        tellings.sort(key=lambda t: (t.published, t.document_id, t.sentence, t.offset, t.report_id))
    return found


def events_of_documents(store: Store, numbers: Iterable[int]) -> set[str]:
    """The ids of events told of in some documents."""
    rows = _rows(store, "SELECT DISTINCT event FROM tellings WHERE document IN ({})", sorted(numbers))
    return {row["event"] for row in rows}


def former_ids(store: Store, reports: Sequence[str]) -> dict[str, str]:
    """The event that each report belonged to before all was linked anew."""
    rows = _rows(store, "SELECT report, event FROM former_events WHERE report IN ({})", reports)
    return {row["report"]: row["event"] for row in rows}


def events_of_reports(store: Store, reports: Sequence[str]) -> set[str]:
    """The ids of the events that reports tell of."""
    return {row["event"] for row in _rows(store, "SELECT event FROM tellings WHERE report IN ({})", reports)}


def existing(store: Store, events: Iterable[str]) -> set[str]:
    """Those of the ids that events of the store have."""
    return {row["id"] for row in _rows(store, "SELECT id FROM events WHERE id IN ({})", sorted(events))}


def remember(store: Store, events: Iterable[str]) -> None:
    """Keep for the reports of some events to which they belong, so that ids stay when they are joined again."""
    with told(store.path), store.transaction() as catalog:
        catalog.executemany(
            "INSERT OR REPLACE INTO former_events SELECT report, event FROM tellings WHERE event = ?",
            [(event,) for event in events],
        )


def enter_clusters(store: Store, clusters: Sequence[Cluster], shrunk: Iterable[str], done: Sequence[Unjoined]) -> None:
    """Enter which reports tell of which event. Belongs into a transaction of the catalog.

    ``shrunk`` are events of which the reports are entered anew, ``done`` the documents whose reports are joined now.
    """
    catalog = store.catalog
    catalog.executemany("DELETE FROM tellings WHERE event = ?", [(event,) for event in shrunk])
    documents = sorted({t.document_id for cluster in clusters for t in cluster.tellings})
    numbers = {row["id"]: row["number"] for row in _rows(store, _NUMBERS, documents)}
    catalog.executemany(
        "INSERT OR REPLACE INTO tellings VALUES (?, ?, ?, ?)",
        [
            (t.report_id, cluster.event_id, numbers[t.document_id], _ENCODER.encode(t))
            for cluster in clusters
            for t in cluster.tellings
        ],
    )
    found = {
        (f"{kind} {key}", day, cluster.event_id)
        for cluster in clusters
        for t in cluster.tellings
        for kind, key in keys(t)
        for day in days(t)
    }
    catalog.executemany("INSERT OR IGNORE INTO telling_keys VALUES (?, ?, ?)", sorted(found))
    catalog.executemany("INSERT OR REPLACE INTO linked VALUES (?, ?)", [(d.number, d.coder) for d in done])


def sweep(store: Store) -> None:
    """Remove segments of events that no longer count, if nobody can still be reading them."""
    import time

    with told(store.path):
        listed = {row["name"] for row in store.catalog.execute("SELECT name FROM event_segments")}
    for path in (store.path / EVENTS).glob("*.parquet"):
        try:
            if path.name not in listed and time.time() - path.stat().st_mtime > KEPT_SECONDS:
                path.unlink()
        except OSError:
            continue


KEPT_SECONDS = 3600.0
"""How long a segment that no longer counts stays for those who are reading it."""


def _rows(store: Store, query: str, values: Sequence[str] | Sequence[int]) -> Iterator[sqlite3.Row]:
    """Rows of a query with an IN list, asked in parts."""
    with told(store.path):
        for start in range(0, len(values), _CHUNK):
            part = values[start : start + _CHUNK]
            yield from store.catalog.execute(query.format(", ".join("?" * len(part))), tuple(part))
