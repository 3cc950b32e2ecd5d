"""Acts from a store, in a stream: reports, events, or the reports of events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from dragoman.exports.acts import Act, Dyad, Story, dyads, event_party, mentions, of_event, of_report
from dragoman.records import DateValue, EventParty
from dragoman.store.conditions import where
from dragoman.store.events import events_where, register_events
from dragoman.store.faults import told
from dragoman.store.filters import Filters
from dragoman.store.packs import ORDER
from dragoman.store.schema import event_of, from_rows
from dragoman.store.views import connect, register_reports

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from dragoman.store.store import Store

_BATCH = 2_000
_MEMORY = "700MB"
_STORY = """
    SELECT number, id, published, source, url, language, coalesce(length(text), 0) AS length,
           max(coalesce(instr(text, char(10)), 0) - 1, 0) AS lead
    FROM documents WHERE id IN (SELECT value FROM json_each(?))"""
_EVENT_OF_REPORT = (
    "event_id", "reciprocal", "actors", "recipients", "first_told", "event_type", "mode", "status", "contexts",
    "date_start", "date_end", "date_precision", "date_basis",
)  # fmt: skip


def is_linked(store: Store) -> bool:
    """Whether events have been made of the reports."""
    with told(store.path):
        return store.catalog.execute("SELECT 1 FROM events LIMIT 1").fetchone() is not None


def report_batches(store: Store, filters: Filters) -> Iterator[pa.RecordBatch]:
    """Reports as batches of the store's columns, in their order."""
    asked = where(filters)
    with _connected() as con:
        register_reports(store, con, filters)
        yield from _reader(con, f"SELECT * FROM reports WHERE {asked.sql} ORDER BY {ORDER}", asked.values, filters)


def report_dyads(store: Store, filters: Filters) -> Iterator[list[Dyad]]:
    """The dyads of each report."""
    for batch in report_batches(store, filters):
        rows = batch.to_pylist()
        stories = _stories(store, (row["document_id"] for row in rows))
        for report in from_rows(rows):
            yield list(dyads(of_report(report, stories[report.document_id])))


def event_dyads(store: Store, filters: Filters) -> Iterator[list[Dyad]]:
    """The dyads of each event, by date and id."""
    asked = events_where(store, filters)
    order = "coalesce(date_start, first_told) NULLS LAST, event_id"
    with _connected() as con:
        register_events(store, con)
        query = f"SELECT * FROM events WHERE {asked.sql} ORDER BY {order}"
        for batch in _reader(con, query, asked.values, filters):
            rows = batch.to_pylist()
            stories = _stories(store, (d for row in rows for d in row["documents"]))
            for row in rows:
                event = event_of(row)
                told_in = sorted((stories[d] for d in event.documents), key=lambda s: (s.published or "~", s.number))
                yield list(dyads(of_event(event, tuple(told_in))))


def mention_dyads(store: Store, filters: Filters) -> Iterator[list[Dyad]]:
    """The dyads of events as each of their reports has them."""
    asked = events_where(store, filters)
    own = ", ".join(f"e.{name} AS event_{name}" for name in _EVENT_OF_REPORT)
    query = f"""
        SELECT r.*, {own} FROM (SELECT * FROM events WHERE {asked.sql}) AS e, unnest(e.reports) AS t (told)
        JOIN reports AS r ON r.report_id = t.told ORDER BY e.event_id, {ORDER.replace("published", "r.published")}"""
    with _connected() as con:
        register_events(store, con)
        register_reports(store, con)
        for batch in _reader(con, query, asked.values, filters):
            rows = batch.to_pylist()
            stories = _stories(store, (row["document_id"] for row in rows))
            for row, report in zip(rows, from_rows(rows), strict=True):
                act = of_report(report, stories[report.document_id])
                yield list(mentions(act, _event_act(row, act)))


def _event_act(row: dict[str, Any], report: Act) -> Act:
    """The event of a report: what it is, when, and between whom; the rest is the report's."""
    own = {name: row[f"event_{name}"] for name in _EVENT_OF_REPORT}
    sides = {
        side: tuple(event_party(msgspec.convert(party, EventParty)) for party in own[side])
        for side in ("actors", "recipients")
    }
    date = {name: own[f"date_{name}"] for name in ("start", "end", "precision", "basis")}
    same = {name: own[name] for name in ("reciprocal", "first_told", "event_type", "mode", "status")}
    return msgspec.structs.replace(
        report,
        id=own["event_id"],
        date=DateValue(**date) if date["start"] else None,
        contexts=tuple(own["contexts"]),
        **sides,
        **same,
    )


def _stories(store: Store, ids: Iterable[str]) -> dict[str, Story]:
    wanted = msgspec.json.encode(list(dict.fromkeys(ids))).decode()
    with told(store.path):
        rows = store.catalog.execute(_STORY, (wanted,)).fetchall()
    return {row["id"]: Story(**dict(row)) for row in rows}


@contextmanager
def _connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB that sorts on disk what does not fit into its memory."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder, connect() as con:
        con.execute(f"SET memory_limit = '{_MEMORY}'")
        con.execute(f"SET temp_directory = '{folder}'")
        yield con


def _reader(
    con: duckdb.DuckDBPyConnection, query: str, values: dict[str, Any], filters: Filters
) -> Iterator[pa.RecordBatch]:
    from dragoman.store.query import page

    yield from con.sql(f"{query} {page(filters)}", params=values).to_arrow_reader(_BATCH)
