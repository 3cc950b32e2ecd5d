"""Figures of an evaluation for people: the headline, classes, confusion table, comparison and errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from dragoman.cli.console import out
from dragoman.evaluation.counts import NOTHING

CELL = 6
"""Columns that a cell of the confusion table takes; where they do not fit, the most frequent confusions are listed."""

FREQUENT = 20
TABLES = ("intervals", "by_class", "confusion", "comparison", "classes", "confusions")
"""Figures that have a form of their own; the rest are lines of name and value."""


def print_figures(found: Mapping[str, Any], errors: Sequence[Mapping[str, Any]]) -> None:
    """Print figures, tables and errors on standard output."""
    for line in lines({name: value for name, value in found.items() if name not in TABLES}):
        print(line)
    for name, part in found.get("intervals", {}).items():
        print(f"{name} {_interval(part)} (95 % interval)")
    if found.get("by_class"):
        out().print(_classes(found["by_class"]))
    if found.get("confusion"):
        out().print(_confusion(found["confusion"]))
    if found.get("comparison"):
        _tell_comparison(found["comparison"])
    for item in errors:
        _tell_error(item)


def lines(figures: Mapping[str, Any], indent: str = "") -> list[str]:
    """Name and value a line; a flat table in one line, a deep one below its name."""
    made = []
    for name, value in figures.items():
        if isinstance(value, Mapping):
            if all(not isinstance(v, dict | list) for v in value.values()):
                made.append(f"{indent}{name}: " + "  ".join(f"{k} {_shown(v)}" for k, v in value.items()))
            else:
                made += [f"{indent}{name}", *lines(value, indent + "  ")]
        else:
            made.append(f"{indent}{name}: {_shown(value)}")
    return made


def _classes(by_class: Mapping[str, Mapping[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title="By class", title_justify="left")
    for name in ("class", "precision", "recall", "F1", "95 % interval", "wanted", "made"):
        table.add_column(name, justify="left" if name == "class" else "right", no_wrap=True)
    for name, part in by_class.items():
        figures = [_shown(part[k]) for k in ("precision", "recall", "f1")]
        span = f"{part['low']:.3f} to {part['high']:.3f}"
        table.add_row(name, *figures, span, str(part["wanted"]), str(part["made"]))
    return table


def _confusion(rows: Sequence[Mapping[str, Any]]) -> Table:
    classes = sorted({r["gold"] for r in rows} | {r["coded"] for r in rows}, key=lambda c: (c == NOTHING, c))
    if CELL * (len(classes) + 3) > out().width:
        return _frequent(rows)
    counts = {(r["gold"], r["coded"]): r["count"] for r in rows}
    table = Table(box=box.SIMPLE_HEAD, title="Confusion: gold in rows, coded in columns", title_justify="left")
    table.add_column("", no_wrap=True)
    for name in classes:
        table.add_column(name[:4], justify="right", no_wrap=True)
    for gold in classes:
        cells = [Text(str(counts.get((gold, c), "·")), "bold" if gold == c else "") for c in classes]
        table.add_row(gold, *cells)
    return table


def _frequent(rows: Iterable[Mapping[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title="Most frequent confusions", title_justify="left")
    for name in ("gold", "coded", "count"):
        table.add_column(name, justify="right" if name == "count" else "left")
    for row in [r for r in rows if r["gold"] != r["coded"]][:FREQUENT]:
        table.add_row(row["gold"], row["coded"], str(row["count"]))
    return table


def _tell_comparison(found: Mapping[str, Any]) -> None:
    print(
        f"comparison: {found['measure']} {found['first']:.3f} against {found['second']:.3f}, difference "
        f"{found['difference']:+.3f} ({found['low']:+.3f} to {found['high']:+.3f}), p {found['p']:.4f} "
        "(approximate randomization over documents)"
    )


def _tell_error(item: Mapping[str, Any]) -> None:
    about = {k: v for k, v in item.items() if k != "sentence" and v is not None}
    print("  " + "  ".join(f"{key}: {value}" for key, value in about.items()))
    if item.get("sentence"):
        print(f"    {item['sentence']}")


def _interval(part: Mapping[str, float]) -> str:
    return f"{part['value']:.3f} ({part['low']:.3f} to {part['high']:.3f})"


def _shown(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
