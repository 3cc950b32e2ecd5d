"""``dragoman series``: how often parties acted on each other, over time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli import options as o
from dragoman.cli.options import Output
from dragoman.store.filters import Filters

if TYPE_CHECKING:
    from dragoman.analysis.changes import Change
    from dragoman.analysis.series import Line, Series
    from dragoman.store import Store

_UNUSUAL = 3
_REPORTS = 2


@o.filtered("reports", without=("parties", "actors", "recipients", "between", "limit", "offset"))
def series(
    filters: Filters,
    parties: Annotated[list[str], typer.Argument(help="One party or two: CHN, Russia, SYR:REB, a name.")],
    store: o.StoreOption = o.DEFAULT_STORE,
    by: Annotated[str, typer.Option("--by", help="day, week, month, quarter or year.")] = "month",
    undirected: Annotated[bool, typer.Option("--undirected", help="One line for both directions.")] = False,
    count: Annotated[
        str | None, typer.Option("--count", help="events or reports; events where the store has been linked.")
    ] = None,
    score: Annotated[
        list[str], typer.Option("--score", help="plover, goldstein-oeda or goldstein-icews; repeat for several.")
    ] = ["plover", "goldstein-oeda"],  # noqa: B006 (typer copies defaults)
    to: Annotated[Path | None, typer.Option("--to", help="Write a figure: a .png, .svg or .pdf file.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="The title of the figure.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    format_: Annotated[
        Output, typer.Option("--format", help="Draw a chart (table), or print JSON lines or CSV.")
    ] = Output.table,
) -> None:
    """Draw how often parties acted on each other, with change points and unusual periods."""
    from dragoman.analysis.series import series as made
    from dragoman.cli.output import write_table
    from dragoman.store import Store

    if to is not None:
        _check(to, force)
    with Store.open(store) as opened:
        found = made(opened, parties, by, filters, not undirected, score, o.unit(count))
        if format_ is not Output.table:
            write_table(found.table(), format_)
        elif to is None:
            _draw(opened, found)
    if to is not None:
        _write(found, to, title)
    _tell_unplaced(found)


def _check(to: Path, force: bool) -> None:
    from dragoman.analysis.figures import figure_format
    from dragoman.exports.writing import check_free

    figure_format(to)
    check_free(to, force)


def _write(found: Series, to: Path, title: str | None) -> None:
    from dragoman.analysis.figures import figure_format, image
    from dragoman.cli.console import err
    from dragoman.exports.writing import whole_file

    with whole_file(to) as file:
        file.write(image(found, figure_format(to), found.scores[0] if found.scores else None, title))
    err().print(f"The figure is in {to}.")


def _draw(store: Store, found: Series) -> None:
    from dragoman.analysis.changes import change_points
    from dragoman.cli.console import out
    from dragoman.cli.plots import drawn

    changes = {line.label: change_points(line.counts) for line in found.lines}
    out().print(drawn(found, changes, out().width))
    for line in found.lines:
        _tell_line(store, found, line, changes[line.label])


def _tell_line(store: Store, found: Series, line: Line, changes: list[Change]) -> None:
    from dragoman.analysis.changes import unusual_periods
    from dragoman.cli.console import out

    expected = sum(point.expected.value for point in line.points)
    parts = [f"{sum(line.counts):,} {found.unit}, {expected:,.1f} expected to be right"]
    parts += [f"mean {name} {value:+.2f}" for name in found.scores if (value := _mean(line, name)) is not None]
    out().print(f"[bold]{line.label}[/]: {'; '.join(parts)}")
    for change in changes:
        out().print(f"  change at {found.starts[change.index]}: from {change.before:.1f} to {change.after:.1f}")
    for unusual in unusual_periods(line.counts)[:_UNUSUAL]:
        start = found.starts[unusual.index]
        told = f"{unusual.count} where about {unusual.usual:.0f} are usual"
        out().print(f"  unusual {found.period} {start}: {told}")
        _tell_reports(store, found, line, start)


def _tell_reports(store: Store, found: Series, line: Line, start: str) -> None:
    from dragoman.analysis.behind import reports_behind
    from dragoman.cli.cards import shortened
    from dragoman.cli.console import out

    for report in reports_behind(store, found, line, start, _REPORTS):
        document = store.document(report.document_id)
        sentence = document.text[report.sentence.start : report.sentence.end] if document else ""
        told = f"    {report.event_type} {report.document_id}: {shortened(sentence, 160)}"
        out().print(told, markup=False, style="dim")


def _mean(line: Line, name: str) -> float | None:
    known = [(p.expected.value, s.value) for p in line.points if (s := p.scores[name]) is not None]
    weight = sum(w for w, _ in known)
    return sum(w * s for w, s in known) / weight if weight else None


def _tell_unplaced(found: Series) -> None:
    from dragoman.cli.console import err

    for reason, number in found.unplaced.items():
        err().print(f"left out: {number:,} {found.unit}: {reason}")
