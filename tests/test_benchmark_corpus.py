"""The open benchmark is whole, exactly anchored, built as told, and nothing was trained on it."""

from __future__ import annotations

import importlib
import json
import re
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
CORPUS = HOME / "benchmarks" / "corpus"
sys.path.insert(0, str(HOME))
sheets = importlib.import_module("benchmarks.corpus.sheets")
merging = importlib.import_module("benchmarks.corpus.merging")

SHARED = 8
"""So many words in a row, the same in two places, are no chance."""


def words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"[<>\[\]{}|/]", " ", text.lower()))


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + SHARED]) for i in range(len(found) - SHARED + 1)}


@pytest.fixture(scope="module")
def gold() -> dict:
    return json.loads((CORPUS / "gold.json").read_text(encoding="utf-8"))


def test_it_is_large_enough_to_measure_on(gold) -> None:
    assert len(gold["documents"]) >= 60
    assert len(gold["reports"]) >= 400
    assert all(80 - 5 <= len(d["text"].split()) <= 380 for d in gold["documents"])
    assert len({d["published"][:4] for d in gold["documents"]}) >= 15
    assert len({r["types"][0] for r in gold["reports"]}) == 16
    assert len(gold["documents"]) - len({r["doc"] for r in gold["reports"]}) >= 4


def test_every_span_is_exact_and_stands_in_its_sentence(gold) -> None:
    documents = {d["id"]: d for d in gold["documents"]}
    for report in gold["reports"]:
        document = documents[report["doc"]]
        a, b = document["sentences"][report["sent"]]
        assert a <= report["start"] < report["end"] <= b
        assert document["text"][report["start"] : report["end"]] == report["trigger"]
        spans = [*report["actor"], *report["recipient"], report["place"], report["attribution"]]
        for span in spans:
            if isinstance(span, dict):
                assert document["text"][span["start"] : span["end"]] == span["text"]


def test_sentences_cover_the_texts(gold) -> None:
    for document in gold["documents"]:
        rest = document["text"]
        for a, b in document["sentences"]:
            assert document["text"][a:b].strip() == document["text"][a:b] != ""
            rest = rest.replace(document["text"][a:b], "", 1)
        assert rest.strip() == ""


def test_the_files_are_what_texts_sheets_and_decisions_make() -> None:
    builder = importlib.import_module("benchmarks.corpus.__main__")
    for name, text in builder.built().items():
        assert (CORPUS / name).read_text(encoding="utf-8") == text, "run: python -m benchmarks.corpus"


def test_nothing_of_it_stands_in_the_training_files(gold) -> None:
    held_out = set().union(*(runs(d["text"]) for d in gold["documents"]))
    files = [p for p in (HOME / "training").rglob("*") if p.suffix in (".txt", ".csv", ".jsonl", ".md")]
    assert files
    for path in [*files, *(HOME / "examples").glob("*")]:
        if path.is_file():
            shared = runs(path.read_text(encoding="utf-8")) & held_out
            assert not shared, f"{path.name} repeats the benchmark: {' '.join(next(iter(shared)))}"


DOCUMENT = {
    "id": "a",
    "text": "Ghana met Mali. Mali thanked Ghana, and Ghana thanked Mali.",
    "sentences": [[0, 15], [16, 59]],
}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("0 | met | CONSULT | Ghana = GHA/GOV", "five fields"),
        ("9 | met | CONSULT | Ghana = GHA | -", "no sentence 9"),
        ("0 | meets | CONSULT | Ghana = GHA | -", "not in the sentence"),
        ("1 | thanked | SUPPORT | Mali#1 = MLI | -", "2 times"),
        ("1 | thanked#3 | SUPPORT | Mali#1 = MLI | -", "not 3"),
        ("0 | met | GREET | Ghana = GHA | -", "no such type"),
        ("0 | met | CONSULT/demo | Ghana = GHA | -", "no such type or mode"),
        ("0 | met | CONSULT | Ghana = Ghana | -", "no such country"),
        ("0 | met | CONSULT | Ghana = GHA/ARMY | -", "no such sector"),
        ("0 | met | CONSULT | Ghana | -", "without its code"),
        ("0 | met | CONSULT | Ghana = GHA | - | status=rumoured", "no such status"),
        ("0 | met | CONSULT | Ghana = GHA | Mali = MLI | reciprocal", "no recipients"),
        ("0 | met | CONSULT | Ghana = GHA | - | date=2001-02-03..2001-02-01", "ends before"),
        ("0 | met | CONSULT | Ghana = GHA | - | mood=good", "unknown option"),
    ],
)
def test_a_line_of_a_sheet_that_cannot_be_right_is_told(line: str, said: str) -> None:
    with pytest.raises(sheets.SheetError, match=said):
        sheets.read_line(line, DOCUMENT)


def test_words_are_found_where_they_stand() -> None:
    line = "1 | thanked#2 | SUPPORT | Ghana#2 = GHA/GOV | Mali#2 = MLI | date=2001-02-03,none | attr=Mali@0"
    report = sheets.read_line(line, DOCUMENT)
    text = DOCUMENT["text"]
    assert text[report["start"] :].startswith("thanked Mali.")
    assert report["actor"][0]["start"] == text.rindex("Ghana")
    assert report["attribution"]["start"] == 10
    assert report["dates"] == [{"start": "2001-02-03", "end": "2001-02-03"}, None]


def test_merging_keeps_what_both_have_and_asks_about_the_rest() -> None:
    one = sheets.read_line("0 | met | CONSULT | Ghana = GHA/GOV; Mali = MLI/GOV | - | reciprocal", DOCUMENT)
    other = {**one, "types": ["AGREE", "CONSULT"], "statuses": ["future"]}
    alone = sheets.read_line("1 | thanked#1 | SUPPORT | Mali#1 = MLI/GOV | Ghana#1 = GHA/GOV", DOCUMENT)
    (both, single) = merging.merge([one, alone], [other], {})
    assert (both["types"], both["statuses"], both["core"], both["coders"]) == (
        ["CONSULT", "AGREE"],
        ["actual", "future"],
        True,
        2,
    )
    assert (single["core"], single["coders"]) == (False, 1)
    (both, single) = merging.merge([one, alone], [other], {0: "second", 1: "core"})
    assert (both["types"][0], single["core"]) == ("AGREE", True)
    assert len(merging.merge([one, alone], [other], {1: "drop"})) == 1
