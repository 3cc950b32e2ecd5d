"""The model that ships: what it says of a marked sentence, alone and in company."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dragoman.coding.model import Candidate, RelationClassifier
from dragoman.coding.model.classifier import MODEL_FOLDER
from dragoman.coding.model.markup import read_markup
from dragoman.errors import DragomanError

SHIPPED = ("relation.onnx", "tokenizer.json", "labels.json", "calibration.json")


def candidate(marked: str) -> Candidate:
    read = read_markup(marked)
    predicate = read.predicates[0] if read.predicates else None
    return Candidate(read.text, read.actors, read.recipients, predicate)


CANDIDATES = [
    candidate(marked)
    for marked in (
        "<s>Kenyan police</s> <p>arrested</p> <t>an opposition senator</t> at the airport on Monday.",
        "<s>The Swedish minister</s> <p>visited</p> <t>Pretoria</t>.",
        "<s>Bolivia</s> and <s>Peru</s> <p>held talks</p> about the lake, although nobody expected a result "
        "before the elections in October, diplomats in both capitals said, asking not to be named.",
        "<t>The village</t> <p>was shelled</p> by <s>government troops</s>.",
        "<s>Norway</s> beat <t>Denmark</t> 3-1 in the qualifier.",
    )
]


@pytest.fixture(scope="module")
def classifier() -> RelationClassifier:
    return RelationClassifier.load()


def best(chances: dict[str, float]) -> str:
    return max(chances, key=lambda name: chances[name])


def test_it_tells_plain_cases(classifier) -> None:
    arrest, visit, talks, shelling, match = classifier.classify(CANDIDATES)
    assert best(arrest.types) == "COERCE" and arrest.mode("COERCE")[0] == "arrest"
    assert best(visit.types) == "CONSULT" and visit.mode("CONSULT")[0] == "visit"
    assert best(talks.types) == "CONSULT" and talks.reciprocal > 0.5 > arrest.reciprocal
    assert best(shelling.types) == "ASSAULT" and best(shelling.statuses) == "actual"
    assert best(match.types) == "NONE"


def test_probabilities_are_probabilities(classifier) -> None:
    for judgement in classifier.classify(CANDIDATES):
        assert len(judgement.types) == 17 and len(judgement.contexts) == 37
        assert sum(judgement.types.values()) == pytest.approx(1, abs=1e-4)
        assert sum(judgement.statuses.values()) == pytest.approx(1, abs=1e-4)
        for modes in judgement.modes.values():
            assert sum(modes.values()) == pytest.approx(1, abs=1e-4)
        assert all(0 <= v <= 1 for v in (*judgement.contexts.values(), judgement.reciprocal))


def test_types_without_modes_have_none(classifier) -> None:
    (judgement,) = classifier.classify(CANDIDATES[:1])
    assert judgement.mode("AID") == judgement.mode("NONE") == (None, 1.0)


def test_a_judgement_does_not_depend_on_its_company(classifier) -> None:
    together = classifier.classify(CANDIDATES)
    assert [classifier.classify([c])[0] for c in CANDIDATES] == together
    assert classifier.classify(CANDIDATES[::-1])[::-1] == together
    assert classifier.classify(CANDIDATES * 3) == together * 3


def test_nothing_to_judge_is_no_error(classifier) -> None:
    assert classifier.classify([]) == []


def test_missing_parties_and_odd_text_are_borne(classifier) -> None:
    odd = ["", " ", "\ud800 broken", "a" * 5000, "word " * 3000, "日本語 [SEP] <s>"]
    judgements = classifier.classify([Candidate(text) for text in odd])
    assert all(np.isfinite(list(j.types.values())).all() for j in judgements)


@pytest.mark.parametrize("span", [(0, 99), (3, 3), (-1, 2), (4, 2)])
def test_offsets_outside_the_text_are_refused(classifier, span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no characters"):
        classifier.classify([Candidate("Chad left.", actors=(span,))])


@pytest.mark.parametrize("name", SHIPPED)
def test_a_changed_or_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    for file in SHIPPED:
        shutil.copyfile(MODEL_FOLDER / file, tmp_path / file)
    if name == "calibration.json":
        (tmp_path / name).write_text("{}")
    else:
        (tmp_path / name).write_bytes((tmp_path / name).read_bytes() + b" ")
    with pytest.raises(DragomanError, match="E404"):
        RelationClassifier.load(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(DragomanError, match="E404"):
        RelationClassifier.load(tmp_path)


def test_what_ships_is_small() -> None:
    assert sum((MODEL_FOLDER / name).stat().st_size for name in SHIPPED) < 40_000_000


def test_running_it_needs_no_training_library() -> None:
    code = (
        "import sys; sys.modules['torch'] = None;"
        "from dragoman.coding.model import Candidate, RelationClassifier;"
        "RelationClassifier.load().classify([Candidate('Chad left.')]);"
        "assert not {'transformers', 'sklearn', 'onnx'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
