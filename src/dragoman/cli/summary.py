"""What a run found, told at its end."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from dragoman.cli.console import err
from dragoman.cli.options import DEFAULT_STORE
from dragoman.cli.progress import TOLD

if TYPE_CHECKING:
    from dragoman.running.job import Outcome

_BAR = 30
"""Characters of the longest bar of the counts by type."""


def tell(outcome: Outcome, store: Path | None, to: str | None) -> None:
    """Print documents, sentences, reports by type, failures by code and what to do next, for people."""
    console = err()
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="bold")
    table.add_column()
    for count, what in _rows(outcome):
        table.add_row(f"{count:,}", what)
    console.print(table)
    if outcome.types:
        console.print(_types(outcome.types))
    hidden = len(outcome.failures) - TOLD
    if hidden > 0:
        console.print(f"{hidden:,} more failures were not told one by one.")
    if outcome.interrupted:
        console.print(
            Text("Interrupted. What was coded is kept; the same command goes on from here.", "yellow")
        )
    _next(outcome, store, to)


def _rows(outcome: Outcome) -> list[tuple[int, str]]:
    rows = [
        (outcome.documents, "documents coded"),
        (outcome.sentences, "sentences"),
        (outcome.reports, "reports"),
    ]
    if outcome.before:
        rows.append((outcome.before, "documents coded before, left as they are"))
    if outcome.set_aside:
        languages = ", ".join(f"{name} {count}" for name, count in outcome.languages.most_common(5))
        rows.append((outcome.set_aside, f"documents set aside, not in English ({languages})"))
    if outcome.failed:
        codes = Counter(error.code for error in outcome.failures if error.code)
        rows.append(
            (outcome.failed, "failed (" + ", ".join(f"{c} {n}" for c, n in codes.most_common()) + ")")
        )
    return rows


def _types(types: Counter[str]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan")
    table.add_column(justify="right")
    table.add_column(style="dim")
    most = max(types.values())
    for name, count in types.most_common():
        table.add_row(f"  {name}", f"{count:,}", "█" * max(1, round(_BAR * count / most)))
    return table


def _next(outcome: Outcome, store: Path | None, to: str | None) -> None:
    console = err()
    if store is None:
        if to not in (None, "-"):
            console.print(f"The reports are in {to}.", soft_wrap=True)
        return
    console.print(f"The store is in {store}.", soft_wrap=True)
    if outcome.documents + outcome.before == 0:
        return
    option = "" if store == DEFAULT_STORE else f" --store {store}"
    console.print("Next, for example:", style="bold")
    common = outcome.types.most_common(1)
    wanted = f" --type {common[0][0]}" if common else ""
    console.print(f"  dragoman reports{option}{wanted} --limit 20", soft_wrap=True)
    console.print(f"  dragoman documents{option}", soft_wrap=True)
