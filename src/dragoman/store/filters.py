"""The filters, defined once: the fields of :class:`Filters` with their names, words, readers and conditions.

The options of the command line, the query strings of the web interface and the questions to the store all
derive from these declarations. A condition names columns of the views ``reports`` and ``events`` (DuckDB) or of
the catalog's table ``documents`` as ``d`` (SQLite); ``$name`` or ``:name`` is the value of the field of that name.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

import msgspec

from dragoman.errors import DragomanError
from dragoman.store import values as v
from dragoman.store.names import nearest

Subject = Literal["reports", "events", "documents"]
Words = Mapping[str, str | Iterable[str]] | Iterable[tuple[str, str]]
"""A query string's names and values: a mapping, or pairs where names may repeat."""

_RECIPIENTS = "CASE WHEN reciprocal THEN actor_countries ELSE recipient_countries END"
_OF_REPORTS_ALONE = ("attribution", "coder")
"""Filters that ask what events do not have: an event may have several claimants and coders."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What one field of :class:`Filters` is called outside, how it is read, and what it asks for.

    ``name`` is the key in a query string; with ``--`` before it, the option. ``parties`` are the sides
    (``actors``, ``recipients``) whose parties the values name, for filters whose condition depends on the
    value. ``events`` is the condition where it is another one than that of reports. A filter of reports or
    events that has only a condition on documents is answered by the catalog.
    """

    name: str
    help: str
    read: Callable[[str], Any] = v.words
    write: Callable[[Any], str] = str
    reports: str | None = None
    events: str | None = None
    documents: str | None = None
    parties: tuple[str, ...] = ()
    page: bool = False

    def applies(self, subject: Subject) -> bool:
        """Whether the filter means something for reports, for events, or for documents."""
        if subject == "documents":
            return self.page or self.documents is not None
        return subject == "reports" or self.name not in _OF_REPORTS_ALONE

    def condition(self, subject: Subject) -> str | None:
        """The condition on the columns of reports or events, None where the value or the catalog decides."""
        return (self.events or self.reports) if subject == "events" else self.reports


def _numbers(value: Iterable[float]) -> str:
    return ",".join(f"{number:g}" if number == round(number, 4) else repr(number) for number in value)


