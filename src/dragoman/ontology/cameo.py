"""CAMEO: its codes, their Goldstein values and quads by named table, and the way to PLOVER and back.

CAMEO codes are strings, since leading zeros count. The facts are in ``data/*.csv``, their sources in
``data/README.md``. Published tables disagree, so every value here is asked for by the name of its table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dragoman.ontology.plover import (
    PLOVER_SCHEMES,
    check_mode,
    event_type_of,
    plover_quad,
    status_of,
)
from dragoman.ontology.tables import listed, number, read, required, unknown

CAMEO_SCHEMES = ("gdelt", "phoenix", "icews")
"""Quad tables over CAMEO roots. Phoenix has a fifth class, 0, for neutral statements."""

QUAD_SCHEMES = PLOVER_SCHEMES + CAMEO_SCHEMES
"""All quad tables."""

GOLDSTEIN_TABLES = ("oeda", "icews")
"""The two Goldstein tables in circulation; they differ on six codes."""


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A CAMEO code. ``goldstein`` is by table, -10 to 10, None where a table lacks the code."""

    code: str
    label: str | None
    goldstein: Mapping[str, float | None]
    note: str | None

    @property
    def root(self) -> str:
        """The two-digit code it belongs to."""
        return self.code[:2]


@dataclass(frozen=True, slots=True)
class PloverCode:
    """What a CAMEO code is in PLOVER.

    ``other_modes`` are modes that the code does not tell apart from ``mode``. ``printed`` is what the
    published table has and ``repair_reason`` why it is not so here; both None where it stands as printed.
    """

    event_type: str
    mode: str | None
    other_modes: tuple[str, ...]
    contexts: tuple[str, ...]
    printed: str | None
    repair_reason: str | None


@dataclass(frozen=True, slots=True)
class CameoChoice:
    """The CAMEO code chosen for a PLOVER case.

    ``fit`` is ``exact`` where the crosswalk leads back to it, else ``nearest`` or, without a code, ``none``;
    ``reason`` says why.
    """

    code: str | None
    fit: str
    reason: str | None


@cache
def codes() -> Mapping[str, CameoCode]:
    """All known CAMEO codes, roots included, by code."""
    found = {}
    for row in read("cameo.csv"):
        values = {table: number(row, f"goldstein_{table}") for table in GOLDSTEIN_TABLES}
        code = required(row, "cameo")
        found[code] = CameoCode(code, row["label"], MappingProxyType(values), row["note"])
    return MappingProxyType(found)


@cache
def crosswalk() -> Mapping[str, PloverCode]:
    """The repaired CAMEO to PLOVER table, by CAMEO code; roots, 01x and 02x are not in it."""
    return MappingProxyType(
        {
            required(row, "cameo"): PloverCode(
                event_type=required(row, "type"),
                mode=row["mode"],
                other_modes=listed(row, "other_modes"),
                contexts=listed(row, "contexts"),
                printed=row["printed"],
                repair_reason=row["repair_reason"],
            )
            for row in read("crosswalk.csv")
        }
    )


def code_of(code: str) -> CameoCode:
    """The CAMEO code of that number. Raises ``DragomanError`` E215 where no table here has it."""
    found = codes().get(code)
    if found is None:
        raise unknown("E215", code, sorted({c.root for c in codes().values()}))
    return found


def goldstein(cameo: str, table: str = "oeda") -> float | None:
    """The Goldstein value of a CAMEO code in a named table, -10 to 10; None where the table lacks it.

    Raises E213 for an unknown table, E215 for an unknown code.
    """
    if table not in GOLDSTEIN_TABLES:
        raise unknown("E213", table, GOLDSTEIN_TABLES)
    return code_of(cameo).goldstein[table]


def from_cameo(code: str) -> PloverCode | None:
    """What a CAMEO code is in PLOVER, by the repaired crosswalk.

    A two-digit root counts as its general code (04 as 040). None for statements and appeals (01, 02),
    which PLOVER drops. Raises E215 for an unknown code.
    """
    known = code_of(code).code
    return crosswalk().get(known if len(known) > 2 else known + "0")


def to_cameo(
    event_type: str, mode: str | None = None, status: str = "actual", contexts: Iterable[str] = ()
) -> str | None:
    """The CAMEO code for a PLOVER case, finer where a context allows it; None where CAMEO has none.

    A future act gives the code of its promise or threat, a negated one that of its refusal, a
    hypothetical one none. Raises E210, E211 or E214 for unknown names.
    """
    return choose_cameo(event_type, mode, status, contexts).code


def choose_cameo(
    event_type: str, mode: str | None = None, status: str = "actual", contexts: Iterable[str] = ()
) -> CameoChoice:
    """As ``to_cameo``, with how well the code fits and why it was chosen."""
    check_mode(event_type, mode)
    expressed = status_of(status).cameo
    if expressed == "none":
        return CameoChoice(None, "none", f"CAMEO has no code for what is {status}")
    table = _choices()
    if expressed == "same" or _lacks(status, event_type):
        status = "actual"
    wanted = (*contexts, None)
    for tried in dict.fromkeys((mode, None)):
        for context in wanted:
            found = table.get((status, event_type, tried, context))
            if found:
                return found
    return CameoChoice(None, "none", None)


def quad_of_cameo(code: str, scheme: str = "gdelt") -> int | None:
    """The quad of a CAMEO code in a named scheme.

    Schemes over PLOVER types go by the crosswalk and give None where PLOVER drops the code.
    Raises E212 for an unknown scheme, E215 for an unknown code.
    """
    _check_scheme(scheme)
    root = code_of(code).root
    if scheme in CAMEO_SCHEMES:
        return _cameo_quads()[scheme][root]
    plover = from_cameo(code)
    return plover_quad(plover.event_type, scheme) if plover else None


def quad(event_type: str, scheme: str = "dragoman") -> int:
    """The quad of a PLOVER type in a named scheme; schemes over CAMEO go by the type's general code.

    Raises E210 for an unknown type, E212 for an unknown scheme.
    """
    _check_scheme(scheme)
    if scheme in PLOVER_SCHEMES:
        return plover_quad(event_type, scheme)
    general = to_cameo(event_type_of(event_type).name)
    return _cameo_quads()[scheme][general[:2]] if general else plover_quad(event_type, "dragoman")


def _check_scheme(scheme: str) -> None:
    if scheme not in QUAD_SCHEMES:
        raise unknown("E212", scheme, QUAD_SCHEMES)


@cache
def _cameo_quads() -> Mapping[str, Mapping[str, int]]:
    rows = read("quads_cameo.csv")
    return {scheme: {required(r, "root"): int(required(r, scheme)) for r in rows} for scheme in CAMEO_SCHEMES}


@cache
def _choices() -> Mapping[tuple[str, str, str | None, str | None], CameoChoice]:
    """By status, type, mode and context."""
    return {
        (required(r, "status"), required(r, "type"), r["mode"], r["context"]): CameoChoice(
            r["cameo"], required(r, "fit"), r["reason"]
        )
        for r in read("to_cameo.csv")
    }


@cache
def _lacks(status: str, event_type: str) -> bool:
    """Whether the status makes no difference to the type: a future demand is coded as a demand."""
    return not any(key[:2] == (status, event_type) for key in _choices())
