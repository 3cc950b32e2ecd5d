"""Questions to a store: documents from the catalog, reports with DuckDB over the manifest's segments."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.errors import DragomanError
from dragoman.store.conditions import document_where, through_documents, where
from dragoman.store.faults import told
from dragoman.store.filters import Filters
from dragoman.store.folder import REPORTS

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from dragoman.store.store import Counts, Store


_CURRENT = """
    SELECT c.document, c.coder, c.segment, c.sentences, c.reports, c.types
    FROM codings AS c JOIN coders AS k ON k.number = c.coder
    WHERE {chosen}
"""
_NEWEST = """
    c.coder = (
      SELECT c2.coder FROM codings AS c2 JOIN coders AS k2 ON k2.number = c2.coder
      WHERE c2.document = c.document ORDER BY k2.rank DESC, k2.number DESC LIMIT 1
    )"""


def document_rows(store: Store, filters: Filters | None = None) -> Iterator[sqlite3.Row]:
    """Rows of the catalog's documents, with the number of sentences and reports of their current coding."""
    filters = filters or Filters()
    asked = document_where(filters)
    chosen, coder_values = _chosen(filters)
    query = f"""
        SELECT d.*, coding.sentences, coding.reports
        FROM documents AS d
        LEFT JOIN ({_CURRENT.format(chosen=chosen)}) AS coding ON coding.document = d.number
        WHERE {asked.sql} ORDER BY d.number {page(filters)}"""
    with told(store.path):
        _check_search(store, filters)
        yield from store.catalog.execute(query, asked.values | coder_values)


def counts(store: Store) -> Counts:
    """What a store holds, from its catalog alone."""
    from dragoman.store.store import Counts

    current = _CURRENT.format(chosen=_NEWEST)
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
    filters = filters or Filters()
    asked = where(filters)
    with reports_view(store, filters) as con:
        return con.sql(
            f"SELECT * FROM reports WHERE {asked.sql} "
            f"ORDER BY published NULLS LAST, document_id, sentence_index, predicate_start, report_id "
            f"{page(filters)}",
            params=asked.values,
        ).to_arrow_table()


def reports_view(store: Store, filters: Filters | None = None) -> duckdb.DuckDBPyConnection:
    """DuckDB, in memory, with the view ``reports``: the current reports of the wanted documents."""
    import duckdb

    from dragoman.store.schema import report_schema

    filters = filters or Filters()
    whole, partly = _live_segments(store, filters)
    con = duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    parts = [_whole(store, whole)] if whole else []
    if partly:
        con.register("kept", _kept(partly))
        parts.append(_partly(store, sorted(partly)))
    if not parts:
        con.register("none", report_schema().empty_table())
        parts = ["SELECT * FROM none"]
    wanted = wanted_documents(store, filters)
    narrowed = " SEMI JOIN wanted USING (document_id)" if wanted is not None else ""
    if wanted is not None:
        con.register("wanted", wanted)
    con.execute(f"CREATE VIEW reports AS SELECT * FROM ({' UNION ALL '.join(parts)}){narrowed}")
    return con


def _whole(store: Store, names: list[str]) -> str:
    return f"SELECT * FROM read_parquet({_files(store, names)})"


def _partly(store: Store, names: list[str]) -> str:
    return (
        f"SELECT r.* EXCLUDE (filename) FROM read_parquet({_files(store, names)}, filename = true) AS r "
        "SEMI JOIN kept ON kept.document_id = r.document_id AND ends_with(r.filename, kept.segment)"
    )


def _files(store: Store, names: list[str]) -> str:
    paths = [store.path / REPORTS / name for name in names]
    for path in paths:
        if not path.is_file():
            raise DragomanError("E505", where=str(path), detail="a segment of the manifest is missing")
    return "[" + ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths) + "]"


def _kept(partly: dict[str, list[str]]) -> pa.Table:
    import pyarrow as pa

    pairs = [(name, document) for name, documents in partly.items() for document in documents]
    return pa.table(
        {"segment": [name for name, _ in pairs], "document_id": [document for _, document in pairs]}
    )


def _live_segments(store: Store, filters: Filters) -> tuple[list[str], dict[str, list[str]]]:
    """Segments of which every document counts, and for the others the ids of the documents that do.

    A segment is partly live where a newer coder has coded some of its documents, or where two
    processes coded one document at the same time.
    """
    chosen, values = _chosen(filters)
    live = f"""
        SELECT s.name, s.documents, count(*) AS n FROM ({_CURRENT.format(chosen=chosen)}) AS c
        JOIN segments AS s ON s.name = c.segment GROUP BY s.name ORDER BY s.name"""
    members = f"""
        SELECT d.id FROM ({_CURRENT.format(chosen=chosen)}) AS c JOIN documents AS d ON d.number = c.document
        WHERE c.segment = :segment ORDER BY d.number"""
    with told(store.path):
        rows = store.catalog.execute(live, values).fetchall()
        whole = [row["name"] for row in rows if row["n"] == row["documents"]]
        partly = {
            row["name"]: [m["id"] for m in store.catalog.execute(members, values | {"segment": row["name"]})]
            for row in rows
            if row["n"] != row["documents"]
        }
    return whole, partly


def _chosen(filters: Filters) -> tuple[str, dict[str, str]]:
    return ("k.version = :coder", {"coder": filters.coder}) if filters.coder else (_NEWEST, {})


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

    where_ = document_where(filters, asked)
    with told(store.path):
        _check_search(store, filters)
        rows = store.catalog.execute(
            f"SELECT d.id FROM documents AS d WHERE {where_.sql}", where_.values
        ).fetchall()
    return pa.table({"document_id": pa.array([row["id"] for row in rows], pa.string())})


def _check_search(store: Store, filters: Filters) -> None:
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
