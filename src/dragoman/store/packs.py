"""Packs: many small segments in one file, sorted as reports are listed, so that questions open few files.

A pack repeats segments and is never the only place of a report: a folder of packs can be removed at any time.
Its metadata names the segments that it covers; each row has its segment in the column ``segment``. New
packs take in older ones that are not much larger, so that their number stays small and each row is
rewritten a few times at most.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dragoman.errors import DragomanError
from dragoman.records import text_hash
from dragoman.store.faults import told
from dragoman.store.folder import PACKS, REPORTS

if TYPE_CHECKING:
    from dragoman.store.store import Store

LOOSE = 64
"""More segments than this outside packs are packed."""
_GROWTH = 4
"""A pack is taken into a new one unless it has more than so many times its rows."""
_MEMORY = "600MB"
_ROW_GROUP = 61_440
_KEPT_SECONDS = 3600.0
"""How long a pack that a larger one covers stays for those who are reading it."""
_COVERS = b"dragoman_covers"

ORDER = "published NULLS LAST, document_id, sentence_index, predicate_start, report_id"
"""The order in which reports are listed."""


class Pack(msgspec.Struct, frozen=True):
    """A pack's file, the segments that it covers, and how many reports they have."""

    path: Path
    covers: frozenset[str]
    rows: int


def packs(store: Store) -> list[Pack]:
    """The packs of a store that do not overlap, the largest first. What cannot be read is no pack."""
    found = sorted(_readable(store), key=lambda pack: (-pack.rows, pack.path.name))
    chosen: list[Pack] = []
    for pack in found:
        if not any(pack.covers & other.covers for other in chosen):
            chosen.append(pack)
    return chosen


def pack_segments(store: Store, segments: Iterable[str], more_than: int = LOOSE) -> bool:
    """Pack the segments that no pack covers, if they are more than a number. Returns whether a pack was made.

    A store that cannot be written stays as it is. Segments of other coders are never in one pack.
    """
    have, wanted = packs(store), frozenset(segments)
    loose = wanted - frozenset[str]().union(*(pack.covers for pack in have))
    if len(loose) <= more_than:
        return False
    rows = _rows(store, loose)
    taken = [pack for pack in have if pack.covers <= wanted and pack.rows <= _GROWTH * rows]
    covers = loose.union(*(pack.covers for pack in taken))
    try:
        _write(store, [*(store.path / REPORTS / name for name in sorted(loose))], taken, covers)
    except DragomanError:
        return False
    _remove_old(store)
    return True


def remove_packs(store: Store) -> None:
    """Remove all packs, for example after something was deleted from the store for good."""
    with told(store.path):
        for path in (store.path / PACKS).glob("*.parquet"):
            path.unlink(missing_ok=True)


def _readable(store: Store) -> Iterable[Pack]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for path in (store.path / PACKS).glob("*.parquet"):
        try:
            metadata = pq.read_metadata(path)
            covers = msgspec.json.decode((metadata.metadata or {})[_COVERS], type=frozenset[str])
        except (OSError, pa.ArrowInvalid, KeyError, msgspec.DecodeError):
            continue
        yield Pack(path, covers, metadata.num_rows)


def _rows(store: Store, segments: Iterable[str]) -> int:
    wanted = set(segments)
    with told(store.path):
        listed = store.catalog.execute("SELECT name, rows FROM segments").fetchall()
    return sum(row["rows"] for row in listed if row["name"] in wanted)


def _write(store: Store, loose: Sequence[Path], taken: Sequence[Pack], covers: frozenset[str]) -> None:
    """Write a pack aside and rename it. Raises ``DragomanError`` E503 to E505."""
    import duckdb

    names = msgspec.json.encode(sorted(covers)).decode()
    folder = store.path / PACKS
    path = folder / f"{text_hash(names)}.parquet"
    aside = folder / f".{path.name}.{os.getpid()}"
    parts = [
        "SELECT r.* EXCLUDE (filename), parse_filename(filename) AS segment "
        f"FROM read_parquet({files(loose)}, filename = true) AS r",
        *(f"SELECT * FROM read_parquet({files([pack.path])})" for pack in taken),
    ]
    with told(store.path):
        folder.mkdir(exist_ok=True)
        try:
            with duckdb.connect(":memory:", config={"memory_limit": _MEMORY, "temp_directory": f"{aside}.tmp"}) as con:
                con.execute("SET enable_progress_bar = false")
                con.execute(
                    f"COPY ({' UNION ALL '.join(parts)} ORDER BY {ORDER}) TO {quoted(aside)} "
                    f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP}, "
                    f"KV_METADATA {{{_COVERS.decode()}: '{names}'}})"
                )
            aside.replace(path)
        except duckdb.Error as error:
            raise DragomanError("E504", where=str(folder), detail=str(error).partition("\n")[0]) from error
        finally:
            aside.unlink(missing_ok=True)


def _remove_old(store: Store) -> None:
    current = {pack.path for pack in packs(store)}
    for path in (store.path / PACKS).glob("*.parquet"):
        try:
            if path not in current and time.time() - path.stat().st_mtime > _KEPT_SECONDS:
                path.unlink()
        except OSError:
            continue


def files(paths: Iterable[Path]) -> str:
    """Paths as a list in SQL."""
    return "[" + ", ".join(map(quoted, paths)) + "]"


def quoted(path: Path) -> str:
    """A path as a string in SQL."""
    return "'" + str(path).replace("'", "''") + "'"
