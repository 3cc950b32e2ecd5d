"""Questions to a store: documents from the catalog, reports with DuckDB over the manifest's segments."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from dragoman.errors import DragomanError
from dragoman.store.conditions import document_where, through_documents, where
from dragoman.store.faults import told
from dragoman.store.filters import Filters
from dragoman.store.live import CODINGS, counting
from dragoman.store.packs import ORDER
from dragoman.store.steady import steadily
from dragoman.store.views import reports_view

DOCUMENT_COLUMNS = (
    "id", "published", "source", "title", "url", "dateline", "language", "set_aside", "sentences", "reports",
)  # fmt: skip
"""What is told of documents in a table; ``sentences`` and ``reports`` count those of the current coding."""

if TYPE_CHECKING:
    import pyarrow as pa

    from dragoman.store.store import Counts, Store


def document_rows(store: Store, filters: Filters | None = None) -> Iterator[sqlite3.Row]:
    """Rows of the catalog's documents, with the number of sentences and reports of their current coding."""
    filters = filters or Filters()
    asked = document_where(filters)
    counts_, coder_values = counting(store, filters)
    query = f"""
        SELECT d.*, coding.sentences, coding.reports
        FROM documents AS d
        LEFT JOIN ({CODINGS.format(counts=counts_)}) AS coding ON coding.document = d.number
        WHERE {asked.sql} ORDER BY d.number {page(filters)}"""
    with told(store.path):
        check_search(store, filters)
        yield from store.catalog.execute(query, asked.values | coder_values)


def documents_table(store: Store, filters: Filters | None = None) -> pa.Table:
    """The documents that filters let through, without their texts: ``DOCUMENT_COLUMNS``."""
    import pyarrow as pa

    rows = [{name: row[name] for name in DOCUMENT_COLUMNS} for row in document_rows(store, filters)]
    numbers = ("sentences", "reports")
    kinds = [(name, pa.int64() if name in numbers else pa.string()) for name in DOCUMENT_COLUMNS]
    return pa.Table.from_pylist(rows, schema=pa.schema(kinds))


def counts(store: Store) -> Counts:
    """What a store holds, from its catalog alone."""
    from dragoman.store.store import Counts

    current = CODINGS.format(counts=counting(store, Filters())[0])
    with told(store.path):
        one = store.catalog.execute
        documents, aside = one("SELECT count(*), count(set_aside) FROM documents").fetchone()
        coded, sentences, reports = one(
            f"SELECT count(*), coalesce(sum(sentences), 0), coalesce(sum(reports), 0) FROM ({current})"
        ).fetchone()
        by_type = one(
            f"SELECT j.key, sum(j.value) FROM ({current}) AS c, json_each(c.types) AS j "
            "GROUP BY j.key ORDER BY 2 DESC, 1"
        ).fetchall()
        (segments,) = one("SELECT count(*) FROM segments").fetchone()
    return Counts(documents, coded, aside, sentences, reports, dict(by_type), segments)


def reports_table(store: Store, filters: Filters | None = None) -> pa.Table:
    """The reports that filters let through, by publication, document and place in it."""
    chosen = filters or Filters()

    def ask() -> pa.Table:
        asked = where(chosen)
        with reports_view(store, chosen) as con:
            return con.sql(
                f"SELECT * FROM reports WHERE {asked.sql} ORDER BY {ORDER} {page(chosen)}", params=asked.values
            ).to_arrow_table()

    return steadily(store, ask)


def page(filters: Filters) -> str:
    """LIMIT and OFFSET in SQL; SQLite takes no OFFSET alone."""
    if filters.limit is None and not filters.offset:
        return ""
    return f"LIMIT {2**62 if filters.limit is None else int(filters.limit)} OFFSET {int(filters.offset)}"


def wanted_documents(store: Store, filters: Filters) -> pa.Table | None:
    """The ids of the documents that the catalog lets through; None where nothing was asked of it."""
    asked = through_documents(filters)
    if not asked:
        return None
    import pyarrow as pa

    narrowed = document_where(filters, asked)
    with told(store.path):
        check_search(store, filters)
        (ids,) = store.catalog.execute(  # as one value: a row for each of 200,000 ids takes four times as long
            f"SELECT json_group_array(d.id) FROM documents AS d WHERE {narrowed.sql}", narrowed.values
        ).fetchone()
    return pa.table({"document_id": pa.array(msgspec.json.decode(ids), pa.string())})


def check_search(store: Store, filters: Filters) -> None:
    """Raise ``DragomanError`` E603 where the full-text query cannot be read."""
    if not filters.text:
        return
    try:
        store.catalog.execute(
            "SELECT 1 FROM documents_text WHERE documents_text MATCH ? LIMIT 1", (filters.text,)
        )
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "disk" in str(error):
            raise
        raise DragomanError("E603", value=repr(filters.text), detail=str(error)) from error
