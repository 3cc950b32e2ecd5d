"""Scores of coded reports against a small gold of two documents."""

import copy
import json

import pytest

from dragoman.errors import DragomanError
from dragoman.evaluation.report_parties import overlap, parties_agree, words
from dragoman.evaluation.reports import read_gold, score

ONE = "Ghana accused Togo of spying. Ghana and Mali held talks."
TWO = "Sixty people were arrested in Benin. Benin said so."


def party(text, country, sector=None):
    return {"text": text, "country": country, "sector": sector}


def gold_report(doc, sent, trigger, event_type, actor, recipient, **more):
    return {
        "doc": doc,
        "sent": sent,
        "trigger": trigger,
        "types": [event_type],
        "modes": [None],
        "actor": actor,
        "recipient": recipient,
        "reciprocal": False,
        "statuses": ["actual"],
        "dates": [None],
        "attribution": None,
        "core": True,
        **more,
    }


GOLD = {
    "documents": [
        {"id": "one", "text": ONE, "sentences": [[0, 29], [30, 56]]},
        {"id": "two", "text": TWO, "sentences": [[0, 36], [37, 51]]},
    ],
    "reports": [
        gold_report("one", 0, "accused", "ACCUSE", [party("Ghana", "GHA")], [party("Togo", "TGO")]),
        gold_report("one", 1, "talks", "CONSULT", [party("Ghana", "GHA"), party("Mali", "MLI")], [], reciprocal=True),
        gold_report("two", 0, "arrested", "COERCE", [], [party("Sixty people", "BEN")]),
    ],
}


def coded(doc, predicate, event_type, actors, recipients, **more):
    text = {"one": ONE, "two": TWO}[doc]
    start = text.index(predicate)
    return {
        "document_id": doc,
        "predicate": {"text": predicate, "start": start, "end": start + len(predicate)},
        "event_type": event_type,
        "mode": None,
        "status": "actual",
        "date": None,
        "attribution": None,
        "actors": [{**a, "start": text.index(a["text"]), "end": 0} for a in actors],
        "recipients": [{**r, "start": text.index(r["text"]), "end": 0} for r in recipients],
        **more,
    }


ACCUSED = coded("one", "accused", "ACCUSE", [party("Ghana", "GHA")], [party("Togo", "TGO")])
TALKS = coded("one", "talks", "CONSULT", [party("Ghana", "GHA"), party("Mali", "MLI")], [])
ARRESTED = coded("two", "arrested", "COERCE", [], [party("Sixty people", "BEN")])
PERFECT = [ACCUSED, TALKS, ARRESTED]


def gold_with(index, **changes):
    gold = copy.deepcopy(GOLD)
    gold["reports"][index].update(changes)
    return gold


def test_the_gold_itself_scores_full():
    result = score(GOLD, PERFECT)
    assert (result["precision"], result["recall"], result["f1"]) == (1, 1, 1)
    assert (result["date"], result["mode"], result["status_macro_f1"]) == (1, 1, 1)
    assert result["errors"] == []


def test_nothing_scores_nothing():
    result = score(GOLD, [])
    assert (result["precision"], result["recall"], result["f1"], result["core"]) == (0, 0, 0, 3)
    assert {e["kind"] for e in result["errors"]} == {"missed"}


def test_the_order_of_reports_does_not_matter():
    assert score(GOLD, PERFECT) == score(GOLD, PERFECT[::-1])


def test_swapped_parties_are_wrong():
    swapped = {**ACCUSED, "actors": ACCUSED["recipients"], "recipients": ACCUSED["actors"]}
    result = score(GOLD, [swapped, TALKS, ARRESTED])
    assert (result["matched"], result["coded"]) == (2, 3)
    assert sorted(e["kind"] for e in result["errors"]) == ["missed", "surplus"]


def test_another_type_is_wrong():
    assert score(GOLD, [{**ACCUSED, "event_type": "AID"}])["matched"] == 0


