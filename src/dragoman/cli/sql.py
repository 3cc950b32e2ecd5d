"""``dragoman sql``: questions in SQL, answered by DuckDB, which only reads."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli import options as o
from dragoman.cli.options import Output

if TYPE_CHECKING:
    from dragoman.store import Store

_ROWS = 100


def sql(
    query: Annotated[
        str, typer.Argument(help="One SELECT, or - to read it from standard input; without it, the columns.")
    ] = "",
    store: o.StoreOption = o.DEFAULT_STORE,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="At most so many rows.")] = None,
    format_: o.FormatOption = Output.table,
) -> None:
    """Answer a question in SQL over the views reports, documents and events; nothing can be changed by it."""
    from dragoman.analysis import sql as views
    from dragoman.cli.output import print_table, write_table
    from dragoman.store import Store

    with Store.open(store) as opened:
        if not query:
            _columns(opened)
            return
        text = sys.stdin.read() if query == "-" else query
        shown = _ROWS + 1 if limit is None and format_ is Output.table else limit
        table = views.query(opened, text, shown)
    if format_ is Output.table:
        print_table(table, _ROWS if limit is None else limit)
    else:
        write_table(table, format_)


def _columns(store: Store) -> None:
    from dragoman.analysis import sql as views
    from dragoman.cli.console import err, out

    for view in views.VIEWS:
        found = views.query(store, f"DESCRIBE {view}").to_pylist()
        out().print(f"[bold]{view}[/]", highlight=False)
        for column in found:
            out().print(f"  {column['column_name']:32} {column['column_type']}", markup=False, soft_wrap=True)
    err().print('For example: dragoman sql "SELECT event_type, count(*) AS n FROM reports GROUP BY ALL"')
