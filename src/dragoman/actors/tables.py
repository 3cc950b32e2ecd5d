"""Reading a registry table from CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from dragoman.actors.schema import TABLES
from dragoman.errors import DragomanError

Row = list[str]


def read_table(path: Path, table: str | None = None) -> list[Row]:
    """The rows of a registry table in the order of its columns; columns that the file lacks are empty.

    The table is the one that the file is named after, where ``table`` does not say another. Raises
    ``DragomanError`` E103 for bytes that are not UTF-8 and E301 where the header adds columns or a row does
    not fit it.
    """
    return [row for _, row in numbered_rows(path, table)]


def numbered_rows(path: Path, table: str | None = None) -> Iterator[tuple[int, Row]]:
    """The rows as :func:`read_table` gives them, each with its 1-based line in the file."""
    expected = TABLES[table or path.stem]
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines)
            positions = _positions(tuple(next(reader, ())), expected, path)
            for row in reader:
                if row:
                    yield reader.line_num, _fitted(row, positions, path, reader.line_num)
    except UnicodeDecodeError as error:
        raise DragomanError("E103", str(path)) from error
    except csv.Error as error:
        raise DragomanError("E301", str(path), detail=f"broken CSV: {error}") from error


def _positions(header: tuple[str, ...], expected: tuple[str, ...], path: Path) -> tuple[int, list[int]]:
    """How many cells a row has, and where in it each expected column stands (-1: nowhere)."""
    unknown = [column for column in header if column not in expected]
    if unknown or not header:
        problem = f"unknown columns {', '.join(unknown)}" if unknown else "the file has no header"
        raise DragomanError("E301", f"{path}:1", detail=f"{problem}; known are {', '.join(expected)}")
    return len(header), [header.index(column) if column in header else -1 for column in expected]


def _fitted(row: Row, positions: tuple[int, list[int]], path: Path, line: int) -> Row:
    width, order = positions
    if len(row) != width:
        detail = f"{len(row)} cells where the header has {width}"
        raise DragomanError("E301", f"{path}:{line}", detail=detail)
    return [row[position] if position >= 0 else "" for position in order]
