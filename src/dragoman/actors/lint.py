"""Checking a registry: every finding names file, line and remedy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dragoman.actors.names import name_key
from dragoman.actors.schema import (
    END_KINDS,
    INTERNATIONAL,
    OPEN,
    OVERLAP_MARKS,
    REQUIRED,
    SECTORS,
    STATE_KINDS,
    TABLES,
    first_day,
    is_partial_day,
    last_day,
    split_list,
)
from dragoman.actors.tables import numbered_rows
from dragoman.errors import DragomanError

Cells = dict[str, str]
Located = tuple[str, Cells]
Findings = Iterator[DragomanError]

ENTITIES = ("states", "regions", "seats", "organisations", "groups", "persons")
_REFERENCES = {
    "roles": ("person", "organisation"),
    "members": ("organisation", "member"),
    "ties": ("a", "b"),
    "dated_status": ("entity",),
}


def lint(folders: Sequence[Path]) -> list[DragomanError]:
    """What is wrong in registry folders that stack over one another, in the order of tables and lines.

    An empty list means that all is well. Raises ``DragomanError`` E107 for a missing folder.
    """
    findings: list[DragomanError] = []
    tables: dict[str, list[Located]] = {table: [] for table in TABLES}
    for folder in folders:
        if not folder.is_dir():
            raise DragomanError("E107", str(folder))
        for table, rows in tables.items():
            path = folder / f"{table}.csv"
            if path.exists():
                try:
                    for line, row in numbered_rows(path):
                        rows.append((f"{path}:{line}", dict(zip(TABLES[table], row, strict=True))))
                except DragomanError as error:
                    findings.append(error)
    for check in (_cells, _codes, _dates, _references, _doubled_ids, _doubled_names, _overlaps, _cycles):
        findings.extend(check(tables))
    return findings


def _cells(tables: dict[str, list[Located]]) -> Findings:
    for table, rows in tables.items():
        for where, cells in rows:
            for column in REQUIRED[table]:
                if not cells[column]:
                    yield DragomanError("E305", where, column=column)


def _codes(tables: dict[str, list[Located]]) -> Findings:
    """Countries, sectors and the kinds that are of a fixed list."""
    states = {cells["id"] for _, cells in tables["states"]}
    known = ", ".join(sorted(INTERNATIONAL))
    for table, rows in tables.items():
        for where, cells in rows:
            for value in (cells.get("country", ""), cells.get("parent", "")):
                if value and value not in states and value not in INTERNATIONAL:
                    yield DragomanError("E302", where, value=value, known=known)
            for sector in {*cells.get("sector", "").split(" "), *split_list(cells.get("sectors", ""))} - {""} - SECTORS:
                yield DragomanError("E303", where, value=sector, known=", ".join(sorted(SECTORS)))
            if table in ("states", "regions") and cells["kind"] not in STATE_KINDS:
                kinds = ", ".join(sorted(STATE_KINDS))
                yield DragomanError(
                    "E301", where, detail=f"{cells['kind']} is no kind of state; known are {kinds}"
                )


def _dates(tables: dict[str, list[Located]]) -> Findings:
    for table, rows in tables.items():
        if "start" not in TABLES[table]:
            continue
        for where, cells in rows:
            start, end = cells["start"], cells["end"]
            for value in (start, end if end != OPEN else ""):
                if value and not is_partial_day(value):
                    yield DragomanError("E304", where, detail=f'"{value}" is no day')
            if is_partial_day(start) and is_partial_day(end) and last_day(end) < first_day(start):
                yield DragomanError("E304", where, detail=f"it ends on {end}, before it starts on {start}")
            if table == "roles":
                yield from _end_kind(where, cells)


def _end_kind(where: str, cells: Cells) -> Findings:
    kind, end = cells["end_kind"], cells["end"]
    if kind not in END_KINDS:
        yield DragomanError(
            "E301", where, detail=f'"{kind}" is no end_kind; known are {", ".join(sorted(END_KINDS))}'
        )
    elif (kind == "open") != (end == OPEN) or (kind == "unknown") != (end == ""):
        yield DragomanError("E304", where, detail=f'the end is "{end}" but its end_kind is {kind}')


def _references(tables: dict[str, list[Located]]) -> Findings:
    ids = {cells["id"] for table in ENTITIES for _, cells in tables[table]}
    offices = {cells["office"] for _, cells in tables["offices"]}
    for table, columns in _REFERENCES.items():
        for where, cells in tables[table]:
            for column in columns:
                if cells[column] and cells[column] not in ids:
                    yield DragomanError("E309", where, value=cells[column], column=column)
    for where, cells in tables["roles"]:
        if cells["office"] not in offices:
            yield DragomanError("E309", where, value=cells["office"], column="office")


def _doubled_ids(tables: dict[str, list[Located]]) -> Findings:
    """An id twice in one file; a later folder may replace an entity."""
    seen: dict[tuple[str, str], str] = {}
    for table in ENTITIES:
        for where, cells in tables[table]:
            file = where.rpartition(":")[0]
            other = seen.setdefault((cells["id"], file), where)
            if other != where:
                yield DragomanError("E306", where, name=cells["id"], other=other)


def _doubled_names(tables: dict[str, list[Located]]) -> Findings:
    """A name of two entities that kind, country, sector and dates do not tell apart."""
    terms = _terms(tables["roles"])
    for table in ENTITIES:
        bearers: dict[tuple[str, ...], list[Located]] = defaultdict(list)
        for where, cells in tables[table]:
            for key in _name_keys(table, cells, terms):
                for other_where, other in bearers[key]:
                    if other["id"] != cells["id"] and _together(table, cells, other, terms):
                        yield DragomanError("E306", where, name=key[0], other=other_where)
                bearers[key].append((where, cells))


Terms = dict[str, list[tuple[str, str, str]]]


def _terms(roles: Iterable[Located]) -> Terms:
    """By person: country, first and last day of each role."""
    terms: Terms = defaultdict(list)
    for _, cells in roles:
        last = last_day(cells["end"]) if cells["end"] else last_day(cells["start"])
        terms[cells["person"]].append((cells["country"], first_day(cells["start"]), last))
    return terms


def _name_keys(table: str, cells: Cells, terms: Terms) -> set[tuple[str, ...]]:
    """The names of a row with what tells namesakes apart; main names alone for persons."""
    if table == "persons":
        countries = {country for country, _, _ in terms.get(cells["id"], ())}
        return (
            {(name_key(cells["name"]).lower(), country) for country in countries}
            if " " in cells["name"]
            else set()
        )
    country = cells.get("country") or cells.get("parent", "")
    names = {cells["name"], *split_list(cells["names"])}
    return {(name_key(name), country, cells.get("kind", ""), cells.get("sector", "")) for name in names}


def _together(table: str, one: Cells, other: Cells, terms: Terms) -> bool:
    """Whether two entities were there at the same time; two Wikidata ids are two people for certain."""
    if table == "persons" and one["wikidata"] and other["wikidata"]:
        return False
    if table != "persons":
        periods = [[(first_day(c["start"]), last_day(c["end"]))] for c in (one, other)]
    else:
        periods = [[(start, end) for _, start, end in terms[c["id"]]] for c in (one, other)]
    return any(a < d and c < b for a, b in periods[0] for c, d in periods[1])


def _overlaps(tables: dict[str, list[Located]]) -> Findings:
    """Two holders at one time of an office that has one, unless the source says that it is so."""
    single = {cells["office"] for _, cells in tables["offices"] if cells["single"] == "yes"}
    held: dict[tuple[str, str], list[Located]] = defaultdict(list)
    for where, cells in tables["roles"]:
        marked = any(mark in cells["source"] for mark in OVERLAP_MARKS)
        if cells["office"] in single and cells["start"] and cells["end"] and not marked:
            held[cells["office"], cells["organisation"] or cells["country"]].append((where, cells))
    for (office, place), rows in held.items():
        for where, other in overlapping(rows):
            marks = ", ".join(OVERLAP_MARKS)
            yield DragomanError("E307", where, office=office, place=place, other=other, marks=marks)


def overlapping(rows: Sequence[Located]) -> Iterator[tuple[str, str]]:
    """The places of roles that surely overlap with an earlier role of another person, each with that
    role's place.

    Partial days are given the benefit of the doubt, and a handover may fall on one day.
    """
    ordered = sorted(rows, key=lambda row: first_day(row[1]["start"]))
    for index, (where, cells) in enumerate(ordered):
        begins = _latest(cells["start"])
        for other_where, other in ordered[:index]:
            if other["person"] != cells["person"] and begins < _earliest_end(other["end"]):
                yield where, other_where
                break


def _latest(start: str) -> str:
    """The last day that a partial start can mean."""
    return last_day(start)


def _earliest_end(end: str) -> str:
    """The first day that a partial end can mean."""
    return last_day(end) if end == OPEN else first_day(end)


def _cycles(tables: dict[str, list[Located]]) -> Findings:
    """Bodies that are, by some way, members of themselves."""
    members: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for where, cells in tables["members"]:
        members[cells["organisation"]].append((cells["member"], where))
    done: set[str] = set()
    for start in list(members):
        yield from _walk(start, members, done, [])


def _walk(body: str, members: dict[str, list[tuple[str, str]]], done: set[str], path: list[str]) -> Findings:
    if body in done:
        return
    path.append(body)
    for member, where in members.get(body, ()):
        if member in path:
            circle = " > ".join([*path[path.index(member) :], member])
            yield DragomanError("E308", where, circle=circle)
        else:
            yield from _walk(member, members, done, path)
    path.pop()
    done.add(body)
