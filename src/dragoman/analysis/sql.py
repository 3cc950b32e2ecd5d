"""SQL over a store, by people: DuckDB that only reads, over the views ``reports``, ``documents`` and ``events``.

Statements that are no query are refused before they run, and a query sees the store's files alone: no other
file, no extension, no network, no variable of Python.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import DragomanError
from dragoman.store.events import register_events
from dragoman.store.faults import told
from dragoman.store.filters import Filters
from dragoman.store.folder import EVENTS
from dragoman.store.live import CODINGS, counting
from dragoman.store.views import connect, register_reports

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from dragoman.store.store import Store

VIEWS = ("reports", "documents", "events")
DOCUMENT_COLUMNS = {
    "number": "BIGINT",
    "id": "VARCHAR",
    "title": "VARCHAR",
    "text": "VARCHAR",
    "published": "VARCHAR",
    "dateline": "VARCHAR",
    "source": "VARCHAR",
    "url": "VARCHAR",
    "language": "VARCHAR",
    "set_aside": "VARCHAR",
    "sentences": "BIGINT",
    "reports": "BIGINT",
}
_BATCH = 20_000
_EXPLAIN = re.compile(r"^\s*explain\s+(analyze\s+)?", re.IGNORECASE)


def query(store: Store, sql: str, limit: int | None = None) -> pa.Table:
    """The rows that a query gives, at most ``limit``, as an Arrow table.

    Raises ``DragomanError`` E680 for statements that are no single query, E681 for what DuckDB refuses.
    """
    import duckdb

    with reader(store, sql) as con:
        try:
            found = con.sql(_checked(con, sql))
            return (found if limit is None else found.limit(limit)).to_arrow_table()
        except duckdb.Error as error:
            raise DragomanError("E681", detail=_plain(error)) from error


@contextmanager
def reader(store: Store, sql: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with those views that a query names, shut against everything else."""
    with connect() as con:
        named = {view for view in VIEWS if re.search(rf"\b{view}\b", sql, re.IGNORECASE)}
        files = _views(store, con, named or set(VIEWS), sql)
        allowed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
        con.execute(f"SET allowed_paths = [{allowed}]")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        yield con


def _views(store: Store, con: duckdb.DuckDBPyConnection, wanted: set[str], sql: str) -> list[Path]:
    files: list[Path] = []
    if "reports" in wanted:
        files += register_reports(store, con)
    if "events" in wanted:
        register_events(store, con)
        files += sorted((store.path / EVENTS).glob("*.parquet"))
    if "documents" in wanted:
        con.register("documents", _documents(store, with_text="text" in sql.lower() or "*" in sql))
    return files


def _documents(store: Store, with_text: bool) -> pa.Table:
    """The catalog's documents as a table; their text, which is most of it, where a query may ask for it."""
    import pyarrow as pa

    counts, values = counting(store, Filters())
    columns = ", ".join(name if name in ("sentences", "reports") else f"d.{name}" for name in _read(with_text))
    rows = f"""SELECT {columns} FROM documents AS d
               LEFT JOIN ({CODINGS.format(counts=counts)}) AS c ON c.document = d.number ORDER BY d.number"""
    schema = pa.schema(
        [(name, pa.int64() if DOCUMENT_COLUMNS[name] == "BIGINT" else pa.string()) for name in _read(with_text)]
    )
    with told(store.path):
        cursor = store.catalog.execute(rows, values)
        return pa.Table.from_batches(_batches(cursor, schema), schema=schema)


def _read(with_text: bool) -> list[str]:
    return [name for name in DOCUMENT_COLUMNS if with_text or name != "text"]


def _batches(cursor: sqlite3.Cursor, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    while rows := cursor.fetchmany(_BATCH):
        columns = zip(*map(tuple, rows), strict=True)
        yield pa.record_batch([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


def _checked(con: duckdb.DuckDBPyConnection, sql: str) -> Any:
    """The one statement, where it is a query or the explanation of one. Raises ``DragomanError`` E680."""
    import duckdb

    statements = con.extract_statements(sql)
    if len(statements) != 1:
        raise DragomanError("E680", detail=f"{len(statements)} statements were given")
    kind = statements[0].type
    if kind is duckdb.StatementType.EXPLAIN:  # EXPLAIN ANALYZE does what it explains
        (explained,) = con.extract_statements(_EXPLAIN.sub("", sql)) or statements
        kind = explained.type
    if kind is not duckdb.StatementType.SELECT:
        raise DragomanError("E680", detail=f"{kind.name} is no query")
    return statements[0]


def _plain(error: Exception) -> str:
    """DuckDB's message without its picture of the place."""
    return " ".join(str(error).partition("\n\nLINE")[0].split())
