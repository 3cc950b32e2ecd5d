"""Countries by what people call them: ``russia``, ``RUS`` and ``Russian`` are RUS."""

from __future__ import annotations

import csv
import difflib
from functools import cache
from importlib.resources import files

from dragoman import ontology
from dragoman.errors import DragomanError

_NEAR = 0.6
"""How like a known name a mistyped one must be to be suggested, from 0 to 1."""


def country_code(name: str) -> str:
    """The code of a country or international body. Raises ``DragomanError`` E601 with the nearest name."""
    names = _names()
    found = names.get(_key(name))
    if found is not None:
        return found
    near = difflib.get_close_matches(_key(name), names, n=1, cutoff=_NEAR)
    nearest = f"{_titles()[names[near[0]]]} ({names[near[0]]})" if near else "an ISO 3166 code such as CHN"
    raise DragomanError("E601", name=name, nearest=nearest)


def country_name(code: str | None) -> str:
    """The short name of a country code, or the code itself."""
    return _titles().get(code or "", code or "")


def _key(name: str) -> str:
    return " ".join(name.casefold().replace(".", "").split())


@cache
def _states() -> list[dict[str, str]]:
    table = files("dragoman.actors") / "data" / "states.csv"
    with table.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == "state"]


@cache
def _titles() -> dict[str, str]:
    titles = {code: body.label for code, body in ontology.COUNTRY_CODES_INTERNATIONAL.items()}
    return titles | {row["id"]: row["name"] for row in _states()}


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
