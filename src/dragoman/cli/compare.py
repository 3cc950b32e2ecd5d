"""``dragoman compare``: what another coder version changes in a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli import options as o
from dragoman.store.filters import Filters

if TYPE_CHECKING:
    from dragoman.analysis.compare import Comparison

_EXAMPLES = 10


@o.filtered("reports", without=("coder", "limit", "offset"))
def compare(
    filters: Filters,
    before: Annotated[str, typer.Argument(help="The older coder version.")],
    after: Annotated[str, typer.Argument(help="The newer coder version.")],
    store: o.StoreOption = o.DEFAULT_STORE,
    to: Annotated[Path | None, typer.Option("--to", help="Write every difference to a file of JSON lines.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Show which reports came, went and changed between two coder versions, and in which fields."""
    from dragoman.analysis.compare import compare as compared
    from dragoman.analysis.compare import rows_with_sentences
    from dragoman.exports.writing import check_free
    from dragoman.store import Store

    if to is not None:
        check_free(to, force)
    with Store.open(store) as opened:
        found = compared(opened, before, after, filters)
        _print(found)
        if to is None:
            _print_examples(rows_with_sentences(opened, found.table.slice(0, _EXAMPLES)))
        else:
            _write(rows_with_sentences(opened, found.table), to)


def _print(found: Comparison) -> None:
    from rich import box
    from rich.table import Table

    from dragoman.cli.console import out

    out().print(f"{found.documents:,} documents coded by both {found.before} and {found.after}")
    for version, number in zip((found.before, found.after), found.alone, strict=True):
        if number:
            out().print(f"{number:,} documents coded by {version} alone do not count here")
    out().print(f"reports: {found.same:,} same, {found.changed:,} changed, {found.gone:,} gone, {found.new:,} new")
    fields = ", ".join(f"{field} {number:,}" for field, number in found.fields.items() if number)
    if fields:
        out().print(f"changed in: {fields}")
    shown = Table(box=box.SIMPLE_HEAD)
    for name in ("Type", found.before, found.after, "difference"):
        shown.add_column(name, justify="left" if name == "Type" else "right")
    for event_type, (one, other) in found.types.items():
        shown.add_row(event_type, f"{one:,}", f"{other:,}", f"{other - one:+,}")
    out().print(shown)
    for one_type, other_type, number in found.retyped:
        out().print(f"  {one_type} became {other_type}: {number:,}")


def _print_examples(rows: list[dict[str, Any]]) -> None:
    from dragoman.cli.cards import shortened
    from dragoman.cli.console import out

    for row in rows:
        told = f"{row['event_type_before'] or '-'} > {row['event_type_after'] or '-'}"
        fields = ", ".join(row["fields"])
        out().print(f"{row['what']} {told} {f'({fields}) ' if fields else ''}", style="bold", markup=False, end="")
        out().print(f"{row['document_id']}: {shortened(row['sentence'], 140)}", markup=False)


def _write(rows: list[dict[str, Any]], to: Path) -> None:
    import msgspec

    from dragoman.cli.console import counted, err
    from dragoman.exports.writing import whole_file

    with whole_file(to) as file:
        file.writelines(msgspec.json.encode(row) + b"\n" for row in rows)
    err().print(f"{counted(len(rows), 'difference')} in {to}")
