"""DuckDB over a store: the view ``reports`` of what counts, read from packs and loose segments."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import DragomanError
from dragoman.store.filters import Filters
from dragoman.store.folder import REPORTS
from dragoman.store.live import live_segments
from dragoman.store.packs import files, pack_segments, packs

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from dragoman.store.store import Store

_LOOSE = 256
"""A question about more segments than this outside packs packs them first; usually the end of a run has done so."""


def connect() -> duckdb.DuckDBPyConnection:
    """DuckDB in memory, which fetches no extensions, sees no variables of Python and prints nothing."""
    import duckdb

    con = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
        },
    )
    con.execute("SET enable_progress_bar = false")
    return con


def reports_view(store: Store, filters: Filters | None = None) -> duckdb.DuckDBPyConnection:
    """DuckDB, in memory, with the view ``reports``: the current reports of the wanted documents, as corrected.

    The view ``coded`` has them as they were coded; where ``filters`` name a coder, so has ``reports``.
    """
    con = connect()
    register_reports(store, con, filters)
    return con


def register_reports(store: Store, con: duckdb.DuckDBPyConnection, filters: Filters | None = None) -> list[Path]:
    """Make the view ``reports`` in a connection; returns the files that it reads.

    Raises ``DragomanError`` E505 where a segment is missing.
    """
    from dragoman.store.query import wanted_documents
    from dragoman.store.reviewed import add_reports_view
    from dragoman.store.schema import report_schema

    filters = filters or Filters()
    live = live_segments(store, filters)
    pack_segments(store, live.whole, more_than=_LOOSE)
    parts, read, covered = _packed(store, frozenset(live.whole))
    if loose := [store.path / REPORTS / name for name in live.whole if name not in covered]:
        parts.append(f"SELECT * FROM read_parquet({_present(loose)})")
    if live.partly:
        con.register("_kept", _kept(live.partly))
        parts.append(_partly(store, partly := [store.path / REPORTS / name for name in sorted(live.partly)]))
        loose += partly
    if not parts:
        con.register("_none", report_schema().empty_table())
        parts = ["SELECT * FROM _none"]
    wanted = wanted_documents(store, filters)
    if wanted is not None:
        con.register("_wanted", wanted)
    narrowed = "" if wanted is None else " SEMI JOIN _wanted USING (document_id)"
    con.execute(f"CREATE VIEW coded AS SELECT * FROM ({' UNION ALL '.join(parts)}){narrowed}")
    add_reports_view(store, con, as_coded=filters.coder is not None)
    return [*read, *loose]


def _packed(store: Store, whole: frozenset[str]) -> tuple[list[str], list[Path], frozenset[str]]:
    """What to read from packs, their files, and the segments that are then read."""
    parts, read, covered = [], [], frozenset[str]()
    for pack in packs(store):
        if not (wanted := pack.covers & whole):
            continue
        dead = ", ".join(f"'{name}'" for name in sorted(pack.covers - whole))
        alive = f" WHERE segment NOT IN ({dead})" if dead else ""
        parts.append(f"SELECT * EXCLUDE (segment) FROM read_parquet({files([pack.path])}){alive}")
        read.append(pack.path)
        covered |= wanted
    return parts, read, covered


def _partly(store: Store, paths: list[Path]) -> str:
    return (
        f"SELECT r.* EXCLUDE (filename) FROM read_parquet({_present(paths)}, filename = true) AS r "
        "SEMI JOIN _kept ON _kept.document_id = r.document_id AND parse_filename(r.filename) = _kept.segment"
    )


def _present(paths: Iterable[Path]) -> str:
    paths = list(paths)
    for path in paths:
        if not path.is_file():
            raise DragomanError("E505", where=str(path), detail="a segment of the manifest is missing")
    return files(paths)


def _kept(partly: dict[str, list[str]]) -> pa.Table:
    import pyarrow as pa

    pairs = [(name, document) for name, documents in partly.items() for document in documents]
    return pa.table(
        {
            "segment": pa.array([name for name, _ in pairs], pa.string()),
            "document_id": pa.array([document for _, document in pairs], pa.string()),
        }
    )
