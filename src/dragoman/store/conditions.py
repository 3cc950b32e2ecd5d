"""From filters to SQL: conditions on the columns of reports and events (DuckDB) and of documents (SQLite)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from dragoman.store.countries import country_titles
from dragoman.store.filters import Filters, Subject, declarations, several

SIDES = {"actors": "actors", "recipients": "CASE WHEN reciprocal THEN actors ELSE recipients END"}
"""The parties of each side, as SQL: what is done to each other has its parties on both sides."""
_COUNTRIES = {
    "actors": "actor_countries",
    "recipients": "CASE WHEN reciprocal THEN actor_countries ELSE recipient_countries END",
}

Column = Callable[[str], str]
"""From a field of a party to the SQL that gives it."""


class Where(msgspec.Struct):
    """A condition on the rows of a subject, and the values of its parameters."""

    parts: list[str]
    values: dict[str, Any]
    subject: Subject = "reports"

    @property
    def sql(self) -> str:
        """The condition, true where nothing was asked."""
        return " AND ".join(self.parts) or "TRUE"

    def bind(self, value: Any) -> str:
        """The SQL of a new parameter with this value."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"${name}"


def where(filters: Filters, subject: Subject = "reports") -> Where:
    """The condition that filters put on the columns of the view ``reports`` or ``events``."""
    made = Where([], {}, subject)
    for field, declared in declarations().items():
        value = getattr(filters, field)
        if value in (None, ()) or declared.page or not declared.applies(subject):
            continue
        condition = declared.condition(subject)
        if condition is not None:
            made.parts.append(condition)
            made.values[field] = list(value) if isinstance(value, tuple) else value
        elif declared.parties == ("attribution",):
            made.parts.append(_any_of(_attributed(made, each) for each in value))
        elif declared.parties:
            is_one = _has_sector if "sector" in declared.name else _is_party
            made.parts.append(_any_of(is_one(made, side, each) for side in declared.parties for each in value))
        elif field == "between":
            made.parts.append(_between(made, *value))
    return made


def document_where(filters: Filters, only: Iterable[str] | None = None) -> Where:
    """The condition on documents (alias ``d``), of all filters or of those fields only."""
    made = Where([], {}, "documents")
    for field, declared in declarations().items():
        value = getattr(filters, field)
        if value in (None, ()) or declared.documents is None or (only is not None and field not in only):
            continue
        made.parts.append(declared.documents)
        made.values[field] = msgspec.json.encode(value).decode() if field in several() else value
    return made


def through_documents(filters: Filters) -> tuple[str, ...]:
    """The fields in use that a question about reports or events has to ask the catalog."""
    return tuple(
        field
        for field, made in declarations().items()
        if made.documents is not None and made.reports is None and getattr(filters, field) not in (None, ())
    )


def _any_of(parts: Iterable[str]) -> str:
    return "(" + " OR ".join(parts) + ")"


def _between(where: Where, one: str, other: str) -> str:
    ways = ((one, other), (other, one))
    return _any_of(
        f"({_is_party(where, 'actors', a)} AND {_is_party(where, 'recipients', b)})" for a, b in ways
    )


def _is_party(where: Where, side: str, party: str) -> str:
    if party in country_titles():
        return f"list_contains({_COUNTRIES[side]}, {where.bind(party)})"
    is_one = _some(side, _matches(where, party, lambda name: f"p.{name}"))
    country = party.partition(":")[0]
    if country in country_titles():  # quick, before one party after the other is looked at
        return f"(list_contains({_COUNTRIES[side]}, {where.bind(country)}) AND {is_one})"
    return is_one


def _has_sector(where: Where, side: str, sector: str) -> str:
    return _some(side, _in_sector(where, sector, lambda name: f"p.{name}"))


def _some(side: str, condition: str) -> str:
    return f"len(list_filter({SIDES[side]}, lambda p: {condition})) > 0"


def _attributed(where: Where, party: str) -> str:
    if party in ("any", "none"):
        return f"attribution_text IS {'NOT ' if party == 'any' else ''}NULL"
    column = {"text": "attribution_text"}
    return _matches(where, party, lambda name: column.get(name, f"attribution_party_{name}"))


def _matches(where: Where, party: str, column: Column) -> str:
    """Whether a party is the one that a filter names: see ``values.party`` for the forms."""
    if party in country_titles():
        return f"{column('country')} = {where.bind(party)}"
    country, colon, sector = party.partition(":")
    if colon:
        is_so = _in_sector(where, sector, column)
        return f"({column('country')} = {where.bind(country)} AND {is_so})" if country else is_so
    likely = where.bind(f"%{party}%")  # quick; "%" and "_" in a name let more through to the pattern, which decides
    whole = where.bind(rf"(^|\W){re.escape(party.lower())}($|\W)")
    exact = where.bind(party) if " " not in party else ""
    of_event = where.subject == "events"
    ids, names = (["entity_id"], ["name"]) if of_event else (["entity_id", "wikidata"], ["name", "text"])
    named = (
        f"CASE WHEN {column(name)} ILIKE {likely} THEN regexp_matches(lower({column(name)}), {whole}) ELSE false END"
        for name in names
    )
    known = () if " " in party else (f"{column(name)} = {exact}" for name in ids)  # no id has a space
    return _any_of((*known, *named))


def _in_sector(where: Where, sector: str, column: Column) -> str:
    wanted = where.bind(sector)
    if where.subject == "events":
        return f"{column('sector')} = {wanted}"
    return f"({column('sector')} = {wanted} OR coalesce(list_contains({column('sectors')}, {wanted}), false))"
