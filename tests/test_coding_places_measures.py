"""The measures of finding and resolving places."""

from __future__ import annotations

import pytest

from dragoman.evaluation.places import NOWHERE_KM, evaluate, predict

TEXT = "Floods hit Dhaka and Chittagong, officials in Bangladesh said."
GOLD = [
    {
        "id": "a",
        "text": TEXT,
        "toponyms": [
            {"start": 11, "end": 16, "name": "Dhaka", "lat": 23.7, "lon": 90.4, "country_name": False},
            {"start": 21, "end": 31, "name": "Chittagong", "lat": 22.3, "lon": 91.8, "country_name": False},
            {"start": 46, "end": 56, "name": "Bangladesh", "lat": 24.0, "lon": 90.0, "country_name": True},
        ],
    }
]


def predictions(*toponyms: tuple[int, int, float | None, float | None]) -> list[dict[str, object]]:
    listed = [{"start": s, "end": e, "name": TEXT[s:e], "lat": lat, "lon": lon} for s, e, lat, lon in toponyms]
    return [{"id": "a", "toponyms": listed}]


def test_what_dragoman_predicts_has_the_form_that_is_scored() -> None:
    made = predict(GOLD)
    assert [t["name"] for t in made[0]["toponyms"]] == ["Dhaka", "Chattogram", "Bangladesh"]
    scores = evaluate(GOLD, predictions=made)
    assert scores["exact"]["f1"] == 1.0
    assert scores["within_161_km"] == 1.0


def test_names_given_are_answered_in_their_order() -> None:
    made = predict(GOLD, given=True)
    assert [(t["start"], t["end"]) for t in made[0]["toponyms"]] == [(11, 16), (21, 31), (46, 56)]


def test_overlapping_spans_count_in_the_looser_measure_only() -> None:
    scores = evaluate(GOLD, predictions=predictions((11, 20, 23.7, 90.4)))
    assert scores["exact"]["f1"] == 0.0
    assert scores["overlap"]["precision"] == 1.0
    assert scores["overlap"]["recall"] == pytest.approx(1 / 3)


def test_whole_countries_are_left_out_of_the_distances() -> None:
    scores = evaluate(GOLD, given=True, predictions=predictions((11, 16, 23.7, 90.4), (46, 56, 0.0, 0.0)))
    assert scores["measured"] == 2
    assert scores["within_161_km"] == 0.5


def test_a_name_without_coordinates_is_as_far_off_as_can_be() -> None:
    scores = evaluate(GOLD, given=True, predictions=predictions((11, 16, None, None), (21, 31, None, None)))
    assert scores["median_km"] == NOWHERE_KM
    assert scores["unresolved"] == 2


def test_no_documents_and_no_predictions_give_zeros_and_unknowns() -> None:
    scores = evaluate([], predictions=[])
    assert scores["exact"]["f1"] == 0.0
    assert scores["median_km"] is None


def test_documents_that_share_an_id_take_their_predictions_in_order() -> None:
    first, second = predictions((11, 16, 23.7, 90.4)), predictions((21, 31, 22.3, 91.8))
    scores = evaluate(GOLD + GOLD, predictions=first + second)
    assert scores["exact"]["precision"] == 1.0
    assert scores["found"] == 2
