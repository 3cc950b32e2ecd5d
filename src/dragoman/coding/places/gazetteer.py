"""Where places are: countries, administrative areas, towns, and the regions, seas and sites that news text names.

The tables lie in ``data`` (its README names their sources). They are kept as lines and read row by row when asked
for, so that loading takes a fraction of a second and about 100 MB.
"""

from __future__ import annotations

import csv
import gzip
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

from dragoman.coding.places.folding import fold

EARTH_RADIUS_KM = 6371.0

TOWN = "town"
COUNTRY = "country"
ADMIN1 = "admin1"
ADMIN2 = "admin2"

_PRECISION = {
    COUNTRY: "country", "continent": "country", "region": "country",
    ADMIN1: "admin1", "area": "admin1", "sea": "admin1", "river": "admin1", "lake": "admin1", "desert": "admin1",
    "mountain": "admin1", "peninsula": "admin1", "island": "admin1",
    ADMIN2: "city", TOWN: "city", "city": "city",
    "site": "site", "strait": "site", "canal": "site",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer. Degrees are WGS 84; ``country`` is alpha-3; ``admin1`` a name.

    ``primary`` is false where the name that was looked up is not the place's first one.
    """

    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    geonames_id: int | None = None
    population: int = 0
    primary: bool = True

    @property
    def precision(self) -> str:
        """``country``, ``admin1``, ``city`` or ``site``; what spans countries is as coarse as a country."""
        return _PRECISION[self.kind]


@dataclass(frozen=True, slots=True)
class Country:
    """What is known of a country beside its entry."""

    entry: Entry
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str
    neighbours: frozenset[str]
    area_km2: float


class Gazetteer:
    """Places by name. ``Gazetteer.load()`` gives the one that is shared; it never changes."""

    @staticmethod
    @cache
    def load() -> Gazetteer:
        """The gazetteer that comes with Dragoman, loaded once."""
        return Gazetteer()

    def __init__(self) -> None:
        self.countries = _read_countries()
        self._alpha3 = {row["alpha2"]: row["alpha3"] for row in _rows("countries.csv")}
        self._known = {row["code"]: row for row in _rows("known_areas.csv")}
        self._small = self._index_small_tables()
        self.demonyms = {fold(d): c.entry for c in self.countries.values() for d in c.demonyms}
        for row in _rows("demonyms.csv"):
            self.demonyms.setdefault(fold(row["demonym"]), self._small[fold(row["place"])][-1])
        self.capitals = {(fold(c.capital), code) for code, c in self.countries.items() if c.capital}

    @cached_property
    def _names(self) -> list[bytes]:
        return _lines("names.tsv.gz")

    @cached_property
    def _towns(self) -> list[bytes]:
        return _lines("towns.tsv.gz")

    @cached_property
    def _areas(self) -> list[bytes]:
        return _lines("areas.tsv.gz")

    @cached_property
    def _admin1(self) -> dict[str, str]:
        """Names of the areas of the first order by GeoNames code (``US.TX``)."""
        found = {}
        for line in self._areas:
            _, level, code, name, _ = line.split(b"\t", 4)
            if level == b"1":
                found[code.decode()] = name.decode()
        return found | {code: row["name"] for code, row in self._known.items()}

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """The places of a name, in no order; none where it is unknown."""
        return self._lookup(fold(name))

    def knows(self, name: str) -> bool:
        """Whether any place has this name."""
        key = fold(name)
        return key in self._small or self._line(key) is not None

    def abbreviated(self, text: str) -> tuple[Entry, ...]:
        """The states and provinces that an abbreviation stands for ("Calif.", "Ont.", "WA"), written just so."""
        return self._abbreviations.get(text, ())

    @cached_property
    def _abbreviations(self) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, tuple[Entry, ...]] = {}
        for code, row in self._known.items():
            for short in filter(None, row["abbreviations"].split(";")):
                found[short] = (*found.get(short, ()), self._known_area(code))
        return found

    @cached_property
    def _cache(self) -> dict[str, tuple[Entry, ...]]:
        return {}

    def _lookup(self, key: str) -> tuple[Entry, ...]:
        if (found := self._cache.get(key)) is not None:
            return found
        entries = list(self._small.get(key, ()))
        if (line := self._line(key)) is not None:
            taken = {e.geonames_id for e in entries if e.geonames_id}
            rows = (self._row(ref) for ref in line.split(b"\t")[1].split())
            entries += [e for e in rows if e.geonames_id not in taken]
        if len(self._cache) < 100_000:
            self._cache[key] = tuple(entries)
        return tuple(entries)

    def _line(self, key: str) -> bytes | None:
        start = key.encode("utf-8") + b"\t"
        at = bisect_left(self._names, start)
        return self._names[at] if at < len(self._names) and self._names[at].startswith(start) else None

    def _row(self, ref: bytes) -> Entry:
        """A town or an area by its reference in the list of names."""
        primary = not ref.startswith(b"~")
        ref = ref.lstrip(b"~")
        entry = (self._town if ref[:1] == b"t" else self._area)(int(ref[1:]))
        return entry if primary else replace(entry, primary=False)

    def _town(self, row: int) -> Entry:
        geonames, name, country, admin1, lat, lon, population = self._towns[row].decode("utf-8").split("\t")
        area = self._admin1.get(f"{country}.{admin1}")
        return Entry(
            name,
            TOWN,
            self._alpha3.get(country),
            area,
            float(lat),
            float(lon),
            int(geonames),
            int(population),
        )

    def _area(self, row: int) -> Entry:
        geonames, level, code, name, lat, lon, population = self._areas[row].decode("utf-8").split("\t")
        country, first, *_ = code.split(".")
        parent = self._admin1.get(f"{country}.{first}")
        known = self._known.get(code) if level == "1" else None
        if known is not None:
            name, lat, lon = known["name"], known["lat"], known["lon"]
        kind = ADMIN1 if level == "1" else ADMIN2
        return Entry(
            name,
            kind,
            self._alpha3.get(country),
            parent,
            float(lat),
            float(lon),
            int(geonames),
            int(population),
        )

    @cached_property
    def _area_rows(self) -> dict[str, int]:
        return {line.split(b"\t", 3)[2].decode(): row for row, line in enumerate(self._areas)}

    def _known_area(self, code: str) -> Entry:
        return self._area(self._area_rows[code])

    def _index_small_tables(self) -> dict[str, tuple[Entry, ...]]:
        """Countries, regions and the well-known areas by their folded names."""
        found: dict[str, list[Entry]] = {}
        for country in self.countries.values():
            for name in {fold(n): n for n in (country.entry.name, *country.names)}:
                found.setdefault(name, []).append(country.entry)
        for row in _rows("regions.csv"):
            entry = Entry(row["name"], row["kind"], row["country"] or None, None, float(row["lat"]), float(row["lon"]))
            for name in {fold(n) for n in (row["name"], *row["names"].split(";")) if n}:
                found.setdefault(name, []).append(entry)
        for code, row in self._known.items():
            entry = self._known_area(code)
            for name in {fold(n) for n in (row["name"], *row["names"].split(";")) if n}:
                found.setdefault(name, []).append(replace(entry, primary=name == fold(row["name"])))
        return {name: tuple(entries) for name, entries in found.items()}


def distance_km(one: Entry, other: Entry) -> float:
    """The great-circle distance of two places."""
    return great_circle_km(one.lat, one.lon, other.lat, other.lon)


def great_circle_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great-circle distance of two points in degrees (haversine formula), in km."""
    a, b = radians(lat1), radians(lat2)
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(h)))


def _read_countries() -> dict[str, Country]:
    rows = _rows("countries.csv")
    alpha3 = {row["alpha2"]: row["alpha3"] for row in rows}
    found = {}
    for row in rows:
        entry = Entry(
            row["name"], COUNTRY, row["alpha3"], None, float(row["lat"]), float(row["lon"]),
            int(row["geonames_id"]), int(row["population"]),
        )  # fmt: skip
        found[row["alpha3"]] = Country(
            entry,
            names=tuple(filter(None, row["names"].split(";"))),
            demonyms=tuple(filter(None, row["demonyms"].split(";"))),
            capital=row["capital"],
            neighbours=frozenset(alpha3[n] for n in row["neighbours"].split() if n in alpha3),
            area_km2=float(row["area_km2"] or 0),
        )
    return found


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("dragoman.coding.places") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _lines(name: str) -> list[bytes]:
    packed = (files("dragoman.coding.places") / "data" / name).read_bytes()
    return gzip.decompress(packed).splitlines()
