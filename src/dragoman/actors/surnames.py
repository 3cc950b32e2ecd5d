"""Surnames: what a full name can be shortened to in news."""

from __future__ import annotations

from collections.abc import Collection

from dragoman.actors.names import name_key
from dragoman.actors.spelling import PARTICLES, skeleton

FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "HKG", "MAC", "SGP", "VNM", "HUN", "KHM"})
"""States whose people's names are mostly given in news with the family name first."""

TWO_SURNAMES = frozenset(
    {"ARG", "BOL", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "SLV", "ESP", "GTM", "HND", "MEX", "NIC", "PAN"}
    | {"PRY", "PER", "PRI", "URY", "VEN", "GNQ", "AND"}
)
"""States whose people bear two surnames, either of which news may use alone."""


def surnames_of(name: str, countries: Collection[str | None]) -> set[str]:
    """The surnames in a full name, folded: "Peña Nieto" of Mexico gives Nieto, Pena and Pena Nieto.

    ``countries`` are those of the person's roles; they decide where in the name the surname stands.
    """
    tokens = [token for token in name_key(name).split(" ") if token.isalnum()]
    if len(tokens) < 2:
        return set(tokens)
    surnames = {tokens[-1]}
    first = len(tokens) - 1
    while first > 1 and tokens[first - 1].lower() in PARTICLES:
        first -= 1
    surnames.add(" ".join(tokens[first:]))
    if not FAMILY_NAME_FIRST.isdisjoint(countries):
        surnames.add(tokens[0])
    if len(tokens) > 2:
        surnames.add(" ".join(tokens[-2:]))
        if not TWO_SURNAMES.isdisjoint(countries):
            surnames.add(tokens[-2])
    return surnames


def surname_key(surname: str) -> str:
    """The spelling skeleton under which a surname is looked up."""
    return "".join(skeleton(token) for token in name_key(surname).split(" ") if token)


def plain_surname(surname: str) -> str:
    """A surname's folded words in lower case, for comparing as written."""
    return " ".join(token for token in name_key(surname).lower().split(" ") if token.isalnum())
