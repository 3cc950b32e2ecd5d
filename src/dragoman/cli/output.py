"""Rows on standard output."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dragoman.cli.options import Output

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 10_000


def write_csv(rows: Iterable[Mapping[str, object]]) -> None:
    """Write rows that have the same names as CSV with a header; nothing where there is no row."""
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(sys.stdout, fieldnames=list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow(row)


def write_table(table: pa.Table, form: Output) -> None:
    """Write an Arrow table as JSON lines, or as CSV where lists and structs are JSON."""
    import msgspec

    if form is Output.jsonl:
        for row in _rows(table):
            sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
        return
    write_csv({name: _cell(value) for name, value in row.items()} for row in _rows(table))


def print_table(table: pa.Table, rows: int) -> None:
    """Print the first rows of an Arrow table for people, and say where there are more."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from dragoman.cli.console import counted, err, out

    shown = Table(box=box.SIMPLE_HEAD)
    for field in table.schema:
        shown.add_column(Text(field.name), justify="right" if _is_number(field.type) else "left", overflow="fold")
    for row in _rows(table.slice(0, rows)):
        shown.add_row(*(Text(_told(value)) for value in row.values()))
    if table.num_rows:
        out().print(shown)
    more = f"the first {rows:,} rows; --limit or --format csv gives more" if table.num_rows > rows else ""
    err().print(more or (counted(table.num_rows, "row") if table.num_rows else "No rows."))


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield from batch.to_pylist()


def _cell(value: object) -> object:
    import msgspec

    return msgspec.json.encode(value).decode() if isinstance(value, list | dict) else value


def _told(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(_cell(value))


def _is_number(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))
