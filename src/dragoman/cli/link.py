"""``dragoman link``: copies and events over the whole store."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli import options as o
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.running.link import Linked
    from dragoman.store import Store
    from dragoman.store.linking import Level, Ruling


def link(
    store: o.StoreOption = o.DEFAULT_STORE,
    new: Annotated[bool, typer.Option("--new", help="Link only what is new since the last time.")] = False,
    config: Annotated[
        Path | None,
        typer.Option("--config", help="Settings in TOML that take the place of the usual ones; remembered."),
    ] = None,
    apart: Annotated[
        list[str],
        typer.Option("--apart", metavar="ID,ID", help="Two documents or reports that do not belong together."),
    ] = [],  # noqa: B006 (typer copies defaults)
    together: Annotated[
        list[str], typer.Option("--together", metavar="ID,ID", help="Two reports that tell of one event.")
    ] = [],  # noqa: B006
    undecided: Annotated[
        list[str], typer.Option("--undecided", metavar="ID,ID", help="Take back --apart or --together.")
    ] = [],  # noqa: B006
) -> None:
    """Find the copies among all documents, and join all reports to events. It can be stopped, and goes on with --new.

    With --apart, --together or --undecided only these decisions are carried out; they hold through every linking.
    """
    from dragoman.linking.settings import read_changes
    from dragoman.store import Store

    changes = None if config is None else read_changes(config)
    decisions = [*_decisions(apart, "apart"), *_decisions(together, "together"), *_decisions(undecided, None)]
    with Store.open(store, write=True) as opened:
        if decisions:
            _settle(opened, decisions)
            return
        linked = run(opened, changes, anew=not new)
    tell(linked)
    raise typer.Exit(130 if linked.interrupted else 0)


def run(store: Store, changes: dict[str, object] | None = None, anew: bool = False) -> Linked:
    """Link a store, with a bar that shows how far it is; Ctrl-C stops after the batch in hand."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from dragoman.cli.console import err
    from dragoman.cli.stopping import stopping
    from dragoman.running.link import link_store

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err(),
        transient=True,
    )
    words = {"copies": "Copies among documents", "events": "Reports to events"}
    stop = threading.Event()
    with bar, stopping(stop, lambda line: bar.console.print(line, soft_wrap=True)):
        tasks = {step: bar.add_task(text, total=None) for step, text in words.items()}

        def told(step: str, done: int, total: int) -> None:
            bar.update(tasks[step], completed=done, total=total)

        return link_store(store, changes, anew, told, stop.is_set)


def tell(linked: Linked) -> None:
    """Print what linking found, for people."""
    from dragoman.cli.console import counted, err

    kinds = ", ".join(f"{kind} {count:,}" for kind, count in linked.links.most_common())
    console = err()
    console.print(
        f"{counted(linked.documents, 'document')} compared, {counted(sum(linked.links.values()), 'link')}"
        + (f" ({kinds})" if kinds else "")
        + f"; {counted(linked.reports, 'report')} joined: {counted(linked.made, 'event')} made, "
        f"{linked.changed:,} changed, {linked.ended:,} ended.",
        soft_wrap=True,
    )
    if linked.interrupted:
        console.print("Interrupted. What was linked is kept; dragoman link --new goes on from here.", style="yellow")


def _decisions(pairs: list[str], ruling: Ruling | None) -> list[tuple[str, str, Ruling | None]]:
    found = []
    for pair in pairs:
        one, _, other = pair.partition(",")
        if not one.strip() or not other.strip():
            option = f"--{ruling or 'undecided'}"
            raise DragomanError("E602", value=pair, field=option, known="two ids with a comma between them")
        found.append((one.strip(), other.strip(), ruling))
    return found


def _settle(store: Store, decisions: list[tuple[str, str, Ruling | None]]) -> None:
    from dragoman.cli.console import counted, err
    from dragoman.running.link import settle

    for one, other, ruling in decisions:
        level: Level = "document" if store.document(one) is not None else "report"
        if level == "document" and ruling == "together":
            raise DragomanError("E602", value=one, field="--together", known="ids of reports")
        settle(store, level, one, other, ruling)
    err().print(f"{counted(len(decisions), 'decision')} carried out.")
