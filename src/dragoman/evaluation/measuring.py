"""All figures of one evaluation: the kind's own, its classes with intervals, and the confusion table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError
from dragoman.evaluation import foreign, resampling
from dragoman.evaluation.counts import confusion
from dragoman.evaluation.kinds import Items, Kind, read_lines


def read_predictions(kind: Kind, path: Path, gold: Path) -> tuple[Items, int]:
    """Predictions from JSON lines, or from another tool's CSV; and how many rows were left out as no type of PLOVER's.

    Raises ``DragomanError`` E107, E705.
    """
    if path.suffix.lower() != ".csv":
        try:
            return read_lines(path, kind.name), 0
        except DragomanError as error:
            if error.code != "E701":
                raise
            raise DragomanError("E705", error.where, detail=str(error.details["detail"])) from error
    from dragoman.evaluation import reports

    found = foreign.read(path, kind.name, reports.read_gold(gold) if kind.name == "reports" else None)
    return found.items, found.dropped


def measure(kind: Kind, gold: Path, made: Items, given: bool = False) -> dict[str, Any]:
    """The kind's figures; for kinds that count by document also ``intervals``, ``by_class`` and ``confusion``.

    ``errors`` come last. Raises ``DragomanError`` E107, E701.
    """
    figures = kind.score(gold, given, made)
    errors = figures.pop("errors", [])
    if kind.units is not None:
        units = kind.units(gold, given, made)
        figures |= {
            "intervals": resampling.intervals(units),
            "by_class": resampling.by_class(units),
            "confusion": confusion(units),
        }
    return {**figures, "errors": errors}


def compare(kind: Kind, gold: Path, mine: Items, other: Items, given: bool = False) -> dict[str, Any]:
    """Two predictions of one gold by the kind's headline figure (``resampling.compare``).

    Raises ``DragomanError`` E706 for a kind that has no paired test.
    """
    if kind.units is None:
        raise DragomanError("E706", kind=kind.name)
    first, second = kind.units(gold, given, mine), kind.units(gold, given, other)
    return resampling.compare(first, second, kind.headline)
