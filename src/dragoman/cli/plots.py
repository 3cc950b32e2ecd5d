"""Series drawn in the terminal: a panel of bars for each line, all to one scale."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from dragoman.analysis.changes import Change
from dragoman.analysis.series import Line, Series

_ROWS = 6
_BLOCKS = " ▁▂▃▄▅▆▇█"
_STYLES = ("blue", "dark_orange3")
_MARK = "▲"


def drawn(series: Series, changes: dict[str, list[Change]], width: int) -> RenderableType:
    """The counts of each line as bars; a mark below stands where a change point is."""
    top = max(1, *(max(line.counts) for line in series.lines))
    margin = len(f"{top:,}") + 1
    columns = max(10, width - margin - 1)
    panels: list[RenderableType] = []
    for line, style in zip(series.lines, _STYLES, strict=False):
        panels += [Text(line.label, style=f"bold {style}"), *_bars(line, top, margin, columns, style)]
        panels += [_marks(changes.get(line.label, ()), len(series.starts), margin, columns)]
    return Group(*panels, _axis(series, margin, columns))


def _bars(line: Line, top: int, margin: int, columns: int, style: str) -> list[Text]:
    eighths = [round(value / top * _ROWS * 8) for value in _columns(line.counts, columns)]
    # A count that is not zero is always seen.
    eighths = [max(1, e) if v else 0 for e, v in zip(eighths, _columns(line.counts, columns), strict=True)]
    rows = []
    for row in reversed(range(_ROWS)):
        label = f"{top:,}" if row == _ROWS - 1 else ("0" if row == 0 else "")
        bars = "".join(_BLOCKS[min(8, max(0, eighth - 8 * row))] for eighth in eighths)
        rows.append(Text.assemble((f"{label:>{margin - 1}} ", "dim"), (bars, style)))
    return rows


def _marks(changes: Sequence[Change], periods: int, margin: int, columns: int) -> Text:
    row = [" "] * _used(periods, columns)
    for change in changes:
        row[_column(change.index, periods, columns)] = _MARK
    return Text(" " * margin + "".join(row).rstrip(), style="bold")


def _axis(series: Series, margin: int, columns: int) -> Text:
    starts, used = series.starts, _used(len(series.starts), columns)
    each = 7 if series.period in ("month", "quarter") else (4 if series.period == "year" else 10)
    row = [" "] * (used + each)
    free = 0
    for index, start in enumerate(starts):
        column = _column(index, len(starts), columns)
        if column >= free and column + each <= columns:
            row[column : column + each] = start[:each]
            free = column + each + 4
    return Text(" " * margin + "".join(row).rstrip(), style="dim")


def _columns(counts: Sequence[int], columns: int) -> list[int]:
    """A value for each column: a period is several columns wide, or a column has the highest of several periods."""
    values = [0] * _used(len(counts), columns)
    wide = max(1, columns // len(counts))
    for index, count in enumerate(counts):
        first = _column(index, len(counts), columns)
        for column in range(first, first + min(wide, 3)):
            values[column] = max(values[column], count)
    return values


def _column(index: int, periods: int, columns: int) -> int:
    return index * max(1, columns // periods) if periods <= columns else index * columns // periods


def _used(periods: int, columns: int) -> int:
    return periods * (columns // periods) if periods <= columns else columns
