"""A store: the folder that keeps documents and the reports read from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import msgspec

from dragoman.errors import DragomanError
from dragoman.records import Coder, Document, Event, Link, Report, text_hash
from dragoman.store import catalog
from dragoman.store.faults import told
from dragoman.store.texts import Keep, Window, document_of, indexed, kept_columns

if TYPE_CHECKING:
    import pyarrow as pa

    from dragoman.store.filters import Filters, Subject
    from dragoman.store.segments import Coded, Segment

_DOCUMENT_FIELDS = tuple(f.name for f in msgspec.structs.fields(Document))


class Admission(Enum):
    """What a store says to a document that asks to be coded."""

    NEW = "new"
    CODED = "coded before"
    CHANGED = "another text has this id"


class Counts(msgspec.Struct, frozen=True):
    """What a store holds; reports are those of the current coder of each document."""

    documents: int
    coded: int
    set_aside: int
    sentences: int
    reports: int
    types: dict[str, int]
    segments: int


class Store:
    """An open store, from ``Store.open`` or ``Store.create``; close it, or use it in a ``with`` statement."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.catalog = connection
        with told(path):
            row = connection.execute("SELECT value FROM settings WHERE name = 'keep_text'").fetchone()
        self.keep = Keep.parse(row[0] if row else "all")

    @classmethod
    def create(cls, path: Path, keep: Keep | None = None) -> Self:
        """Open the store in a folder, made first where there is none; a new one keeps so much of the texts, else all.

        Raises ``DragomanError``: E501 where the folder holds other things, E507 where the store there keeps more or
        less of the texts, E502 to E505.
        """
        path = Path(path)
        if not catalog.is_store(path):
            catalog.create(path, {"keep_text": str(keep or Keep())})
        store = cls(path, catalog.connect(path))
        if keep is not None and keep != store.keep:
            store.close()
            raise DragomanError("E507", where=str(path), found=store.keep, wanted=keep)
        return store

    @classmethod
    def open(cls, path: Path, write: bool = False) -> Self:
        """Open a store that exists. Raises ``DragomanError``: E501 where there is none, E502 to E505."""
        path = Path(path)
        return cls(path, catalog.connect(path, write=write))

    def close(self) -> None:
        """Close the catalog."""
        self.catalog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def admit(self, document: Document, coder: Coder) -> Admission:
        """Whether a document is to be coded: once for each coder, and one text for each id."""
        query = """
            SELECT d.text_hash, EXISTS (
              SELECT 1 FROM codings AS c JOIN coders AS k ON k.number = c.coder
              WHERE c.document = d.number AND (k.name, k.version, k.model) = (?, ?, ?)
            ) FROM documents AS d WHERE d.id = ?"""
        with told(self.path):
            row = self.catalog.execute(
                query, (coder.name, coder.version, coder.model or "", document.id)
            ).fetchone()
        if row is None:
            return Admission.NEW
        if row[0] != text_hash(document.text):
            return Admission.CHANGED
        return Admission.CODED if row[1] else Admission.NEW

    def add(self, coded: Sequence[Coded], coder: Coder) -> Segment:
        """Write the reports of some documents as a segment and enter it: after this they are safe.

        Documents that this coder has coded before stay as they are. Raises ``DragomanError`` E503 to E505.
        """
        from dragoman.store.segments import write_segment

        todo = [c for c in coded if self.admit(c.document, coder) is Admission.NEW]
        segment = write_segment(self.path, todo, coder, self.keep)
        self.enter(segment, [c.document for c in todo], coder)
        return segment

    def enter(self, segment: Segment, documents: Iterable[Document], coder: Coder) -> None:
        """Enter a written segment and its documents, all or nothing."""
        tallies = {tally.document_id: tally for tally in segment.tallies}
        with told(self.path), self.transaction() as catalog_:
            number = catalog.coder_number(catalog_, coder)
            if segment.name is not None:
                catalog_.execute(
                    "INSERT OR IGNORE INTO segments (name, kind, coder, documents, rows) "
                    "VALUES (?, 'reports', ?, ?, ?)",
                    (segment.name, number, len(segment.tallies), segment.rows),
                )
            for document in documents:
                tally = tallies.get(document.id)
                key = self._enter_document(document, None, tally.windows if tally else ())
                if key is None or tally is None:
                    continue
                types = msgspec.json.encode(tally.types).decode()
                catalog_.execute(
                    "INSERT OR IGNORE INTO codings VALUES (?, ?, ?, ?, ?, ?)",
                    (key, number, segment.name, tally.sentences, tally.reports, types),
                )
                catalog_.executemany(
                    "INSERT OR IGNORE INTO notes VALUES (?, ?, ?)",
                    [(key, number, note) for note in tally.notes],
                )

    def set_aside(self, documents: Iterable[Document], reason: str) -> int:
        """Keep documents that are not coded, with the reason. Returns how many are new here."""
        with told(self.path), self.transaction() as catalog_:
            (before,) = catalog_.execute("SELECT count(*) FROM documents").fetchone()
            for document in documents:
                self._enter_document(document, reason)
            (after,) = catalog_.execute("SELECT count(*) FROM documents").fetchone()
        return int(after - before)

    def begin_run(self, coder: Coder, command: str) -> int:
        """Enter a run of the coder; returns its number."""
        with told(self.path), self.transaction() as catalog_:
            row = catalog_.execute(
                "INSERT INTO runs (coder, command, started, state) VALUES (?, ?, ?, 'running') "
                "RETURNING number",
                (catalog.coder_number(catalog_, coder), command, _now()),
            ).fetchone()
        return int(row[0])

    def fail(self, run: int, error: DragomanError) -> None:
        """Keep what went wrong in a run."""
        with told(self.path):
            self.catalog.execute(
                "INSERT INTO failures VALUES (?, ?, ?, ?)", (run, error.where, error.code, str(error))
            )

    def end_run(self, run: int, state: str = "done") -> None:
        """Enter that a run is over: ``done`` or ``interrupted``. After a run that is done, segments are packed."""
        with told(self.path):
            self.catalog.execute(
                "UPDATE runs SET finished = ?, state = ? WHERE number = ?", (_now(), state, run)
            )
        if state == "done":
            self.pack()

    def pack(self) -> bool:
        """Pack small segments where there are many, for quick questions; see ``dragoman.store.packs``."""
        from dragoman.store.filters import Filters
        from dragoman.store.live import live_segments
        from dragoman.store.packs import pack_segments

        return pack_segments(self, live_segments(self, Filters()).whole)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Changes to the catalog, all or none."""
        self.catalog.execute("BEGIN IMMEDIATE")
        try:
            yield self.catalog
        except BaseException:
            if self.catalog.in_transaction:
                self.catalog.execute("ROLLBACK")
            raise
        self.catalog.execute("COMMIT")

    def _enter_document(
        self, document: Document, set_aside: str | None, windows: Sequence[Window] = ()
    ) -> int | None:
        """The document's number in the catalog; None where another text has its id."""
        hashed = text_hash(document.text)
        row = self.catalog.execute(
            "SELECT number, text_hash, set_aside FROM documents WHERE id = ?", (document.id,)
        ).fetchone()
        if row is not None:
            if row["set_aside"] is not None and set_aside is None:
                self.catalog.execute(
                    "UPDATE documents SET set_aside = NULL WHERE number = ?", (row["number"],)
                )
            return int(row["number"]) if row["text_hash"] == hashed else None
        values = {name: getattr(document, name) for name in _DOCUMENT_FIELDS}
        values |= {"text_hash": hashed, "set_aside": set_aside, "quotes": None, "length": None}
        if self.keep.characters is not None:
            values |= kept_columns(document, self.keep, windows)
        columns = ", ".join(values)
        places = ", ".join(f":{name}" for name in values)
        (number,) = self.catalog.execute(
            f"INSERT INTO documents ({columns}) VALUES ({places}) RETURNING number", values
        ).fetchone()
        self.catalog.execute(
            "INSERT INTO documents_text (rowid, title, text) VALUES (?, ?, ?)",
            (number, values["title"], indexed(values["text"], values["quotes"])),
        )
        return int(number)

    # Reading

    def document(self, document_id: str) -> Document | None:
        """One document by its id."""
        with told(self.path):
            row = self.catalog.execute("SELECT * FROM documents WHERE id = ?", (document_id,)).fetchone()
        return None if row is None else document_of(row)

    def documents(self, filters: Filters | None = None) -> Iterator[Document]:
        """The documents that filters let through, in order of arrival."""
        from dragoman.store.query import document_rows

        for row in document_rows(self, filters):
            yield document_of(row)

    def reports_table(self, filters: Filters | None = None) -> pa.Table:
        """The reports that filters let through, as an Arrow table with the columns of ``store.schema``."""
        from dragoman.store.query import reports_table

        return reports_table(self, filters)

    def frame(self, filters: Filters | None = None, of: Subject = "reports", kind: str = "pandas") -> Any:
        """Reports, events or documents as a frame of ``pandas`` or ``polars``, or a table of ``arrow``.

        Raises ``DragomanError`` E602, E609 for another kind, E682 where the library is not installed.
        """
        from dragoman.store.frames import converted
        from dragoman.store.query import documents_table

        tables = {"reports": self.reports_table, "events": self.events_table}
        return converted(tables[of](filters) if of in tables else documents_table(self, filters), kind)

    def reports(self, filters: Filters | None = None) -> list[Report]:
        """The reports that filters let through, ordered by publication, document and place in it."""
        from dragoman.store.schema import from_rows

        return list(from_rows(self.reports_table(filters).to_pylist()))

    def events(self, filters: Filters | None = None) -> list[Event]:
        """The events that filters let through, by date; see ``dragoman.store.events``."""
        from dragoman.store import events

        return events.events(self, filters)

    def events_table(self, filters: Filters | None = None) -> pa.Table:
        """The same events as an Arrow table."""
        from dragoman.store import events

        return events.events_table(self, filters)

    def event(self, event_id: str) -> Event | None:
        """One event by its id."""
        from dragoman.store import events

        return events.event(self, event_id)

    def event_of_report(self, report_id: str) -> Event | None:
        """The event that a report tells of; None before linking."""
        from dragoman.store import events

        return events.event_of_report(self, report_id)

    def links(self, document_id: str | None = None) -> list[Link]:
        """The links of one document, as copy and as original, or all links."""
        from dragoman.store import events

        return events.links(self, document_id)

    def check(self) -> list[str]:
        """The names of segments in the manifest that are missing or do not have their number of rows."""
        from dragoman.store.segments import is_whole

        with told(self.path):
            rows = self.catalog.execute(
                "SELECT name, rows, 'reports' AS kind FROM segments "
                "UNION ALL SELECT name, rows, 'events' FROM event_segments ORDER BY kind DESC, name"
            ).fetchall()
        return [row["name"] for row in rows if not is_whole(self.path / row["kind"] / row["name"], row["rows"])]

    def counts(self) -> Counts:
        """What the store holds."""
        from dragoman.store.query import counts

        return counts(self)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
