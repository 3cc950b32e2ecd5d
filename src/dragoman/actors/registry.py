"""The actor registry: who there is, under which names, and who was what on which day.

The knowledge lies beside this module in ``data/*.csv`` (see :mod:`dragoman.actors.schema`); registries of
the user stack over it. Nothing here reads text for parties: it answers questions about names, days and roles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from dragoman.actors.holders import OfficeHolders, surely_holds
from dragoman.actors.lexicon import Lexicon, with_nouns
from dragoman.actors.names import NameIndex, fold, name_key
from dragoman.actors.persons import PersonStore
from dragoman.actors.schema import (
    INTERNATIONAL,
    OPEN,
    SOURCE_MADE,
    TABLES,
    Entity,
    NameEntry,
    NameMatch,
    Role,
    Status,
    Tie,
    first_day,
    holds_on,
    last_day,
    split_list,
)
from dragoman.actors.surnames import plain_surname, surname_key, surnames_of
from dragoman.actors.tables import Row, read_table
from dragoman.errors import DragomanError

DATA = Path(__file__).parent / "data"

_ENTITY_TABLES = ("states", "regions", "seats", "organisations", "groups")
_READ_ELSEWHERE = ("persons", "roles", "nouns")
_LOWEST_RANK = 9
_LATEST = "9999-12-31"
REMEMBERED_YEARS = 15
"""How long after an office a bare surname still means who held it."""

_KEPT_SECTORS = frozenset({"REL", "JUD"})
"""Sectors that a role keeps, whatever its body's are: a prosecutor is of the judiciary."""


