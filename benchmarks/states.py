"""Names, adjectives and capitals of states for sentences with ``[A]``, ``[a]`` and ``[A*]`` in them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

PLACE = re.compile(r"\[([A-Za-z])(\*?)\]")


@dataclass(frozen=True)
class State:
    """A state as sentences name it."""

    code: str
    name: str
    adjective: str
    capital: str


@cache
def states() -> dict[str, State]:
    """The states of the registry by their names."""
    text = (files("dragoman.actors") / "data" / "states.csv").read_text(encoding="utf-8")
    found: dict[str, State] = {}
    for row in csv.DictReader(text.splitlines()):
        adjective, capital = row["demonyms"].split(";")[0], row["capitals"].split(";")[0]
        for name in (row["name"], *row["names"].split(";")):
            found.setdefault(name, State(row["id"], name, adjective, capital))
    return found


def fill(sentence: str, named: dict[str, State]) -> str:
    """A sentence with its places filled: ``[A]`` the name, ``[a]`` the adjective, ``[A*]`` the capital."""

    def word(found: re.Match[str]) -> str:
        letter, star = found.groups()
        state = named[letter.upper()]
        return state.capital if star else state.name if letter.isupper() else state.adjective

    return PLACE.sub(word, sentence)
