"""Parses that the small model gets wrong in news, put right."""

import pytest

from dragoman.language import Parser
from dragoman.records import Document


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The soldiers opened fire on the crowd, witnesses and hospital officials said.", "witnesses"),
        ("Troops attacked the village, police and witnesses said on Monday.", "police"),
        ("The soldiers opened fire on the crowd, witnesses said.", "witnesses"),
        (
            "China's minister called his Russian counterpart, Sergei Shoigu, an official at the ministry said.",
            "official",
        ),
    ],
)
def test_speakers_at_the_end_of_a_sentence_are_the_subject_of_their_verb(parser, text, speaker):
    doc = parser.parse_one(Document(id="d", text=text)).doc
    said = next(t for t in doc if t.text == "said")
    assert [t.text for t in said.children if t.dep_ == "nsubj"] == [speaker]


def test_people_who_are_named_together_stay_together(parser):
    doc = parser.parse_one(Document(id="d", text="The army met rebels, police and monks, and the talks went well.")).doc
    assert [t.text for t in doc if t.dep_ == "conj" and t.head.text in ("rebels", "police")] == ["police", "monks"]
