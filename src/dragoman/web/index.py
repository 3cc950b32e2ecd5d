"""The reports of a store, held ready for readers: a DuckDB of its own that follows the store.

Asking Parquet anew for every page would be slow over a million reports. The index takes each segment once, has
corrections applied, and looks every few seconds whether the store has changed; meanwhile readers see the state before.
It lies in a folder of the system's for things that do not last, and is deleted at the end.
"""

from __future__ import annotations

import tempfile
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import DragomanError
from dragoman.records import Event, Report
from dragoman.store import Filters, Store
from dragoman.store.conditions import Where, through_documents, where
from dragoman.store.corrections import corrected_documents, state
from dragoman.store.events import register_events
from dragoman.store.faults import told
from dragoman.store.folder import CATALOG, REPORTS
from dragoman.store.live import live_segments
from dragoman.store.query import wanted_documents
from dragoman.store.reviewed import corrected_rows
from dragoman.store.schema import event_of, from_rows, report_schema
from dragoman.web.tables import BATCH, csv_lines

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

ANSWERS_KEPT = 400
ROWS_KEPT = 1000
SECONDS = 3.0
"""How often the index looks whether the store has changed."""

ORDERS = {
    "newest": "published DESC NULLS LAST, document_id, predicate_start, report_id",
    "oldest": "published NULLS LAST, document_id, predicate_start, report_id",
    "latest-act": "coalesce(date_start, published) DESC NULLS LAST, document_id, predicate_start, report_id",
    "earliest-act": "coalesce(date_start, published) NULLS LAST, document_id, predicate_start, report_id",
    "unsure": "confidence, report_id",
    "sure": "confidence DESC, report_id",
}
"""Orders of reports, by the names that addresses use."""

EVENT_ORDERS = {
    "latest": "coalesce(date_start, first_told) DESC NULLS LAST, event_id",
    "earliest": "coalesce(date_start, first_told) NULLS LAST, event_id",
    "most-told": "outlets DESC, len(reports) DESC, event_id",
    "disputed": "len(list_filter(told, lambda t: NOT t.agreed)) DESC, outlets DESC, event_id",
}
"""Orders of events, by the names that addresses use."""

_DERIVED = """
    list_distinct(list_concat(actor_countries, recipient_countries)) AS countries,
    list_distinct(list_transform(list_concat(actors, recipients), lambda p: p.sector)) AS sectors"""
"""Columns that the index adds: what stands on either side."""

_AS_CODED = "SELECT * EXCLUDE (segment), '{}' AS evidence, false AS reviewed FROM coded"
_VIEW = f"CREATE OR REPLACE VIEW reports AS {_AS_CODED}"
_VIEW_REVISED = f"""
    {_VIEW} ANTI JOIN revised_documents USING (document_id)
    UNION ALL BY NAME SELECT *, contains(evidence, '"corrections"') AS reviewed FROM revised"""

Live = dict[str, frozenset[str] | None]
"""The segments that count; with the documents that count where not all of a segment's do."""


