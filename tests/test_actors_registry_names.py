"""Names in text: which forms are found, where, and what is left alone."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.actors.names import fold, person_key
from dragoman.actors.registry import load_registry

REGISTRY = load_registry()


def found(text: str) -> dict[str, str]:
    """The matches of a text with the first entity of each."""
    return {match.text: match.entries[0].entity_id for match in REGISTRY.find(text)}


@pytest.mark.parametrize(
    ("text", "words", "entity"),
    [
        ("Leaders of Burma met on Monday.", "Burma", "MMR"),
        ("The Ivorians left Côte d’Ivoire.", "Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire agreed.", "Cote d'Ivoire", "CIV"),
        ("the DPRK launched", "DPRK", "PRK"),
        ("A U.S. envoy left.", "U.S.", "USA"),
        ("North\nKorean troops", "North\nKorean", "PRK"),
        ("Two Chechens were held.", "Chechens", "ru-chechnya"),
        ("an anti-American march", "American", "USA"),
        ("the US-led mission", "US", "USA"),
        ("Franco-German talks", "Franco", "FRA"),
        ("said the Kremlin on Friday", "the Kremlin", "kremlin"),
        ("BEIJING SAYS NO", "BEIJING", "CHN"),
    ],
)
def test_a_name_is_found_in_the_forms_that_news_uses(text: str, words: str, entity: str) -> None:
    assert found(text)[words] == entity


@pytest.mark.parametrize(
    "text",
    [
        "they told us so",
        "a cold turkey on the table",
        "The museum shows Persianate rugs",
        "CAR BOMB KILLS FIVE",
        "Franco died in his bed",
        "chad of punched cards",
    ],
)
def test_words_that_only_look_like_names_are_left_alone(text: str) -> None:
    assert found(text) == {}


def test_the_longest_name_wins() -> None:
    assert found("talks in South Sudan and Guinea-Bissau") == {"South Sudan": "SSD", "Guinea-Bissau": "GNB"}


@pytest.mark.parametrize(
    "spellings",
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy"),
        ("Muammar Gaddafi", "Moammar Qaddafi", "Moamer Kadhafi", "Muammar al-Gaddafi"),
        ("Kim Jong-un", "Kim Jong Un", "KIM JONG UN"),
        ("Abdel Fattah el-Sisi", "Abd al-Fattah al-Sisi"),
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
        ("Donald Trump", "Donald J. Trump"),
    ],
)
def test_spellings_of_one_name_are_one_person(spellings: tuple[str, ...]) -> None:
    persons = {REGISTRY.named(spelling)[0].entity_id for spelling in spellings}
    assert len(persons) == 1


def test_initials_tell_namesakes_apart() -> None:
    elder, younger = REGISTRY.named("George H. W. Bush"), REGISTRY.named("George W. Bush")
    assert [entry.form for entry in elder + younger] == ["name", "name"]
    assert elder != younger
    assert len(REGISTRY.named("George Bush")) == 2


def test_a_possessive_is_not_part_of_the_name() -> None:
    assert "Vladimir Putin" in found("Vladimir Putin's decree")
    assert "South Africa" in found("South Africa's army")


def test_a_bare_surname_is_not_a_name() -> None:
    assert found("Putin spoke, and May listened.") == {}


def test_a_name_can_stand_for_several() -> None:
    assert [entry.entity_id for entry in REGISTRY.named("Yugoslavia")] == ["YUG", "SCG"]
    assert {entry.entity_id for entry in REGISTRY.named("Georgia")} == {"GEO", "us-georgia"}
    assert REGISTRY.named("Washington")[0].form == "capital"


def test_text_in_any_case_is_found_when_asked_for() -> None:
    matches = REGISTRY.find("turkish soldiers told us in paris", caseless=True)
    assert [match.text for match in matches] == ["turkish", "paris"]


def test_accents_of_their_own_do_not_shift_the_offsets() -> None:
    text = unicodedata.normalize("NFD", "In Côte d'Ivoire, São Tomé and Türkiye")
    matches = REGISTRY.find(text)
    assert {match.entries[0].entity_id for match in matches} == {"CIV", "STP", "TUR"}
    assert all(text[match.start : match.end] == match.text for match in matches)


@given(
    st.text(alphabet=st.sampled_from("USA. uskCôteé'’-IvoirFrnch\u0301\u00a0\nPuti Vladmr_🙂"), max_size=80)
)
def test_offsets_are_those_of_the_text_and_do_not_overlap(text: str) -> None:
    matches = REGISTRY.find(text)
    assert all(text[match.start : match.end] == match.text for match in matches)
    assert all(one.end <= other.start for one, other in itertools.pairwise(matches))
    assert all(match.entries for match in matches)


@given(st.text(max_size=60))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=40))
def test_any_text_can_be_looked_up(name: str) -> None:
    assert isinstance(REGISTRY.named(name), tuple)
    assert isinstance(REGISTRY.surname(name), tuple)
    assert isinstance(person_key(name), str)
