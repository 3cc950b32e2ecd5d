"""Countries by what people call them: ``russia``, ``RUS`` and ``Russian`` are RUS."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from dragoman import ontology
from dragoman.errors import DragomanError
from dragoman.store.names import nearest

_LETTERS = 3
"""Of a country's code; entities of other length are no countries."""


def country_code(name: str) -> str:
    """The code of a country or international body. Raises ``DragomanError`` E601 with the nearest name."""
    found = known_country(name)
    if found is not None:
        return found
    near = nearest(_key(name), _names())
    told = f"{country_titles()[_names()[near]]} ({_names()[near]})" if near else "an ISO 3166 code such as CHN"
    raise DragomanError("E601", name=name, nearest=told)


def known_country(name: str) -> str | None:
    """The code of a country or international body, None where nothing is called so."""
    return _names().get(_key(name))


def country_name(code: str | None) -> str:
    """The short name of a country code, or the code itself."""
    return country_titles().get(code or "", code or "")


@cache
def country_titles() -> Mapping[str, str]:
    """The short name of every country and international body, by code."""
    titles = {code: body.label for code, body in ontology.COUNTRY_CODES_INTERNATIONAL.items()}
    return MappingProxyType(titles | {row["id"]: row["name"] for row in _states()})


def _key(name: str) -> str:
    return " ".join(name.casefold().replace(".", "").split())


@cache
def _states() -> list[dict[str, str]]:
    table = files("dragoman.actors") / "data" / "states.csv"
    with table.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if len(row["id"]) == _LETTERS]
    return sorted(rows, key=lambda row: row["kind"] != "state")  # a state goes before a territory of its name


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for column in ("id", "name", "names", "demonyms"):  # a state's own name goes before another's second name
        for row in _states():
            for name in row[column].split(";"):
                if name.strip():
                    names.setdefault(_key(name), row["id"])
    for code, body in ontology.COUNTRY_CODES_INTERNATIONAL.items():
        names.setdefault(_key(code), code)
        names.setdefault(_key(body.label), code)
    return names
