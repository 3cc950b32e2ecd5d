"""Confidence lies between 0 and 1, grows with the model's voice, and every feature has a weight."""

from types import SimpleNamespace

import pytest

from dragoman.coding.confidence import FEATURES, confidence, features
from dragoman.records import Party


def draft(probability: float, *, country: str | None = "KEN", status: str = "actual") -> SimpleNamespace:
    party = Party(text="Kenya", start=0, end=5, country=country)
    return SimpleNamespace(
        given={"type_probability": probability, "frame_weight": 3.0},
        parties=(party,),
        recipients=(party,),
        reciprocal=False,
        clause=SimpleNamespace(is_noun=False),
        status=status,
        event_type="AID",
    )


@pytest.mark.parametrize("probability", [0.0, 0.5, 1.0])
def test_confidence_is_a_probability(probability):
    assert 0.0 < confidence(draft(probability)) < 1.0


def test_the_model_s_agreement_raises_it():
    assert confidence(draft(0.95)) >= confidence(draft(0.05))


def test_every_feature_is_named_and_bounded():
    found = features(draft(0.7, country=None, status="hypothetical"))
    assert tuple(found) == FEATURES
    assert all(0.0 <= value <= 1.0 for value in found.values())
    assert found["unnamed"] == 1.0
    assert found["real"] == 0.0
