"""What other data sets call countries and sectors: ISO, FIPS, CAMEO, Correlates of War, Gleditsch-Ward.

The facts are in ``data/country_codes.csv`` and ``data/sectors_cameo.csv``, their sources in ``data/README.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dragoman.ontology.tables import read, required


@dataclass(frozen=True, slots=True)
class CountryCodes:
    """The codes of one country; None where a list has none. COW and GW are numbers of state system members."""

    iso3: str
    iso2: str | None
    iso_numeric: str | None
    fips: str | None
    cameo: str
    gdelt: str
    cow: int | None
    gw: int | None
    note: str | None


@dataclass(frozen=True, slots=True)
class CameoActor:
    """A PLOVER sector or international code in CAMEO: role, known group, and what follows a country's code."""

    type: str | None
    group: str | None
    actor: str | None


@cache
def country_codes() -> Mapping[str, CountryCodes]:
    """All countries' codes by ISO 3166 alpha-3 (KOS for Kosovo)."""
    return MappingProxyType(
        {
            required(row, "iso3"): CountryCodes(
                iso3=required(row, "iso3"),
                iso2=row["iso2"],
                iso_numeric=row["iso_numeric"],
                fips=row["fips"],
                cameo=required(row, "cameo"),
                gdelt=required(row, "gdelt"),
                cow=int(row["cow"]) if row["cow"] else None,
                gw=int(row["gw"]) if row["gw"] else None,
                note=row["note"],
            )
            for row in read("country_codes.csv")
        }
    )


@cache
def cameo_actors() -> Mapping[str, CameoActor]:
    """CAMEO's codes by PLOVER sector or international code."""
    rows = read("sectors_cameo.csv")
    return MappingProxyType({required(r, "code"): CameoActor(r["type"], r["group"], r["actor"]) for r in rows})
