"""Where a series changes, and which of its periods are unusual.

Counts are made comparable by Anscombe's transform 2 sqrt(x + 3/8), after which a Poisson count has variance one
(Anscombe 1948). Change points minimise squared errors of a piecewise constant mean (PELT, Killick et al. 2012,
in the library ruptures) with Yao's penalty of 2 s^2 log n for each (Yao 1988). The standard deviation s is taken
robustly from successive differences, and is one at least.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

import msgspec

SHORTEST = 3
"""Periods between two change points at least."""
BASELINE = 26
"""Periods before, against which a period is unusual; half a year of weeks."""
FEWEST = 8
"""With fewer periods before it, nothing is said about a period."""
UNUSUAL = 3.5
"""Robust z-score from which a period is unusual (Iglewicz and Hoaglin 1993)."""
_SIGMA = 1.4826
"""From the median absolute deviation to the standard deviation of a normal distribution."""


class Change(msgspec.Struct, frozen=True):
    """A change point: the index of the first period after it, and the mean count before and after."""

    index: int
    before: float
    after: float


class Unusual(msgspec.Struct, frozen=True):
    """A period with far more acts than the periods before: its index, count, usual count, and z-score."""

    index: int
    count: int
    usual: float
    z: float


def anscombe(count: float) -> float:
    """A count on a scale on which its variance hardly depends on it."""
    return 2 * math.sqrt(count + 3 / 8)


def change_points(counts: Sequence[int]) -> list[Change]:
    """The change points of a series of counts, none where it is too short."""
    if len(counts) < 2 * SHORTEST or len(set(counts)) == 1:
        return []
    import numpy as np
    import ruptures

    signal = np.array([anscombe(count) for count in counts])
    spread = max(1.0, _SIGMA * float(np.median(np.abs(np.diff(signal)))) / math.sqrt(2))
    finder = ruptures.KernelCPD(kernel="linear", min_size=SHORTEST).fit(signal)  # squared errors, in C
    ends = map(int, finder.predict(pen=2 * spread**2 * math.log(len(counts))))
    starts = [0, *ends]
    return [
        Change(end, statistics.fmean(counts[start:end]), statistics.fmean(counts[end:after]))
        for start, end, after in zip(starts, starts[1:], starts[2:], strict=False)
    ]


def unusual_periods(counts: Sequence[int]) -> list[Unusual]:
    """The periods whose count is far above the median of those before, the most unusual first."""
    found = []
    for index, count in enumerate(counts):
        before = [anscombe(c) for c in counts[max(0, index - BASELINE) : index]]
        if len(before) < FEWEST:
            continue
        middle = statistics.median(before)
        spread = max(1.0, _SIGMA * statistics.median(abs(value - middle) for value in before))
        z = (anscombe(count) - middle) / spread
        if z >= UNUSUAL:
            found.append(Unusual(index, count, max(0.0, (middle / 2) ** 2 - 3 / 8), z))
    return sorted(found, key=lambda unusual: (-unusual.z, unusual.index))
