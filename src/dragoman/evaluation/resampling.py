"""How far a figure could be chance: bootstrap intervals, and a paired test of two predictions of one gold.

Documents are drawn whole, since what one document holds hangs together. Intervals are percentile intervals (Efron and
Tibshirani 1993, chapter 13); the test is approximate randomization: between two predictions, what each made of a
document changes sides at random (Yeh 2000, "More accurate tests for the statistical significance of result
differences"). Both have a fixed seed, so the same files give the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dragoman.errors import DragomanError
from dragoman.evaluation.counts import Table, Unit, classes_of, macro, micro, ratios, table

DRAWS = 1000
"""Bootstrap samples."""

ROUNDS = 10_000
"""Random exchanges of the paired test."""

SEED = 20261125
LEVEL = 0.95
CHUNK = 500
"""Samples computed at a time, to bound memory."""

Measure = Callable[[Table], Table]
MEASURES: dict[str, Measure] = {"f1": micro, "macro_f1": macro}


def by_class(units: Sequence[Unit]) -> dict[str, dict[str, Any]]:
    """Precision, recall and F1 of every class with the interval of F1, and how often it is wanted and made."""
    classes = classes_of(units)
    counts = table(units, classes)
    precision, recall, f1 = ratios(counts.sum(axis=0))
    low, high = _bounds(np.concatenate([ratios(part)[2] for part in _samples(counts)]) if classes else counts)
    return {
        name: {
            "precision": float(precision[j]),
            "recall": float(recall[j]),
            "f1": float(f1[j]),
            "low": float(low[j]),
            "high": float(high[j]),
            "wanted": int(counts[:, j, 0].sum()),
            "made": int(counts[:, j, 2].sum()),
        }
        for j, name in enumerate(classes)
    }


def intervals(units: Sequence[Unit]) -> dict[str, dict[str, float]]:
    """Micro and macro F1 with their 95 % bootstrap intervals: ``{f1: {value, low, high}, macro_f1: ...}``."""
    counts = table(units, classes_of(units))
    if not counts.size:
        return {name: {"value": 0.0, "low": 0.0, "high": 0.0} for name in MEASURES}
    samples = list(_samples(counts))
    found = {}
    for name, measure in MEASURES.items():
        low, high = _bounds(np.concatenate([measure(part) for part in samples]))
        found[name] = {"value": float(measure(counts.sum(axis=0))), "low": float(low), "high": float(high)}
    return found


def compare(mine: Sequence[Unit], other: Sequence[Unit], measure: str = "f1") -> dict[str, Any]:
    """Two predictions of one gold: both figures, their difference with its interval, and the p of no difference.

    Raises ``DragomanError`` E703 where the two are not of the same documents.
    """
    if [u.id for u in mine] != [u.id for u in other]:
        raise DragomanError("E703")
    classes = classes_of([*mine, *other])
    a, b = table(mine, classes), table(other, classes)
    figure = MEASURES[measure]
    if not a.size:
        return {"measure": measure, "first": 0.0, "second": 0.0, "difference": 0.0, "low": 0.0, "high": 0.0, "p": 1.0}
    first, second = float(figure(a.sum(axis=0))), float(figure(b.sum(axis=0)))
    drawn = zip(_samples(a), _samples(b), strict=True)
    low, high = _bounds(np.concatenate([figure(x) - figure(y) for x, y in drawn]))
    return {
        "measure": measure,
        "first": first,
        "second": second,
        "difference": first - second,
        "low": float(low),
        "high": float(high),
        "p": _exchange(a, b, figure, abs(first - second)),
    }


def _samples(counts: Table) -> list[Table]:
    """Sums of counts over bootstrap samples of the units, in chunks; the same samples for the same number of units."""
    size = len(counts)
    flat = counts.reshape(size, -1)
    rng = np.random.default_rng(SEED)
    chosen = [rng.multinomial(size, [1 / size] * size, size=min(CHUNK, DRAWS - i)) for i in range(0, DRAWS, CHUNK)]
    return [(weights @ flat).reshape(len(weights), *counts.shape[1:]) for weights in chosen]


def _bounds(values: Table) -> tuple[Table, Table]:
    if not values.size:
        return np.zeros(values.shape[1:]), np.zeros(values.shape[1:])
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(values, [tail, 100 - tail], axis=0)
    return low, high


def _exchange(a: Table, b: Table, figure: Measure, seen: float) -> float:
    """How often random exchanges differ as much as what was seen."""
    rng = np.random.default_rng(SEED)
    gain = (b - a).reshape(len(a), -1)
    total_a, total_b = a.sum(axis=0), b.sum(axis=0)
    as_far = 0
    for start in range(0, ROUNDS, CHUNK):
        swapped = rng.integers(0, 2, (min(CHUNK, ROUNDS - start), len(a)))
        moved = (swapped @ gain).reshape(-1, *a.shape[1:])
        as_far += int((np.abs(figure(total_a + moved) - figure(total_b - moved)) >= seen - 1e-12).sum())
    return (as_far + 1) / (ROUNDS + 1)
