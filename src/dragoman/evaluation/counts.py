"""What every measure counts: per document and class, what was wanted and made, and how much of each was right.

Recall is *found* over *wanted*, precision *kept* over *made*. The two rights are told apart because gold may accept
what it does not ask for: a report that the coders marked optional is kept where it is made, but is not wanted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

NOTHING = "–"
"""In a confusion table: nothing was made of it, or there was nothing."""

FIELDS = ("wanted", "found", "made", "kept")

Table = npt.NDArray[np.float64]


@dataclass
class Unit:
    """What was counted in one document, phrase or line: the unit that is drawn in resampling."""

    id: str
    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def pair(self, gold: str | None, coded: str | None, right: bool, *, wanted: bool = True) -> None:
        """Count a gold item and what was made of it; either may be absent."""
        if gold is not None and wanted:
            self.wanted[gold] += 1
            self.found[gold] += right
        if coded is not None:
            self.made[coded] += 1
            self.kept[coded] += right


def classes_of(units: Iterable[Unit]) -> list[str]:
    """The classes that occur, in order."""
    return sorted({name for unit in units for name in (*unit.wanted, *unit.made)})


def table(units: Sequence[Unit], classes: Sequence[str]) -> Table:
    """Counts as an array of units by classes by ``FIELDS``."""
    counts = np.zeros((len(units), len(classes), len(FIELDS)))
    for i, unit in enumerate(units):
        for j, name in enumerate(classes):
            counts[i, j] = [getattr(unit, f)[name] for f in FIELDS]
    return counts


def ratios(counts: Table) -> tuple[Table, Table, Table]:
    """Precision, recall and F1 of counts whose last axis is ``FIELDS``; 0 where there is nothing to divide by."""
    wanted, found, made, kept = np.moveaxis(counts, -1, 0)
    precision = np.divide(kept, made, out=np.zeros_like(kept), where=made > 0)
    recall = np.divide(found, wanted, out=np.zeros_like(found), where=wanted > 0)
    total = precision + recall
    f1 = np.divide(2 * precision * recall, total, out=np.zeros_like(total), where=total > 0)
    return precision, recall, f1


def micro(counts: Table) -> Table:
    """F1 over all classes together; the last two axes are classes and ``FIELDS``."""
    return ratios(np.asarray(counts.sum(axis=-2)))[2]


def macro(counts: Table) -> Table:
    """The mean F1 of the classes that are wanted or made, each counting the same."""
    f1 = ratios(counts)[2]
    present = (counts[..., 0] > 0) | (counts[..., 2] > 0)
    number = present.sum(axis=-1)
    mean: Table = np.divide(f1.sum(axis=-1), number, out=np.zeros(number.shape), where=number > 0)
    return mean


def confusion(units: Iterable[Unit]) -> list[dict[str, Any]]:
    """The confusion table as rows ``{gold, coded, count}``, most frequent first."""
    total: Counter[tuple[str, str]] = Counter()
    for unit in units:
        total.update(unit.confused)
    ranked = sorted(total.items(), key=lambda item: (-item[1], item[0]))
    return [{"gold": gold, "coded": coded, "count": count} for (gold, coded), count in ranked]
