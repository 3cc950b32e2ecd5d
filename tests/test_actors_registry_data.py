"""The registry's own data: complete, sound, and equal to its generated indexes."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.util import find_spec

import pytest

from dragoman.actors.lint import lint
from dragoman.actors.persons import NAMES_FILE, SURNAMES_FILE, PersonStore, name_index, surname_index
from dragoman.actors.positions import office_of, split_titles
from dragoman.actors.registry import DATA, load_registry

REGISTRY = load_registry()


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_our_own_registry_passes_the_check() -> None:
    assert [str(finding) for finding in lint([DATA])] == []


def test_the_generated_indexes_are_those_of_the_tables() -> None:
    store = PersonStore([DATA])
    assert store.names == name_index(store, store), f"run scripts/registry/build_index.py: {NAMES_FILE}"
    assert store.surnames == surname_index(store, store), (
        f"run scripts/registry/build_index.py: {SURNAMES_FILE}"
    )


@pytest.mark.skipif(find_spec("pycountry") is None, reason="pycountry is not installed")
def test_every_state_and_territory_of_iso_3166_is_there() -> None:
    import pycountry

    assert {country.alpha_3 for country in pycountry.countries} <= {row["id"] for row in rows("states")}


def test_person_roles_are_many_and_most_have_both_bounds() -> None:
    roles = rows("roles")
    bounded = [role for role in roles if role["start"] and role["end_kind"] == "known"]
    assert len(roles) >= 8000
    assert len(bounded) >= 4000


def test_heads_of_the_great_powers_are_known_on_every_new_year() -> None:
    posts = [("president", "USA"), ("prime minister", "GBR"), ("president", "FRA"), ("prime minister", "DEU")]
    missing = [
        (office, place, year)
        for office, place in [
            *posts,
            ("president", "CHN"),
            ("prime minister", "JPN"),
            ("secretary-general", "un"),
        ]
        for year in range(1990, 2025)
        if not REGISTRY.holders(office, place, f"{year}-01-01")
    ]
    assert missing == []


def test_every_role_is_of_a_person_and_says_how_it_ends() -> None:
    persons = {row["id"] for row in rows("persons")}
    assert {role["person"] for role in rows("roles")} <= persons
    assert set(Counter(role["end_kind"] for role in rows("roles"))) <= {"known", "open", "unknown"}


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("Minister of Foreign Affairs", "foreign minister"),
        ("Foreign Secretary", "foreign minister"),
        ("Deputy Minister of Foreign Affairs", "deputy minister"),
        ("Deputy Prime Minister", "deputy prime minister"),
        ("Prime Minister", "prime minister"),
        ("Minister of National Defence", "defence minister"),
        ("President of the Senate", "speaker"),
        ("President", "president"),
        ("Governor of the Central Bank", "central bank governor"),
        ("Governor", "governor"),
        ("Chief of the General Staff", "army chief"),
        ("Vice-Chancellor", "deputy prime minister"),
        ("King", "monarch"),
        ("Minister of Culture", "minister"),
        ("Keeper of the Seals of Nowhere", "official"),
    ],
)
def test_titles_are_put_to_offices(title: str, office: str) -> None:
    assert office_of(title) == office


def test_titles_that_ran_together_are_taken_apart() -> None:
    assert split_titles("Vice PremierMinister of Finance") == ["Vice Premier", "Minister of Finance"]