class Index:
    """Answers questions about reports in many threads at once. ``close`` it, or let it go."""

    def __init__(self, store_path: Path) -> None:
        import duckdb

        self.store_path = store_path
        self._folder = tempfile.TemporaryDirectory(prefix="dragoman-", ignore_cleanup_errors=True)
        self._con = duckdb.connect(
            str(Path(self._folder.name) / "index.duckdb"),
            config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
        )
        self._live: Live = {}
        self._corrected: list[str] = []
        self._corrections = (0, 0)
        self._events: tuple[object, ...] | None = None
        self._taking = threading.Lock()
        self.kept = Kept()
        self.version = 0
        """Grows whenever the index has taken in something new."""
        self._make_table()
        self._seen: tuple[object, ...] | None = None
        self.refresh()

    def _make_table(self) -> None:
        self._con.register("_none", report_schema().empty_table())
        self._con.execute(
            f"CREATE TABLE coded AS SELECT * EXCLUDE (evidence), {_DERIVED}, '' AS segment FROM _none;"
            f"CREATE TABLE revised AS SELECT *, {_DERIVED} FROM _none;"
            "CREATE TABLE revised_documents (document_id VARCHAR)"
        )
        self._con.execute(_VIEW)
        self._con.unregister("_none")

    def follow(self) -> None:
        """Look after the store every few seconds, in a thread, until the index is closed or let go."""
        stop = self._stop = threading.Event()
        mine = weakref.ref(self)

        def watch() -> None:
            while not stop.wait(SECONDS):
                index = mine()
                if index is None:
                    return
                with suppress(DragomanError):
                    index.refresh()
                del index

        threading.Thread(target=watch, name="index", daemon=True).start()

    def close(self) -> None:
        """Let the index go, and delete its files."""
        if hasattr(self, "_stop"):
            self._stop.set()
        with self._taking:
            self._con.close()
            self._folder.cleanup()

    def refresh(self) -> None:
        """Take in what is new in the store. Raises ``DragomanError`` E501 to E505 where it cannot be read."""
        with self._taking, Store.open(self.store_path) as store:
            seen = _seen(self.store_path)
            if seen == self._seen:
                return
            made = state(store)
            found = live_segments(store, Filters())
            live: Live = dict.fromkeys(found.whole)
            live |= {name: frozenset(documents) for name, documents in found.partly.items()}
            changed = {name for name in {*live, *self._live} if live.get(name, ()) != self._live.get(name, ())}
            told_of = _events_state(store)
            with self._transaction():
                self._take(live, changed)
                self._revise(store)
                if told_of != self._events:
                    self._take_events(store)
            self._live, self._corrections, self._seen, self._events = live, made, seen, told_of
            self.version += 1
            self.kept.forget()

    def revise(self) -> None:
        """Take in corrections alone, at once, for the reader who made one."""
        with self._taking, Store.open(self.store_path) as store:
            if (made := state(store)) == self._corrections:
                return
            with self._transaction():
                self._revise(store)
            self._corrections = made
            self.version += 1
            self.kept.forget()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._con.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._con.execute("ROLLBACK")
            raise
        self._con.execute("COMMIT")

    def _take(self, live: Live, changed: set[str]) -> None:
        gone = sorted(changed & set(self._live))
        if gone:
            self._con.execute("DELETE FROM coded WHERE list_contains(?, segment)", [gone])
        whole = sorted(n for n in changed if n in live and live[n] is None)
        if whole:
            self._con.execute(
                f"INSERT INTO coded BY NAME SELECT * EXCLUDE (filename, evidence), {_DERIVED}, "
                "parse_filename(filename) AS segment FROM read_parquet(?, filename = true)",
                [[str(self.store_path / REPORTS / name) for name in whole]],
            )
        for name in sorted(n for n in changed if live.get(n) is not None):
            self._con.execute(
                f"INSERT INTO coded BY NAME SELECT * EXCLUDE (evidence), {_DERIVED}, ? AS segment "
                "FROM read_parquet(?) WHERE list_contains(?, document_id)",
                [name, str(self.store_path / REPORTS / name), sorted(live[name] or ())],
            )

    def _take_events(self, store: Store) -> None:
        register_events(store, self._con)
        self._con.execute(f"CREATE OR REPLACE TABLE held_events AS SELECT *, {_DERIVED} FROM events; DROP VIEW events")

    def _revise(self, store: Store) -> None:
        documents = corrected_documents(store)
        self._con.execute("DELETE FROM revised; DELETE FROM revised_documents")
        self._con.execute(_VIEW_REVISED if documents else _VIEW)
        if not documents:
            return
        columns = "* EXCLUDE (segment, countries, sectors), '{}' AS evidence"
        rows = self._con.sql(f"SELECT {columns} FROM coded WHERE list_contains(?, document_id)", params=[documents])
        self._con.register("_revised", corrected_rows(store, documents, rows.to_arrow_table()))
        self._con.execute(f"INSERT INTO revised BY NAME SELECT *, {_DERIVED} FROM _revised")
        self._con.execute("INSERT INTO revised_documents SELECT unnest(?)", [documents])
        self._con.unregister("_revised")

    @contextmanager
    def asking(self, filters: Filters | None = None, as_coded: bool = False) -> Iterator[Asking]:
        """Ask about the reports that filters let through, as corrected or as they were coded.

        Raises ``DragomanError`` E603 where the words to search for cannot be read.
        """
        filters = filters or Filters()
        with self._con.cursor() as con:
            narrowed = ""
            if through_documents(filters):
                with Store.open(self.store_path) as store:
                    con.register("wanted", wanted_documents(store, filters))
                narrowed = "SEMI JOIN wanted USING (document_id)"
            source = f"({_AS_CODED})" if as_coded else "reports"
            asked = where(filters)
            yield Asking(self, con, f"SELECT * FROM {source} {narrowed} WHERE {asked.sql}", asked, filters)

    @contextmanager
    def asking_events(self, filters: Filters | None = None) -> Iterator[Asking]:
        """Ask about the events that filters let through. Raises ``DragomanError`` E603."""
        filters = filters or Filters()
        asked = where(filters, "events")
        with self._con.cursor() as con:
            if through_documents(filters):
                with Store.open(self.store_path) as store:
                    con.register("wanted", wanted_documents(store, filters))
                asked.parts.append("list_has_any(documents, (SELECT list(document_id) FROM wanted))")
            yield Asking(self, con, f"SELECT * FROM held_events WHERE {asked.sql}", asked, filters)


