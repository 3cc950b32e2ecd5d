"""What is counted: events, or reports without those of copies, with the day on which each is placed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from dragoman.analysis.periods import start_of
from dragoman.store.conditions import document_where, where
from dragoman.store.events import events_where, register_events
from dragoman.store.faults import told
from dragoman.store.filters import Filters
from dragoman.store.names import known_name
from dragoman.store.views import connect, register_reports

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from dragoman.store.store import Store

STATUSES = ("actual", "historical")
"""What is counted unless others are asked for: what happened. A historical act counts on its own date alone."""

Unit = Literal["events", "reports"]

PERIODS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
"""Periods, and the days of the longest date that is placed in one: a longer date says nothing about the period."""

Level = Literal["country", "sector", "entity"]
LEVELS: dict[str, str] = {
    "country": "p.country",
    "sector": "p.country || ':' || p.sector",
    "entity": "coalesce(p.name, p.entity_id)",
}
"""What stands for a party: its country, its country and sector, or its name."""

_COPIES = """SELECT d.id FROM links AS l JOIN documents AS d ON d.number = l.document"""


class Counted(msgspec.Struct, frozen=True):
    """A connection and the query whose rows are counted: columns ``id, event_type, mode, status, contexts, confidence,
    reciprocal, first, last, told, actors, recipients, reports``.
    """

    con: Any
    unit: Unit
    query: str
    values: dict[str, Any]

    def table(self, select: str) -> pa.Table:
        """The answer to a query over the relation ``counted``."""
        return self.con.sql(f"WITH counted AS ({self.query}) {select}", params=self.values).to_arrow_table()

    def kept(self) -> Counted:
        """The same with its rows held in memory, for several questions about few rows."""
        self.con.execute(f"CREATE TEMP TABLE kept AS {self.query}", self.values)
        return Counted(self.con, self.unit, "SELECT * FROM kept", {})

    def dyads(self, columns: str, join: str = "") -> str:
        """A query for each act's directed dyads ``a`` and ``b`` with other columns of ``counted AS c``.

        Each actor with each recipient, once an act; where several do it to each other, none with itself.
        """
        return f"""
            SELECT * EXCLUDE (bs, alone) FROM (
              SELECT * EXCLUDE (bs), bs, unnest(bs) AS b FROM (
                SELECT {columns}, unnest(actors) AS a, recipients AS bs, NOT reciprocal OR len(actors) = 1 AS alone
                FROM counted AS c {join}
              )
            ) WHERE alone OR a <> b"""

    def distinct(self, columns: str) -> pa.Table:
        """The distinct values of columns."""
        return self.table(f"SELECT DISTINCT {columns} FROM counted")


def period_name(name: str) -> str:
    """The name of a period. Raises ``DragomanError`` E602, E609."""
    return known_name(name, PERIODS, "period")


def day_sql(period: str) -> str:
    """The day on which a row is placed, null where none is known or the date is longer than the period.

    The first day of the text's date, else the day of publication, which says nothing about history.
    """
    return (
        f"CASE WHEN first IS NOT NULL THEN CASE WHEN last - first < {PERIODS[period]} THEN first END "
        "WHEN status <> 'historical' THEN told END"
    )


@contextmanager
def counted(
    store: Store, filters: Filters, unit: Unit | None = None, level: Level = "country"
) -> Iterator[Counted]:
    """What filters let through, as one relation over events or reports; its parties are of a level.

    Without ``unit``, events where the store has been linked. Of reports, those of documents that copy others
    are left out. Without statuses among the filters, ``STATUSES`` count.
    """
    if not filters.statuses:
        filters = msgspec.structs.replace(filters, statuses=STATUSES)
    unit = unit or ("events" if _is_linked(store) else "reports")
    with connect() as con:
        yield (_events if unit == "events" else _reports)(store, filters, con, level)


def _events(store: Store, filters: Filters, con: duckdb.DuckDBPyConnection, level: Level) -> Counted:
    register_events(store, con)
    asked = events_where(store, filters)
    select = _select("event_id", "first_told", "reports", "events", asked.sql, level)
    return Counted(con, "events", select, asked.values)


def _reports(store: Store, filters: Filters, con: duckdb.DuckDBPyConnection, level: Level) -> Counted:
    import pyarrow as pa

    register_reports(store, con, filters)
    asked = where(filters)
    with told(store.path):
        copies = [row["id"] for row in store.catalog.execute(_COPIES)]
    condition = asked.sql
    if copies:
        con.register("_copies", pa.table({"document_id": pa.array(copies, pa.string())}))
        condition += " AND document_id NOT IN (SELECT document_id FROM _copies)"
    select = _select("report_id", "published", "[report_id]", "reports", condition, level)
    return Counted(con, "reports", select, asked.values)


def _select(key: str, day: str, reports: str, view: str, condition: str, level: Level) -> str:
    actors, recipients = (_keys(side, level) for side in ("actor", "recipient"))
    return f"""
        SELECT {key} AS id, event_type, mode, status, contexts, confidence, reciprocal,
               TRY_CAST(date_start AS DATE) AS first, TRY_CAST(date_end AS DATE) AS last,
               TRY_CAST({day} AS DATE) AS told,
               {actors} AS actors, CASE WHEN reciprocal THEN {actors} ELSE {recipients} END AS recipients,
               {reports} AS reports
        FROM {view} WHERE {condition}"""


def _keys(side: str, level: Level) -> str:
    if level == "country":  # kept ready in a column
        return f"{side}_countries"
    return f"list_distinct(list_filter(list_transform({side}s, lambda p: {LEVELS[level]}), lambda k: k IS NOT NULL))"


def _is_linked(store: Store) -> bool:
    with told(store.path):
        return store.catalog.execute("SELECT 1 FROM events LIMIT 1").fetchone() is not None


def documents_by_period(store: Store, filters: Filters, period: str) -> dict[str, int]:
    """How many coded documents, copies left out, were published in each period, by the period's first day."""
    asked = document_where(filters, ("since", "until", "sources", "languages"))
    with told(store.path):
        rows = store.catalog.execute(
            f"""SELECT d.published AS day, count(*) AS n FROM documents AS d
                WHERE {asked.sql} AND d.published IS NOT NULL AND d.set_aside IS NULL
                AND d.number IN (SELECT document FROM codings) AND d.number NOT IN (SELECT document FROM links)
                GROUP BY 1""",
            asked.values,
        ).fetchall()
    found: dict[str, int] = {}
    for row in rows:
        start = start_of(row["day"], period)
        found[start] = found.get(start, 0) + row["n"]
    return found
