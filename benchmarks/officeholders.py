"""How often the registry knows who held an office: ``python benchmarks/officeholders.py``.

``officeholders.csv`` holds questions "who held office O of state S on day D" in three sets. States,
offices and days (1990-01-01 to 2025-06-30) were drawn at random (Python's ``random.Random(20251123)``,
420 draws in order over the states of ``states.csv`` and four offices); a draw that the editors could not
answer for sure was passed over, and the answers were written down before the registry was asked. On
first asking 68 of 100, then 83 of 100 and 40 of 50 were right; the registry was filled up after each
set, so no set is unseen any more. An answer is right when the first holder that the registry names bears
the answer's name. The gate is 85 % of a set.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from dragoman.actors.names import person_key
from dragoman.actors.registry import Registry, load_registry
from dragoman.actors.surnames import surname_key, surnames_of

QUESTIONS = Path(__file__).with_suffix(".csv")
GATE = 85


def main() -> int:
    registry = load_registry()
    with QUESTIONS.open(encoding="utf-8", newline="") as lines:
        questions = list(csv.DictReader(lines))
    passed = True
    for name in dict.fromkeys(question["set"] for question in questions):
        asked = [question for question in questions if question["set"] == name]
        wrong = [question for question in asked if not is_right(registry, question)]
        for question in wrong:
            print(*question.values(), "->", answer(registry, question) or "nobody")
        right = len(asked) - len(wrong)
        print(f"{name} set: {right} of {len(asked)} right (gate: {GATE} %)")
        passed = passed and right * 100 >= GATE * len(asked)
    return 0 if passed else 1


def answer(registry: Registry, question: dict[str, str]) -> str | None:
    """The name of the first holder that the registry gives."""
    holders = registry.holders(question["office"], question["state"], question["day"])
    return registry.entity(holders[0].person).name if holders else None


def is_right(registry: Registry, question: dict[str, str]) -> bool:
    """Whether the first holder bears the answer's full name, or its surname and a part of its other names."""
    holders = registry.holders(question["office"], question["state"], question["day"])
    if not holders:
        return False
    entity = registry.entity(holders[0].person)
    wanted = question["answer"]
    if person_key(wanted) in {person_key(name) for name in (entity.name, *entity.names)}:
        return True
    surnames = {surname_key(surname) for surname in surnames_of(wanted, ())}
    return any(
        surnames & {surname_key(s) for s in surnames_of(name, ())} for name in (entity.name, *entity.names)
    )


if __name__ == "__main__":
    sys.exit(main())