def _pair(value: tuple[str, str]) -> str:
    return ",".join(value)


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Which reports, or which documents, to take. What is None or empty lets everything through.

    Values of one field are alternatives; fields narrow one another. In Python the values are codes;
    :meth:`read` takes names as people write them. ``since`` and ``until`` are ISO days, inclusive; a report
    without a date counts on its document's day of publication. Raises ``DragomanError`` E612 where the days
    are the wrong way round.
    """

    countries: Annotated[
        tuple[str, ...],
        Filter(
            "country",
            "Either party: a name or ISO 3166 code.",
            v.country,
            reports="(list_has_any(actor_countries, $countries) OR list_has_any(recipient_countries, $countries))",
        ),
    ] = ()
    actor_countries: Annotated[
        tuple[str, ...],
        Filter(
            "actor-country",
            "Country of the actor.",
            v.country,
            reports="list_has_any(actor_countries, $actor_countries)",
        ),
    ] = ()
    recipient_countries: Annotated[
        tuple[str, ...],
        Filter(
            "recipient-country",
            "Country of the recipient.",
            v.country,
            reports=f"list_has_any({_RECIPIENTS}, $recipient_countries)",
        ),
    ] = ()
    parties: Annotated[
        tuple[str, ...],
        Filter(
            "party",
            "Either party: RUS, SYR:REB, a registry or Wikidata id, or a name.",
            v.party,
            parties=("actors", "recipients"),
        ),
    ] = ()
    actors: Annotated[
        tuple[str, ...],
        Filter("actor", "The actor, written as for --party.", v.party, parties=("actors",)),
    ] = ()
    recipients: Annotated[
        tuple[str, ...],
        Filter("recipient", "The recipient, written as for --party.", v.party, parties=("recipients",)),
    ] = ()
    between: Annotated[
        tuple[str, str] | None,
        Filter("between", "Two parties in either direction, such as RUS,UKR.", v.between, _pair),
    ] = None
    sectors: Annotated[
        tuple[str, ...],
        Filter(
            "sector",
            "Either party's sector, such as MIL or military.",
            v.sector,
            parties=("actors", "recipients"),
        ),
    ] = ()
    actor_sectors: Annotated[
        tuple[str, ...],
        Filter("actor-sector", "Sector of the actor.", v.sector, parties=("actors",)),
    ] = ()
    recipient_sectors: Annotated[
        tuple[str, ...],
        Filter("recipient-sector", "Sector of the recipient.", v.sector, parties=("recipients",)),
    ] = ()
    types: Annotated[
        tuple[str, ...],
        Filter(
            "type",
            "PLOVER event type, such as CONSULT.",
            v.event_type,
            reports="list_contains($types, event_type)",
        ),
    ] = ()
    modes: Annotated[
        tuple[str, ...],
        Filter("mode", "PLOVER mode, such as visit.", v.mode, reports="list_contains($modes, mode)"),
    ] = ()
    contexts: Annotated[
        tuple[str, ...],
        Filter(
            "context",
            "PLOVER context, such as military.",
            v.context,
            reports="list_has_any(contexts, $contexts)",
        ),
    ] = ()
    statuses: Annotated[
        tuple[str, ...],
        Filter(
            "status",
            "actual, historical, future, hypothetical or negated.",
            v.status,
            reports="list_contains($statuses, status)",
        ),
    ] = ()
    since: Annotated[
        str | None,
        Filter(
            "since",
            "From this day on: YYYY-MM-DD, YYYY-MM or YYYY.",
            v.first_day,
            reports="coalesce(date_end, published) >= $since",
            events="coalesce(date_end, first_told) >= $since",
            documents="d.published >= :since",
        ),
    ] = None
    until: Annotated[
        str | None,
        Filter(
            "until",
            "Up to this day: YYYY-MM-DD, YYYY-MM or YYYY.",
            v.last_day,
            reports="coalesce(date_start, published) <= $until",
            events="coalesce(date_start, first_told) <= $until",
            documents="d.published <= :until",
        ),
    ] = None
    place_countries: Annotated[
        tuple[str, ...],
        Filter(
            "place-country",
            "Country where it happened.",
            v.country,
            reports="list_contains($place_countries, place_country)",
        ),
    ] = ()
    places: Annotated[
        tuple[str, ...],
        Filter(
            "place",
            "Name or GeoNames number of the place where it happened.",
            reports="(list_contains(list_transform($places, lambda p: lower(p)), lower(place_name))"
            " OR list_contains($places, CAST(place_geonames_id AS VARCHAR)))",
            events="list_contains(list_transform($places, lambda p: lower(p)), lower(place_name))",
        ),
    ] = ()
    box: Annotated[
        tuple[float, ...] | None,
        Filter(
            "box",
            "Where it happened, in degrees: WEST,SOUTH,EAST,NORTH.",
            v.box,
            _numbers,
            reports="(place_lat BETWEEN $box[2] AND $box[4] AND CASE WHEN $box[1] <= $box[3]"
            " THEN place_lon BETWEEN $box[1] AND $box[3] ELSE place_lon >= $box[1] OR place_lon <= $box[3] END)",
        ),
    ] = None
    near: Annotated[
        tuple[float, ...] | None,
        Filter(
            "near",
            "Where it happened: LATITUDE,LONGITUDE,KILOMETRES.",
            v.near,
            _numbers,
            # The haversine on a sphere of the Earth's mean radius, 6371 km; a degree of latitude is more than 111 km.
            reports="(abs(place_lat - $near[1]) * 111 <= $near[3] AND"
            " 12742 * asin(sqrt(least(1, sin(radians(place_lat - $near[1]) / 2) ** 2 + cos(radians($near[1]))"
            " * cos(radians(place_lat)) * sin(radians(place_lon - $near[2]) / 2) ** 2))) <= $near[3])",
        ),
    ] = None
    attributions: Annotated[
        tuple[str, ...],
        Filter(
            "attribution",
            "Who says so, written as for --party; any or none.",
            v.party,
            parties=("attribution",),
        ),
    ] = ()
    min_confidence: Annotated[
        float | None,
        Filter(
            "min-confidence",
            "At least so confident, 0 to 1.",
            v.share,
            reports="confidence >= $min_confidence",
        ),
    ] = None
    text: Annotated[
        str | None,
        Filter(
            "text",
            "Words to find in titles and texts.",
            documents="d.number IN (SELECT rowid FROM documents_text WHERE documents_text MATCH :text)",
        ),
    ] = None
    sources: Annotated[
        tuple[str, ...],
        Filter(
            "source",
            "Only documents of this source (outlet).",
            reports="list_contains($sources, source)",
            events="list_has_any(sources, $sources)",
            documents="d.source IN (SELECT value FROM json_each(:sources))",
        ),
    ] = ()
    languages: Annotated[
        tuple[str, ...],
        Filter(
            "language",
            "Only documents of this language, ISO 639-1.",
            documents="d.language IN (SELECT value FROM json_each(:languages))",
        ),
    ] = ()
    documents: Annotated[
        tuple[str, ...],
        Filter(
            "document",
            "Only the document with this id.",
            reports="list_contains($documents, document_id)",
            events="list_has_any(documents, $documents)",
            documents="d.id IN (SELECT value FROM json_each(:documents))",
        ),
    ] = ()
    coder: Annotated[
        str | None,
        Filter("coder", "Reports of this coder version, not the newest.", page=True),
    ] = None
    limit: Annotated[int | None, Filter("limit", "At most so many.", v.count, page=True)] = None
    offset: Annotated[int, Filter("offset", "Pass over so many first.", v.count, page=True)] = 0

    def __post_init__(self) -> None:
        """Tell days that are the wrong way round."""
        if self.since and self.until and self.since > self.until:
            raise DragomanError("E612", since=self.since, until=self.until)

    @classmethod
    def read(cls, words: Words) -> Self:
        """Filters from names and values as people write them: ``{"country": "Russia", "since": "2022"}``.

        A name may stand several times, or have several values, where the filter takes several. Empty values
        are passed over. Raises ``DragomanError`` E601, E602 and E609 to E614.
        """
        given: dict[str, list[str]] = {}
        for name, value in _pairs(words):
            field = _field_named(name)
            if value.strip():
                given.setdefault(field, []).append(value)
        return cls(**{field: cls._value(field, texts) for field, texts in given.items()})

    @classmethod
    def _value(cls, field: str, given: list[str]) -> Any:
        made = declarations()[field]
        if len(given) > 1 and field not in several():
            raise DragomanError("E614", name=made.name, number=len(given))
        try:
            read = tuple(dict.fromkeys(made.read(value) for value in given))
        except DragomanError as error:
            raise DragomanError(error.code, error.where or made.name, **error.details) from None
        return read if field in several() else read[0]

    def written(self) -> list[tuple[str, str]]:
        """The names and values that :meth:`read` makes these filters of, for a query string; no defaults."""
        pairs = []
        for field, made in declarations().items():
            value = getattr(self, field)
            if field in several():
                pairs += [(made.name, made.write(each)) for each in value]
            elif value != _defaults()[field]:
                pairs.append((made.name, made.write(value)))
        return pairs


@cache
def declarations() -> Mapping[str, Filter]:
    """The declaration of each filter, by the field of :class:`Filters`."""
    hints = typing.get_type_hints(Filters, include_extras=True)
    return MappingProxyType({field: hints[field].__metadata__[0] for field in Filters.__struct_fields__})


@cache
def several() -> frozenset[str]:
    """The fields that take several values."""
    return frozenset(field for field, default in _defaults().items() if default == ())


@cache
def _defaults() -> Mapping[str, Any]:
    return {field.name: field.default for field in msgspec.structs.fields(Filters)}


def _pairs(words: Words) -> Iterable[tuple[str, str]]:
    if not isinstance(words, Mapping):
        yield from words
        return
    for name, value in words.items():
        yield from ((name, each) for each in ([value] if isinstance(value, str) else value))


def _field_named(name: str) -> str:
    fields = {made.name: field for field, made in declarations().items()}
    key = name.strip().lower().replace("_", "-")
    if key in fields:
        return fields[key]
    near = nearest(key, fields)
    suggestion = f"did you mean {near}?" if near else f"known filters: {', '.join(fields)}"
    raise DragomanError("E613", name=name, suggestion=suggestion)
