"""Segments: immutable Parquet files, written aside, synced and renamed: no half of one is ever seen."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dragoman.errors import DragomanError
from dragoman.records import Coder, Document, Report, Sentence, text_hash
from dragoman.store.faults import told
from dragoman.store.folder import REPORTS, sync_folder
from dragoman.store.schema import to_rows, to_table
from dragoman.store.texts import WHOLE, Keep, Window, blanked, reworded


class Coded(msgspec.Struct, frozen=True):
    """What coding made of one document: ``dragoman.coding.CodedDocument`` has the same fields."""

    document: Document
    sentences: tuple[Sentence, ...] = ()
    reports: tuple[Report, ...] = ()
    notes: tuple[str, ...] = ()


class Tally(msgspec.Struct, frozen=True):
    """What the catalog keeps of one document's coding beside its segment.

    ``windows`` are the quotes that are kept of its text, where the store keeps no whole texts.
    """

    document_id: str
    sentences: int
    reports: int
    types: dict[str, int]
    notes: tuple[str, ...] = ()
    windows: tuple[Window, ...] = ()

    @classmethod
    def of(cls, coded: Coded, keep: Keep = WHOLE) -> Self:
        """The tally of a coded document."""
        types = Counter(report.event_type for report in coded.reports)
        return cls(
            coded.document.id,
            len(coded.sentences),
            len(coded.reports),
            dict(sorted(types.items())),
            coded.notes,
            keep.windows(coded.document.text, coded.reports),
        )


class Segment(msgspec.Struct, frozen=True):
    """A written segment: its file name, None where there was no report, and a tally for each document."""

    name: str | None
    rows: int
    tallies: tuple[Tally, ...]


def coder_key(coder: Coder) -> str:
    """One line that tells coders apart: name, version and model."""
    return "\x1f".join((coder.name, coder.version, coder.model or ""))


def segment_name(documents: Sequence[Document], coder: Coder) -> str:
    """The file name that the content of a shard and the coder give, whatever the order of the documents."""
    parts = sorted(f"{d.id}\x1f{text_hash(d.text)}" for d in documents)
    return f"{text_hash(chr(30).join((coder_key(coder), *parts)))}.parquet"


def write_segment(folder: Path, coded: Sequence[Coded], coder: Coder, keep: Keep = WHOLE) -> Segment:
    """Write the reports of a shard into a store's folder and say what was written.

    The segment counts only after ``Store.enter``. Raises ``DragomanError`` E503, E504.
    """
    tallies = tuple(Tally.of(c, keep) for c in coded)
    rows = [row for c, tally in zip(coded, tallies, strict=True) for row in to_rows(c.document, _kept(c, tally, keep))]
    if not rows:
        return Segment(None, 0, tallies)
    name = segment_name([c.document for c in coded], coder)
    with told(folder):
        write_table(to_table(rows), folder / REPORTS / name)
    return Segment(name, len(rows), tallies)


def _kept(coded: Coded, tally: Tally, keep: Keep) -> Iterable[Report]:
    """The reports of a document, without the words that the store does not keep."""
    if keep.characters is None:
        return coded.reports
    text = blanked(coded.document.text, tally.windows)
    return [reworded(report, text) for report in coded.reports]


def remaining_name(before: str, documents: Iterable[tuple[str, str]]) -> str:
    """The name of a segment with some of the documents of another, given by id and text hash."""
    parts = sorted(f"{name}\x1f{hashed}" for name, hashed in documents)
    return f"{text_hash(chr(30).join((before, *parts)))}.parquet"


def rows_of(path: Path, column: str, wanted: Iterable[str]) -> pa.Table:
    """The rows of a segment with one of the values. Raises ``DragomanError`` E505 where it cannot be read."""
    try:
        table = pq.ParquetFile(path).read()
    except (OSError, pa.ArrowInvalid) as error:
        raise DragomanError("E505", where=str(path), detail="a segment of the manifest cannot be read") from error
    return table.filter(pc.is_in(table[column], pa.array(sorted(wanted), pa.string())))


def is_whole(path: Path, rows: int) -> bool:
    """Whether a segment is there and has as many rows as the manifest says."""
    try:
        return bool(pq.read_metadata(path).num_rows == rows)
    except (OSError, pa.ArrowInvalid):
        return False


def write_table(table: pa.Table, path: Path) -> None:
    """Write a Parquet file aside, sync it, and give it its name."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("wb") as file:
            pq.write_table(table, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


AS_OLD = 24 * 3600.0
"""Seconds after which a half-written segment is nobody's: no worker takes a day to write one."""


def remove_left_behind(folder: Path) -> None:
    """Remove half-written segments that workers left behind when they were killed, once they are a day old."""
    for path in (folder / REPORTS).glob(".*.parquet.*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > AS_OLD:
                path.unlink()
