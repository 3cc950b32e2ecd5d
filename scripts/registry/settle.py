"""Offices with one holder that sources give to two people at a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from holdings import Holding
from merge import HEADS, Person

from dragoman.actors.lint import overlapping
from dragoman.actors.registry import load_registry

Held = tuple[Person, Holding]


def settle(roles: list[Held]) -> list[Held]:
    """Takes the office back from PETRARCH's guess where the editors know the holder, and marks other
    overlaps.
    """
    registry = load_registry()
    single = {office for office in {role.office for _, role in roles} if registry.is_single(office)}
    roles = _without_guesses(roles, single)
    for number in _overlapping(roles, single):
        person, role = roles[number]
        mark = "several holders" if role.title or role.source != "editors" else "sources differ"
        roles[number] = (person, replace(role, source=f"{role.source}; {mark}"))
    return roles


def _without_guesses(roles: list[Held], single: set[str]) -> list[Held]:
    """PETRARCH's offices come from forms of address; where they clash with the editors only the rank
    stays.
    """
    clashing = {
        number
        for pair in _clashes(roles, single)
        for number in pair
        if roles[number][1].source.startswith("PETRARCH")
    }
    return [
        (person, replace(role, office="leader" if role.office in HEADS else "minister"))
        if number in clashing
        else (person, role)
        for number, (person, role) in enumerate(roles)
    ]


def _overlapping(roles: list[Held], single: set[str]) -> set[int]:
    """The numbers of roles to mark: of each clash the one that is not the editors', until none is left."""
    marked: set[int] = set()
    while True:
        clashes = _clashes(roles, single, marked)
        if not clashes:
            return marked
        for first, second in clashes:
            marked.add(second if roles[first][1].source == "editors" else first)


def _clashes(roles: list[Held], single: set[str], without: set[int] | None = None) -> list[tuple[int, int]]:
    """Pairs of roles, by number, of two people in one office at one time."""
    by_post: dict[tuple[str, str], list[tuple[str, dict[str, str]]]] = defaultdict(list)
    for number, (person, role) in enumerate(roles):
        if role.office in single and role.start and role.end and number not in (without or ()):
            cells = {"person": person.id, "start": role.start, "end": role.end}
            by_post[role.office, role.organisation or role.country].append((str(number), cells))
    return [(int(one), int(other)) for rows in by_post.values() for one, other in overlapping(rows)]
