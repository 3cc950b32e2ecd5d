"""The ontology's CSV files, read once each.

In: a file name under ``data``. Out: its rows, a dict a row, with empty cells as ``None``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from importlib.resources import files

from dragoman.errors import DragomanError

Row = dict[str, str | None]


def read(name: str) -> list[Row]:
    """The rows of ``data/<name>``, in order."""
    with (files("dragoman.ontology") / "data" / name).open(encoding="utf-8") as lines:
        return [{key: value or None for key, value in row.items()} for row in csv.DictReader(lines)]


def required(row: Row, column: str) -> str:
    """A cell that is never empty. Raises ``ValueError`` where it is: the file is then broken."""
    value = row[column]
    if value is None:
        raise ValueError(f"{column} is empty in {row}")
    return value


def listed(row: Row, column: str) -> tuple[str, ...]:
    """The values of a cell that holds a list, none of them for an empty cell."""
    value = row[column]
    return () if value is None else tuple(value.split(";"))


def number(row: Row, column: str) -> float | None:
    """The number in a cell, ``None`` for an empty one."""
    value = row[column]
    return None if value is None else float(value)


def unknown(code: str, name: object, known: Iterable[str], **details: object) -> DragomanError:
    """The error for a name that a table does not have; it lists those it has."""
    return DragomanError(code, None, name=name, known=", ".join(known), **details)
