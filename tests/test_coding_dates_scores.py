"""How the finding of time expressions is scored."""

from __future__ import annotations

import pytest

from dragoman.errors import DragomanError
from dragoman.evaluation.dates import evaluate, normal_value


def expression(start: int, end: int, value: str) -> dict[str, object]:
    return {"start": start, "end": end, "type": "DATE", "value": value}


def test_relaxed_strict_and_value_scores() -> None:
    gold = [
        {"id": "a", "text": "", "expressions": [expression(0, 6, "2006-W07"), expression(10, 14, "2006")]}
    ]
    made = [
        {
            "id": "a",
            "expressions": [expression(2, 6, "2006-W7"), expression(10, 14, "2007"), expression(20, 24, "x")],
        }
    ]
    scores = evaluate(gold, made)
    assert scores["relaxed"] == {"precision": 2 / 3, "recall": 1.0, "f1": pytest.approx(0.8)}
    assert scores["strict"]["recall"] == 0.5
    assert scores["value"]["recall"] == 0.5


def test_one_prediction_matches_one_expression_only() -> None:
    gold = [{"id": "a", "text": "", "expressions": [expression(0, 4, "1"), expression(5, 9, "2")]}]
    made = [{"id": "a", "expressions": [expression(0, 9, "1")]}]
    assert evaluate(gold, made)["relaxed"]["recall"] == 0.5


@pytest.mark.parametrize(
    ("one", "other"), [("P1W", "P7D"), ("2000-W7", "2000-W07"), ("2000-W7-WE", "2000-W07-WE")]
)
def test_weeks_are_written_one_way(one: str, other: str) -> None:
    assert normal_value(one) == normal_value(other)


def test_nothing_found_scores_nought() -> None:
    gold = [{"id": "a", "text": "", "expressions": [expression(0, 4, "1")]}]
    assert evaluate(gold, [])["relaxed"]["f1"] == 0.0


def test_broken_gold_is_named() -> None:
    with pytest.raises(DragomanError, match="E701"):
        evaluate([{"id": "a", "text": ""}], [])
