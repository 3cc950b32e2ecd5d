"""Acts in many words: most of the sentences of ``benchmarks/sets/wording.txt`` are coded with their type."""

from pathlib import Path

import pytest

from dragoman.language import Parser
from dragoman.records import Document

SET = Path(__file__).parent.parent / "benchmarks" / "sets" / "wording.txt"
FOUND_AT_LEAST = 0.8


def sentences() -> list[tuple[str, str]]:
    lines = SET.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("|", 1)) for line in lines if line and not line.startswith("#")]


def test_acts_are_found_whatever_their_words(coder):
    wanted = sentences()
    coded = coder.code(Document(id=str(n), text=text, published="2014-06-11") for n, (_, text) in enumerate(wanted))
    missed = [
        f"{event_type}: {text}"
        for (event_type, text), document in zip(wanted, coded, strict=True)
        if event_type not in {r.event_type for r in document.reports}
    ]
    assert len(missed) <= (1 - FOUND_AT_LEAST) * len(wanted), "\n".join(missed)


@pytest.mark.parametrize(
    ("text", "lemma"),
    [("They staged a protest.", "stage"), ("He hoped for peace.", "hope"), ("They were hopping mad.", "hop")],
)
def test_verbs_have_their_own_lemma(text, lemma):
    doc = Parser().parse_one(Document(id="d", text=text)).doc
    assert lemma in {t.lemma_ for t in doc}


def test_a_president_acts_on_his_own_ministers_but_not_on_his_own_state(coder):
    (report,) = coder.code_text("Pakistan's prime minister dismissed two ministers.").reports
    assert [p.text for p in report.recipients] == ["two ministers"]
    assert not coder.code_text("Pakistan's prime minister dismissed Pakistan.").reports
