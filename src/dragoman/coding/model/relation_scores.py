"""Predictions and scores for relations between given parties, over the gold's 15 classes.

The classes are PLOVER's of 2018, as in Hu et al. (ACL 2024): CONCEDE and RETREAT are one class, YIELD.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dragoman.coding.model.calibration import expected_calibration_error, softmax
from dragoman.coding.model.data import YIELD, Example
from dragoman.coding.model.labels import NONE, Labels, load_labels

BOOTSTRAP_DRAWS = 2000
BOOTSTRAP_SEED = 20180322
INTERVAL = (2.5, 97.5)
"""Percentiles of the bootstrap interval: 95 %."""

Prediction = dict[str, Any]
"""``{index, type, quad, confidence}``: the 0-based line, one of the 16 types, its quad, 0 to 1."""


def predictions_from(logits: npt.NDArray[np.float32], labels: Labels, temperature: float = 1.0) -> list[Prediction]:
    """Predictions from the outputs of the type head.

    NONE is left out, since something is given to lie between the parties. CONCEDE and RETREAT are
    weighed together against the rest, and ``confidence`` is that of the class so formed.
    """
    chances = softmax(logits[:, labels.slices["type"]][:, : labels.types.index(NONE)] / temperature)
    found = []
    for index, row in enumerate(chances):
        by_type = dict(zip(labels.types, row.tolist(), strict=False))
        classes: dict[str, float] = {}
        for event_type, chance in by_type.items():
            classes[class_of(event_type)] = classes.get(class_of(event_type), 0.0) + chance
        best = max(classes, key=lambda c: classes[c])
        event_type = max(YIELD, key=lambda t: by_type[t]) if best == "YIELD" else best
        quad = labels.quads[event_type]
        found.append({"index": index, "type": event_type, "quad": quad, "confidence": classes[best]})
    return found


def class_of(event_type: str) -> str:
    """The class that a type counts as."""
    return "YIELD" if event_type in YIELD else event_type


def score_examples(examples: Sequence[Example], logits: npt.NDArray[np.float32], labels: Labels) -> dict[str, Any]:
    """Scores of the model's outputs for examples whose types are known; see ``score_classes``."""
    made = predictions_from(logits, labels)
    wanted = [class_of(example.types[0]) for example in examples]
    confidence = np.array([item["confidence"] for item in made])
    return score_classes(wanted, [class_of(item["type"]) for item in made], confidence)


def score_classes(
    wanted: Sequence[str], guessed: Sequence[str], confidence: npt.NDArray[np.float64] | None = None
) -> dict[str, Any]:
    """Scores of guessed classes, "" being no guess.

    Gives ``items``, macro-F1 over the wanted classes and its 95 % bootstrap interval, macro-F1 over
    the quads (each class in its own quad), accuracy, F1 and support of every class, the most
    frequent confusions, and the expected calibration error where there are confidences.
    """
    names = sorted(set(wanted))
    low, high = bootstrap_interval(wanted, guessed, names)
    correct = np.array([a == b for a, b in zip(wanted, guessed, strict=True)])
    scored: dict[str, Any] = {
        "items": len(wanted),
        "macro_f1": macro_f1(wanted, guessed, names),
        "macro_f1_low": low,
        "macro_f1_high": high,
        "quads_macro_f1": macro_f1(_quads(wanted), _quads(guessed), ["1", "2", "3", "4"]),
        "accuracy": float(correct.mean()) if wanted else 0.0,
        "classes": {n: {"f1": f1(wanted, guessed, n), "support": list(wanted).count(n)} for n in names},
        "confusions": _confusions(wanted, guessed),
    }
    if wanted and confidence is not None:
        scored["calibration_error"] = expected_calibration_error(confidence, correct)
    return scored


def _quads(classes: Sequence[str]) -> list[str]:
    quads = {class_of(event_type): quad for event_type, quad in load_labels().quads.items()} | {"YIELD": 2}
    return [str(quads.get(name, "")) for name in classes]


def f1(wanted: Sequence[str], guessed: Sequence[str], name: str) -> float:
    """The F1 of one class, 0 to 1; 0 where the class is neither wanted nor guessed."""
    both = sum(a == b == name for a, b in zip(wanted, guessed, strict=True))
    total = sum(a == name for a in wanted) + sum(b == name for b in guessed)
    return 2 * both / total if total else 0.0


def macro_f1(wanted: Sequence[str], guessed: Sequence[str], names: Sequence[str]) -> float:
    """The mean F1 of some classes, each counting the same."""
    present = [name for name in names if name in set(wanted) | set(guessed)]
    return sum(f1(wanted, guessed, name) for name in present) / len(present) if present else 0.0


def bootstrap_interval(wanted: Sequence[str], guessed: Sequence[str], names: Sequence[str]) -> tuple[float, float]:
    """The 95 % percentile interval of macro-F1 over draws of the items with replacement (fixed seed)."""
    if not wanted:
        return 0.0, 0.0
    place = {name: i for i, name in enumerate(names)}
    width = len(names) + 1
    right = np.array([place[a] for a in wanted])
    told = np.array([place.get(b, width - 1) for b in guessed])
    rng = np.random.default_rng(BOOTSTRAP_SEED)
    values = []
    for _ in range(BOOTSTRAP_DRAWS):
        drawn = rng.integers(0, len(right), len(right))
        table = np.bincount(right[drawn] * width + told[drawn], minlength=width * width).reshape(width, width)
        total = (table.sum(0) + table.sum(1))[:-1]
        scores = 2 * table.diagonal()[:-1] / np.maximum(total, 1)
        values.append(scores[total > 0].mean())
    low, high = np.percentile(values, INTERVAL)
    return float(low), float(high)


def _confusions(wanted: Sequence[str], guessed: Sequence[str], most: int = 12) -> list[dict[str, Any]]:
    counts: dict[tuple[str, str], int] = {}
    for pair in zip(wanted, guessed, strict=True):
        if pair[0] != pair[1]:
            counts[pair] = counts.get(pair, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    return [{"gold": a, "predicted": b, "count": n} for (a, b), n in ranked]
