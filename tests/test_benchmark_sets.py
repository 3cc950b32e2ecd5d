"""The own sets of the benchmarks: well-formed, as many as promised, none of their sentences in the training data."""

import re
from collections import Counter
from pathlib import Path

import pytest
from benchmarks import contexts, direction, unrelated

from dragoman.coding.model.data import read_training_folder
from dragoman.ontology import CONTEXTS, TYPES

TRAINING = Path(__file__).parent.parent / "training" / "sentences"
UNSEEN = contexts.SENTENCES.with_name("contexts_unseen.txt")


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def test_three_hundred_pairs_tell_who_does_it_to_whom():
    pairs = direction.read()
    assert len(pairs) >= 300
    for one, other in pairs:
        assert (one.actor, one.recipient) == (other.recipient, other.actor)
        assert one.text != other.text
        assert "[" not in one.text + other.text
        assert set(one.types) <= set(TYPES)


def test_two_hundred_pairs_have_nothing_between_them():
    found = unrelated.unrelated()
    assert len(found) >= 200
    assert all(c.actors and c.recipients for c in found)
    assert len({c.text for c in found}) == len(found)


def test_as_many_related_pairs_are_set_against_them():
    for candidate in unrelated.related(200):
        (start, end), (other_start, other_end) = candidate.actors[0], candidate.recipients[0]
        assert candidate.text[start:end] and candidate.text[other_start:other_end]
        assert end <= other_start or other_end <= start


def test_every_context_has_eight_sentences():
    wanted = Counter(name for item in contexts.read() for name in item.wanted)
    assert [name for name in CONTEXTS if wanted[name] < 8] == []


def test_an_unknown_context_is_told(tmp_path: Path):
    path = tmp_path / "set.txt"
    path.write_text("weather | - | It rained.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="weather"):
        contexts.read(path)


def test_no_sentence_of_the_sets_is_in_the_training_data():
    examples, _ = read_training_folder(TRAINING)
    trained = {plain(e.marked.text) for e in examples}
    own = [item.text for pair in direction.read() for item in pair]
    own += [c.text for c in unrelated.unrelated()]
    own += [item.text for path in (contexts.SENTENCES, UNSEEN) for item in contexts.read(path)]
    assert [text for text in own if plain(text) in trained] == []


def test_a_turned_report_is_not_taken_for_a_straight_one(coder):
    (one, other), *_ = direction.read()
    report = coder.code_text(one.text, direction.PUBLISHED).reports[0]
    assert direction.goes(report, one.actor, one.recipient)
    assert not direction.goes(report, other.actor, other.recipient)
