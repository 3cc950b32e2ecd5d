"""Surnames: which persons a bare surname can mean, before date and country decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from dragoman.actors.names import fold, name_key
from dragoman.actors.spelling import PARTICLES, skeleton

FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "HKG", "MAC", "SGP", "VNM", "HUN", "KHM"})
"""States whose people's names are mostly given in news with the family name first."""

TWO_SURNAMES = frozenset(
    "ARG BOL CHL COL CRI CUB DOM ECU SLV ESP GTM HND MEX NIC PAN PRY PER PRI URY VEN GNQ AND".split()
)
"""States whose people bear two surnames, either of which news may use alone."""


class SurnameIndex:
    """Surnames and the persons that bear them."""

    def __init__(self, persons: Iterable[tuple[str, Sequence[str], set[str | None]]]) -> None:
        """``persons`` are (id, names, countries of their roles)."""
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._alike: dict[str, set[str]] = defaultdict(set)
        for person, names, countries in persons:
            for name in names:
                for surname in surnames_of(name, countries):
                    self._exact[surname.lower()].add(person)
                    self._alike[_skeleton(surname)].add(person)

    def lookup(self, surname: str) -> list[tuple[str, bool]]:
        """The persons of a surname, and whether it is spelt just so."""
        key = " ".join(token for token in name_key(surname).split(" ") if token != "-")
        exact = self._exact.get(key.lower(), set())
        alike = self._alike.get(_skeleton(key), set())
        return [(person, person in exact) for person in sorted(exact | alike)]


def surnames_of(name: str, countries: set[str | None]) -> set[str]:
    """The surnames that a full name can be shortened to, folded: "Peña Nieto" gives Nieto, Pena and Pena Nieto."""
    tokens = [token for token in name_key(fold(name)).split(" ") if token.isalnum()]
    if len(tokens) < 2:
        return set(tokens)
    surnames = {tokens[-1]}
    for index in range(len(tokens) - 1, 0, -1):
        if tokens[index - 1].lower() not in PARTICLES:
            surnames.add(" ".join(tokens[index:]))
            break
    if countries & FAMILY_NAME_FIRST:
        surnames.add(tokens[0])
    if len(tokens) > 2:
        surnames.add(" ".join(tokens[-2:]))
        if countries & TWO_SURNAMES:
            surnames.add(tokens[-2])
    return surnames


def _skeleton(surname: str) -> str:
    return "".join(skeleton(token) for token in surname.split(" ") if token)
