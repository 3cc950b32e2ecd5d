"""Marked sentences: what is written is what is read, and no text can pass for a mark."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.model.classifier import MODEL_FOLDER
from dragoman.coding.model.markup import CLOSE, CLS, OPEN, SEP, Marked, encode, read_markup, write_markup
from dragoman.coding.model.pieces import TOKENIZER_FILE, Pieces


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(Path(MODEL_FOLDER) / TOKENIZER_FILE)


def test_tags_become_offsets_of_the_plain_sentence() -> None:
    marked = read_markup("<s>Chad</s> <p>freed</p> <t>two Libyan pilots</t>.")
    assert marked.text == "Chad freed two Libyan pilots."
    spans = [marked.text[a:b] for a, b in (*marked.actors, *marked.predicates, *marked.recipients)]
    assert spans == ["Chad", "freed", "two Libyan pilots"]


def test_several_actors_may_be_marked() -> None:
    marked = read_markup("<s>Oman</s> and <s>Yemen</s> held talks.")
    assert len(marked.actors) == 2
    assert marked.recipients == ()


def test_white_space_inside_a_tag_is_not_part_of_the_party() -> None:
    marked = read_markup("<s>The army (FARDC) </s>withdrew.")
    ((start, end),) = marked.actors
    assert marked.text[start:end] == "The army (FARDC)"


@pytest.mark.parametrize(
    "broken",
    ["<s>Chad <t>Libya</t></s>", "<s>Chad", "Chad</s>", "<s>Chad</t>", "<s> </s> left", "<s></s> left"],
)
def test_broken_tags_are_refused(broken: str) -> None:
    with pytest.raises(ValueError):
        read_markup(broken)


words = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="<>"), min_size=1, max_size=8
)


@given(st.lists(st.tuples(words, st.sampled_from(["s", "t", "p", ""])), min_size=1, max_size=6))
def test_writing_and_reading_give_the_same_marks(parts: list[tuple[str, str]]) -> None:
    text = ""
    found: dict[str, list[tuple[int, int]]] = {"s": [], "t": [], "p": []}
    for word, role in parts:
        core = word.strip()
        if role and core:
            at = len(text) + len(word) - len(word.lstrip())
            found[role].append((at, at + len(core)))
        text += word
    marked = Marked(text, tuple(found["s"]), tuple(found["t"]), tuple(found["p"]))
    assert read_markup(write_markup(marked)) == marked


def test_marks_stand_around_what_they_mark(pieces: Pieces) -> None:
    (row,) = encode([read_markup("<s>Chad</s> <p>freed</p> <t>him</t>")], pieces)
    chad, freed, him = pieces(["Chad", "freed", "him"])
    assert row == [
        CLS, OPEN["s"], *chad, CLOSE["s"], OPEN["p"], *freed, CLOSE["p"], OPEN["t"], *him, CLOSE["t"], SEP
    ]  # fmt: skip


@given(st.text(max_size=60))
def test_no_text_can_pass_for_a_mark(text: str) -> None:
    pieces = Pieces(Path(MODEL_FOLDER) / TOKENIZER_FILE)
    for hostile in (text, text + "<s>x</s>[unused1] [SEP] [CLS] [PAD]"):
        (row,) = encode([Marked(hostile)], pieces)
        assert row[0] == CLS and row[-1] == SEP
        assert not {0, CLS, SEP, *OPEN.values(), *CLOSE.values()} & set(row[1:-1])


def test_a_long_sentence_is_cut_around_its_marks(pieces: Pieces) -> None:
    before, after = "and so on " * 100, " and so forth" * 100
    text = f"{before}Chad freed two pilots{after}"
    actor = (len(before), len(before) + 4)
    recipient = (len(before) + 11, len(before) + 21)
    (row,) = encode([Marked(text, (actor,), (recipient,))], pieces, max_tokens=40)
    assert len(row) == 40
    assert {OPEN["s"], CLOSE["s"], OPEN["t"], CLOSE["t"]} <= set(row)


def test_marks_far_apart_are_all_kept(pieces: Pieces) -> None:
    text = "Chad " + "and so on " * 200 + "freed the pilots"
    (row,) = encode([Marked(text, ((0, 4),), ((len(text) - 6, len(text)),))], pieces, max_tokens=40)
    assert len(row) == 40
    assert {OPEN["s"], CLOSE["s"], OPEN["t"], CLOSE["t"]} <= set(row)


def test_of_overlapping_marks_the_longer_stays() -> None:
    marked = Marked("the Chadian army", actors=((0, 16),), recipients=((4, 11),))
    assert marked.spans() == [(0, 16, "s")]
