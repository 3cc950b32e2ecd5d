"""``dragoman corrections``: what people said of reports, and what they judged as gold data."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli import options as o
from dragoman.cli.options import Output
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.store.corrections import Correction

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="What people said of reports: list it, write it as gold."
)


class GoldKind(StrEnum):
    """The kinds of gold that corrections make."""

    reports = "reports"
    relations = "relations"


@app.command("list")
def list_(
    store: o.StoreOption = o.DEFAULT_STORE,
    document: Annotated[str | None, typer.Option("--document", help="Only of the document with this id.")] = None,
    reviewer: Annotated[str | None, typer.Option("--reviewer", help="Only those that this person made.")] = None,
    sample: Annotated[str | None, typer.Option("--sample", help="Only those made in this sample.")] = None,
    undone: Annotated[bool, typer.Option("--undone", help="Also those that were taken back.")] = False,
    format_: o.FormatOption = Output.table,
) -> None:
    """List corrections in the order in which they were made: who, when, what, why."""
    from dragoman.cli.console import counted, err, out
    from dragoman.cli.output import write_csv
    from dragoman.records import to_json
    from dragoman.store import Store
    from dragoman.store.corrections import corrections

    with Store.open(store) as opened:
        found = corrections(opened, [document] if document else None, reviewer, sample, undone)
    if format_ is Output.jsonl:
        sys.stdout.writelines(to_json(c) + "\n" for c in found)
    elif format_ is Output.csv:
        write_csv(_row(c) for c in found)
    elif found:
        out().print(_table(found))
    err().print(counted(len(found), "correction") if found else "No corrections. They are made in: dragoman serve")


@app.command()
def gold(
    kind: Annotated[GoldKind, typer.Argument(help="reports, or relations.")],
    dest: Annotated[Path, typer.Argument(help="The file to write.")],
    store: o.StoreOption = o.DEFAULT_STORE,
) -> None:
    """Write what was judged as a gold file, for dragoman evaluate and dragoman train."""
    import msgspec

    from dragoman.cli.console import counted, err
    from dragoman.store import Store
    from dragoman.store.goldmaking import gold_relations, gold_reports

    with Store.open(store) as opened:
        if kind is GoldKind.reports:
            made = gold_reports(opened)
            number, content = len(made["reports"]), msgspec.json.format(msgspec.json.encode(made), indent=1)
        else:
            lines = [msgspec.json.encode(each) + b"\n" for each in gold_relations(opened)]
            number, content = len(lines), b"".join(lines)
    try:
        dest.write_bytes(content)
    except OSError as error:
        raise DragomanError("E607", where=str(dest), detail=error.strerror or str(error)) from error
    err().print(f"{counted(number, kind.value.removesuffix('s'))} in {dest}", soft_wrap=True)


def _row(c: Correction) -> dict[str, object]:
    import msgspec

    return {
        **{name: getattr(c, name) for name in ("id", "document_id", "report_id", "verdict", "field")},
        "predicate": c.anchor.predicate.text,
        "before": msgspec.json.encode(c.before).decode() if c.verdict == "change" else "",
        "after": msgspec.json.encode(c.after).decode() if c.after is not None else "",
        **{name: getattr(c, name) for name in ("reviewer", "at", "why", "sample")},
        "undone_by": c.undone.reviewer if c.undone else None,
    }


def _table(found: list[Correction]) -> object:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for name in ("When", "Who", "What", "Words", "Document", "Why"):
        table.add_column(name, overflow="fold")
    for c in found:
        what = f"{c.field} changed" if c.verdict == "change" else c.verdict
        cells = (c.at[:16].replace("T", " "), c.reviewer, what, c.anchor.predicate.text, c.document_id, c.why or "")
        table.add_row(*map(Text, cells), style="dim" if c.undone else None)
    return table
