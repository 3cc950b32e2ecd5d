"""``dragoman store``: living with a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli import options as o
from dragoman.store.filters import Filters

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Check, delete from, merge and upgrade a store.")


@app.command()
def check(store: o.StoreOption = o.DEFAULT_STORE) -> None:
    """Check that all is there and that every report says what its text says; exit code 1 where something is wrong."""
    from dragoman.cli.console import counted, err, out
    from dragoman.store import Store
    from dragoman.store.checking import check as look

    with Store.open(store) as opened:
        found = look(opened)
    for problem in found.problems:
        out().print(problem, soft_wrap=True, markup=False)
    if found.wrong > len(found.problems):
        out().print(f"and {found.wrong - len(found.problems):,} more")
    parts = (counted(found.documents, "document"), counted(found.reports, "report"), counted(found.segments, "segment"))
    told = ", ".join(parts)
    err().print(f"{told}: {counted(found.wrong, 'problem')}" if found.wrong else f"{told}: all is well")
    if found.unlisted:
        err().print(f"{counted(len(found.unlisted), 'file')} of broken-off runs do not count; the same run uses them.")
    raise typer.Exit(1 if found.wrong else 0)


@app.command()
@o.filtered("documents", without=("limit", "offset"))
def delete(
    filters: Filters,
    store: o.StoreOption = o.DEFAULT_STORE,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete documents and all that came from them: texts, reports, links, events, corrections.

    Other segments are written anew; afterwards no file of the store holds anything of the documents.
    """
    from dragoman.cli.console import counted, err
    from dragoman.errors import DragomanError
    from dragoman.running.lifecycle import delete as delete_documents
    from dragoman.store import Store
    from dragoman.store.query import document_rows

    if filters == Filters():
        raise DragomanError("E509")
    with Store.open(store, write=True) as opened:
        number = sum(1 for _ in document_rows(opened, filters))
        if number and not yes:
            typer.confirm(f"Delete {counted(number, 'document')} from {store} for good?", abort=True, err=True)
        done = delete_documents(opened, filters)
    for name in done.unknown:
        err().print(f"No document has the id {name}.", markup=False)
    err().print(f"Deleted {counted(done.documents, 'document')} with {counted(done.reports, 'report')}.")


@app.command()
def merge(
    others: Annotated[list[Path], typer.Argument(help="The folders of other stores; they stay as they are.")],
    store: o.StoreOption = o.DEFAULT_STORE,
) -> None:
    """Take into a store what others hold: documents, reports, corrections. Merging again adds nothing."""
    from dragoman.cli.console import counted, err
    from dragoman.running.lifecycle import take
    from dragoman.store import Store

    clashes = 0
    for path in others:
        with Store.open(path) as other, Store.create(store, other.keep if not store.exists() else None) as opened:
            merged = take(opened, other)
        clashes += len(merged.clashes)
        for name in merged.clashes[:20]:
            err().print(f"Document {name} has another text in {path}; the one here stays.", markup=False)
        parts = (
            counted(merged.documents, "document"),
            counted(merged.reports, "report"),
            counted(merged.corrections, "correction"),
        )
        err().print(f"From {path}: {', '.join(parts)}.", soft_wrap=True, markup=False)
    raise typer.Exit(1 if clashes else 0)


@app.command()
def upgrade(store: o.StoreOption = o.DEFAULT_STORE) -> None:
    """Bring a store to the newest version of its form; every other verb that opens it does the same."""
    from dragoman.cli.console import err
    from dragoman.store import Store, catalog

    before = catalog.version(store)
    with Store.open(store, write=True):
        after = catalog.version(store)
    told = f"from version {before} to {after}" if before != after else f"was of version {after} already"
    err().print(f"{store}: {told}.", soft_wrap=True)