def test_a_reciprocal_act_is_right_from_either_side():
    one_sided = coded("one", "talks", "CONSULT", [party("Mali", "MLI")], [party("Ghana", "GHA")])
    assert score(GOLD, [one_sided])["matched"] == 1


def test_half_of_a_reciprocal_act_is_not_enough():
    alone = coded("one", "talks", "CONSULT", [party("Mali", "MLI")], [])
    assert score(GOLD, [alone])["matched"] == 0


def test_an_actor_where_the_gold_has_none_is_wrong():
    made_up = {**ARRESTED, "actors": [{**party("Benin", "BEN"), "start": 30, "end": 35}]}
    assert score(GOLD, [made_up])["matched"] == 0


def test_a_missing_recipient_is_wrong_unless_it_is_optional():
    without = {**ACCUSED, "recipients": []}
    assert score(GOLD, [without])["matched"] == 0
    assert score(gold_with(0, recipient_optional=True), [without])["matched"] == 1


def test_an_optional_report_never_counts_against_the_coder():
    gold = gold_with(0, core=False)
    result = score(gold, [TALKS, ARRESTED])
    assert (result["recall"], result["precision"]) == (1, 1)
    assert score(gold, PERFECT)["precision"] == 1


def test_a_report_in_another_sentence_is_surplus():
    elsewhere = {**ACCUSED, "predicate": {"text": "held", "start": ONE.index("held"), "end": ONE.index("held") + 4}}
    assert score(GOLD, [elsewhere])["matched"] == 0


def test_dates_status_and_speakers_are_scored_on_what_is_right():
    day = {"start": "2010-05-03", "end": "2010-05-03"}
    gold = gold_with(0, dates=[day], statuses=["historical"], attribution={"text": "the minister"})
    result = score(gold, PERFECT)
    assert result["date"] == pytest.approx(2 / 3)
    assert result["attribution_recall"] == 0
    better = {**ACCUSED, "date": day, "status": "historical", "attribution": {"text": "a minister"}}
    result = score(gold, [better, TALKS, ARRESTED])
    assert (result["date"], result["attribution_recall"], result["attribution_precision"]) == (1, 1, 1)
    assert result["status_macro_f1"] == 1


def test_words_and_their_overlap():
    assert words("The army of Ghana") == {"army", "ghana"}
    assert overlap("the army", "an army") == 1
    assert overlap("the army", "police") == 0
    assert overlap(None, None) == 0


def test_parties_of_one_country_must_be_told_apart_by_words_or_sector():
    gold = gold_report("one", 0, "x", "COERCE", [party("police", "GHA", "COP")], [party("students", "GHA", "EDU")])
    right = {
        "actors": [{**party("Police", "GHA", "COP"), "start": 0}],
        "recipients": [{**party("students", "GHA"), "start": 9}],
    }
    swapped = {"actors": right["recipients"], "recipients": right["actors"]}
    assert parties_agree(gold, right)
    assert not parties_agree(gold, swapped)


@pytest.mark.parametrize("text", ["", "[]", '{"documents": []}', "{", "\u0000"])
def test_a_file_of_another_form_is_no_gold(tmp_path, text):
    path = tmp_path / "gold.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DragomanError) as caught:
        read_gold(path)
    assert caught.value.code == "E701"
    assert "gold.json" in str(caught.value)


def test_a_gold_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DragomanError) as caught:
        read_gold(tmp_path / "none.json")
    assert "none.json" in str(caught.value)


def test_a_gold_file_is_read(tmp_path):
    path = tmp_path / "gold.json"
    path.write_text(json.dumps(GOLD), encoding="utf-8")
    assert score(read_gold(path), PERFECT)["f1"] == 1


def test_a_report_that_lacks_a_field_is_told():
    broken = {k: v for k, v in ACCUSED.items() if k != "event_type"}
    with pytest.raises(DragomanError) as caught:
        score(GOLD, [broken])
    assert caught.value.code == "E701"
    assert "event_type" in str(caught.value)