class Registry:
    """The tables of one or more registry folders, later folders over earlier ones, and what they answer."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Reads the tables in ``folders``. Raises ``DragomanError`` E107 or E301 where one is missing or
        damaged.
        """
        self._tables: dict[str, list[Row]] = {name: [] for name in TABLES if name not in _READ_ELSEWHERE}
        for folder in folders:
            if not folder.is_dir():
                raise DragomanError("E107", str(folder))
            for name, rows in self._tables.items():
                path = folder / f"{name}.csv"
                if path.exists():
                    rows.extend(read_table(path))
        self._persons = PersonStore(folders)
        self._nouns = [path for folder in folders if folder != DATA and (path := folder / "nouns.csv").exists()]
        self._rows: dict[str, tuple[str, Row]] = {
            row[0]: (table, row) for table in _ENTITY_TABLES for row in self._tables[table]
        }

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of politics, the nouns of the user's folders over Dragoman's own."""
        return with_nouns(row for path in self._nouns for row in read_table(path))

    # Entities

    def entity(self, entity_id: str) -> Entity:
        """The entity of an id. Raises ``KeyError`` where there is none."""
        if entity_id in self._persons:
            return self._person_entity(entity_id)
        table, row = self._rows[entity_id]
        if table in ("states", "regions"):
            return self._state_entity(row)
        if table == "seats":
            return Entity(
                id=row[0],
                kind="seat",
                name=row[1],
                names=split_list(row[2]),
                country=row[3] or None,
                sector=row[4] or None,
                sectors=split_list(row[4]),
                start=row[5] or None,
                end=row[6] or None,
            )
        return Entity(
            id=row[0],
            kind=row[7] or table[:-1],
            name=row[2],
            names=split_list(row[3]),
            wikidata=row[1] or None,
            country=row[4] or None,
            sector=row[5] or None,
            sectors=_sectors(row[5], row[6]),
            start=row[8] or None,
            end=row[9] or None,
        )

    def _person_entity(self, person: str) -> Entity:
        row = self._persons.person(person)
        status = self._person_status(person, None)
        return Entity(
            id=row[0],
            kind="person",
            name=row[2],
            names=split_list(row[3]),
            wikidata=row[1] or None,
            country=status.country,
            sector=status.sector,
            sectors=status.sectors,
        )

    def _state_entity(self, row: Row) -> Entity:
        country, sector = self._state_codes(row)
        return Entity(
            id=row[0],
            kind=row[6],
            name=row[2],
            names=split_list(row[3]),
            wikidata=row[1] or None,
            country=country,
            sector=sector,
            sectors=(sector,) if sector else (),
            start=row[8] or None,
            end=row[9] or None,
        )

    @staticmethod
    def _state_codes(row: Row) -> tuple[str, str | None]:
        """PLOVER's country and sector of a state row: dependencies fold, breakaways are PRE of the
        sovereign.
        """
        if row[6] == "breakaway":
            return row[7], "PRE"
        if row[0] in _FOLD_EXCEPTIONS or not row[7]:
            return row[0], None
        return row[7], None

    def entities(self, kind: str | None = None) -> Iterator[Entity]:
        """All entities, or those of one kind (state, territory, breakaway, former, region, seat, person,
        ...).
        """
        if kind != "person":
            for entity_id in self._rows:
                entity = self.entity(entity_id)
                if kind is None or entity.kind == kind:
                    yield entity
        if kind in (None, "person"):
            yield from map(self._person_entity, self._persons)

    def __contains__(self, entity_id: object) -> bool:
        return entity_id in self._rows or (isinstance(entity_id, str) and entity_id in self._persons)

    def __len__(self) -> int:
        return len(self._rows) + len(self._persons)

    # Names

    def named(self, name: str) -> tuple[NameEntry, ...]:
        """All that a name can stand for, in exactly this form but for white space, diacritics and quotes."""
        return self._index.lookup(name)

    def find(self, text: str, caseless: bool = False) -> list[NameMatch]:
        """The known names in ``text``, leftmost and longest, on word boundaries; see :class:`NameIndex`."""
        return self._index.find(text, caseless)

    def search(self, part: str) -> Iterator[str]:
        """The ids of entities with ``part`` in a name, in any case and without accents."""
        wanted = fold(part).lower()
        for entity_id, (table, row) in self._rows.items():
            if any(wanted in fold(name).lower() for name, _, _ in _names_of(table, row)):
                yield entity_id
        for person in self._persons:
            if any(wanted in fold(name).lower() for name in self._persons.all_names(person)):
                yield person

    def surname(self, surname: str, country: str | None = None, day: str | None = None) -> tuple[str, ...]:
        """The persons of a surname, likeliest first: in office on the day, then by rank, then latest in
        office.

        Where ``country`` is given, only persons with a role in it.
        """
        plain = plain_surname(surname)
        keyed = []
        for person in self._persons.surnames.get(surname_key(surname), "").split():
            roles = self.roles(person)
            if country is None or any(role.country == country for role in roles):
                countries = {role.country for role in roles}
                spelt = {
                    s.lower()
                    for name in self._persons.all_names(person)
                    for s in surnames_of(name, countries)
                }
                keyed.append((self._surname_order(roles, plain in spelt, day), person))
        return tuple(person for _, person in sorted(keyed))

    def is_remembered(self, person: str, surname: str, day: str | None) -> bool:
        """Whether a bare surname, spelt so, would call to mind a person on a day: in office or not long out of it."""
        roles = self.roles(person)
        countries = {role.country for role in roles}
        spelt = {s.lower() for name in self._persons.all_names(person) for s in surnames_of(name, countries)}
        if plain_surname(surname) not in spelt:
            return False
        if day is None:
            return True
        since = f"{int(day[:4]) - REMEMBERED_YEARS:04d}{day[4:]}"
        return any(first_day(role.start) <= day and last_day(role.end or role.start) >= since for role in roles)

    def _surname_order(self, roles: Sequence[Role], exact: bool, day: str | None) -> tuple[object, ...]:
        on_day = day or SOURCE_MADE
        current = [self.rank(role.office) for role in roles if surely_holds(role, on_day)]
        best = min((self.rank(role.office) for role in roles), default=_LOWEST_RANK)
        past = [days for role in roles if (days := _days_since(role, on_day)) is not None]
        return (
            not current,
            not exact,
            min(current, default=_LOWEST_RANK),
            best > 2,
            min(past, default=99999),
            best,
        )

    @cached_property
    def _index(self) -> NameIndex:
        names = [
            item for table in _ENTITY_TABLES for row in self._tables[table] for item in _names_of(table, row)
        ]
        names.extend((name, person, "name") for name, person in self._persons.mononyms())
        return NameIndex(names, self._persons.names, self._persons.all_names, WORD_LIKE)

    # Roles and status

    def roles(self, entity_id: str) -> tuple[Role, ...]:
        """The roles of a person, earliest first."""
        return tuple(_role(row) for row in self._persons.roles(entity_id))

    @cached_property
    def _holders(self) -> OfficeHolders:
        counts_as = {office: row[6] for office, row in self._offices.items()}
        return OfficeHolders(map(_role, self._persons.all_roles()), counts_as)

    @cached_property
    def _offices(self) -> dict[str, Row]:
        return {row[0]: row for row in self._tables["offices"]}

    def rank(self, office: str) -> int:
        """How high an office stands: 1 for heads of state, 9 for what is not listed."""
        row = self._offices.get(office)
        return int(row[1]) if row else _LOWEST_RANK

    def is_single(self, office: str) -> bool:
        """Whether an office has one holder at a time."""
        row = self._offices.get(office)
        return row is not None and row[4] == "yes"

    def office_sectors(self, office: str) -> tuple[str, ...]:
        """PLOVER's sectors of an office, the primary one first."""
        row = self._offices.get(office)
        return _sectors(row[2], row[3]) if row else ()

    def holders(self, office: str, country: str, day: str) -> tuple[Role, ...]:
        """Who held an office of a state or organisation on an ISO day, the surest first; see
        :class:`OfficeHolders`.

        ``office`` is one of ``offices.csv``; "head of state" takes in presidents and monarchs, "head of
        government" prime ministers, and presidents of states that have none.
        """
        return self._holders.on(office, country, day)

    def status(self, entity_id: str, day: str | None) -> Status:
        """Country, sector and role of an entity on an ISO day; None asks for the latest known.

        A state as such has no sector (the coder gives an acting state GOV). A person after the last known
        role is ELI, PLOVER's sector of former officials, with a role that starts with "former". Raises
        ``KeyError`` for an unknown id.
        """
        if entity_id in self._persons:
            return self._person_status(entity_id, day)
        table, row = self._rows[entity_id]
        if table in ("states", "regions"):
            country, sector = self._state_codes(row)
            return Status(country, sector, (sector,) if sector else (), None, True)
        if table == "seats":
            return Status(row[3] or None, row[4] or None, split_list(row[4]), None, True)
        for dated in reversed(self._dated_status.get(entity_id, ())):
            if holds_on(dated[4], dated[5], day or _LATEST):
                return Status(dated[1] or None, dated[2] or None, _sectors(dated[2], dated[3]), None, True)
        certain = day is None or holds_on(row[8], row[9], day)
        return Status(row[4] or None, row[5] or None, _sectors(row[5], row[6]), None, certain)

    @cached_property
    def _dated_status(self) -> dict[str, list[Row]]:
        statuses: dict[str, list[Row]] = defaultdict(list)
        for row in self._tables["dated_status"]:
            statuses[row[0]].append(row)
        for rows in statuses.values():
            rows.sort(key=lambda row: first_day(row[4]))
        return dict(statuses)

    def _person_status(self, person: str, day: str | None) -> Status:
        roles = self.roles(person)
        if not roles:
            return Status(certain=False)
        if day is None:
            return self._held(
                min(roles, key=lambda role: _latest_first(role, self.rank(role.office))), True, None
            )
        held = [role for role in roles if role.start and holds_on(role.start, role.end, day)]
        surely = [role for role in held if surely_holds(role, day)]
        if held:
            best = min(
                surely or held, key=lambda role: (_is_shared(role), self.rank(role.office), _negated(role.start))
            )
            return self._held(best, bool(surely), day)
        past = [role for role in roles if role.end and role.end != OPEN and last_day(role.end) < day]
        if past:
            last = max(past, key=lambda role: (last_day(role.end), -self.rank(role.office)))
            return self._former(last)
        countries = {role.country for role in roles}
        return Status(countries.pop() if len(countries) == 1 else None, certain=False)

    def _held(self, role: Role, certain: bool, day: str | None) -> Status:
        """The status that a role gives; leaders of bodies and groups have the body's country and sector."""
        body_id = role.organisation or ""
        table, row = self._rows.get(body_id, ("", []))
        if table == "states" and row[6] == "breakaway":
            return Status(row[7], "PRE", ("PRE", *role.sectors), role.office, certain)
        if role.country or not row:
            return Status(role.country, role.sector, role.sectors, role.office, certain)
        body = self.status(body_id, day)
        sectors = body.sectors or role.sectors
        if role.sector in _KEPT_SECTORS:
            sectors = role.sectors
        elif not body.sectors and role.sector == "GOV" and body.country in INTERNATIONAL:
            sectors = ()
        return Status(body.country, sectors[0] if sectors else None, sectors, role.office, certain)

    def _former(self, role: Role) -> Status:
        office = self._offices.get(role.office)
        sector = (office[5] if office else "") or "ELI"
        country = self._held(role, True, last_day(role.end)).country
        return Status(country, sector, (sector,), f"former {role.office}", True)

    # Relations

    def members(self, organisation: str, day: str | None = None) -> tuple[str, ...]:
        """The members of an organisation on a day (None: the latest known), in alphabetical order."""
        on_day = day or _LATEST
        rows = self._members.get(organisation, ())
        return tuple(sorted({row[1] for row in rows if holds_on(row[2], row[3], on_day)}))

    @cached_property
    def _members(self) -> dict[str, list[Row]]:
        members: dict[str, list[Row]] = defaultdict(list)
        for row in self._tables["members"]:
            members[row[0]].append(row)
        return dict(members)

    def ties(
        self, a: str, b: str | None = None, kind: str | None = None, day: str | None = None
    ) -> tuple[Tie, ...]:
        """The standing ties of ``a``, with ``b`` where given, of a kind, on a day; a tie holds both ways."""
        found = []
        for row in self._ties.get(a, ()):
            other = row[2] if row[1] == a else row[1]
            wanted = (b is None or other == b) and (kind is None or row[0] == kind)
            if wanted and (day is None or holds_on(row[4], row[5], day)):
                found.append(
                    Tie(
                        row[0], row[1], row[2] or None, row[3] or None, row[4] or None, row[5] or None, row[6]
                    )
                )
        return tuple(found)

    @cached_property
    def _ties(self) -> dict[str, list[Row]]:
        ties: dict[str, list[Row]] = defaultdict(list)
        for row in self._tables["ties"]:
            for side in {row[1], row[2]} - {""}:
                ties[side].append(row)
        return dict(ties)


