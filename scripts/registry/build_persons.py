"""Builds persons.csv and roles.csv: ``python scripts/registry/build_persons.py REFERENCE_FOLDER``.

The folder holds ``officials_2025-01.csv``, ``reign_leaders_1950-2021.csv`` and ``petrarch/``; the
editors' own successions lie beside this script in ``chains/``. Running it again gives the same files.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from build_index import main as write_indexes
from holdings import Holding, chains, officials, petrarch, reign
from merge import Person, persons_of, roles_of
from settle import settle

from dragoman.actors.registry import DATA, load_registry
from dragoman.actors.schema import TABLES


def main(reference: Path) -> None:
    """Writes both tables and prints how many records came from where."""
    holdings = [
        *chains(Path(__file__).parent / "chains"),
        *officials(reference),
        *petrarch(reference),
        *reign(reference),
    ]
    people = sorted(persons_of(holdings), key=lambda person: (person.id, person.name))
    _number_doubles(people)
    roles = settle([(person, role) for person in people for role in roles_of(person)])
    role_rows = [_role_cells(person, role) for person, role in roles]
    _write("persons", [_person_cells(person) for person in people])
    _write("roles", role_rows)
    bounded = sum(1 for _, role in roles if role.start and role.end_kind == "known")
    write_indexes()
    print(f"{len(people)} persons, {len(roles)} roles, {bounded} with both bounds")
    print(Counter(role.source for _, role in roles).most_common())
    print(Counter(role.office for _, role in roles).most_common(20))


def _number_doubles(people: list[Person]) -> None:
    """Gives persons whose made-up ids agree ids of their own."""
    seen: Counter[str] = Counter()
    for person in people:
        seen[person.id] += 1
        if seen[person.id] > 1:
            person.birth_year = f"{person.birth_year or 'n'}-{seen[person.id]}"


def _person_cells(person: Person) -> list[str]:
    sources = "; ".join(sorted({holding.source for holding in person.holdings}))
    return [person.id, person.wikidata, person.name, ";".join(person.names), sources]


def _role_cells(person: Person, role: Holding) -> list[str]:
    sectors = role.sectors or load_registry().office_sectors(role.office)
    return [
        person.id,
        role.office,
        role.title,
        role.country,
        role.organisation,
        sectors[0] if sectors else "",
        ";".join(sectors),
        role.start,
        role.end,
        role.end_kind,
        role.source,
    ]


def _write(table: str, rows: Iterable[list[str]]) -> None:
    """Writes a table beside the old one, then puts it in its place."""
    path = DATA / f"{table}.csv"
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(TABLES[table])
        writer.writerows(rows)
    fresh.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
