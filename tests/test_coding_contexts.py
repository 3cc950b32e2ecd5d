"""Contexts: in what affair an act stands."""

import pytest

from dragoman import ontology
from dragoman.coding.contexts import MOST, counts, of_sentence, patterns

PUBLISHED = "2010-05-12"

OF_A_SENTENCE = [
    ("Kenya accused Uganda of hacking its computers.", "cyber"),
    ("Kenya and Uganda signed a treaty on their border.", "territory"),
    ("Kenya condemned Uganda over the elections.", "election"),
    ("A court in Kenya sentenced two Ugandan officers.", "legal"),
    ("Kenya gave Uganda vaccines against cholera.", "health"),
    ("Kenya urged Uganda to admit refugees.", "asylum"),
    ("Kenya criticised Uganda for enriching uranium.", "cbrn"),
    ("Kenya accused Uganda of bribery.", "corruption"),
]


def test_there_are_words_for_every_context():
    assert set(patterns()) == set(ontology.CONTEXTS)


@pytest.mark.parametrize(("text", "context"), OF_A_SENTENCE)
def test_words_of_the_sentence_give_the_context(coder, text, context):
    reports = coder.code_text(text, PUBLISHED).reports
    assert reports
    assert all(context in r.contexts for r in reports)


def test_a_word_elsewhere_in_the_story_is_not_enough(coder):
    text = "Kenya praised Uganda. The weather was fine, and somebody spoke of cocaine."
    assert all("illegal_drugs" not in r.contexts for r in coder.code_text(text, PUBLISHED).reports)


def test_many_words_of_the_story_are(coder):
    text = (
        "Kenya praised Uganda. Traffickers smuggle cocaine, heroin and opium through the ports, and narcotics "
        "police say that drug cartels bribe guards."
    )
    report = coder.code_text(text, PUBLISHED).reports[0]
    assert report.event_type == "SUPPORT"
    assert "illegal_drugs" in report.contexts


def test_contexts_are_known_few_and_different(coder):
    text = "Police in Kenya arrested a journalist, a judge, a rebel, a refugee and an oil minister over hacking."
    for report in coder.code_text(text, PUBLISHED).reports:
        assert len(report.contexts) <= MOST
        assert len(set(report.contexts)) == len(report.contexts)
        assert set(report.contexts) <= set(ontology.CONTEXTS)


def test_a_word_inside_another_does_not_count():
    assert "military" not in counts("The harmless alarmist disarmed nobody.")


def test_the_mode_of_a_cyber_attack_gives_its_context(coder):
    reports = coder.code_text("Russian hackers attacked the computers of the Estonian government.", PUBLISHED).reports
    assert all("cyber" in r.contexts for r in reports)
    assert reports


def test_where_no_word_tells_a_context_what_is_near_may():
    sentence = "Norway's counter-espionage police followed the attaché for months."
    assert not counts(sentence)
    assert "intelligence" in of_sentence(sentence)


def test_a_silent_sentence_without_anything_near_has_no_context():
    assert of_sentence("") == {}
    assert of_sentence("He went there again.") == {}


def test_crime_is_for_what_no_narrower_context_says():
    assert "crime" not in of_sentence("The gang was convicted of bribery.")
    assert "crime" in of_sentence("The gang robbed a shop.")
