"""Persons and their roles, tens of thousands of them, at hand without reading them all.

The lines of ``persons.csv`` and ``roles.csv`` are kept as they are and read when somebody asks for the
person.
Which person a name or surname means stands in two generated files, ``person_names.tsv`` and
``person_surnames.tsv`` (spelling skeleton, tab, ids separated by spaces), which a test holds equal to the
tables; ``scripts/registry/build_index.py`` writes them anew.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dragoman.actors.names import name_key, person_key
from dragoman.actors.schema import TABLES, first_day, split_list
from dragoman.actors.spelling import skeleton
from dragoman.actors.surnames import surname_key, surnames_of
from dragoman.actors.tables import Row, read_table

NAMES_FILE, SURNAMES_FILE = "person_names.tsv", "person_surnames.tsv"
_HEADERS = {table: ",".join(TABLES[table]) for table in ("persons", "roles")}
Line = str | Row
_HAS_MONONYM = re.compile(r"[,;][^\s,;\"-]+[,;]")


class PersonStore:
    """Persons and roles of one or more registry folders, the first with generated indexes."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Reads what is in ``folders``; folders without the generated indexes are indexed now."""
        self.names: dict[str, str] = {}
        self.surnames: dict[str, str] = {}
        self._persons: dict[str, Line] = {}
        self._roles: dict[str, list[Line]] = {}
        for folder in folders:
            fresh = self._add_persons(folder / "persons.csv")
            self._add_roles(folder / "roles.csv")
            if (folder / NAMES_FILE).exists():
                self.names.update(_read_index(folder / NAMES_FILE))
                self.surnames.update(_read_index(folder / SURNAMES_FILE))
            else:
                _merge(self.names, name_index(self, fresh))
                _merge(self.surnames, surname_index(self, fresh))

    def _add_persons(self, path: Path) -> list[str]:
        fresh = [
            (line[0] if isinstance(line, list) else line.partition(",")[0], line) for line in _lines(path)
        ]
        self._persons.update(fresh)
        return [person for person, _ in fresh]

    def _add_roles(self, path: Path) -> None:
        roles = self._roles
        for line in _lines(path):
            person = line[0] if isinstance(line, list) else line.partition(",")[0]
            if person in roles:
                roles[person].append(line)
            else:
                roles[person] = [line]

    def __contains__(self, person: str) -> bool:
        return person in self._persons

    def __iter__(self) -> Iterator[str]:
        return iter(self._persons)

    def __len__(self) -> int:
        return len(self._persons)

    def person(self, person: str) -> Row:
        """The row of a person. Raises ``KeyError`` for an unknown id."""
        return _parsed([self._persons[person]])[0]

    def all_names(self, person: str) -> tuple[str, ...]:
        """The full names of a person, the main one first."""
        row = self.person(person)
        return (row[2], *split_list(row[3]))

    def roles(self, person: str) -> list[Row]:
        """The role rows of a person, earliest first."""
        return sorted(_parsed(self._roles.get(person, ())), key=lambda row: first_day(row[7]))

    def all_roles(self) -> Iterator[Row]:
        """Every role row, in the order of the files."""
        for lines in self._roles.values():
            yield from _parsed(lines)

    def mononyms(self) -> Iterator[tuple[str, str]]:
        """Single words that are listed as a name of a person: (word, id). A lone main name is a surname
        only.
        """
        for person, line in self._persons.items():
            if isinstance(line, list) or _HAS_MONONYM.search(line):
                for name in split_list(self.person(person)[3]):
                    if is_mononym(name):
                        yield name, person


def is_mononym(name: str) -> bool:
    """Whether a name is a single word, as news writes it: Suharto, Lula."""
    return " " not in name and "-" not in name


def is_full_name(name: str) -> bool:
    """Whether a name has at least two words, not counting an article as in "al-Maliki"."""
    return sum(len(skeleton(token)) > 1 for token in name_key(name).split(" ")) > 1 or " " in name.strip()


def _lines(path: Path) -> Sequence[Line]:
    """The lines of a table without its header; rows where the file is not in the plain form of our own."""
    if not path.exists():
        return ()
    header, _, text = path.read_text(encoding="utf-8").partition("\n")
    if header != _HEADERS[path.stem] or not (path.parent / NAMES_FILE).exists():
        return read_table(path)
    lines = text.split("\n")
    return lines if lines[-1] else lines[:-1]


def _parsed(lines: Iterable[Line]) -> list[Row]:
    return [line if isinstance(line, list) else next(csv.reader((line,))) for line in lines]


def _read_index(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8")
    cells = text.replace("\n", "\t").split("\t")
    return dict(zip(cells[::2], cells[1::2], strict=False))


def _merge(index: dict[str, str], more: dict[str, str]) -> None:
    for key, ids in more.items():
        index[key] = f"{index[key]} {ids}" if key in index else ids


def name_index(store: PersonStore, persons: Iterable[str]) -> dict[str, str]:
    """Skeletons of full names to the ids of their bearers, separated by spaces."""
    index: dict[str, dict[str, None]] = defaultdict(dict)
    for person in persons:
        for name in store.all_names(person):
            if is_full_name(name):
                index[person_key(name)][person] = None
    return {key: " ".join(ids) for key, ids in sorted(index.items()) if key}


def surname_index(store: PersonStore, persons: Iterable[str]) -> dict[str, str]:
    """Skeletons of surnames to the ids of their bearers, separated by spaces."""
    index: dict[str, dict[str, None]] = defaultdict(dict)
    for person in persons:
        countries = {row[3] or None for row in store.roles(person)}
        for name in store.all_names(person):
            for surname in surnames_of(name, countries):
                index[surname_key(surname)][person] = None
    return {key: " ".join(ids) for key, ids in sorted(index.items()) if key}
