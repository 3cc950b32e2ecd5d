"""Predictions of other tools, from CSV."""

from __future__ import annotations

import pytest

from dragoman.errors import DragomanError
from dragoman.evaluation import foreign
from dragoman.evaluation.reports import score

TEXT = "Ghana accused Togo of spying. Ghana and Mali held talks. Police arrested editors."
SENTENCES = [[0, 29], [30, 56], [57, 81]]


def gold_report(sent, event_type, actor, recipient=(), **more):
    return {
        "doc": "one",
        "sent": sent,
        "trigger": "x",
        "types": [event_type],
        "modes": [None],
        "actor": [{"text": "Ghana", "country": c, "sector": s} for c, s in actor],
        "recipient": [{"text": "Togo", "country": c, "sector": s} for c, s in recipient],
        "reciprocal": False,
        "statuses": ["actual"],
        "dates": [None],
        "attribution": None,
        "core": True,
        **more,
    }


GOLD = {
    "documents": [{"id": "one", "text": TEXT, "sentences": SENTENCES}],
    "reports": [
        gold_report(0, "ACCUSE", [("GHA", "GOV")], [("TGO", "GOV")]),
        gold_report(1, "CONSULT", [("GHA", "GOV"), ("MLI", "GOV")], reciprocal=True),
        gold_report(2, "COERCE", [("GHA", "COP")], [("GHA", "JRN")]),
    ],
}
HEADER = "document,sentence,source,target,code\n"


def read(tmp_path, rows, kind="reports", header=HEADER):
    path = tmp_path / "made.csv"
    path.write_text(header + rows, encoding="utf-8")
    return foreign.read(path, kind, GOLD)


def test_cameo_codes_are_scored_as_plover_types(tmp_path):
    found = read(tmp_path, "one,0,GHAGOV,TGO,112\none,1,GHA,MLI,040\none,2,GHACOP,GHAMED,173\n")
    assert [i["event_type"] for i in found.items] == ["ACCUSE", "CONSULT", "COERCE"]
    assert score(GOLD, found.items)["f1"] == 1


def test_plover_types_and_modes_are_read_as_they_are(tmp_path):
    found = read(tmp_path, "one,1,GHA;MLI,,consult/phone\n")
    (item,) = found.items
    assert (item["event_type"], item["mode"]) == ("CONSULT", "phone")
    assert [p["country"] for p in item["actors"]] == ["GHA", "MLI"]


def test_a_symmetrical_act_written_from_either_side_counts_once(tmp_path):
    found = read(tmp_path, "one,1,GHA,MLI,040\none,1,MLI,GHA,040\none,0,GHA,TGO,112\none,0,TGO,GHA,112\n")
    assert len(found.items) == 3


def test_statements_are_left_out_and_counted(tmp_path):
    found = read(tmp_path, "one,0,GHA,TGO,010\none,0,GHA,TGO,02\none,0,GHA,TGO,112\n")
    assert (len(found.items), found.dropped) == (1, 2)


def test_exact_spans_are_unknown_where_a_tool_gives_none(tmp_path):
    assert score(GOLD, read(tmp_path, "one,0,GHAGOV,TGO,112\n").items)["exact_spans"] is None


def test_relations_need_a_line_and_a_code_only(tmp_path):
    found = read(tmp_path, "0,112\n1,ASSAULT\n", "relations", "sentence,code\n")
    assert found.items == [{"index": 0, "type": "ACCUSE"}, {"index": 1, "type": "ASSAULT"}]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("one,0,GHA,TGO,999\n", "E215"),
        ("one,0,GHA,TGO,GREET\n", "E210"),
        ("one,nought,GHA,TGO,112\n", "nought"),
        ("one,7,GHA,TGO,112\n", "no sentence 7"),
        ("two,0,GHA,TGO,112\n", "'two'"),
    ],
)
def test_a_bad_row_is_told_with_its_line(tmp_path, rows, said):
    with pytest.raises(DragomanError) as caught:
        read(tmp_path, rows)
    assert said in str(caught.value) and "made.csv:2" in str(caught.value)


def test_missing_columns_are_named(tmp_path):
    with pytest.raises(DragomanError, match="target, code"):
        read(tmp_path, "one,0,GHA\n", header="document,sentence,source\n")


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path):
    with pytest.raises(DragomanError, match="E107"):
        foreign.read(tmp_path / "none.csv", "reports", GOLD)
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DragomanError, match="E705"):
        foreign.read(tmp_path / "bytes.csv", "reports", GOLD)
    with pytest.raises(DragomanError, match="JSON lines"):
        foreign.read(tmp_path / "bytes.csv", "dates", GOLD)
