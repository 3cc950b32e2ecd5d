"""The fields of a report that can be corrected, and what each may hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, get_type_hints

import msgspec

from dragoman import ontology
from dragoman.errors import DragomanError
from dragoman.ontology.plover import check_mode, event_type_of, status_of
from dragoman.reading.days import iso_day
from dragoman.records import Report
from dragoman.store.countries import country_titles

FIELDS = (
    "event_type",
    "mode",
    "contexts",
    "status",
    "actors",
    "recipients",
    "reciprocal",
    "date",
    "planned_for",
    "place",
    "attribution",
    "quantities",
)
"""The correctable fields, in the order in which people look at them."""

PRECISIONS = ("day", "week", "month", "quarter", "season", "year", "decade", "century", "interval")
BASES = ("text", "publication")
_KINDS = get_type_hints(Report)


def checked(field: str, value: Any, text: str, report: Report | None = None) -> Any:
    """A value as the field keeps it. Raises ``DragomanError`` E110, E210 to E214, E302, E303, E602, E652."""
    try:
        made = msgspec.convert(value, _KINDS[field])
    except msgspec.ValidationError as error:
        raise DragomanError("E652", field=field, detail=str(error)) from error
    plain = msgspec.to_builtins(made)
    _check_spans(field, plain, text)
    check = _CHECKS.get(field)
    if check is not None and plain is not None:
        check(plain)
    if field == "mode" and report is not None:
        check_mode(report.event_type, plain)
    return plain


def checked_report(values: dict[str, Any], text: str) -> dict[str, Any]:
    """The fields of a missed report, all of them, from those that are given."""
    unknown = sorted(set(values) - {*FIELDS, "predicate"})
    if unknown:
        raise DragomanError("E602", value=unknown[0], field="field", known=", ".join(("predicate", *FIELDS)))
    defaults = {f.name: f.default for f in msgspec.structs.fields(Report) if f.default is not msgspec.NODEFAULT}
    whole = {"actors": (), "recipients": (), **defaults, **values}
    span = whole.get("predicate")
    if not isinstance(span, dict):
        raise DragomanError("E652", field="predicate", detail="give text, start and end")
    found = {"predicate": checked("predicate", {**span, "lemma": _lemma(span)}, text)}
    if not whole.get("event_type"):
        raise DragomanError("E652", field="event_type", detail="name a type")
    for field in FIELDS:
        found[field] = checked(field, whole[field], text)
    check_mode(found["event_type"], found["mode"])
    return found


def _lemma(span: dict[str, Any]) -> str:
    return str(span.get("lemma") or span.get("text") or "").lower()


def _check_spans(field: str, value: Any, text: str) -> None:
    """Every span inside a value holds what the text says there."""
    if isinstance(value, dict):
        if {"text", "start", "end"} <= set(value):
            start, end = value["start"], value["end"]
            if not 0 <= start < end <= len(text) or text[start:end] != value["text"]:
                raise DragomanError("E652", field=field, detail=f'the text does not say "{value["text"]}" there')
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            _check_spans(field, inner, text)


def _check_contexts(names: Sequence[str]) -> None:
    for name in names:
        if name not in ontology.CONTEXTS:
            raise DragomanError("E602", value=name, field="contexts", known=", ".join(ontology.CONTEXTS))


def _check_parties(parties: Sequence[dict[str, Any]]) -> None:
    for party in parties:
        _check_country(party["country"])
        for sector in filter(None, (party["sector"], *party["sectors"])):
            if sector not in ontology.SECTORS:
                raise DragomanError("E303", value=sector, known=", ".join(ontology.SECTORS))


def _check_country(code: str | None) -> None:
    if code is not None and code not in country_titles():
        raise DragomanError("E302", value=code, known=", ".join(ontology.COUNTRY_CODES_INTERNATIONAL))


def _check_days(value: dict[str, Any]) -> None:
    for name in ("start", "end"):
        if iso_day(value[name]) != value[name]:
            raise DragomanError("E110", value=value[name])
    if value["start"] > value["end"]:
        raise DragomanError("E652", field="date", detail="the last day is before the first")
    if value["precision"] not in PRECISIONS:
        raise DragomanError("E602", value=value["precision"], field="precision", known=", ".join(PRECISIONS))
    if value["basis"] not in BASES:
        raise DragomanError("E602", value=value["basis"], field="basis", known=", ".join(BASES))


def _check_place(value: dict[str, Any]) -> None:
    _check_country(value["country"])
    for name, most in (("lat", 90), ("lon", 180)):
        degrees = value[name]
        if degrees is not None and not -most <= degrees <= most:
            raise DragomanError("E652", field=name, detail=f"degrees are from -{most} to {most}")


def _check_attribution(value: dict[str, Any]) -> None:
    if value["party"] is not None:
        _check_parties([value["party"]])


_CHECKS: dict[str, Callable[[Any], object]] = {
    "event_type": event_type_of,
    "status": status_of,
    "contexts": _check_contexts,
    "actors": _check_parties,
    "recipients": _check_parties,
    "date": _check_days,
    "planned_for": _check_days,
    "place": _check_place,
    "attribution": _check_attribution,
}


def essence(field: str, value: Any) -> Any:
    """What makes two values of a field the same: a party's words, country and sector, the days of a date."""
    if value is None:
        return None
    keys = _ESSENTIAL.get(field)
    if keys is None:
        return sorted(value) if field == "contexts" else value
    if isinstance(value, list | tuple):
        return sorted((tuple(each.get(key) for key in keys) for each in value), key=repr)
    return tuple(value.get(key) for key in keys)


_ESSENTIAL = {
    "actors": ("start", "end", "country", "sector"),
    "recipients": ("start", "end", "country", "sector"),
    "date": ("start", "end"),
    "planned_for": ("start", "end"),
    "place": ("start", "end", "name", "country"),
    "attribution": ("start", "end"),
    "quantities": ("start", "end", "kind", "value"),
}


def same(field: str, one: Any, other: Any) -> bool:
    """Whether two values of a field say the same."""
    return bool(essence(field, one) == essence(field, other))
