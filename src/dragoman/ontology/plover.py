"""PLOVER: its types, modes, contexts and sectors, and the statuses of reports.

The facts are in ``data/*.csv``, their sources in ``data/README.md``. Quads are 1 verbal cooperation,
2 material cooperation, 3 verbal conflict, 4 material conflict; scores run from -10 (conflict) to 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dragoman.ontology.tables import Row, number, read, required, unknown

PLOVER_SCHEMES = ("dragoman", "plover_manual")
"""Quad tables over PLOVER types: ours, and the manual's numeric table (they differ in SANCTION)."""


@dataclass(frozen=True, slots=True)
class Mode:
    """How an event of one type is done. ``score`` is None where the manual prints none."""

    name: str
    score: float | None
    meaning: str
    note: str | None


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the 16 types. ``quad`` is Dragoman's own; ``modes`` are by name, in the manual's order."""

    name: str
    quad: int
    score: float
    definition: str
    recipient_required: bool
    modes: Mapping[str, Mode]
    note: str | None


@dataclass(frozen=True, slots=True)
class Context:
    """In what affair an event happens."""

    name: str
    family: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Sector:
    """What kind of body a party is; also used for the codes of international bodies."""

    code: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a report's act happened.

    ``plover`` is PLOVER's auxiliary mode, if any; ``cameo`` tells how CAMEO expresses the status:
    by the ``same`` code as the act, by its ``own`` or by ``none``.
    """

    name: str
    meaning: str
    plover: str | None
    cameo: str


@cache
def types() -> Mapping[str, EventType]:
    """The 16 types by name."""
    modes: dict[str, dict[str, Mode]] = {}
    for row in read("modes.csv"):
        mode = Mode(required(row, "mode"), number(row, "score"), required(row, "meaning"), row["note"])
        modes.setdefault(required(row, "type"), {})[mode.name] = mode
    quads = _plover_quads()["dragoman"]
    found = {}
    for row in read("types.csv"):
        name = required(row, "type")
        found[name] = EventType(
            name=name,
            quad=quads[name],
            score=float(required(row, "score")),
            definition=required(row, "definition"),
            recipient_required=row["recipient_required"] == "true",
            modes=MappingProxyType(modes.get(name, {})),
            note=row["note"],
        )
    return MappingProxyType(found)


@cache
def contexts() -> Mapping[str, Context]:
    """The 37 contexts by name."""
    rows = (
        Context(required(r, "context"), required(r, "family"), required(r, "meaning"))
        for r in read("contexts.csv")
    )
    return MappingProxyType({context.name: context for context in rows})


@cache
def sectors() -> Mapping[str, Sector]:
    """The 25 sectors by code."""
    return _sectors("sectors.csv")


@cache
def country_codes_international() -> Mapping[str, Sector]:
    """The codes of international bodies, which stand where a country would."""
    return _sectors("international.csv")


@cache
def statuses() -> Mapping[str, Status]:
    """The five statuses by name."""
    rows = (
        Status(required(r, "status"), required(r, "meaning"), r["plover_auxiliary"], required(r, "cameo"))
        for r in read("statuses.csv")
    )
    return MappingProxyType({status.name: status for status in rows})


def event_type_of(name: str) -> EventType:
    """The type of that name. Raises ``DragomanError`` E210 where there is none."""
    found = types().get(name)
    if found is None:
        raise unknown("E210", name, types())
    return found


def status_of(name: str) -> Status:
    """The status of that name. Raises ``DragomanError`` E214 where there is none."""
    found = statuses().get(name)
    if found is None:
        raise unknown("E214", name, statuses())
    return found


def modes(event_type: str) -> tuple[str, ...]:
    """The names of a type's modes, none for types without. Raises E210 for an unknown type."""
    return tuple(event_type_of(event_type).modes)


def is_mode(event_type: str, mode: str) -> bool:
    """Whether the type has that mode. Raises E210 for an unknown type."""
    return mode in event_type_of(event_type).modes


def check_mode(event_type: str, mode: str | None) -> None:
    """Raise E210 or E211 unless the type exists and has that mode; no mode is always right."""
    known = event_type_of(event_type).modes
    if mode is not None and mode not in known:
        raise unknown("E211", mode, known or ["none"], event_type=event_type)


def score(event_type: str, mode: str | None = None) -> float | None:
    """PLOVER's conflict-cooperation score of a type or of one of its modes, -10 to 10.

    None where the manual prints none (PROTEST/vandalize). Raises E210 or E211 for unknown names.
    """
    check_mode(event_type, mode)
    found = types()[event_type]
    return found.score if mode is None else found.modes[mode].score


def plover_quad(event_type: str, scheme: str) -> int:
    """The quad of a type in one of ``PLOVER_SCHEMES``."""
    return _plover_quads()[scheme][event_type_of(event_type).name]


def fold_status(event_type: str, status: str, *, future: bool = False) -> str | None:
    """The type that alone says what a type with a status says, after the published zero-shot table.

    An act that is actual or historical keeps its type; a future COOPERATE becomes AGREE, an AID that
    did not happen SANCTION. ``future`` asks of a negated act whether it is yet to come ("will not aid").
    None for a hypothetical act: what it says depends on who says it. Raises E210 or E214 for unknown names.
    """
    found, rule = event_type_of(event_type), status_of(status).name
    if rule in ("actual", "historical"):
        return event_type
    if rule == "hypothetical":
        return None
    column = "negated_future" if rule == "negated" and future else rule
    table = _folding()
    for said_of in (event_type, f"quad {found.quad}"):
        becomes = table[said_of][column] if said_of in table else None
        if becomes:
            return event_type if becomes == "=" else becomes
    return None


@cache
def _folding() -> Mapping[str, Row]:
    return {required(row, "said_of"): row for row in read("folding.csv")}


@cache
def _plover_quads() -> Mapping[str, Mapping[str, int]]:
    rows = read("quads_plover.csv")
    return {
        scheme: {required(row, "type"): int(required(row, scheme)) for row in rows}
        for scheme in PLOVER_SCHEMES
    }


def _sectors(name: str) -> Mapping[str, Sector]:
    rows = (Sector(required(r, "code"), required(r, "label"), required(r, "meaning")) for r in read(name))
    return MappingProxyType({sector.code: sector for sector in rows})
