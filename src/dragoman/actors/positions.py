"""Titles of office to offices: "Minister of Foreign Affairs" and "Foreign Secretary" are the foreign
minister.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache

from dragoman.actors.names import fold
from dragoman.actors.registry import DATA

_RUN_TOGETHER = re.compile(r"(?<=[a-z)])(?=[A-Z])")


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    with (DATA / "positions.csv").open(encoding="utf-8", newline="") as lines:
        return tuple((re.compile(row["pattern"]), row["office"]) for row in csv.DictReader(lines))


@lru_cache(maxsize=8192)
def office_of(title: str) -> str:
    """The office that a title names, by the first pattern of ``positions.csv`` that fits; "official"
    where none does.
    """
    plain = fold(title).lower().strip()
    for pattern, office in _patterns():
        if pattern.search(plain):
            return office
    return "official"


def split_titles(title: str) -> list[str]:
    """Titles that a source ran together: "Vice PremierMinister of Finance" is two."""
    return [part.strip(" ,;") for part in _RUN_TOGETHER.split(title) if part.strip(" ,;")]
