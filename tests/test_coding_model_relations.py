"""Scoring relations between given parties: the figures that ``dragoman evaluate relations`` tells."""

import json
from pathlib import Path

import pytest

from dragoman.errors import DragomanError
from dragoman.evaluation.relations import evaluate, predict

ROWS = [
    ("<s>Chad</s> freed <t>two Libyan pilots</t>.", "YIELD"),
    ("<s>Chad's president</s> visited <t>Niamey</t>.", "CONSULT"),
    ("<s>Rebels</s> shelled <t>the town</t>.", "ASSAULT"),
    ("<s>Mali</s> accused <t>Togo</t> of spying.", "ACCUSE"),
]


def write_gold(path: Path, rows: list[tuple[str, str]] = ROWS) -> Path:
    lines = [json.dumps({"sentence": marked, "marked": marked, "type": kind}) for marked, kind in rows]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def predictions(*types: str) -> list[dict[str, object]]:
    return [{"index": i, "type": t, "quad": 1, "confidence": 0.9} for i, t in enumerate(types)]


def test_concede_and_retreat_both_count_as_yield(tmp_path: Path) -> None:
    gold = write_gold(tmp_path / "gold.jsonl")
    for event_type in ("CONCEDE", "RETREAT", "YIELD"):
        scored = evaluate(gold, predictions(event_type, "CONSULT", "ASSAULT", "ACCUSE"))
        assert scored["macro_f1"] == scored["quads_macro_f1"] == 1.0


def test_a_wrong_type_of_the_right_quad_costs_type_and_not_quad(tmp_path: Path) -> None:
    gold = write_gold(tmp_path / "gold.jsonl")
    scored = evaluate(gold, predictions("AID", "SUPPORT", "COERCE", "REJECT"))
    assert scored["macro_f1"] == 0.0
    assert scored["quads_macro_f1"] == 1.0
    assert {"gold": "YIELD", "predicted": "AID", "count": 1} in scored["confusions"]


def test_lines_without_a_prediction_are_wrong(tmp_path: Path) -> None:
    gold = write_gold(tmp_path / "gold.jsonl")
    scored = evaluate(gold, predictions("RETREAT", "CONSULT"))
    assert scored["accuracy"] == 0.5
    assert scored["classes"]["ASSAULT"] == {"f1": 0.0, "support": 1}
    assert "calibration_error" not in scored


def test_the_interval_holds_the_score_and_is_the_same_each_time(tmp_path: Path) -> None:
    gold = write_gold(tmp_path / "gold.jsonl", ROWS * 8)
    made = predictions(*["RETREAT", "CONSULT", "ASSAULT", "REJECT"] * 8)
    scored = evaluate(gold, made)
    assert scored["macro_f1_low"] <= scored["macro_f1"] <= scored["macro_f1_high"]
    assert evaluate(gold, made) == scored


def test_predictions_are_made_from_the_marks_and_never_from_the_type(tmp_path: Path) -> None:
    honest = predict(write_gold(tmp_path / "gold.jsonl"))
    lying = predict(write_gold(tmp_path / "lies.jsonl", [(marked, "PROTEST") for marked, _ in ROWS]))
    assert honest == lying
    assert [set(item) for item in honest] == [{"index", "type", "quad", "confidence"}] * len(ROWS)
    assert [item["index"] for item in honest] == [0, 1, 2, 3]
    assert all(item["type"] != "NONE" and 0 <= item["confidence"] <= 1 for item in honest)


def test_parties_are_looked_up_where_the_tags_are_broken(tmp_path: Path) -> None:
    row = {
        "sentence": "Mali accused Togo.",
        "marked": "<s>Mali accused Togo.",
        "actor": "Mali",
        "recipient": "Togo",
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row), "utf-8")
    assert len(predict(path)) == 1


@pytest.mark.parametrize(
    ("content", "where"),
    [("not json", ":1"), ('{"marked": "x", "type": "AID"}\n[]', ":2"), ('{"type": "AID"}', ":1")],
)
def test_gold_of_another_form_is_refused_with_its_line(tmp_path: Path, content: str, where: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(DragomanError) as caught:
        predict(path)
    assert caught.value.code == "E701"
    assert where in str(caught.value)


def test_an_unknown_gold_type_and_a_prediction_without_a_line_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DragomanError, match="E701"):
        evaluate(write_gold(tmp_path / "a.jsonl", [("<s>A</s> b <t>C</t>", "DANCE")]), [])
    with pytest.raises(DragomanError, match="E701"):
        evaluate(write_gold(tmp_path / "b.jsonl"), [{"index": 9, "type": "AID"}])


def test_a_missing_gold_file_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(DragomanError, match="E107"):
        predict(tmp_path / "none.jsonl")
