"""Fit the weights of a report's confidence on gold, and say how well they are calibrated on documents left out.

Run: python scripts/confidence/fit.py GOLD.json   (the form of ``dragoman evaluate reports``). Needs scikit-learn.
Writes src/dragoman/coding/data/confidence.toml.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from sklearn.linear_model import LogisticRegression

from dragoman.coding import EventCoder
from dragoman.coding.confidence import FEATURES, features
from dragoman.coding.state import Draft
from dragoman.evaluation.reports import parties_agree, read_gold
from dragoman.records import Document

OUT = Path(__file__).resolve().parents[2] / "src/dragoman/coding/data/confidence.toml"
BINS = 5


def main(path: Path) -> None:
    """Fit, measure by leaving one document out at a time, and write."""
    gold = read_gold(path)
    rows, right, groups = collect(gold)
    held = np.zeros(len(right))
    for group in sorted(set(groups)):
        inside = np.array([g == group for g in groups])
        held[inside] = fit(rows[~inside], right[~inside]).predict_proba(rows[inside])[:, 1]
    error = calibration_error(held, right)
    model = fit(rows, right)
    weights = dict(zip(("bias", *FEATURES), (model.intercept_[0], *model.coef_[0]), strict=True))
    lines = [
        "# Weights of the confidence of a report (logistic), written by scripts/confidence/fit.py.",
        f"# Fitted on {len(right)} coded reports of {len(set(groups))} documents, {int(right.sum())} of them right;",
        f"# expected calibration error on documents left out: {error:.3f} ({BINS} bins of equal size).",
        "[weights]",
        *(f"{name} = {value:.4f}" for name, value in weights.items()),
    ]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def collect(gold: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Features of every draft that became a report, whether it is right, and its document."""
    fields = ("id", "text", "title", "published", "dateline")
    states = EventCoder.load().run([Document(**{k: d.get(k) for k in fields}) for d in gold["documents"]])
    rows, right, groups = [], [], []
    for state, document in zip(states, gold["documents"], strict=True):
        for draft, report in zip(state.open_drafts(), state.reports, strict=True):
            rows.append([features(draft)[name] for name in FEATURES])
            right.append(is_right(draft, msgspec.to_builtins(report), gold, document))
            groups.append(document["id"])
    return np.array(rows), np.array(right, dtype=float), groups


def is_right(draft: Draft, report: dict[str, Any], gold: dict[str, Any], document: dict[str, Any]) -> bool:
    """Whether some gold report of the predicate's sentence accepts it."""
    start = report["predicate"]["start"]
    number = next((i for i, (a, b) in enumerate(document["sentences"]) if a <= start < b), None)
    return any(
        report["event_type"] in g["types"] and parties_agree(g, report)
        for g in gold["reports"]
        if g["doc"] == document["id"] and g["sent"] == number
    )


def fit(rows: np.ndarray, right: np.ndarray) -> LogisticRegression:
    """A logistic regression, regularised: there are few reports."""
    return LogisticRegression(C=0.5).fit(rows, right)


def calibration_error(guessed: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error: the mean gap of confidence and share right over bins of equal size."""
    order = np.array_split(np.argsort(guessed), BINS)
    return float(sum(len(b) * abs(guessed[b].mean() - right[b].mean()) for b in order) / len(right))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
