"""Tables of documents: CSV, TSV and Parquet, a row a document."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from dragoman.errors import DragomanError
from dragoman.reading.content import MAX_BYTES, seekable
from dragoman.reading.items import Failure, Item, Options
from dragoman.reading.record import read_record

_ROWS = 256
"""Rows of a Parquet file that are in memory at once."""


def read_csv(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The rows of a CSV file with a header."""
    yield from _delimited(stream, where, options, ",")


def read_tsv(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The rows of a file with a header and tabs between fields."""
    yield from _delimited(stream, where, options, "\t")


def read_parquet(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The rows of a Parquet file. A stream that cannot be wound back is copied to the disk first."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(seekable(stream, where))
    except (pa.ArrowInvalid, OSError) as error:
        raise DragomanError(
            "E115", where=where, format="Parquet", detail=str(error).partition("\n")[0]
        ) from error
    _check_columns(file.schema_arrow.names, where, options)
    number = 0
    for batch in file.iter_batches(batch_size=_ROWS):
        for row in batch.to_pylist():
            number += 1
            yield from read_record(row, f"{where}:row {number}", options)


def _delimited(stream: io.BufferedReader, where: str, options: Options, delimiter: str) -> Iterator[Item]:
    csv.field_size_limit(MAX_BYTES)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    rows = csv.reader(text, delimiter=delimiter)
    try:
        header = next(rows, [])
        _check_columns(header, where, options)
        while True:
            line = rows.line_num + 1
            row = next(rows, None)
            if row is None:
                return
            if any(row):
                yield from read_record(dict(zip(header, row, strict=False)), f"{where}:{line}", options)
    except UnicodeDecodeError as error:
        raise DragomanError("E103", where=where) from error
    except csv.Error as error:
        yield Failure(
            DragomanError("E115", where=f"{where}:{rows.line_num}", format="CSV", detail=str(error))
        )


def _check_columns(names: Iterable[str], where: str, options: Options) -> None:
    """Raise ``DragomanError`` E114 where the column of the text, or one the user named, is missing."""
    names = list(names)
    for column in (options.columns.get("text", "text"), *options.columns.values()):
        if column not in names:
            raise DragomanError("E114", where=where, name=column, known=", ".join(names) or "none")
