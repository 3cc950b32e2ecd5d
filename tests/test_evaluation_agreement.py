"""Agreement between coders."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from dragoman.errors import DragomanError
from dragoman.evaluation.agreement import agreement, cohen_kappa, paired

TEXT = "Ghana accused Togo of spying and closed the border. Benin offered to mediate."


def report(sent, trigger, event_type, actor, recipient=(), **more):
    start = TEXT.index(trigger)
    return {
        "doc": "a",
        "sent": sent,
        "trigger": trigger,
        "start": start,
        "end": start + len(trigger),
        "types": [event_type],
        "modes": [None],
        "actor": [{"text": n, "country": c, "sector": None} for n, c in actor],
        "recipient": [{"text": n, "country": c, "sector": None} for n, c in recipient],
        "reciprocal": False,
        "statuses": ["actual"],
        "dates": [None],
        "attribution": None,
        "core": True,
        **more,
    }


ACCUSED = report(0, "accused", "ACCUSE", [("Ghana", "GHA")], [("Togo", "TGO")])
CLOSED = report(0, "closed", "SANCTION", [("Ghana", "GHA")])
OFFERED = report(1, "offered", "AGREE", [("Benin", "BEN")])


def coding(*reports):
    sentences = [[0, TEXT.index(" Benin")], [TEXT.index("Benin"), len(TEXT)]]
    return {"documents": [{"id": "a", "text": TEXT, "sentences": sentences}], "reports": copy.deepcopy(list(reports))}


ALL = coding(ACCUSED, CLOSED, OFFERED)


def test_equal_codings_agree_wholly():
    found = agreement(ALL, ALL)
    assert (found["f1"]["value"], found["f1_preferred"]["value"]) == (1, 1)
    assert (found["kappa_type"]["value"], found["kappa_status"]["value"]) == (1, 1)
    assert (found["both"], found["errors"]) == (3, [])


def test_agreement_is_the_same_from_either_side():
    other = coding(ACCUSED, {**CLOSED, "types": ["COERCE"]})
    one, back = agreement(ALL, other), agreement(other, ALL)
    assert one["f1"]["value"] == pytest.approx(back["f1"]["value"])
    assert one["kappa_type"]["value"] == pytest.approx(back["kappa_type"]["value"])
    assert one["f1"]["first_as_gold"] == back["f1"]["second_as_gold"]


def test_a_report_that_only_one_has_lowers_f1_and_not_kappa():
    found = agreement(ALL, coding(ACCUSED, CLOSED))
    assert found["f1"]["value"] == pytest.approx(0.8)
    assert found["kappa_type"]["value"] == 1
    assert found["differences"] == {"alone": 1}
    assert found["errors"][0]["second"] is None and "offered" in found["errors"][0]["first"]


def test_another_type_of_the_same_act_lowers_both():
    found = agreement(ALL, coding(ACCUSED, {**CLOSED, "types": ["COERCE"]}, OFFERED))
    assert found["both"] == 3
    assert found["f1"]["value"] == pytest.approx(2 / 3)
    assert 0 < found["kappa_type"]["value"] < 1
    assert found["differences"] == {"type": 1}


def test_a_second_type_of_either_coder_counts_unless_the_preferred_is_asked_for():
    found = agreement(ALL, coding(ACCUSED, {**CLOSED, "types": ["COERCE", "SANCTION"]}, OFFERED))
    assert found["f1"]["second_as_gold"] == 1
    assert found["f1_preferred"]["value"] == pytest.approx(2 / 3)


def test_optional_reports_cost_nothing():
    found = agreement(ALL, coding(ACCUSED, CLOSED, {**OFFERED, "core": False}))
    assert found["f1"]["second_as_gold"] == 1


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"statuses": ["negated"]}, "statuses"),
        ({"dates": [{"start": "2001-03-13", "end": "2001-03-13"}]}, "dates"),
        ({"attribution": {"text": "the minister"}}, "attribution"),
        ({"recipient": [{"text": "Lome", "country": "TGO"}, {"text": "x", "country": "BEN"}]}, None),
        ({"actor": [{"text": "Benin", "country": "BEN"}]}, "parties"),
    ],
)
def test_what_differs_is_named(change, named):
    found = agreement(coding(ACCUSED), coding({**ACCUSED, **change}))
    assert found["differences"] == ({named: 1} if named else {})


def test_reports_are_paired_by_their_triggers_then_by_their_parties():
    other = report(0, "spying", "ACCUSE", [("Ghana", "GHA")], [("Togo", "TGO")])
    pairs = paired([ACCUSED, CLOSED], [CLOSED, other])
    assert [(p.first["trigger"], p.second["trigger"]) for p in pairs] == [("closed", "closed"), ("accused", "spying")]


def test_one_mention_may_stand_for_two_parties():
    here = TEXT.index("Ghana")
    both = [{"text": "Ghana", "country": c, "sector": None, "start": here, "end": here + 5} for c in ("GHA", "TGO")]
    talks = {**report(0, "accused", "CONSULT", []), "actor": both, "reciprocal": True}
    assert agreement(coding(talks), coding(talks))["f1"]["value"] == 1


def test_codings_of_other_texts_are_refused():
    other = copy.deepcopy(ALL)
    other["documents"][0]["text"] += " More."
    with pytest.raises(DragomanError, match="E704"):
        agreement(ALL, other)


def test_kappa_of_the_textbook():
    # Cohen (1960): agreement 0.7, chance 0.5
    assert cohen_kappa(np.array([[20, 5], [10, 15]])) == pytest.approx(0.4)
    assert cohen_kappa(np.array([[5, 0], [0, 0]])) == 1
    assert cohen_kappa(np.zeros((2, 2))) == 0
