"""The lexicon of predicates: complete files, and errors that name file and line."""

from pathlib import Path

import pytest

from dragoman import ontology
from dragoman.coding import lexicon as room
from dragoman.coding.lexicon import Lexicon, load_lexicon
from dragoman.errors import DragomanError


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a data file of the test's own in the place of the lexicon's."""

    def write(name: str, text: str) -> str:
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        monkeypatch.setattr(room, "files", lambda package: tmp_path)
        return name

    return write


def test_every_type_has_a_verb(lexicon):
    assert {f.event_type for frames in lexicon.verbs.values() for f in frames} == set(ontology.TYPES)


def test_every_frame_states_a_type_and_mode_of_the_ontology(lexicon):
    for frames in (*lexicon.verbs.values(), *lexicon.nouns.values()):
        for frame in frames:
            assert frame.event_type in ontology.TYPES
            assert frame.mode is None or ontology.is_mode(frame.event_type, frame.mode)


def test_every_class_that_a_frame_names_exists(lexicon):
    for frames in (*lexicon.verbs.values(), *lexicon.nouns.values()):
        for condition in (c for f in frames for c in f.conditions if (c.value or "").startswith("@")):
            assert lexicon.classes[condition.value[1:]]


def test_more_telling_frames_come_first(lexicon):
    for frames in (*lexicon.verbs.values(), *lexicon.nouns.values()):
        weights = [f.weight for f in frames]
        assert weights == sorted(weights, reverse=True)


def test_lemmas_are_lower_case_and_written_with_spaces(lexicon):
    for lemma in (*lexicon.verbs, *lexicon.nouns):
        assert "_" not in lemma
        assert lemma == lemma.strip()


def test_every_outcome_is_of_a_known_operator(lexicon):
    known = set(lexicon.operators) | set(room.SAME_OUTCOMES.values())
    assert {operator for operator, _ in lexicon.outcomes} <= known


def test_an_operator_makes_of_an_act_what_the_table_says(lexicon):
    assert lexicon.outcome("promise", "AID", None) == ("AGREE", None)
    assert lexicon.outcome("refuse", "CONSULT", None) == ("REJECT", "meet")
    assert lexicon.outcome("threaten", "ASSAULT", None) == ("THREATEN", "violence")
    assert lexicon.outcome("no-such-operator", "AID", None) is None


def test_a_verb_may_be_several_operators(lexicon):
    assert {"promise"} <= set(lexicon.operators_of("agree"))
    assert lexicon.operators_of("xyzzy") == ()


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("[HUG]\nembrace : obj\n", 1, "HUG is no PLOVER type"),
        ("[AID]\n[CONSULT/letter]\n", 2, "CONSULT has no mode letter"),
        ("# head\n\ngive : obj\n", 3, "a frame is"),
        ("[AID]\ngive obj\n", 2, "a frame is"),
        ("[AID]\ngive : obj\nsend : wheel\n", 3, "unknown frame word wheel"),
        ("[AID]\ngive : obj=@gifts\n", 2, "no noun class @gifts"),
        ("[AID]\ngive : obj R:dat|moon\n", 2, "no such place for a party: moon"),
    ],
)
def test_a_wrong_frame_is_told_with_file_and_line(written, text, line, told):
    name = written("mine.txt", text)
    with pytest.raises(DragomanError) as caught:
        room._read_frames(name, Lexicon(), noun=False)
    assert caught.value.code == "E407"
    assert f"mine.txt:{line}: " in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line"), [("  tank gun\n", 1), ("# head\nweapons tank gun\n", 2)], ids=["no class yet", "no colon"]
)
def test_a_wrong_class_is_told_with_file_and_line(written, text, line):
    name = written("classes.txt", text)
    with pytest.raises(DragomanError) as caught:
        room._read_classes(name)
    assert f"classes.txt:{line}: " in str(caught.value)


@pytest.mark.parametrize(
    ("row", "told"),
    [("promise,AID,HUG,", "HUG is no PLOVER type"), ("promise,AID,AGREE,often", "AGREE has no mode often")],
)
def test_a_wrong_outcome_is_told_with_file_and_line(written, row, told):
    name = written("outcomes.csv", f"operator,act,type,mode\npromise,CONSULT,AGREE,\n{row}\n")
    with pytest.raises(DragomanError) as caught:
        room._read_outcomes(name)
    assert "outcomes.csv:3: " in str(caught.value)
    assert told in str(caught.value)


def test_a_frame_of_ones_own_is_read(written):
    name = written("mine.txt", "[AID]\nlend hand_out : obj=money to=party R:to|dat\n")
    frames = room._read_frames(name, Lexicon(), noun=False)
    assert set(frames) == {"lend", "hand out"}
    frame = frames["lend"][0]
    assert (frame.event_type, frame.mode, frame.recipient, frame.line) == ("AID", None, ("to", "dat"), 2)
    assert [(c.slot, c.value) for c in frame.conditions] == [("obj", "money"), ("to", "party")]
