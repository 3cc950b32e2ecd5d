"""``dragoman documents``: the documents of a store."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from dragoman.cli import options as o
from dragoman.cli.options import Output
from dragoman.store.filters import Filters

_FIELDS = ("id", "published", "source", "title", "url", "language", "set_aside", "sentences", "reports")


@o.filtered("documents")
def documents(
    filters: Filters,
    store: o.StoreOption = o.DEFAULT_STORE,
    copies: Annotated[
        bool, typer.Option("--copies", help="Print which documents repeat earlier ones, with kind and score.")
    ] = False,
    format_: o.FormatOption = Output.table,
) -> None:
    """Print documents, with how many reports each gave; --format jsonl gives their text too."""
    if copies:
        from dragoman.cli.copies import show

        show(store, filters, format_)
        return
    from dragoman.cli.output import write_csv
    from dragoman.records import to_json
    from dragoman.store import Store
    from dragoman.store.query import document_rows

    with Store.open(store) as opened:
        if form_is_json := format_ is Output.jsonl:
            sys.stdout.writelines(to_json(found) + "\n" for found in opened.documents(filters))
        rows = () if form_is_json else document_rows(opened, filters)
        if format_ is Output.csv:
            write_csv({name: row[name] for name in _FIELDS} for row in rows)
        elif format_ is Output.table:
            _print(rows)


def _print(rows: Iterable[sqlite3.Row]) -> None:
    from rich import box
    from rich.table import Table

    from dragoman.cli.cards import TITLE_CHARACTERS, shortened
    from dragoman.cli.console import counted, err, out

    table = Table(box=box.SIMPLE_HEAD, expand=True)
    table.add_column("Published", no_wrap=True)
    table.add_column("Title", ratio=3)
    table.add_column("Source", ratio=2)
    table.add_column("Id", ratio=2, style="dim", overflow="fold")
    table.add_column("Reports", justify="right", no_wrap=True)
    for row in rows:
        gave = f"{row['reports']}" if row["reports"] is not None else f"[dim]{row['language'] or '–'}[/]"
        title = row["title"] or shortened(row["text"], TITLE_CHARACTERS)
        table.add_row(
            row["published"] or "–", _plain(title), _plain(row["source"] or ""), _plain(row["id"]), gave
        )
    if table.row_count:
        out().print(table)
    err().print(counted(table.row_count, "document") if table.row_count else "No documents match.")


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)
