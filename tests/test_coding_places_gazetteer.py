"""What the gazetteer knows, and how names are looked up in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding.places.folding import fold, is_latin
from dragoman.coding.places.gazetteer import Gazetteer, great_circle_km


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def test_loading_again_gives_the_same_gazetteer(gazetteer: Gazetteer) -> None:
    assert Gazetteer.load() is gazetteer


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint Petersburg", "St. Petersburg"),
        ("Xi'an", "Xian"),
        ("Düsseldorf", "Dusseldorf"),
        ("Port-au-Prince", "Port au Prince"),
        ("Łódź", "Lodz"),
    ],
)
def test_spellings_of_one_name_fold_to_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more_than_folding_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once or not is_latin(text)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_looked_up(text: str) -> None:
    gazetteer = Gazetteer.load()
    assert bool(gazetteer.lookup(text)) == gazetteer.knows(text)


@pytest.mark.parametrize(
    ("name", "kind", "country", "lat", "lon"),
    [
        ("Iraq", "country", "IRQ", 33, 44),
        ("Burma", "country", "MMR", 21, 96),
        ("Kosovo", "country", "KOS", 42.6, 20.9),
        ("Texas", "admin1", "USA", 31, -99),
        ("Chechnya", "admin1", "RUS", 43.4, 45.7),
        ("Kiev", "town", "UKR", 50.45, 30.5),
        ("Gaza Strip", "area", "PSE", 31.4, 34.3),
        ("Golan Heights", "area", "SYR", 33, 35.8),
        ("Tiananmen Square", "site", "CHN", 39.9, 116.4),
        ("South China Sea", "sea", None, 12, 113),
    ],
)
def test_places_that_news_names_are_known(
    gazetteer: Gazetteer, name: str, kind: str, country: str | None, lat: float, lon: float
) -> None:
    found = [e for e in gazetteer.lookup(name) if e.kind == kind and e.country == country]
    assert found
    assert min(great_circle_km(e.lat, e.lon, lat, lon) for e in found) < 250


def test_an_unknown_name_has_no_places(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Qwxzkvland") == ()
    assert not gazetteer.knows("")


def test_every_country_has_a_centre_on_the_globe_and_a_code_of_three_letters(gazetteer: Gazetteer) -> None:
    for code, country in gazetteer.countries.items():
        assert len(code) == 3 and code.isupper()
        assert -90 <= country.entry.lat <= 90 and -180 <= country.entry.lon <= 180
        assert country.neighbours <= gazetteer.countries.keys()


def test_abbreviations_of_states_count_as_written(gazetteer: Gazetteer) -> None:
    assert [e.name for e in gazetteer.abbreviated("Calif.")] == ["California"]
    assert {e.name for e in gazetteer.abbreviated("WA")} == {"Washington", "Western Australia"}
    assert gazetteer.abbreviated("calif.") == ()


@settings(deadline=None)
@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_distances_are_symmetric_and_at_most_half_the_globe(a: float, b: float, c: float, d: float) -> None:
    there, back = great_circle_km(a, b, c, d), great_circle_km(c, d, a, b)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20_016


def test_london_and_paris_are_344_km_apart() -> None:
    assert great_circle_km(51.507, -0.128, 48.857, 2.352) == pytest.approx(344, abs=2)
