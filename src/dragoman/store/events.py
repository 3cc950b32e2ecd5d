"""Events and links of a store: how they are kept, and how they are found again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dragoman.errors import DragomanError
from dragoman.records import Event, Link, text_hash, to_json
from dragoman.store.conditions import Where, where
from dragoman.store.faults import told
from dragoman.store.filters import Filters
from dragoman.store.folder import EVENTS, sync_folder
from dragoman.store.query import page, wanted_documents
from dragoman.store.steady import steadily

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from dragoman.store.store import Store


def events_table(store: Store, filters: Filters | None = None) -> pa.Table:
    """The events that filters let through, by date (else first publication) and id.

    ``since`` and ``until`` take the date of the event, and the day on which it was first told where it has none.
    ``documents``, ``sources``, ``languages`` and ``text`` let an event through with one of its documents.
    """
    chosen = filters or Filters()

    def ask() -> pa.Table:
        asked = events_where(store, chosen)
        with events_view(store) as con:
            return con.sql(
                f"SELECT * FROM events WHERE {asked.sql} "
                f"ORDER BY coalesce(date_start, first_told) NULLS LAST, event_id {page(chosen)}",
                params=asked.values,
            ).to_arrow_table()

    return steadily(store, ask)


def events_where(store: Store, filters: Filters) -> Where:
    """The condition that filters put on the view ``events``; text and languages are asked of the catalog."""
    asked = where(filters, "events")
    wanted = wanted_documents(store, filters)
    if wanted is not None:
        asked.parts.append(f"list_has_any(documents, {asked.bind(wanted['document_id'].to_pylist())})")
    return asked


def events(store: Store, filters: Filters | None = None) -> list[Event]:
    """The same events as records."""
    from dragoman.store.schema import event_of

    return [event_of(row) for row in events_table(store, filters).to_pylist()]


def event(store: Store, event_id: str) -> Event | None:
    """One event by its id, read from its segment alone."""
    import pyarrow.parquet as pq

    from dragoman.store.schema import event_of

    with told(store.path):
        row = store.catalog.execute("SELECT segment FROM events WHERE id = ?", (event_id,)).fetchone()
    if row is None:
        return None
    try:
        found = pq.read_table(store.path.absolute() / EVENTS / row["segment"], filters=[("event_id", "=", event_id)])
    except OSError as error:
        raise _missing(store, row["segment"]) from error
    return event_of(found.to_pylist()[0])


def event_of_report(store: Store, report_id: str) -> Event | None:
    """The event that a report tells of, if reports have been linked."""
    with told(store.path):
        row = store.catalog.execute("SELECT event FROM tellings WHERE report = ?", (report_id,)).fetchone()
    return None if row is None else event(store, row["event"])


def events_view(store: Store) -> duckdb.DuckDBPyConnection:
    """DuckDB, in memory, with the view ``events``: the present state of each event."""
    from dragoman.store.views import connect

    con = connect()
    register_events(store, con)
    return con


def register_events(store: Store, con: duckdb.DuckDBPyConnection) -> None:
    """Make the view ``events`` in a connection that may have other views."""
    import pyarrow as pa

    from dragoman.store.schema import event_schema

    with told(store.path):
        rows = store.catalog.execute("SELECT id, segment FROM events").fetchall()
    names = sorted({row["segment"] for row in rows})
    if not names:
        con.register("_no_events", event_schema().empty_table())
        con.execute("CREATE VIEW events AS SELECT * FROM _no_events")
        return
    for name in names:
        if not (store.path / EVENTS / name).is_file():
            raise _missing(store, name)
    live = [pa.array([row[name] for row in rows], pa.string()) for name in ("id", "segment")]
    con.register("_live_events", pa.table(live, names=["event_id", "_segment"]))
    files = ", ".join("'" + str(store.path / EVENTS / name).replace("'", "''") + "'" for name in names)
    con.execute(
        f"CREATE VIEW events AS SELECT e.* EXCLUDE (filename) FROM read_parquet([{files}], filename = true) AS e "
        "SEMI JOIN _live_events AS l ON l.event_id = e.event_id AND ends_with(e.filename, l._segment)"
    )


def links(store: Store, document_id: str | None = None) -> list[Link]:
    """The links of one document, as copy and as original, or all; best first, then by arrival."""
    chosen = "links"
    if document_id is not None:
        number = "(SELECT number FROM documents WHERE id = :id)"
        chosen = f"""(SELECT * FROM links WHERE document = {number}
                      UNION SELECT * FROM links WHERE original = {number})"""
    query = f"""
        SELECT d.id AS document_id, o.id AS original_id, l.kind, l.score FROM {chosen} AS l
        JOIN documents AS d ON d.number = l.document JOIN documents AS o ON o.number = l.original
        ORDER BY l.score DESC, l.document, l.original"""
    with told(store.path):
        rows = store.catalog.execute(query, {} if document_id is None else {"id": document_id}).fetchall()
    return [Link(**dict(row)) for row in rows]


def write_events(store: Store, found: Sequence[Event]) -> str | None:
    """Write events as a segment; it counts once it is entered. Returns its name, None where there are none."""
    import pyarrow as pa

    from dragoman.store.schema import event_row, event_schema
    from dragoman.store.segments import write_table

    if not found:
        return None
    name = f"{text_hash(chr(30).join(map(to_json, found)))}.parquet"
    with told(store.path):
        (store.path / EVENTS).mkdir(exist_ok=True)
        write_table(pa.Table.from_pylist([event_row(e) for e in found], event_schema()), store.path / EVENTS / name)
    return name


def enter_events(store: Store, segment: str | None, found: Sequence[Event], gone: Iterable[str] = ()) -> None:
    """Let a written segment's events count, in place of their older states, and end the events that are gone.

    Belongs into a transaction of the catalog. Segments without an event that counts leave the manifest.
    """
    catalog = store.catalog
    catalog.executemany("DELETE FROM events WHERE id = ?", [(event_id,) for event_id in gone])
    if segment is not None:
        catalog.execute("INSERT OR IGNORE INTO event_segments VALUES (?, ?)", (segment, len(found)))
        catalog.executemany("INSERT OR REPLACE INTO events VALUES (?, ?)", [(e.event_id, segment) for e in found])
    catalog.execute("DELETE FROM event_segments WHERE name NOT IN (SELECT segment FROM events)")


def merge_segments(store: Store, more_than: int) -> bool:
    """Write all events that count into one segment, where there are more segments than a number."""
    import os

    from dragoman.store.packs import quoted

    with told(store.path):
        names = [row["name"] for row in store.catalog.execute("SELECT name FROM event_segments ORDER BY name")]
    if len(names) <= more_than:
        return False
    name = f"{text_hash(chr(30).join(names))}.parquet"
    path = store.path / EVENTS / name
    aside = path.with_name(f".{name}.{os.getpid()}")
    with told(store.path):
        try:
            with events_view(store) as con:
                order = "coalesce(date_start, first_told) NULLS LAST, event_id"
                con.execute(
                    f"COPY (SELECT * FROM events ORDER BY {order}) TO {quoted(aside)} "
                    "(FORMAT parquet, COMPRESSION zstd)"
                )
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
        sync_folder(path.parent)
        with store.transaction() as catalog:
            catalog.execute("INSERT OR REPLACE INTO event_segments SELECT ?, count(*) FROM events", (name,))
            catalog.execute("UPDATE events SET segment = ?", (name,))
            catalog.execute("DELETE FROM event_segments WHERE name <> ?", (name,))
    return True


def _missing(store: Store, name: str) -> DragomanError:
    where = str(store.path / EVENTS / name)
    return DragomanError("E505", where=where, detail="a segment of events is missing; dragoman link makes it again")
