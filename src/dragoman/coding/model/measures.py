"""What is measured of a model on held-out sentences of the project's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dragoman.coding.model.calibration import (
    Calibration,
    expected_calibration_error,
    fit_binary_temperature,
    fit_temperature,
    sigmoid,
    softmax,
)
from dragoman.coding.model.data import Example
from dragoman.coding.model.labels import NONE, Labels

Floats = npt.NDArray[Any]

CONTEXT_THRESHOLD = 0.5
"""A context is told from this probability on."""


def type_targets(examples: Sequence[Example], labels: Labels) -> npt.NDArray[np.bool_]:
    """For each example, which types count as right."""
    return np.array([[t in e.types for t in labels.types] for e in examples]).reshape(-1, len(labels.types))


def fit_temperatures(examples: Sequence[Example], logits: Floats, labels: Labels) -> dict[str, float]:
    """The temperature of every head about which the examples tell something."""
    part = {name: logits[:, where] for name, where in labels.slices.items()}
    found = {"type": fit_temperature(part["type"], type_targets(examples, labels))}
    events = [i for i, e in enumerate(examples) if e.detailed and e.status]
    if events:
        told = [examples[i] for i in events]
        status = np.array([[s == e.status for s in labels.statuses] for e in told])
        contexts = np.array([[c in e.contexts for c in labels.contexts] for e in told])
        both = np.array([[e.reciprocal] for e in told])
        found["status"] = fit_temperature(part["status"][events], status)
        found["context"] = fit_binary_temperature(part["context"][events], contexts)
        found["reciprocal"] = fit_binary_temperature(part["reciprocal"][events], both)
    return found


def relation_temperature(examples: Sequence[Example], logits: Floats, labels: Labels) -> float:
    """The temperature of the types where something is given to lie between the parties, so without NONE."""
    events = labels.types.index(NONE)
    block = logits[:, labels.slices["type"]][:, :events]
    return fit_temperature(block, type_targets(examples, labels)[:, :events])


def measure(
    examples: Sequence[Example], logits: Floats, labels: Labels, calibration: Calibration | None = None
) -> dict[str, Any]:
    """Scores on own sentences: types with NONE, modes within the right type, and the lesser heads."""
    heat = calibration.temperatures if calibration else {}
    part = {name: logits[:, where] / heat.get(name, 1.0) for name, where in labels.slices.items()}
    chances = softmax(part["type"])
    wanted = [e.types[0] for e in examples]
    guessed = [labels.types[i] for i in chances.argmax(-1)]
    correct = np.array([g in e.types for g, e in zip(guessed, examples, strict=True)])
    by_type = {t: f1_of([w == t for w in wanted], [g == t for g in guessed]) for t in sorted(set(wanted))}
    events = [i for i, e in enumerate(examples) if e.status]
    return {
        "sentences": len(examples),
        "type_macro_f1": float(np.mean(list(by_type.values()))),
        "type_accuracy": float(correct.mean()),
        "type_calibration_error": expected_calibration_error(chances.max(-1), correct),
        "type_f1": by_type,
        "none_f1": by_type.get(NONE, 0.0),
        "mode": _modes(examples, part["mode"], labels),
        "status": _statuses([examples[i] for i in events], part["status"][events], labels),
        "context": _contexts([examples[i] for i in events], part["context"][events], labels),
        "reciprocal_f1": f1_of([examples[i].reciprocal for i in events], list(part["reciprocal"][events, 0] > 0)),
    }


def f1_of(wanted: Sequence[Any], guessed: Sequence[Any]) -> float:
    """The F1 of a yes-or-no question, 0 to 1."""
    both = sum(bool(a) and bool(b) for a, b in zip(wanted, guessed, strict=True))
    total = sum(map(bool, wanted)) + sum(map(bool, guessed))
    return 2 * both / total if total else 0.0


def _modes(examples: Sequence[Example], logits: Floats, labels: Labels) -> dict[str, float]:
    """The share of right modes where the right type has modes, and the same where a mode is told."""
    right, told = [], []
    for example, row in zip(examples, logits, strict=True):
        if block := labels.mode_blocks.get(example.types[0]):
            hit = labels.modes[block][int(row[block].argmax())][1] == example.mode
            right.append(hit)
            if example.mode:
                told.append(hit)
    return {"accuracy": _mean(right), "accuracy_where_told": _mean(told), "sentences": len(right)}


def _statuses(examples: Sequence[Example], logits: Floats, labels: Labels) -> dict[str, Any]:
    guessed = [labels.statuses[i] for i in logits.argmax(-1)]
    wanted = [e.status for e in examples]
    return {
        "accuracy": _mean([a == b for a, b in zip(wanted, guessed, strict=True)]),
        "f1": {s: f1_of([w == s for w in wanted], [g == s for g in guessed]) for s in labels.statuses},
    }


def _contexts(examples: Sequence[Example], logits: Floats, labels: Labels) -> dict[str, Any]:
    told = sigmoid(logits) >= CONTEXT_THRESHOLD
    by_label = {}
    for i, context in enumerate(labels.contexts):
        wanted = [context in e.contexts for e in examples]
        by_label[context] = {"f1": f1_of(wanted, list(told[:, i])), "support": sum(wanted)}
    everything = [context in e.contexts for e in examples for context in labels.contexts]
    supported = [entry["f1"] for entry in by_label.values() if entry["support"]]
    return {
        "micro_f1": f1_of(everything, list(told.ravel())),
        "macro_f1": _mean(supported),
        "labels": by_label,
    }


def direction(forward: Floats, backward: Floats, examples: Sequence[Example], labels: Labels) -> float:
    """How often a right type is likelier with the parties as they are than with the parties exchanged."""
    targets = type_targets(examples, labels)
    block = labels.slices["type"]
    ahead = (softmax(forward[:, block]) * targets).sum(-1) > (softmax(backward[:, block]) * targets).sum(-1)
    return float(ahead.mean()) if len(examples) else 0.0


def _mean(values: Sequence[Any]) -> float:
    return float(np.mean([float(v) for v in values])) if values else 0.0
