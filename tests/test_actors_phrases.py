"""Phrases of many kinds and world regions, written by the editors: titles with names, agencies, parties, units, crowds.

The list is ``benchmarks/actor_phrases.jsonl``, in the form that ``dragoman evaluate actors`` reads.
"""

from __future__ import annotations

from pathlib import Path

from dragoman.evaluation.actors import evaluate, read_gold

PHRASES = Path(__file__).parents[1] / "benchmarks" / "actor_phrases.jsonl"


def test_most_phrases_are_given_their_country_and_sector() -> None:
    found = evaluate(PHRASES)
    assert found["countries"] > 400
    assert found["sectors"] > 350
    assert found["country"] >= 0.97, found["wrong"]
    assert found["sector"] >= 0.97, found["wrong"]


def test_no_phrase_stands_twice() -> None:
    items = [(item["text"], item["date"]) for item in read_gold(PHRASES)]
    assert len(items) == len(set(items))
