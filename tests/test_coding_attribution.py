"""Attribution: who says so."""

import pytest

from dragoman.coding import EventCoder

PUBLISHED = "2010-05-12"


def speakers(coder: EventCoder, text: str, event_type: str | None = None) -> set[str | None]:
    found = [r for r in coder.code_text(text, PUBLISHED).reports if event_type in (None, r.event_type)]
    assert found, "nothing was coded"
    return {r.attribution.text if r.attribution else None for r in found}


SAID = [
    pytest.param("Kenya bombed a village in Uganda, the Ugandan army said.", "the Ugandan army", id="said after"),
    pytest.param(
        "The Ugandan army said that Kenya had bombed a village in Uganda.", "The Ugandan army", id="said before"
    ),
    pytest.param("According to the Red Cross, Kenya bombed a village in Uganda.", "the Red Cross", id="according to"),
    pytest.param(
        "Kenya bombed a village in Uganda, according to the Red Cross.", "the Red Cross", id="according to, after"
    ),
    pytest.param(
        "“Kenya bombed Uganda,” said President Yoweri Museveni.", "President Yoweri Museveni", id="a quotation"
    ),
    pytest.param("Kenya, the army said, had bombed a village in Uganda.", "the army", id="set into the sentence"),
    pytest.param("Kenya bombed Uganda on Monday, officials told reporters.", "officials", id="told reporters"),
]


@pytest.mark.parametrize(("text", "speaker"), SAID)
def test_the_speaker_of_a_claim_is_named(coder, text, speaker):
    assert speakers(coder, text, "ASSAULT") == {speaker}


@pytest.mark.parametrize(
    "text",
    [
        "Kenya bombed a village in Uganda.",
        "Kenya warned Uganda.",
        "Kenya accused Uganda of spying.",
        "Kenya bombed Uganda. The minister said nothing.",
    ],
)
def test_what_the_text_itself_tells_has_no_speaker(coder, text):
    assert speakers(coder, text) == {None}


def test_a_quotation_keeps_its_speaker_over_sentences(coder):
    text = "“Kenya is a danger,” Ugandan Foreign Minister Sam Kutesa said. “Kenya bombed Uganda on Monday.”"
    assert speakers(coder, text, "ASSAULT") == {"Ugandan Foreign Minister Sam Kutesa"}


def test_background_in_a_relative_clause_is_the_writers(coder):
    text = "Uganda, which attacked Rwanda in March, will hold talks with Kenya, a minister said."
    assert speakers(coder, text, "ASSAULT") == {None}


def test_a_speaker_is_a_party_where_he_is_one(coder):
    text = "The Ugandan army said that Kenya had bombed Uganda."
    found = [r for r in coder.code_text(text, PUBLISHED).reports if r.event_type == "ASSAULT"]
    assert [(r.attribution.party.country, r.attribution.party.sector) for r in found] == [("UGA", "MIL")]


def test_the_speakers_words_are_the_documents(coder):
    text = "ACCRA (AP) – “Togo’s army attacked Ghana,” Ghana’s defence minister said."
    for report in coder.code_text(text, PUBLISHED).reports:
        if report.attribution is not None:
            assert text[report.attribution.start : report.attribution.end] == report.attribution.text


def test_a_dateline_is_no_part_of_a_party(coder):
    text = "LONDON – Britain expelled four Russian diplomats on Friday."
    assert [p.text for r in coder.code_text(text, PUBLISHED).reports for p in r.actors] == ["Britain"]


def test_what_a_speaker_says_will_answer_is_not_the_speaker(coder):
    text = "Iran's president warned that his country would respond to any attack by Israel."
    assert speakers(coder, text, "THREATEN") == {None}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The soldiers opened fire on Kenyan protesters, witnesses and hospital officials said.", "witnesses"),
        ("Kenyan rebels attacked Ugandan soldiers: defence ministry", "defence ministry"),
        ("It was reported that Kenyan troops attacked Ugandan soldiers.", None),
    ],
)
def test_sources_at_the_end_and_sources_that_nobody_names(coder, text, speaker):
    assert speakers(coder, text, "ASSAULT") == {speaker}


def test_those_who_tell_somebody_are_speakers(coder):
    text = "Ugandan soldiers attacked Kenyan farmers on Friday, sources close to the army told Reuters."
    assert speakers(coder, text, "ASSAULT") == {"sources"}
