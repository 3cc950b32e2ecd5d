"""``dragoman export``: a store in the formats of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli import options as o
from dragoman.store.filters import Filters

FORMATS = "gdelt-events, gdelt-mentions, icews, polecat, phoenix, cameo-csv, jsonl or parquet"


@o.filtered("reports")
def export(
    filters: Filters,
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help=FORMATS + ".")],
    dest: Annotated[Path, typer.Argument(help="The file to write; beside it a file .about.json tells what it is.")],
    store: o.StoreOption = o.DEFAULT_STORE,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write reports or events to a file that other software reads.

    Compound and reciprocal acts become a row for each pair. Negated and hypothetical acts are left out
    unless --status asks for them.
    """
    from dragoman.cli.console import counted, err
    from dragoman.exports import export as written
    from dragoman.exports.writing import about_path
    from dragoman.store import Store

    with Store.open(store) as opened:
        done = written(opened, format_, dest, filters, force)
    err().print(f"{counted(done.rows, 'row')} of {counted(done.units, done.unit.removesuffix('s'))} in {dest}")
    for reason, number in done.left_out.items():
        err().print(f"left out: {counted(number, done.unit.removesuffix('s'))}: {reason}")
    err().print(f"what it is: {about_path(dest)}", style="dim")
