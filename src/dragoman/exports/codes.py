"""Parties, places and days in the codes of other formats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from dragoman import ontology
from dragoman.ontology.codes import cameo_actors, country_codes
from dragoman.records import Party, Place
from dragoman.store.countries import country_name


class CameoParty(msgspec.Struct, frozen=True):
    """A party in CAMEO: the whole code, and its parts. Unknown parts are None."""

    code: str | None
    country: str | None
    group: str | None
    types: tuple[str, ...]


NOBODY = CameoParty(None, None, None, ())


def cameo_party(party: Party | None, gdelt: bool = False) -> CameoParty:
    """A party's CAMEO codes: its country, then its roles, at most three; international bodies have their own.

    ``gdelt`` takes the few country codes in which GDELT's lookup differs from CAMEO's dictionaries.
    """
    if party is None:
        return NOBODY
    body = cameo_actors().get(party.country or "")
    known = country_codes().get(party.country or "")
    country = (known.gdelt if gdelt else known.cameo) if known else None
    sectors = dict.fromkeys((*filter(None, (party.sector,)), *party.sectors))
    roles = [cameo_actors()[s].type for s in sectors if s in cameo_actors()]
    types = tuple(dict.fromkeys(filter(None, ([body.type] if body else []) + roles)))[:3]
    if body and body.actor:
        own = tuple(t for t in types if t != body.type)
        return CameoParty("".join((body.actor, *own)), None, body.group, types)
    return CameoParty("".join((country or "", *types)) or None, country, None, types)


def title(party: Party | None) -> str | None:
    """The party's name, else its words."""
    return None if party is None else party.name or party.text


def sector_labels(party: Party | None) -> str | None:
    """The names of a party's sectors with commas between them, the primary one first."""
    if party is None:
        return None
    codes = dict.fromkeys((*filter(None, (party.sector,)), *party.sectors))
    return ", ".join(ontology.SECTORS[c].label for c in codes if c in ontology.SECTORS) or None


def country_title(code: str | None) -> str | None:
    """The English name of a country."""
    return country_name(code) if code else None


def fips(code: str | None) -> str | None:
    """The FIPS 10-4 code of a country."""
    known = country_codes().get(code or "")
    return known.fips if known else None


def is_town(place: Place) -> bool:
    """Whether a place is a town or a site in one, and no area."""
    return place.precision in ("city", "site")


def full_name(place: Place) -> str:
    """A place's name with its area and country, none of them twice."""
    parts = (place.name, place.admin1, country_title(place.country))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def compact(day: date | None) -> str | None:
    """A day as YYYYMMDD."""
    return day.strftime("%Y%m%d") if day else None


def joined(values: Iterable[str | None], separator: str = ";") -> str | None:
    """Values with a separator between them, each once; None where there are none."""
    return separator.join(dict.fromkeys(v.replace(separator, " ") for v in values if v)) or None
