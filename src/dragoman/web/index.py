"""The reports of a store, held ready for readers: a DuckDB of its own that follows the store.

Asking Parquet anew for every page would be slow over a million reports. The index takes each segment once, has
corrections applied, and looks every few seconds whether the store has changed; meanwhile readers see the state before.
It lies in a folder of the system's for things that do not last, and is deleted at the end.
"""

from __future__ import annotations

import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.store import Filters, Store
from dragoman.store.conditions import through_documents
from dragoman.store.corrections import corrected_documents, state
from dragoman.store.events import register_events
from dragoman.store.faults import told
from dragoman.store.folder import CATALOG
from dragoman.store.folder import REPORTS as FOLDER
from dragoman.store.live import live_segments
from dragoman.store.query import wanted_documents
from dragoman.store.reviewed import corrected_rows
from dragoman.store.schema import report_schema
from dragoman.web.questions import AS_CODED, EVENTS, REPORTS, Asking, Kept, Subject

SECONDS = 3.0
"""How often the index looks whether the store has changed, at least; it rests ten times as long as looking took."""

_SIDES = """
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
        self._corrections = (0, 0)
        self._events: tuple[object, ...] | None = None
        self._taking = threading.Lock()
        self.kept = Kept()
        self.version = 0
        """Grows whenever the index has taken in something new."""
        self._con.execute("SET enable_progress_bar = false")
        self._make_table()
        self._seen: tuple[object, ...] | None = None
        self.refresh()

    def _make_table(self) -> None:
        self._con.register("_none", report_schema().empty_table())
        self._con.execute(
            f"CREATE TABLE coded AS SELECT * EXCLUDE (evidence), {_SIDES}, '' AS segment FROM _none;"
            f"CREATE TABLE revised AS SELECT *, {_SIDES} FROM _none;"
            "CREATE TABLE revised_documents (document_id VARCHAR)"
        )
        self._con.execute(_VIEW)
        self._con.execute(f"CREATE VIEW as_coded AS {_AS_CODED}")
        self._con.unregister("_none")

    def follow(self) -> None:
        """Look after the store every few seconds, in a thread, until the index is closed or let go."""
        import duckdb

        stop = self._stop = threading.Event()
        mine = weakref.ref(self)

        def watch() -> None:
            rest = SECONDS
            while not stop.wait(rest):
                index = mine()
                if index is None:
                    return
                start = time.monotonic()
                with suppress(DragomanError, OSError, duckdb.Error):  # the state before stays; it is tried again
                    index.refresh()
                rest = max(SECONDS, 10 * (time.monotonic() - start))
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
                f"INSERT INTO coded BY NAME SELECT * EXCLUDE (filename, evidence), {_SIDES}, "
                "parse_filename(filename) AS segment FROM read_parquet(?, filename = true)",
                [[str(self.store_path / FOLDER / name) for name in whole]],
            )
        for name in sorted(n for n in changed if live.get(n) is not None):
            self._con.execute(
                f"INSERT INTO coded BY NAME SELECT * EXCLUDE (evidence), {_SIDES}, ? AS segment "
                "FROM read_parquet(?) WHERE list_contains(?, document_id)",
                [name, str(self.store_path / FOLDER / name), sorted(live[name] or ())],
            )

    def _take_events(self, store: Store) -> None:
        register_events(store, self._con)
        disputes = "len(list_filter(told, lambda t: NOT t.agreed)) AS disputes, len(reports) AS tellings"
        self._con.execute(f"CREATE OR REPLACE TABLE held_events AS SELECT *, {_SIDES}, {disputes} FROM events")
        self._con.execute("DROP VIEW events")

    def _revise(self, store: Store) -> None:
        documents = corrected_documents(store)
        self._con.execute("DELETE FROM revised; DELETE FROM revised_documents")
        self._con.execute(_VIEW_REVISED if documents else _VIEW)
        if not documents:
            return
        columns = "* EXCLUDE (segment, countries, sectors), '{}' AS evidence"
        rows = self._con.sql(f"SELECT {columns} FROM coded WHERE list_contains(?, document_id)", params=[documents])
        self._con.register("_revised", corrected_rows(store, documents, rows.to_arrow_table()))
        self._con.execute(f"INSERT INTO revised BY NAME SELECT *, {_SIDES} FROM _revised")
        self._con.execute("INSERT INTO revised_documents SELECT unnest(?)", [documents])
        self._con.unregister("_revised")

    @contextmanager
    def asking(self, filters: Filters | None = None, as_coded: bool = False) -> Iterator[Asking]:
        """Ask about the reports that filters let through, as corrected or as they were coded.

        Raises ``DragomanError`` E603 where the words to search for cannot be read.
        """
        subject = AS_CODED if as_coded else REPORTS
        with self._asking(subject, filters or Filters()) as asking:
            yield asking

    @contextmanager
    def asking_events(self, filters: Filters | None = None) -> Iterator[Asking]:
        """Ask about the events that filters let through. Raises ``DragomanError`` E603."""
        with self._asking(EVENTS, filters or Filters()) as asking:
            yield asking

    @contextmanager
    def _asking(self, subject: Subject, filters: Filters) -> Iterator[Asking]:
        with self._con.cursor() as con:
            wanted = None
            if through_documents(filters):
                with Store.open(self.store_path) as store:
                    wanted = wanted_documents(store, filters)
            version = self.version
            con.execute("BEGIN")  # one state of the index for all questions of a page
            yield Asking(con, subject, filters, wanted, self.kept, version)


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
