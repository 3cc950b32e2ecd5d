"""Quotes found in the text, text cut into requests, costs summed: what the language model's coder rests on."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import ontology
from dragoman.coding.llm.answer import read_answer, schema
from dragoman.coding.llm.client import base_url
from dragoman.coding.llm.prompt import chunks, codebook
from dragoman.coding.llm.spans import find_quote
from dragoman.coding.llm.usage import Usage, total
from dragoman.errors import DragomanError
from dragoman.records import Document, Sentence


def found(quote: str, text: str) -> str | None:
    span = find_quote(quote, text, 0, len(text))
    return span.text if span else None


@pytest.mark.parametrize(
    ("quote", "text", "words"),
    [
        ("Iran's navy", "Iran’s navy left port.", "Iran’s navy"),
        ("the “old guard”", 'They purged the "old guard".', 'the "old guard"'),
        ("foreign minister", "The foreign\n  minister spoke.", "foreign\n  minister"),
        (" Mali ", "In Mali and Malia", "Mali"),
        ("Iran", "The Iranian and Iran", "Iran"),
        ("Guinea-Bissau", "Guinea–Bissau voted.", "Guinea–Bissau"),
        ("U.S.", "The U.S. objected.", "U.S."),
    ],
)
def test_quotes_are_found_whatever_their_signs_and_spaces(quote, text, words):
    assert found(quote, text) == words


@pytest.mark.parametrize("quote", ["Iran", "", " ", "...", "iranian navy", "navy Iranian", "Iranian  navies"])
def test_other_words_are_not_found(quote):
    assert found(quote, "The Iranian navy ...") is None


def test_only_the_sentence_is_searched():
    text = "Chad spoke. Niger left. Chad stayed."
    assert find_quote("Niger", text, 0, 11) is None
    span = find_quote("Chad", text, 24, len(text))
    assert span is not None and span.start == 24


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=60))
def test_a_span_is_always_the_text_between_its_ends(before, quote, after):
    text = f"{before} {quote} {after}"
    span = find_quote(quote, text, 0, len(text))
    if span is not None:
        assert text[span.start : span.end] == span.text


@given(st.lists(st.text(alphabet="abc \n", min_size=1, max_size=40), max_size=12), st.integers(5, 60))
def test_every_sentence_is_sent_once_in_order(texts, size):
    sentences, at = [], 0
    for i, text in enumerate(texts):
        sentences.append(Sentence(index=i, start=at, end=at + len(text)))
        at += len(text)
    made = list(chunks(Document(id="d", text="".join(texts)), tuple(sentences), size))
    assert [n for chunk in made for n in chunk.numbers] == list(range(len(texts)))
    for chunk in made:
        lines = chunk.message.splitlines()
        assert lines[0] == "Published: unknown"
        assert len(lines) == 1 + len(chunk.numbers)
        assert sum(len(line.partition("] ")[2]) for line in lines[1:]) <= size


def test_the_codebook_names_every_type_mode_and_status():
    text = codebook()
    for known in ontology.TYPES.values():
        assert f"- {known.name}: " in text
        assert all(f"mode {mode}: " in text for mode in known.modes)
    assert all(f"- {status}: " in text for status in ontology.STATUSES)


def test_the_schema_lets_through_what_the_reader_takes():
    items = schema()["properties"]["reports"]["items"]
    assert set(items["properties"]["type"]["enum"]) == set(ontology.TYPES)
    answer = read_answer('{"reports": [{"sentence": 0, "predicate": "met", "type": "CONSULT", "actors": ["A"]}]}')
    assert set(items["required"]) == set(answer.reports[0].__struct_fields__)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no",
        "}{",
        "[]",
        '{"reports": 3}',
        '{"reports": [{}]}',
        '{"reports": [' + ",".join(['{"sentence":0,"predicate":"p","type":"AID"}'] * 201) + "]}",
    ],
)
def test_an_answer_of_another_form_is_refused(content):
    with pytest.raises(ValueError):
        read_answer(content)


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://localhost:11434", "http://localhost:11434/v1"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1"),
        ("https://example.org/openai/v1/chat/completions", "https://example.org/openai/v1"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1"),
    ],
)
def test_addresses_are_taken_as_people_write_them(url, base):
    assert base_url(url) == base


@pytest.mark.parametrize(
    "url", ["", "localhost:11434", "file:///etc/hosts", "http://", "http://a b/v1", "http://[::1/v1"]
)
def test_what_is_no_address_is_told(url):
    with pytest.raises(DragomanError) as caught:
        base_url(url)
    assert caught.value.code == "E416"


COUNTS = st.integers(0, 10**9)
REASONS = st.dictionaries(st.sampled_from(["no party", "words not in the text", "unknown type"]), st.integers(1, 99))


@given(st.lists(st.tuples(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, REASONS), min_size=1, max_size=4))
def test_costs_are_summed_from_the_notes_of_documents(listed):
    usages = [Usage(*numbers, dropped=Counter(reasons)) for *numbers, reasons in listed]
    summed = total([note for usage in usages for note in (usage.note(), "text cut")])
    assert summed is not None
    assert summed.prompt_tokens == sum(u.prompt_tokens for u in usages)
    assert summed.dropped == sum((u.dropped for u in usages), Counter())


def test_without_such_notes_there_is_no_sum():
    assert total(["text cut", "language model: asked"]) is None
