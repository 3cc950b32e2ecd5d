"""``dragoman documents --copies``: which documents repeat earlier ones."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.cli.options import Output
from dragoman.records import Document, Link
from dragoman.store.filters import Filters

if TYPE_CHECKING:
    from rich.text import Text


def show(path: Path, filters: Filters, form: Output) -> None:
    """Print the links of the documents that filters let through, as copy or as original; a limit counts links."""
    import msgspec

    from dragoman.cli.output import write_csv
    from dragoman.records import to_json
    from dragoman.store import Store
    from dragoman.store.query import document_rows

    with Store.open(path) as store:
        everything = msgspec.structs.replace(filters, limit=None, offset=0)
        chosen = {row["id"] for row in document_rows(store, everything)}
        links = [link for link in store.links() if link.document_id in chosen or link.original_id in chosen]
        links = links[filters.offset or 0 :][: filters.limit]
        if form is Output.jsonl:
            sys.stdout.writelines(to_json(link) + "\n" for link in links)
        elif form is Output.csv:
            write_csv(msgspec.structs.asdict(link) for link in links)
        else:
            names = {name for link in links for name in (link.document_id, link.original_id)}
            _print(links, {name: found for name in names if (found := store.document(name)) is not None})


def _print(links: list[Link], documents: dict[str, Document]) -> None:
    from rich import box
    from rich.table import Table

    from dragoman.cli.console import counted, err, out

    table = Table(box=box.SIMPLE_HEAD, expand=True)
    table.add_column("Kind", no_wrap=True, style="cyan")
    table.add_column("Score", justify="right", no_wrap=True)
    table.add_column("Document", ratio=1)
    table.add_column("repeats", ratio=1)
    for link in links:
        ends = (_end(name, documents.get(name)) for name in (link.document_id, link.original_id))
        table.add_row(link.kind, f"{link.score:.2f}", *ends)
    if links:
        out().print(table)
    err().print(counted(len(links), "link") if links else "No copies match. Copies are found by: dragoman link")


def _end(name: str, document: Document | None) -> Text:
    from rich.text import Text

    from dragoman.cli.cards import TITLE_CHARACTERS, shortened

    if document is None:
        return Text(name)
    title = document.title or shortened(document.text, TITLE_CHARACTERS)
    about = " · ".join(filter(None, (document.published, document.source, name)))
    return Text.assemble(title, "\n", (about, "dim"))