class Asking:
    """One reader's questions, about what filters let through: in SQL it is called ``asked``."""

    def __init__(self, index: Index, con: duckdb.DuckDBPyConnection, sql: str, asked: Where, filters: Filters) -> None:
        self._index = index
        self._con = con
        self._about = (index.version, filters, sql)
        self._asked = sql
        self._values = asked.values

    def rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """The rows that a question gives; few enough to be kept for the next reader who asks the same."""
        key = (self._about, sql, tuple(sorted(values.items())))
        kept = self._index.kept.get(key)
        if kept is None:
            kept = self._con.execute(self._sql(sql), self._values | values).fetchall()
            self._index.kept.put(key, kept)
        return kept

    def count(self) -> int:
        """How many reports there are."""
        return int(self.rows("SELECT count(*) FROM asked")[0][0])

    def reports(self, order: str = "newest", limit: int = 50, offset: int = 0) -> list[Report]:
        """Reports in one of ``ORDERS``; their evidence holds corrections alone."""
        key = (self._about, order, (limit, offset))
        kept = self._index.kept.get(key)
        if kept is None:
            sql = f"SELECT * FROM asked ORDER BY {ORDERS[order]} LIMIT {int(limit)} OFFSET {int(offset)}"
            kept = list(from_rows(self.arrow(sql).to_pylist()))
            self._index.kept.put(key, kept)
        return kept

    def events(self, order: str = "latest", limit: int = 50, offset: int = 0) -> list[Event]:
        """Events in one of ``EVENT_ORDERS``."""
        key = (self._about, order, (limit, offset))
        kept = self._index.kept.get(key)
        if kept is None:
            sql = f"SELECT * FROM asked ORDER BY {EVENT_ORDERS[order]} LIMIT {int(limit)} OFFSET {int(offset)}"
            kept = [event_of(row) for row in self.arrow(sql).to_pylist()]
            self._index.kept.put(key, kept)
        return kept

    def csv_lines(self, sql: str) -> Iterator[str]:
        """What a question gives, as lines of CSV, read a little at a time."""
        found = self._con.execute(self._sql(sql), self._values)
        columns = [about[0] for about in found.description]
        yield from csv_lines(columns, chain.from_iterable(iter(lambda: found.fetchmany(BATCH), [])))

    def arrow(self, sql: str, **values: Any) -> pa.Table:
        """What a question gives, as an Arrow table."""
        return self._con.sql(self._sql(sql), params=self._values | values).to_arrow_table()

    def _sql(self, sql: str) -> str:
        rest = f", {sql.removeprefix('WITH ')}" if sql.startswith("WITH ") else f" {sql}"
        return f"WITH asked AS ({self._asked}){rest}"


class Kept:
    """The answers asked for last, until the index changes."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Any, list[Any]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any) -> list[Any] | None:
        """The answer to a question, if it is kept."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: Any, answer: list[Any]) -> None:
        """Keep an answer that is not long."""
        if len(answer) > ROWS_KEPT:
            return
        with self._lock:
            self._answers[key] = answer
            if len(self._answers) > ANSWERS_KEPT:
                self._answers.popitem(last=False)

    def forget(self) -> None:
        """Forget all answers: the index has changed."""
        with self._lock:
            self._answers.clear()


def _events_state(store: Store) -> tuple[object, ...]:
    """What changes whenever events do: every state of them is a segment of its own."""
    query = "SELECT (SELECT count(*) FROM events), (SELECT group_concat(name) FROM event_segments)"
    with told(store.path):
        return tuple(store.catalog.execute(query).fetchone())


def _seen(store_path: Path) -> tuple[int, ...]:
    """What changes whenever the catalog does: times and sizes of its files."""
    found: list[int] = []
    for name in (CATALOG, f"{CATALOG}-wal"):
        with suppress(OSError):
            about = (store_path / name).stat()
            found += (about.st_mtime_ns, about.st_size)
    return tuple(found)
