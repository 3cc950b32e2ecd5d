"""Status: whether what a sentence states happened, was long ago, is to come, is only possible, or did not happen."""

import pytest

from dragoman.coding import EventCoder
from dragoman.records import Report

PUBLISHED = "2010-05-12"


def found(coder: EventCoder, text: str, published: str | None = PUBLISHED) -> list[Report]:
    return list(coder.code_text(text, published).reports)


def stated(coder: EventCoder, text: str) -> list[tuple[str, str]]:
    return [(r.event_type, r.status) for r in found(coder, text)]


SAME_TYPE = [
    ("Kenya accused Uganda.", ("ACCUSE", "actual")),
    ("Kenya has not accused Uganda.", ("ACCUSE", "negated")),
    ("Kenya never attacked Uganda.", ("ASSAULT", "negated")),
    ("If Kenya attacks Uganda, Rwanda will suffer.", ("ASSAULT", "hypothetical")),
    ("Kenya might attack Uganda.", ("ASSAULT", "hypothetical")),
    ("Kenya could bomb Uganda.", ("ASSAULT", "hypothetical")),
    ("Kenya attacked Uganda in 1978.", ("ASSAULT", "historical")),
    ("Kenya attacked Uganda on Tuesday.", ("ASSAULT", "actual")),
    ("Kenyan soldiers are attacking Uganda.", ("ASSAULT", "actual")),
    ("Kenya would have attacked Uganda without the truce.", ("ASSAULT", "hypothetical")),
    ("Had the talks failed, Kenya would have bombed Uganda.", ("ASSAULT", "hypothetical")),
    ("Rwanda fears that Kenya will attack Uganda.", ("ASSAULT", "hypothetical")),
    ("Kenya was not interested in attacking Uganda.", ("ASSAULT", "hypothetical")),
    ("The Kenyan president was to have visited Uganda on Friday.", ("CONSULT", "hypothetical")),
    ("Kenya refrained from attacking Uganda.", ("ASSAULT", "negated")),
    ("Ugandans are afraid of being attacked by Kenya.", ("ASSAULT", "hypothetical")),
    ("Police foiled an attack on the Ugandan embassy.", ("ASSAULT", "negated")),
    ("Kenya denied that its soldiers had shelled Uganda.", ("ASSAULT", "negated")),
]

BY_TYPE = [
    ("Kenya will give Uganda food.", ("AGREE", "actual")),
    ("The presidents of Kenya and Uganda will meet on Friday.", ("AGREE", "actual")),
    ("Kenya promised to send doctors to Uganda.", ("AGREE", "actual")),
    ("Kenya will attack Uganda.", ("THREATEN", "actual")),
    ("Kenya threatened to bomb Uganda.", ("THREATEN", "actual")),
    ("Kenya refused to meet Uganda.", ("REJECT", "actual")),
    ("Kenya will not hold talks with Uganda.", ("REJECT", "actual")),
    ("Kenya stopped giving aid to Uganda.", ("SANCTION", "actual")),
    ("The Kenyan president was to meet his Ugandan counterpart later on Wednesday.", ("AGREE", "actual")),
    ("The Kenyan president will resume his duties on Monday, flying to Uganda.", ("AGREE", "actual")),
]


@pytest.mark.parametrize(("text", "expected"), SAME_TYPE)
def test_status_where_no_type_says_it(coder, text, expected):
    assert expected in stated(coder, text)


@pytest.mark.parametrize(("text", "expected"), BY_TYPE)
def test_the_type_says_it_where_one_can(coder, text, expected):
    assert stated(coder, text) == [expected]


def test_a_purpose_is_no_act(coder):
    assert "ASSAULT" not in dict(stated(coder, "Kenya sent troops to Uganda to attack the rebels."))


@pytest.mark.parametrize("text", ["Diplomats spoke of the need for talks between Kenya and Uganda."])
def test_what_is_only_needed_is_not_stated(coder, text):
    assert "CONSULT" not in dict(stated(coder, text))


def test_a_planned_meeting_is_agreed(coder):
    kinds = dict(stated(coder, "Kenya criticised the planned talks between Uganda and Rwanda."))
    assert "CONSULT" not in kinds


def test_without_a_day_of_publication_a_plain_past_stays_actual(coder):
    assert [r.status for r in found(coder, "Kenya accused Uganda.", None)] == ["actual"]


@pytest.mark.parametrize(("published", "status"), [("2010-05-12", "actual"), ("2011-05-12", "historical")])
def test_an_act_is_history_after_ninety_days(coder, published, status):
    reports = found(coder, "Kenya attacked Uganda on May 3, 2010.", published)
    assert [r.status for r in reports if r.event_type == "ASSAULT"] == [status]


def test_who_denies_an_act_of_others_is_its_source_and_not_its_doer(coder):
    (report,) = found(coder, "Kenya denied that Rwandan soldiers had shelled Uganda.")
    assert [p.country for p in report.actors] == ["RWA"]
    assert [p.country for p in report.recipients] == ["UGA"]
    assert report.attribution is not None
    assert report.attribution.text == "Kenya"


def test_what_must_be_done_to_the_things_of_a_state_is_asked_of_that_state(coder):
    (report,) = found(coder, "The Kenyan president said that Uganda's sanctions must be lifted.")
    assert (report.event_type, report.mode, report.status) == ("REQUEST", "yield", "actual")
    assert [p.country for p in report.actors] == ["KEN"]
    assert [p.country for p in report.recipients] == ["UGA"]
