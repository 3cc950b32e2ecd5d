"""Calibration: temperatures that make the model's probabilities mean what they say.

Temperature scaling and the expected calibration error follow Guo et al. (2017),
"On Calibration of Modern Neural Networks", https://arxiv.org/abs/1706.04599.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

TEMPERATURES = np.geomspace(0.4, 5.0, 200)
"""The temperatures that are tried."""

BINS = 10
"""Bins of equal width of the expected calibration error."""


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """What goes with the weights: temperatures per head, checksums of files, and what was measured.

    ``temperatures`` divide the logits of a head (1 where none is named); ``files`` maps file names
    to SHA-256; ``version`` names the model in the reports that it helped to code.
    """

    version: str
    temperatures: dict[str, float]
    files: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> Calibration:
        """The calibration of a JSON file. Raises ``OSError`` or ``ValueError``."""
        return msgspec.json.decode(path.read_bytes(), type=cls)

    def write(self, path: Path) -> None:
        """Write it as indented JSON."""
        path.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n")


def softmax(logits: Array) -> Array:
    """Probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    result: Array = shifted / shifted.sum(-1, keepdims=True)
    return result


def sigmoid(logits: Array) -> Array:
    """Probabilities of independent labels."""
    result: Array = 1.0 / (1.0 + np.exp(-np.clip(logits, -50, 50)))
    return result


def fit_temperature(logits: Array, right: Array) -> float:
    """The temperature with the least log loss. ``right`` is true for labels that count as right."""
    return float(min(TEMPERATURES, key=lambda heat: _log_loss(softmax(logits / heat), right)))


def fit_binary_temperature(logits: Array, right: Array) -> float:
    """The same for independent labels."""
    return float(min(TEMPERATURES, key=lambda heat: _binary_log_loss(sigmoid(logits / heat), right)))


def _log_loss(chances: Array, right: Array) -> float:
    return float(-np.log(np.clip((chances * right).sum(-1), 1e-12, None)).mean())


def _binary_log_loss(chances: Array, right: Array) -> float:
    told = np.where(right, chances, 1 - chances)
    return float(-np.log(np.clip(told, 1e-12, None)).mean())


def expected_calibration_error(confidence: Array, correct: Array, bins: int = BINS) -> float:
    """Mean distance between confidence and share of right answers over bins of equal width, 0 to 1."""
    places = np.minimum((np.asarray(confidence) * bins).astype(int), bins - 1)
    total = 0.0
    for place in range(bins):
        inside = places == place
        if inside.any():
            total += inside.mean() * abs(np.mean(confidence[inside]) - np.mean(correct[inside]))
    return float(total)
