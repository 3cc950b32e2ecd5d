"""``dragoman evaluate`` as it is typed: figures, tables, errors with their sentences, comparisons and bad input."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dragoman.cli.app import app
from dragoman.cli.console import err, out
from dragoman.errors import DragomanError
from dragoman.evaluation.forms import FORMS, check

TEXT = "Ghana accused Togo of spying. Ghana freed Togo's envoy."
HOME = Path(__file__).parents[1]


def party(text: str, country: str) -> dict[str, object]:
    return {"text": text, "country": country, "sector": "GOV"}


def gold_report(sent: int, trigger: str, event_type: str) -> dict[str, object]:
    return {
        "doc": "a",
        "sent": sent,
        "trigger": trigger,
        "types": [event_type],
        "modes": [None],
        "actor": [party("Ghana", "GHA")],
        "recipient": [party("Togo", "TGO")],
        "statuses": ["actual"],
        "dates": [None],
        "attribution": None,
        "core": True,
    }


GOLD = {
    "documents": [{"id": "a", "text": TEXT, "published": "2001-03-13", "sentences": [[0, 29], [30, 55]]}],
    "reports": [gold_report(0, "accused", "ACCUSE"), gold_report(1, "freed", "RETREAT")],
}


def coded(predicate: str, event_type: str) -> dict[str, object]:
    start = TEXT.index(predicate)
    return {
        "document_id": "a",
        "predicate": {"text": predicate, "start": start, "end": start + len(predicate)},
        "event_type": event_type,
        "mode": None,
        "status": "actual",
        "date": None,
        "attribution": None,
        "actors": [{**party("Ghana", "GHA"), "start": 0, "end": 5}],
        "recipients": [{**party("Togo", "TGO"), "start": 14, "end": 18}],
    }


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.json"
    path.write_text(json.dumps(GOLD), encoding="utf-8")
    return path


@pytest.fixture
def made(json_lines) -> Path:
    return json_lines([coded("accused", "ACCUSE"), coded("freed", "AID")], "made.jsonl")


def dragoman(*words: object) -> Result:
    out.cache_clear()
    err.cache_clear()
    return CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "120"})


def test_figures_are_shown_by_class_with_intervals(gold: Path, made: Path) -> None:
    shown = dragoman("evaluate", "reports", gold, "--score", made).stdout
    assert "precision: 0.500" in shown and "recall: 0.500" in shown
    assert "f1 0.500 (" in shown and "95 % interval" in shown
    assert "By class" in shown and "Confusion" in shown
    assert "exact_spans: 1.000" in shown and "doubled: 0.000" in shown


def test_errors_are_listed_with_their_sentences(gold: Path, made: Path) -> None:
    shown = dragoman("evaluate", "reports", gold, "--score", made, "--errors", "5").stdout
    assert "kind: missed  type: RETREAT  words: freed  coded: AID" in shown
    assert "Ghana freed Togo's envoy." in shown


def test_json_holds_the_same_for_programs(gold: Path, made: Path) -> None:
    result = dragoman("evaluate", "reports", gold, "--score", made, "--format", "json", "--errors", "1")
    found = json.loads(result.stdout)
    assert found["f1"] == found["intervals"]["f1"]["value"] == 0.5
    assert found["by_class"]["ACCUSE"]["f1"] == 1
    assert {"gold": "RETREAT", "coded": "AID", "count": 1} in found["confusion"]
    assert len(found["errors"]) == 1


def test_two_predictions_are_compared_in_pairs(gold: Path, made: Path, json_lines) -> None:
    better = json_lines([coded("accused", "ACCUSE"), coded("freed", "RETREAT")], "better.jsonl")
    result = dragoman("evaluate", "reports", gold, "--score", better, "--against", made, "--format", "json")
    found = json.loads(result.stdout)["comparison"]
    assert (found["first"], found["second"], found["difference"]) == (1, 0.5, 0.5)
    assert "difference +0.500" in dragoman("evaluate", "reports", gold, "--score", better, "--against", made).stdout


def test_the_csv_of_another_tool_is_scored(gold: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("document,sentence,source,target,code\na,0,GHAGOV,TGO,112\na,0,GHA,TGO,010\n", encoding="utf-8")
    result = dragoman("evaluate", "reports", gold, "--score", path)
    assert result.exit_code == 0 and "precision: 1.000" in result.stdout
    assert "1 row left out" in result.stderr


def test_predictions_of_the_other_kinds_are_scored_too(json_lines) -> None:
    dates = [{"id": "a", "text": "On Monday.", "expressions": [{"start": 3, "end": 9, "type": "DATE", "value": "x"}]}]
    path = json_lines(dates, "dates.jsonl")
    result = dragoman("evaluate", "dates", path, "--score", path, "--format", "json")
    assert json.loads(result.stdout)["intervals"]["f1"]["value"] == 1
    path = json_lines([{"id": "a", "text": "Accra", "toponyms": [{"start": 0, "end": 5}]}], "places.jsonl")
    empty = json_lines([{"id": "a", "toponyms": []}], "empty.jsonl")
    shown = dragoman("evaluate", "places", path, "--score", empty, "--errors", "3").stdout
    assert "kind: missed  words: Accra" in shown
    actors = json_lines([{"id": "a", "text": "the Ghanaian army", "country": "GHA", "sector": "MIL"}], "actors.jsonl")
    shown = dragoman("evaluate", "actors", actors, "--score", actors).stdout
    assert "sector MIL" in shown and "country: 1.000" in shown


def test_links_of_copies_are_scored_by_kind(json_lines) -> None:
    documents = [{"id": name, "text": f"Words of {name}."} for name in ("a", "b", "c", "d")]
    pairs = [
        {"one": "a", "other": "b", "kind": "near"},
        {"one": "a", "other": "c", "kind": "update"},
        {"one": "c", "other": "d", "kind": "either"},
    ]
    gold = json_lines([*documents, *pairs], "copies.jsonl")
    made = json_lines(
        [
            {"one": "b", "other": "a", "kind": "near"},
            {"one": "c", "other": "a", "kind": "near"},
            {"one": "d", "other": "c", "kind": "near"},
        ],
        "links.jsonl",
    )
    found = json.loads(dragoman("evaluate", "copies", gold, "--score", made, "--format", "json").stdout)
    assert found["intervals"]["f1"]["value"] == 0.5
    assert found["by_class"]["near"]["precision"] == 0.5 and found["by_class"]["update"]["recall"] == 0
    assert {"gold": "update", "coded": "near", "count": 1} in found["confusion"]
    odd = json_lines([*documents, {"note": "neither"}], "odd.jsonl")
    assert dragoman("evaluate", "copies", odd, "--score", made).exit_code != 0


def test_events_told_several_times_and_split_are_counted(tmp_path: Path, json_lines) -> None:
    gold = {
        "documents": [{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}],
        "reports": [
            {"document": name, "start": start, "end": start + 5, "event": event}
            for name in ("a", "b")
            for start, event in ((6, "accusation"), (36, "release"))
        ],
    }
    path = tmp_path / "events.json"
    path.write_text(json.dumps(gold), encoding="utf-8")
    events = {("a", 6): "e1", ("b", 6): "e1", ("a", 36): "e2", ("b", 36): "e3"}
    made = [{"document": d, "start": s, "end": s + 5, "event": e, "type": "AID"} for (d, s), e in events.items()]
    result = dragoman("evaluate", "events", path, "--score", json_lines(made, "joined.jsonl"), "--format", "json")
    assert json.loads(result.stdout)["doubled"] == {"told several times": 2, "split": 1, "share": 0.5}


def test_two_codings_are_compared(gold: Path, tmp_path: Path) -> None:
    other = json.loads(json.dumps(GOLD))
    other["reports"][1]["types"] = ["CONCEDE"]
    path = tmp_path / "second.json"
    path.write_text(json.dumps(other), encoding="utf-8")
    result = dragoman("evaluate", "agreement", gold, path, "--errors", "2")
    assert result.exit_code == 0
    assert "kappa_type" in result.stdout and "differs: type" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("evaluate", "riddles", "GOLD"), "agreement"),
        (("evaluate", "reports", "nowhere.json"), "E107"),
        (("evaluate", "agreement", "GOLD"), "E707"),
        (("evaluate", "reports", "GOLD", "BAD"), "E708"),
        (("evaluate", "reports", "GOLD", "--score", "NOLINES"), "E705"),
        (("evaluate", "reports", "GOLD", "--score", "nowhere.jsonl"), "E107"),
        (("evaluate", "reports", "BAD"), "reports[0].sent"),
    ],
)
def test_bad_input_is_one_clear_line(gold: Path, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    bad = json.loads(json.dumps(GOLD))
    bad["reports"][0]["sent"] = "first"
    (tmp_path / "bad.json").write_text(json.dumps(bad), encoding="utf-8")
    (tmp_path / "lines.txt").write_text("no JSON\n", encoding="utf-8")
    places = {"GOLD": str(gold), "NOLINES": str(tmp_path / "lines.txt"), "BAD": str(tmp_path / "bad.json")}
    result = dragoman(*(places.get(w, w) for w in words))
    told = result.stderr + (str(result.exception) if isinstance(result.exception, DragomanError) else "")
    assert result.exit_code != 0 and said in told
    assert "Traceback" not in result.stderr


def test_the_schemas_in_the_docs_are_those_of_the_forms() -> None:
    spec = importlib.util.spec_from_file_location("schemas", HOME / "scripts" / "docs" / "schemas.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, text in module.pages().items():
        assert (HOME / "docs" / "schemas" / name).read_text(encoding="utf-8") == text, "run scripts/docs/schemas.py"


@pytest.mark.parametrize("kind", sorted(set(FORMS) - {"copies"}))
def test_a_form_refuses_what_lacks_its_fields(kind: str) -> None:
    with pytest.raises(DragomanError, match="E701"):
        check(kind, {"note": "nothing else"}, "here")