_FOLD_EXCEPTIONS = frozenset({"HKG", "ATA", "PSE", "ANT"})
"""Territories that PLOVER codes as countries of their own, beside states."""

WORD_LIKE = frozenset(
    {"car", "who", "is", "it", "aid", "act", "all", "map", "man", "sea", "far", "plan", "eta", "pot"}
)
"""Abbreviations that are also words: in a headline in capitals they are taken for the word."""


def _names_of(table: str, row: Row) -> Iterator[tuple[str, str, str]]:
    """The (name, entity, form) of a row that names something other than a person."""
    if table == "seats":
        for name in (row[1], *split_list(row[2])):
            yield name, row[0], "seat"
        return
    yield row[2], row[0], "abbreviation" if _is_abbreviation(row[2]) else "name"
    for name in split_list(row[3]):
        yield name, row[0], "abbreviation" if _is_abbreviation(name) else "alias"
    if table in ("states", "regions"):
        for name in split_list(row[4]):
            yield name, row[0], "demonym"
        for name in split_list(row[5]):
            yield name, row[0], "capital"


def _is_abbreviation(name: str) -> bool:
    """Whether a name is written in capitals alone, with or without full stops: UN, U.S., MI6, FARC-EP."""
    return " " not in name and len(name) <= 10 and name.upper() == name and any(map(str.isalpha, name))


