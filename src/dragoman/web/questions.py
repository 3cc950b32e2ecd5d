"""Questions to the index: what filters let through is set apart once, and then counted in many ways."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from dragoman.records import Event, Report
from dragoman.store import Filters
from dragoman.store.conditions import where
from dragoman.store.filters import Subject as SubjectName
from dragoman.store.schema import event_of, from_rows
from dragoman.web.tables import BATCH, csv_lines

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

ANSWERS_KEPT = 600
ROWS_KEPT = 4000
"""Rows that an answer may have to be kept for the next reader."""

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
    "most-told": "outlets DESC, tellings DESC, event_id",
    "disputed": "disputes DESC, outlets DESC, event_id",
}
"""Orders of events, by the names that addresses use."""


@dataclass(frozen=True)
class Subject:
    """What is asked about: its view in the index, its id, and the columns that are counted and ordered by.

    Whole records are fetched from the table ``base`` and, in front of it, from ``before``.
    """

    name: SubjectName
    table: str
    id: str
    columns: str
    base: str
    before: str | None = None


_SHARED = "event_type, mode, status, contexts, reciprocal, countries, sectors, place_country, date_start"
_OF_REPORTS = (
    f"{_SHARED}, report_id, document_id, predicate_start, published, source, actor_countries, recipient_countries, "
    "place_name, place_lat, place_lon, place_precision, confidence, reviewed"
)
_OF_EVENTS = f"{_SHARED}, event_id, sources, first_told, outlets, tellings, disputes"
REPORTS = Subject("reports", "reports", "report_id", _OF_REPORTS, "coded", before="revised")
AS_CODED = Subject("reports", "as_coded", "report_id", _OF_REPORTS, "coded")
EVENTS = Subject("events", "held_events", "event_id", _OF_EVENTS, "held_events")


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


class Asking:
    """One reader's questions, about what filters let through: in SQL it is called ``asked``."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        subject: Subject,
        filters: Filters,
        wanted: pa.Table | None,
        kept: Kept,
        version: int,
    ) -> None:
        self._con = con
        self._subject = subject
        self._about = (version, subject.table, filters)
        self._kept = kept
        asked = where(filters, subject.name)
        narrowed = ""
        if wanted is not None:
            con.register("wanted", wanted)
            if subject.name == "events":
                asked.parts.append("list_has_any(documents, (SELECT list(document_id) FROM wanted))")
            else:
                narrowed = " SEMI JOIN wanted USING (document_id)"
        self._everything = not asked.parts and wanted is None
        self._from = f"FROM {subject.table}{narrowed} WHERE {asked.sql}"
        self._values = asked.values
        self._apart = False

    def rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """The rows that a question gives; few enough to be kept for the next reader who asks the same."""

        def found() -> list[tuple[Any, ...]]:
            return self._con.execute(self._sql(sql), values).fetchall()

        return self._once((sql, tuple(sorted(values.items()))), found)

    def count(self) -> int:
        """How many there are."""
        return int(self.rows("SELECT count(*) FROM asked")[0][0])

    def reports(self, order: str = "newest", limit: int = 50, offset: int = 0) -> list[Report]:
        """Reports in one of ``ORDERS``; their evidence holds corrections alone."""
        return self._page(ORDERS[order], limit, offset, lambda row: next(from_rows([row])))

    def events(self, order: str = "latest", limit: int = 50, offset: int = 0) -> list[Event]:
        """Events in one of ``EVENT_ORDERS``."""
        return self._page(EVENT_ORDERS[order], limit, offset, event_of)

    def csv_lines(self, columns: str, order: str) -> Iterator[str]:
        """Whole records as lines of CSV, read a little at a time."""
        found = self._con.execute(f"SELECT {columns} {self._from} ORDER BY {order}", self._values)
        names = [about[0] for about in found.description]
        yield from csv_lines(names, chain.from_iterable(iter(lambda: found.fetchmany(BATCH), [])))

    def _page(self, order: str, limit: int, offset: int, made: Callable[[Mapping[str, Any]], Any]) -> list[Any]:
        name = self._subject.id
        page = f"LIMIT {int(limit)} OFFSET {int(offset)}"

        def found() -> list[Any]:
            ids = [row[0] for row in self.rows(f"SELECT {name} FROM asked ORDER BY {order} {page}")]
            rows = self._records(self._subject.base, ids)
            if self._subject.before is not None:
                rows |= self._records(self._subject.before, ids)
            return [made(rows[each]) for each in ids if each in rows]

        return self._once((order, limit, offset), found)

    def _records(self, table: str, ids: list[str]) -> dict[str, dict[str, Any]]:
        """Whole records by their ids. Their places are sought first: few columns are read for that."""
        name = self._subject.id
        places = f"SELECT rowid FROM {table} SEMI JOIN (SELECT unnest($ids) AS {name}) USING ({name})"
        found = {"places": [row[0] for row in self._con.execute(places, {"ids": ids}).fetchall()]}
        if not found["places"]:
            return {}
        chosen = self._con.sql(f"SELECT * FROM {table} WHERE rowid IN (SELECT unnest($places))", params=found)
        return {row[name]: {"evidence": "{}", **row} for row in chosen.to_arrow_table().to_pylist()}

    def _once(self, question: Any, answer: Callable[[], list[Any]]) -> list[Any]:
        key = (self._about, question)
        kept = self._kept.get(key)
        if kept is None:
            kept = answer()
            self._kept.put(key, kept)
        return kept

    def _sql(self, sql: str) -> str:
        """A question with ``asked`` in it: the whole table, or what was set apart at the first question."""
        if self._everything:
            rest = f", {sql.removeprefix('WITH ')}" if sql.startswith("WITH ") else f" {sql}"
            return f"WITH asked AS (SELECT {self._subject.columns} FROM {self._subject.table}){rest}"
        if not self._apart:
            self._con.execute(f"CREATE TEMP TABLE asked AS SELECT {self._subject.columns} {self._from}", self._values)
            self._apart = True
        return sql
