"""Training data on their way into the network: splits that do not leak, variations that keep the meaning."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.coding.model.augment import Countries, Rates, face_each_other, reverse, reversible, vary
from dragoman.coding.model.config import read_config
from dragoman.coding.model.data import Example, folds, hold_out, read_training_line
from dragoman.coding.model.markup import write_markup
from dragoman.errors import DragomanError

FOLDER = Path(__file__).parent.parent / "training"
NEVER = Rates(countries=0, hide=0, drop_predicate=0, shorten_predicate=0, face_each_other=0, reverse=0)


@pytest.fixture(scope="module")
def countries() -> Countries:
    return Countries.read(FOLDER / "countries.csv")


def example(line: str, group: str = "g") -> Example:
    return read_training_line(line, group)


BOMBED = (
    "ASSAULT/aerial | actual | military | <s>French jets</s> <p>bombed</p> <t>a camp</t> in Mali, Paris said."
)


def test_countries_are_exchanged_name_for_name_and_the_same_throughout(countries) -> None:
    line = "AID | actual | - | <s>Chad</s> sent <t>Mali</t> rice; Chadian lorries left N'Djamena."
    for seed in range(20):
        varied = vary(example(line), replace(NEVER, countries=1.0), countries, random.Random(seed))
        text = write_markup(varied.marked)
        assert "Chad" not in text and "Mali" not in text
        _, adjective, capital = next(r for r in countries.rows if text.startswith(f"<s>{r[0]}</s>"))
        assert f"; {adjective} lorries left {capital}." in text


def test_without_variation_a_sentence_stays_as_it_is(countries) -> None:
    assert vary(example(BOMBED), NEVER, countries, random.Random(0)) == example(BOMBED)


def test_a_dropped_predicate_leaves_the_words(countries) -> None:
    varied = vary(example(BOMBED), replace(NEVER, drop_predicate=1.0), countries, random.Random(0))
    assert varied.marked.predicates == ()
    assert varied.marked.text == example(BOMBED).marked.text


def test_a_shortened_predicate_marks_one_of_its_words(countries) -> None:
    line = "AID | actual | - | <s>Oman</s> <p>sent a ship to</p> <t>Yemen</t> <p>with grain</p>."
    rates = replace(NEVER, shorten_predicate=1.0)
    for seed in range(6):
        marked = vary(example(line), rates, countries, random.Random(seed)).marked
        ((start, end),) = marked.predicates
        assert marked.text[start:end] in ("sent", "to")
        assert marked.text == example(line).marked.text


def test_the_wrong_direction_is_no_event_and_talks_have_none() -> None:
    turned = reverse(example(BOMBED))
    assert turned.types == ("NONE",) and turned.status is None and turned.contexts == ()
    assert turned.marked.actors == example(BOMBED).marked.recipients
    talks = "CONSULT | actual | - | <s>Oman</s> met <t>Yemen</t>."
    both = "ASSAULT | actual reciprocal | - | <s>Oman</s> fought <t>Yemen</t>."
    alone = "MOBILIZE | actual | - | <s>Oman</s> raised troops."
    assert reversible(example(BOMBED))
    assert not any(reversible(example(line)) for line in (talks, both, alone))


def test_of_two_who_meet_one_may_stand_as_recipient() -> None:
    line = "CONSULT | actual reciprocal | - | <s>Oman</s> and <s>Yemen</s> talked."
    faced = face_each_other(example(line))
    assert write_markup(faced.marked) == "<s>Oman</s> and <t>Yemen</t> talked."
    assert face_each_other(example(BOMBED)) == example(BOMBED)


def test_folds_hold_every_sentence_once_and_keep_groups_whole() -> None:
    rows = [replace(example(BOMBED), group=f"g{i // 3}") for i in range(60)]
    parts = folds(rows, 5, seed=1)
    assert sorted(i for part in parts for i in part) == list(range(60))
    for part in parts:
        inside = {rows[i].group for i in part}
        assert not any(rows[i].group in inside for i in range(60) if i not in part)
    assert parts == folds(rows, 5, seed=1) != folds(rows, 5, seed=2)


def test_more_sentences_do_not_change_what_is_held_out() -> None:
    rows = [replace(example(BOMBED), group=f"g{i}") for i in range(400)]
    _, few = hold_out(rows[:200], 0.2, seed=1)
    kept, many = hold_out(rows, 0.2, seed=1)
    assert [e.group for e in many[: len(few)]] == [e.group for e in few]
    assert 0.1 < len(many) / len(rows) < 0.3
    assert not {e.group for e in kept} & {e.group for e in many}


def test_the_configuration_in_the_repository_can_be_used() -> None:
    config = read_config(FOLDER / "config.toml")
    assert (FOLDER / config.data.countries).is_file()
    assert config.own.epochs > 0


@pytest.mark.parametrize("content", ["seed = ", "seed = 1", 'sed = 1\nthreads = "two"'])
def test_a_configuration_that_cannot_be_used_is_told_as_such(tmp_path: Path, content: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(DragomanError, match="E406"):
        read_config(path)
    with pytest.raises(DragomanError, match="E107"):
        read_config(tmp_path / "none.toml")