def _sectors(sector: str, sectors: str) -> tuple[str, ...]:
    return split_list(sectors) or split_list(sector)


def _role(row: Row) -> Role:
    return Role(
        person=row[0],
        office=row[1],
        title=row[2] or None,
        country=row[3] or None,
        organisation=row[4] or None,
        sector=row[5] or None,
        sectors=_sectors(row[5], row[6]),
        start=row[7] or None,
        end=row[8] or None,
        end_kind=row[9],
        source=row[10],
    )


def _days_since(role: Role, day: str) -> int | None:
    """About how many days before ``day`` a role ended, for ranking; None where it had not begun or has
    no end.
    """
    if not role.start or first_day(role.start) > day:
        return None
    end = min(last_day(role.end if role.end_kind == "known" else role.start), day)
    return (int(day[:4]) - int(end[:4])) * 365 + (int(day[5:7]) - int(end[5:7])) * 30


def _latest_first(role: Role, rank: int) -> tuple[str, bool, int, str]:
    """Sorts roles by their end, latest first, then by rank; an unknown end counts as the start."""
    end = last_day(role.end) if role.end_kind != "unknown" else last_day(role.start)
    return (_negated(end), _is_shared(role), rank, _negated(role.start))


def _is_shared(role: Role) -> bool:
    """Whether others hold the office too: a co-prince of Andorra is first of all what he is alone."""
    return "several holders" in role.source


def _negated(day: str | None) -> str:
    """A text that sorts the other way round than the day."""
    return "".join(chr(126 - ord(character)) for character in first_day(day))


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> Registry:
    return Registry(folders)


def load_registry(extra: Sequence[Path] = ()) -> Registry:
    """Dragoman's registry with the user's registry folders stacked over it; the same object each time.

    A row of a later folder replaces the entity of the same id; roles, members and ties add up.
    """
    return _load((DATA, *(Path(folder).resolve() for folder in extra)))


__all__ = ["DATA", "Registry", "fold", "load_registry", "name_key", "read_table"]
