"""Whom pronouns and descriptions stand for, and what is left open."""

from __future__ import annotations

import pytest

from test_actors_mentions_parties import codes, mention, party, read

MEETING = "Nigerian President Ade Bolari received Swiss Foreign Minister Ruth Kellner. "


def test_he_and_she_follow_gender() -> None:
    text = "German lawmaker Paul Brandt praised Swiss minister Anna Keller. He thanked her."
    assert party(text, "He").country == "DEU"
    assert party(text, "her").country == "CHE"


def test_a_pronoun_records_which_mention_told_who_it_is() -> None:
    parsed, mentions = read("Kenya closed its border.")
    its = next(m for m in mentions if parsed.doc[m.head].text == "its")
    assert its.resolved_by is not None
    assert parsed.doc[its.resolved_by].text == "Kenya"
    assert codes(its) == [("KEN", "GOV")]


def test_a_possessive_pronoun_tells_whose_troops_they_are() -> None:
    found = party("Ethiopia said its troops had left.", "troops")
    assert (found.text, found.country, found.sector) == ("its troops", "ETH", "MIL")


def test_they_stands_for_all_that_were_named_together() -> None:
    text = "Brazil and Chile signed the treaty. They praised it."
    assert {p.country for p in mention(text, "They").parties} == {"BRA", "CHL"}


def test_both_sides_are_the_two_named_together() -> None:
    found = mention("India and Nepal reopened talks. Both sides were hopeful.", "sides")
    assert {p.country for p in found.parties} == {"IND", "NPL"}
    assert {p.text for p in found.parties} == {"Both sides"}


def test_a_relative_pronoun_is_the_noun_before_it() -> None:
    assert party("Turkish rebels who attacked a bridge fled.", "who").sector == "REB"


def test_we_in_a_quotation_is_the_speaker_without_his_name() -> None:
    found = party('"We reject this plan," Cuban Foreign Minister Raul Pereda said.', "We")
    assert (found.text, found.country, found.sector, found.name) == ("We", "CUB", "GOV", None)


def test_we_in_a_quotation_without_its_closing_mark_is_still_the_speaker() -> None:
    text = '"We reject this plan. It helps nobody," Cuban Foreign Minister Raul Pereda said.'
    assert party(text, "We").country == "CUB"


def test_i_outside_quotations_is_nobody() -> None:
    parsed, mentions = read("I think so.")
    assert not [m for m in mentions if parsed.doc[m.head].text == "I"]


@pytest.mark.parametrize(
    ("text", "word", "country"),
    [
        ("Taiwan held an exercise. The island is heavily armed.", "island", "TWN"),
        ("Nepal closed a road. The Himalayan kingdom gave no reason.", "kingdom", "NPL"),
        ("France and Mali agreed. The West African nation asked for aid.", "nation", "MLI"),
        ("Envoys from Rome praised the Jewish state.", "state", "ISR"),
        ("Ecuador devalued. The country is short of cash.", "country", "ECU"),
    ],
)
def test_a_description_is_the_state_it_fits(text: str, word: str, country: str) -> None:
    assert party(text, word).country == country


def test_the_minister_is_the_one_named_before() -> None:
    found = party(MEETING + "The minister praised the host.", "minister")
    assert (found.country, found.name) == ("CHE", "Ruth Kellner")


def test_the_rebels_are_those_of_before() -> None:
    text = "Ugandan rebels attacked Sudan. The rebels fled."
    again = mention(text, "rebels", 1)
    assert codes(again) == [("UGA", "REB")]
    assert again.resolved_by is not None


def test_it_is_clear_names_nobody() -> None:
    parsed, mentions = read("Peru objected. It is clear that talks failed.")
    assert not [m for m in mentions if parsed.doc[m.head].text == "It"]


def test_a_pronoun_without_antecedent_keeps_its_words_and_no_country() -> None:
    found = mention("He left the hall.", "He")
    assert codes(found) == [(None, None)]
    assert found.certainty == 0.0
