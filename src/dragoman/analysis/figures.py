"""Figures of series for papers: counts with their intervals, mean scores below, change points as lines."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.analysis.changes import change_points
from dragoman.analysis.periods import end_of
from dragoman.analysis.series import Series
from dragoman.errors import DragomanError
from dragoman.store.names import known_name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
COLOURS = ("#1b5e9e", "#c8511b")
"""Blue and vermilion, told apart in print and by the colour-blind (after Okabe and Ito 2008)."""
_DPI = 300
_WIDTH, _HEIGHT = 6.5, 3.6
"""Inches; the width of a text column of letter paper with margins of an inch."""
_STYLE: dict[str, Any] = {
    "font.family": "sans-serif", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False,
    "axes.linewidth": 0.7, "xtick.major.width": 0.7, "ytick.major.width": 0.7, "legend.frameon": False,
    "svg.hashsalt": "dragoman", "svg.fonttype": "none", "pdf.fonttype": 42,
}  # fmt: skip
_SCORES = {"plover": "PLOVER score", "goldstein_oeda": "Goldstein (OEDA)", "goldstein_icews": "Goldstein (ICEWS)"}


def figure(series: Series, score: str | None = None, title: str | None = None) -> Figure:
    """The figure of a series: counts above, and the mean of one of its scores below where one is named."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        made = Figure(figsize=(_WIDTH, _HEIGHT * (1.55 if score else 1)), layout="constrained")
        ratios = {"height_ratios": (3, 2)} if score else {}
        axes = made.subplots(2 if score else 1, 1, sharex=True, squeeze=False, **ratios)[:, 0]
        _counts(axes[0], series)
        if score:
            _scores(axes[1], series, score)
        if title:
            made.suptitle(title, x=0.01, ha="left", fontsize=10)
        _time_axis(axes[-1])
        return made


def image(series: Series, form: str, score: str | None = None, title: str | None = None) -> bytes:
    """The figure as the bytes of a PNG, SVG or PDF file. Raises ``DragomanError`` E602, E609."""
    import matplotlib as mpl

    form = known_name(form, FORMATS, "figure format")
    metadata = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}[form]
    with mpl.rc_context(_STYLE):
        written = io.BytesIO()
        figure(series, score, title).savefig(written, format=form, dpi=_DPI, metadata=metadata)
    return written.getvalue()


def figure_format(path: Path) -> str:
    """The format that a file's name asks for. Raises ``DragomanError`` E602 where it asks for none."""
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise DragomanError("E602", value=path.suffix or path.name, field="figure", known=", ".join(FORMATS))
    return form


def _counts(axis: Any, series: Series) -> None:
    edges = [*series.starts, _after(series)]
    days = [datetime.date.fromisoformat(edge) for edge in edges]
    for line, colour in zip(series.lines, COLOURS, strict=False):
        axis.stairs(line.counts, days, color=colour, linewidth=1.1, label=line.label, baseline=None)
        low = [point.expected.low for point in line.points]
        high = [point.expected.high for point in line.points]
        axis.stairs(high, days, baseline=low, fill=True, color=colour, alpha=0.18, linewidth=0)
        for change in change_points(line.counts):
            axis.axvline(days[change.index], color=colour, linewidth=0.8, linestyle=(0, (4, 3)))
    axis.set_ylim(bottom=0)
    axis.yaxis.get_major_locator().set_params(integer=True)
    axis.set_ylabel(f"{series.unit} per {series.period}")
    axis.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, borderaxespad=0.2)


def _after(series: Series) -> str:
    last = datetime.date.fromisoformat(end_of(series.starts[-1], series.period))
    return (last + datetime.timedelta(days=1)).isoformat()


def _scores(axis: Any, series: Series, score: str) -> None:
    days = [datetime.date.fromisoformat(start) for start in series.starts]
    for line, colour in zip(series.lines, COLOURS, strict=False):
        known = [(day, s) for day, p in zip(days, line.points, strict=True) if (s := p.scores[score]) is not None]
        if not known:
            continue
        values = [s.value for _, s in known]
        errors = [[max(0.0, s.value - s.low) for _, s in known], [max(0.0, s.high - s.value) for _, s in known]]
        axis.errorbar(
            [day for day, _ in known], values, yerr=errors, color=colour, fmt="o", markersize=2.4, elinewidth=0.6,
            linewidth=0,
        )  # fmt: skip
    axis.axhline(0, color="0.6", linewidth=0.6)
    axis.set_ylim(-10.5, 10.5)
    axis.set_ylabel(_SCORES[score])


def _time_axis(axis: Any) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=4, maxticks=9)
    axis.xaxis.set_major_locator(locator)
    axis.xaxis.set_major_formatter(ConciseDateFormatter(locator))
