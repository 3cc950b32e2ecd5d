"""``dragoman panel``: tables for regression."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli import options as o
from dragoman.errors import DragomanError
from dragoman.store.filters import Filters

if TYPE_CHECKING:
    from dragoman.analysis.panel import Panel

_SUFFIXES = (".csv", ".parquet")


@o.filtered("reports", without=("limit", "offset"))
def panel(
    filters: Filters,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="dyad or country.")],
    dest: Annotated[Path, typer.Argument(help="The file to write: .csv or .parquet.")],
    store: o.StoreOption = o.DEFAULT_STORE,
    by: Annotated[str, typer.Option("--by", help="day, week, month, quarter or year.")] = "month",
    quads: Annotated[
        str, typer.Option("--quads", help="The scheme of quads: dragoman, plover_manual, gdelt, phoenix or icews.")
    ] = "dragoman",
    score: Annotated[
        list[str], typer.Option("--score", help="plover, goldstein-oeda or goldstein-icews; repeat for several.")
    ] = ["plover"],  # noqa: B006 (typer copies defaults)
    count: Annotated[
        str | None, typer.Option("--count", help="events or reports; events where the store has been linked.")
    ] = None,
    balanced: Annotated[bool, typer.Option("--balanced", help="A row for every period, with zeros.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write a panel of directed dyads or of countries, with quad counts and country codes; beside it its columns."""
    from dragoman.analysis.panel import panel as made
    from dragoman.cli.console import counted, err
    from dragoman.exports.writing import about_path, check_free
    from dragoman.store import Store

    if dest.suffix not in _SUFFIXES:
        raise DragomanError("E602", value=dest.suffix or dest.name, field="panel", known=", ".join(_SUFFIXES))
    check_free(dest, force)
    with Store.open(store) as opened:
        found = made(opened, kind, by, filters, quads, score, o.unit(count), balanced)
    _write(found, dest, filters)
    err().print(f"{counted(found.table.num_rows, 'row')} in {dest}; the columns are told in {about_path(dest)}")


def _write(found: Panel, dest: Path, filters: Filters) -> None:
    import pyarrow.csv
    import pyarrow.parquet

    from dragoman import __version__
    from dragoman.exports.writing import whole_file, write_about

    with whole_file(dest) as file:
        if dest.suffix == ".csv":
            pyarrow.csv.write_csv(found.table, file)
        else:
            pyarrow.parquet.write_table(found.table, file)
    about = {
        "panel": f"{found.kind}-{found.period}", "counts": found.unit, "dragoman": __version__,
        "filters": filters.written(), "rows": found.table.num_rows, "columns": found.columns,
    }  # fmt: skip
    write_about(dest, about)
