"""Scoring the type of event between two given parties, in the form of the gold's ``relations_dev.jsonl``.

Predictions are ``{index, type, quad, confidence}``: ``index`` is the 0-based line of the gold file,
``type`` one of PLOVER's 16 types. The gold has the 15 classes of 2018, where CONCEDE and RETREAT
were one class, YIELD; predictions count so too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dragoman.coding.model.classifier import RelationClassifier
from dragoman.coding.model.data import gold_markup
from dragoman.coding.model.labels import load_labels
from dragoman.coding.model.relation_scores import Prediction, class_of, predictions_from, score_classes
from dragoman.errors import DragomanError
from dragoman.evaluation.counts import NOTHING, Unit
from dragoman.evaluation.forms import check

KIND = "relations"

Row = dict[str, Any]


def read_rows(path: Path) -> list[Row]:
    """The rows of a JSON-lines file. Raises ``DragomanError`` E107, or E701 with the line."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise DragomanError("E107", where=str(path)) from error
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise DragomanError("E701", where=f"{path}:{number}", kind=KIND, detail=str(error)) from error
        if not isinstance(row, dict):
            raise DragomanError("E701", where=f"{path}:{number}", kind=KIND, detail="not an object")
        rows.append(row)
    return rows


def predict(gold: Path, classifier: RelationClassifier | None = None) -> list[Prediction]:
    """What the model makes of every line of a gold file; only sentence and marks are read, never the type.

    Raises ``DragomanError`` E701 for a line without a marked sentence.
    """
    rows = read_rows(gold)
    for number, row in enumerate(rows, 1):
        if not isinstance(row.get("marked", row.get("sentence")), str):
            raise DragomanError("E701", where=f"{gold}:{number}", kind=KIND, detail="no marked sentence")
    classifier = classifier or RelationClassifier.load()
    logits = classifier.logits([gold_markup(row) for row in rows])
    heat = classifier.calibration.temperatures
    return predictions_from(logits, classifier.labels, heat.get("relation", heat.get("type", 1.0)))


def evaluate(gold: Path, predictions: Sequence[Prediction] | None = None) -> dict[str, Any]:
    """Scores of predictions (without them: of the model that comes with Dragoman) against a gold file.

    Gives ``items``, macro-F1 over the gold's classes and its 95 % bootstrap interval, macro-F1 over
    the quads (each class in its own quad), accuracy, F1 and support of every class, the most
    frequent confusions, and the expected calibration error where predictions carry a confidence.
    Lines without a prediction count as wrong. Raises ``DragomanError`` E701 for rows of another form.
    """
    rows = read_rows(gold)
    made = predict(gold) if predictions is None else predictions
    wanted = _gold_classes(rows, gold)
    guessed, confidence = _align(made, len(rows))
    return {**score_classes(wanted, guessed, confidence), "errors": _errors(rows, wanted, guessed)}


def units(gold: Path, predictions: Sequence[Prediction]) -> list[Unit]:
    """What was counted in each line, by class. Raises ``DragomanError`` E107, E701."""
    rows = read_rows(gold)
    counted = []
    for index, (wanted, guessed) in enumerate(
        zip(_gold_classes(rows, gold), _align(predictions, len(rows))[0], strict=True)
    ):
        unit = Unit(str(index))
        unit.pair(wanted, None, wanted == guessed)
        unit.pair(None, guessed or None, wanted == guessed)
        unit.confused[wanted, guessed or NOTHING] += 1
        counted.append(unit)
    return counted


def _errors(rows: Sequence[Row], wanted: Sequence[str], guessed: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"gold": a, "coded": b or NOTHING, "line": number, "sentence": row.get("marked") or row.get("sentence")}
        for number, (row, a, b) in enumerate(zip(rows, wanted, guessed, strict=True), 1)
        if a != b
    ]


def _gold_classes(rows: Sequence[Row], gold: Path) -> list[str]:
    known = {class_of(event_type) for event_type in load_labels().type_modes}
    classes = []
    for number, row in enumerate(rows, 1):
        check(KIND, row, f"{gold}:{number}")
        found = class_of(row["type"])
        if found not in known:
            detail = f"{row.get('type')!r} is no type"
            raise DragomanError("E701", where=f"{gold}:{number}", kind=KIND, detail=detail)
        classes.append(found)
    return classes


def _align(made: Sequence[Prediction], count: int) -> tuple[list[str], npt.NDArray[np.float64] | None]:
    """The predicted class of every line, "" where there is none, and the confidences if all have one."""
    guessed = [""] * count
    confidence = np.full(count, np.nan)
    for place, item in enumerate(made, 1):
        index, event_type = item.get("index"), item.get("type")
        if not isinstance(index, int) or not 0 <= index < count or not isinstance(event_type, str):
            detail = f"prediction {place} has no index of a line or no type"
            raise DragomanError("E701", kind=KIND, detail=detail)
        guessed[index] = class_of(event_type)
        confidence[index] = item.get("confidence", np.nan)
    return guessed, None if np.isnan(confidence).any() else confidence
