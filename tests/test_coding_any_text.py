"""Whatever the text: no crash, spans exact, the same ids every time; what is too long is bounded and told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.language.pipeline import MAX_CODED_CHARACTERS, MAX_SENTENCE, MAX_UNBROKEN, for_parsing
from dragoman.records import Document, Span

PIECES = (
    "China condemned Japan",
    "France recalled its ambassador to Mali",
    "Turkey's president, who visited Moscow on Monday",
    "the two sides signed a deal worth $5 million",
    "Soldiers killed three people in Homs",
    '"We will attack," said the minister',
    "he told him that it would not",
    "talks between Israel and Lebanon",
    "MALI, Bamako, Feb. 1 (AP) -",
    "on 3 March 2014",
    "next week",
    "5,000 troops",
)
JOINS = (
    " ",
    ", ",
    ". ",
    ".\n",
    "\n\n",
    "\t",
    " and ",
    ' "',
    "” ",
    "’s ",
    "\u00a0",
    "\r\n",
    "\u2028",
    "\0",
    "😀",
    "e\u0301",
    "",
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(JOINS), st.text(max_size=8)), max_size=20).map("".join),
)
DAYS = st.one_of(st.none(), st.dates().map(str))


def spans_in(record: Any) -> Iterator[Span]:
    if isinstance(record, Span):
        yield record
    for item in record if isinstance(record, tuple) else ():
        yield from spans_in(item)
    for name in getattr(record, "__struct_fields__", ()):
        yield from spans_in(getattr(record, name))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(st.tuples(TEXTS, DAYS), min_size=1, max_size=4))
def test_any_text_is_coded_exactly_and_alike(coder, texts: list[tuple[str, str | None]]) -> None:
    documents = [Document(id=f"d{i}", text=text, published=day) for i, (text, day) in enumerate(texts)]
    together = list(coder.code(documents))
    for document, coded in zip(documents, together, strict=True):
        assert coded.document == document
        for sentence in coded.sentences:
            assert 0 <= sentence.start < sentence.end <= len(document.text)
        for report in coded.reports:
            for span in spans_in(report):
                assert document.text[span.start : span.end] == span.text
        (alone,) = coder.code([document])
        assert [r.report_id for r in alone.reports] == [r.report_id for r in coded.reports]


@given(TEXTS, st.integers(0, 20))
def test_the_parser_reads_characters_at_their_places(text: str, start: int) -> None:
    shown = for_parsing(text, min(start, len(text)))
    assert len(shown) == len(text)
    assert all(a == b or not a.isalnum() or b.isspace() for a, b in zip(text, shown, strict=True))


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("China condemned Japan and ", 2_000),
        ("Russia, Ukraine, France, Mali, ", 1_000),
        ("the president of France met officials from Mali while soldiers killed three people ", 1_000),
    ],
    ids=["clauses", "commas", "prose"],
)
def test_a_sentence_without_end_is_divided_and_told(coder, phrase: str, words: int) -> None:
    sentence = phrase * (words // phrase.count(" "))
    coded = coder.code_text(sentence)
    assert coded.notes == (f"sentences of more than {MAX_SENTENCE} tokens were divided: 1",)
    assert len(coded.sentences) >= words // MAX_SENTENCE
    assert all(sentence[s.start : s.end].count(" ") <= MAX_SENTENCE for s in coded.sentences)


def test_the_sentences_around_a_long_one_stay_as_they_are(coder) -> None:
    before, after = "France recalled its ambassador to Mali on Monday.", "China condemned Japan."
    text = f"{before} {'Mali, ' * 400}and so on. {after}"
    shown = [text[s.start : s.end] for s in coder.code_text(text).sentences]
    assert (shown[0], shown[-1]) == (before, after)


def test_a_document_of_ten_megabytes_is_cut_and_told(coder) -> None:
    text = "China condemned Japan. " + "\n" * 10_000_000
    coded = coder.code_text(text)
    assert coded.notes == (f"only the first {MAX_CODED_CHARACTERS} characters were coded",)
    assert len(coded.reports) == 1 and coded.document.text == text


def test_what_has_no_blanks_is_not_looked_into() -> None:
    blob = "?!" * MAX_UNBROKEN
    assert for_parsing(f"A {blob} b") == f"A {'x' * len(blob)} b"
    word = "a" * MAX_UNBROKEN
    assert for_parsing(word) == word
