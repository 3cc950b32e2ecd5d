"""PLOVER, CAMEO and Goldstein as data files, with their loader.

The tables are read on first use and kept. ``ontology.TYPES["CONSULT"].modes["phone"]`` is a fact with its
score and meaning; the functions answer by name and raise ``DragomanError`` E210 to E215 for names that no
table has. Nothing here is stored with a report: quads, Goldstein values and CAMEO codes are derived, each
from the table that the caller names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dragoman.ontology import cameo as _cameo
from dragoman.ontology import plover as _plover
from dragoman.ontology.cameo import (
    CAMEO_SCHEMES,
    GOLDSTEIN_TABLES,
    QUAD_SCHEMES,
    CameoChoice,
    CameoCode,
    PloverCode,
    choose_cameo,
    from_cameo,
    goldstein,
    quad,
    quad_of_cameo,
    to_cameo,
)
from dragoman.ontology.plover import (
    PLOVER_SCHEMES,
    Context,
    EventType,
    Mode,
    Sector,
    Status,
    fold_status,
    is_mode,
    modes,
    score,
)

if TYPE_CHECKING:
    TYPES: Mapping[str, EventType]
    CONTEXTS: Mapping[str, Context]
    SECTORS: Mapping[str, Sector]
    STATUSES: Mapping[str, Status]
    COUNTRY_CODES_INTERNATIONAL: Mapping[str, Sector]
    CAMEO_CODES: Mapping[str, CameoCode]
    CROSSWALK: Mapping[str, PloverCode]

_TABLES = {
    "TYPES": _plover.types,
    "CONTEXTS": _plover.contexts,
    "SECTORS": _plover.sectors,
    "STATUSES": _plover.statuses,
    "COUNTRY_CODES_INTERNATIONAL": _plover.country_codes_international,
    "CAMEO_CODES": _cameo.codes,
    "CROSSWALK": _cameo.crosswalk,
}

__all__ = [
    "CAMEO_CODES",
    "CAMEO_SCHEMES",
    "CONTEXTS",
    "COUNTRY_CODES_INTERNATIONAL",
    "CROSSWALK",
    "GOLDSTEIN_TABLES",
    "PLOVER_SCHEMES",
    "QUAD_SCHEMES",
    "SECTORS",
    "STATUSES",
    "TYPES",
    "CameoChoice",
    "CameoCode",
    "Context",
    "EventType",
    "Mode",
    "PloverCode",
    "Sector",
    "Status",
    "choose_cameo",
    "fold_status",
    "from_cameo",
    "goldstein",
    "is_mode",
    "modes",
    "quad",
    "quad_of_cameo",
    "score",
    "to_cameo",
]


def __getattr__(name: str) -> Any:
    """The tables, read when first asked for."""
    if name in _TABLES:
        return _TABLES[name]()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
