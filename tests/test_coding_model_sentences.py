"""The training sentences: well-formed, varied, covering every label, and none of them from gold."""

import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from dragoman.coding.model.data import Example, read_gold_relations, read_training_folder, read_training_line
from dragoman.coding.model.labels import NONE, load_labels

FOLDER = Path(__file__).parent.parent / "training" / "sentences"
MOST_FROM_ONE_TEMPLATE = 10
SHINGLE = 4
NEAR = 0.8


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    found, faults = read_training_folder(FOLDER)
    assert faults == []
    return found


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def test_there_are_enough_sentences_and_enough_with_nothing_between_the_parties(examples) -> None:
    assert len(examples) >= 6000
    assert sum(NONE in e.types for e in examples) >= 800


def test_no_template_makes_more_than_ten_sentences(examples) -> None:
    sizes = Counter(e.group for e in examples)
    assert [group for group, size in sizes.items() if size > MOST_FROM_ONE_TEMPLATE] == []


def test_every_type_mode_and_status_is_covered(examples) -> None:
    labels = load_labels()
    types = Counter(t for e in examples for t in e.types)
    assert [t for t in labels.types if types[t] < 100] == []
    modes = Counter((e.types[0], e.mode) for e in examples)
    assert [pair for pair in labels.modes if pair[1] and modes[pair] < 5] == []
    statuses = Counter(e.status for e in examples if e.status)
    assert [s for s in labels.statuses if statuses[s] < 50] == []
    contexts = Counter(c for e in examples for c in e.contexts)
    assert [c for c in labels.contexts if contexts[c] < 15] == []


def test_predicates_are_varied(examples) -> None:
    marked = {plain(e.marked.text[a:b]) for e in examples for a, b in e.marked.predicates}
    assert len(marked) >= 600


def test_reciprocal_events_and_both_voices_are_there(examples) -> None:
    assert sum(e.reciprocal for e in examples) >= 100
    turned = [
        e for e in examples
        if e.marked.actors and e.marked.recipients and e.marked.recipients[0] < e.marked.actors[0]
    ]  # fmt: skip
    assert len(turned) >= 300


def test_near_duplicates_are_absent_outside_templates(examples) -> None:
    """Two sentences of different templates never share more than 80 % of their four-word shingles."""
    owners: dict[str, list[int]] = {}
    shingles = []
    for i, example in enumerate(examples):
        words = plain(example.marked.text).split()
        own = {" ".join(words[k : k + SHINGLE]) for k in range(max(1, len(words) - SHINGLE + 1))}
        shingles.append(own)
        for shingle in own:
            owners.setdefault(shingle, []).append(i)
    shared: Counter[tuple[int, int]] = Counter()
    for where in owners.values():
        if len(where) < 40:
            shared.update((a, b) for k, a in enumerate(where) for b in where[k + 1 :])
    near = [
        (examples[a].source, examples[b].source)
        for (a, b), n in shared.items()
        if n / len(shingles[a] | shingles[b]) > NEAR and examples[a].group != examples[b].group
        and examples[a].marked.text != examples[b].marked.text
    ]  # fmt: skip
    assert near == []


def test_no_sentence_of_the_gold_is_among_them(examples) -> None:
    folder = os.environ.get("DRAGOMAN_GOLD")
    if not folder:
        pytest.skip("no gold folder: set DRAGOMAN_GOLD to compare the training sentences with it")
    gold = {plain(e.marked.text) for e in read_gold_relations(Path(folder) / "relations_dev.jsonl")}
    documents = json.loads((Path(folder) / "reports_dev.json").read_text("utf-8"))["documents"]
    gold |= {plain(d["text"][a:b]) for d in documents for a, b in d["sentences"]}
    article = json.loads((Path(folder) / "seed_article.json").read_text("utf-8"))
    gold |= {plain(s) for s in re.split(r"(?<=[.!?\"])\s+", article["text"])}
    gold = {sentence for sentence in gold if len(sentence.split()) > 3}
    assert [e.source for e in examples if plain(e.marked.text) in gold] == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("AID | actual | health", "expected"),
        ("HELP | actual | - | <s>A</s> x", "unknown type"),
        ("AID/phone | actual | - | <s>A</s> x", "no mode"),
        ("AID | perhaps | - | <s>A</s> x", "unknown status"),
        ("AID | actual twice | - | <s>A</s> x", "after the status"),
        ("AID | actual | weather | <s>A</s> x", "unknown context"),
        ("NONE | actual | - | <s>A</s> x", "written -"),
        ("AID | actual | - | <s>A x", "never closed"),
    ],
)
def test_a_malformed_line_is_refused_with_the_reason(line: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_training_line(line, "g")


def test_a_line_gives_all_its_labels() -> None:
    line = "CONSULT/phone | actual reciprocal | legal,military | <s>Mali</s> and <s>Chad</s> rang."
    example = read_training_line(line, "g")
    assert (example.types, example.mode, example.status) == (("CONSULT",), "phone", "actual")
    assert example.contexts == ("legal", "military")
    assert example.reciprocal
    assert example.detailed


def test_a_template_ends_at_an_empty_line(tmp_path: Path) -> None:
    body = "AID | actual | - | <s>A</s> helped {}."
    lines = ["## template gift", body.format("b"), body.format("c"), "", body.format("d"), "bad line"]
    (tmp_path / "x.txt").write_text("\n".join(lines), "utf-8")
    found, faults = read_training_folder(tmp_path)
    assert [e.group for e in found] == ["x/gift", "x/gift", "A helped d."]
    assert faults == ["x.txt:6: expected: TYPE[/mode] | status | contexts | sentence"]
