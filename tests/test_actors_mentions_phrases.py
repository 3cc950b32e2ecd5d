"""Bare phrases, and the evaluation of them against a gold file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.actors import load_registry, resolve_phrase
from dragoman.errors import DragomanError
from dragoman.evaluation.actors import evaluate, iso_day, score


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("a Swedish frigate", "SWE", "MIL"),
        ("retired deputy prime minister", None, "ELI"),
        ("oslo traffic police", "NOR", "COP"),
        ("Ghana", "GHA", None),
        ("Ghana's Ministry of Health", "GHA", "GOV"),
        ("Kenya's Defense Department", "KEN", "GOV"),
        ("several of the biggest trade unions in Norway", "NOR", "LAB"),
        ("Minna Aalto, Finland's deputy interior minister", "FIN", "GOV"),
        ("the president of the supreme court", None, "JUD"),
        ("a team of armed police", None, "COP"),
        ("people in Wales", "GBR", "CVL"),
        ("bicycle thieves", None, "CRM"),
        ("a prominent Sikh community leader", None, "REL"),
        ("she", None, "UNK"),
        ("", None, None),
        ("---", None, None),
    ],
)
def test_a_bare_phrase_is_resolved(phrase: str, country: str | None, sector: str | None) -> None:
    found = resolve_phrase(phrase, None, load_registry())
    assert (found.country, found.sector) == (country, sector)


def test_the_day_decides_the_sector_of_a_former_chancellor() -> None:
    registry = load_registry()
    assert resolve_phrase("Angela Merkel", "2012-05-01", registry).sector == "GOV"
    assert resolve_phrase("Angela Merkel", "2023-05-01", registry).sector == "ELI"


def test_null_is_not_scored_and_health_counts_as_med(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    rows = [
        {"id": "a", "text": "Danish nurses", "date": None, "country": "DNK", "sector": "HLH"},
        {"id": "b", "text": "Ghana", "date": None, "country": None, "sector": ""},
    ]
    gold.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = evaluate(gold)
    assert (found["country"], found["countries"], found["sector"], found["sectors"]) == (1.0, 1, 1.0, 2)


def test_a_missing_prediction_counts_as_none() -> None:
    found = score([{"id": "a", "text": "x", "country": "DNK", "sector": ""}], [])
    assert (found["country"], found["sector"]) == (0.0, 1.0)
    assert found["errors"][0]["field"] == "country"


@pytest.mark.parametrize("line", ["{broken", "[]", '{"id": 3}'])
def test_a_gold_file_of_another_form_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n" + line, encoding="utf-8")
    with pytest.raises(DragomanError, match=r"gold\.jsonl:2"):
        evaluate(gold)


def test_a_missing_gold_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DragomanError, match="E107"):
        evaluate(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("value", "day"),
    [("12 April 2022", "2022-04-12"), ("2020-01-02", "2020-01-02"), (None, None), ("", None)],
)
def test_days_in_gold_come_in_two_forms(value: str | None, day: str | None) -> None:
    assert iso_day(value) == day
