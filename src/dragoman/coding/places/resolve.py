"""Which place a name means, decided by the document as a whole.

Every name of a document has candidates in the gazetteer. A candidate is scored by what it is (a country, a
state, a town of so many inhabitants), by the state or country that the text puts beside the name ("Paris, Texas"),
by the countries and provinces that the document names, and by its distance from the document's other places. One name
has one sense in a document. The weights are in ``data/resolve_weights.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import exp, inf, log10

from dragoman.coding.places.find import Toponym, find_toponyms, kind_of
from dragoman.coding.places.folding import fold
from dragoman.coding.places.gazetteer import ADMIN1, ADMIN2, COUNTRY, TOWN, Entry, Gazetteer, distance_km
from dragoman.coding.places.words import words
from dragoman.language.pipeline import ParsedDocument

ROUNDS = 3
"""How often places are chosen anew in the light of the others; choices hardly change after the second round."""
NEAR_KM, FAR_KM = 60.0, 400.0
"""Scales of nearness: the same county, the same part of a country."""
CLOSE_CHARACTERS = 150.0
"""Scale on which a place named in the same breath counts more than one named elsewhere."""
ESTIMATE_CHARACTERS = 400
"""How far from an unknown name another may stand in the text for the two to be taken as near each other."""
FAMOUS = 1_000_000
"""Inhabitants from which on a town is meant whatever stands beside it."""
SEAT_SHARE = 0.2
"""Share of an area's inhabitants from which on its name, left alone, rather means the town of that name."""
MAX_CANDIDATES = 60
"""Candidates of one name that are weighed; the smallest of the hundreds of San Antonios are left out."""


@dataclass(frozen=True, slots=True)
class ResolvedToponym:
    """A name in a document and the place it means; all but the toponym is None where that is unknown.

    ``score`` is the lead over the second-best candidate, in logits.
    """

    toponym: Toponym
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames_id: int | None = None
    precision: str | None = None
    score: float = 0.0

    @classmethod
    def of(cls, toponym: Toponym, entry: Entry, score: float = 0.0) -> ResolvedToponym:
        """A toponym that means an entry of the gazetteer."""
        e = entry
        return cls(toponym, e.name, e.country, e.admin1, e.lat, e.lon, e.geonames_id, e.precision, score)


@dataclass
class Name:
    """One name of a document with its mentions and candidates."""

    key: str
    mentions: list[Toponym]
    candidates: tuple[Entry, ...]
    kinds: frozenset[str] = frozenset()
    holders: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    best: Entry | None = None
    lead: float = 0.0

    @property
    def large(self) -> bool:
        """Whether it may name a state or a country, so that "Washington, Oregon" may be a list."""
        return any(e.kind in (COUNTRY, ADMIN1) and e.primary for e in self.candidates)


def resolve(
    toponyms: Sequence[Toponym],
    parsed: ParsedDocument,
    gazetteer: Gazetteer | None = None,
    dateline_place: str | None = None,
) -> list[ResolvedToponym]:
    """The place of every toponym, in order. ``dateline_place`` is the name that opens the dateline ("BAGHDAD")."""
    return _decided(toponyms, toponyms, parsed, gazetteer or Gazetteer.load(), dateline_place)


def _decided(
    wanted: Sequence[Toponym],
    known: Sequence[Toponym],
    parsed: ParsedDocument,
    gazetteer: Gazetteer,
    dateline_place: str | None,
) -> list[ResolvedToponym]:
    resolver = Resolver(known, parsed, gazetteer, dateline_place)
    resolver.decide()
    return [resolver.resolved(t) for t in wanted]


def resolve_given(
    parsed: ParsedDocument,
    spans: Iterable[tuple[int, int]],
    gazetteer: Gazetteer | None = None,
    dateline_place: str | None = None,
) -> list[ResolvedToponym]:
    """The places of names whose characters are given, in the order given.

    The other names that the document holds are found, and help to decide.
    """
    gazetteer = gazetteer or Gazetteer.load()
    given = [toponym_at(parsed, start, end) for start, end in spans]
    taken = {i for t in given for i in range(t.start, t.end)}
    others = [t for t in find_toponyms(parsed, gazetteer) if not taken & set(range(t.start, t.end))]
    return _decided(given, [*given, *others], parsed, gazetteer, dateline_place)


def toponym_at(parsed: ParsedDocument, start: int, end: int) -> Toponym:
    """The toponym of some characters, whatever the tokens."""
    span = parsed.doc.char_span(start, end, alignment_mode="expand")
    text = parsed.document.text[start:end]
    if span is None:
        return Toponym(start, end, text, 0, "plain")
    return Toponym(start, end, text, span.root.i, kind_of(span))


class Resolver:
    """The choice of places for one document."""

    def __init__(
        self,
        toponyms: Sequence[Toponym],
        parsed: ParsedDocument,
        gazetteer: Gazetteer,
        dateline_place: str | None,
    ) -> None:
        self.parsed = parsed
        self.gazetteer = gazetteer
        self.order = sorted(toponyms, key=lambda t: t.start)
        self.names = self._names(dateline_place)
        self._read_holders()

    def _names(self, dateline_place: str | None) -> dict[str, Name]:
        mentions: dict[str, list[Toponym]] = defaultdict(list)
        for toponym in self.order:
            mentions[self._key(toponym)].append(toponym)
        if dateline_place and fold(dateline_place) not in mentions:
            mentions[fold(dateline_place)] = []
        found = {}
        for key, listed in mentions.items():
            text = listed[0].text if listed else dateline_place or ""
            demonym = bool(listed) and listed[0].kind == "demonym"
            kinds = frozenset(k for t in listed for k in self._stated_kinds(t))
            found[key] = Name(key, listed, candidates_of(text, self.gazetteer, demonym), kinds)
        return found

    @staticmethod
    def _key(toponym: Toponym) -> str:
        return fold(toponym.text) + ("*" if toponym.kind == "demonym" else "")

    def _stated_kinds(self, toponym: Toponym) -> Iterable[str]:
        """Kinds of place that the words beside a name state: "the province of X", "X County"."""
        doc = self.parsed.doc
        span = doc.char_span(toponym.start, toponym.end, alignment_mode="expand")
        if span is None:
            return
        near = [doc[span.end].lower_] if span.end < len(doc) else []
        if span.start > 1 and doc[span.start - 1].lower_ == "of":
            near.append(doc[span.start - 2].lower_)
        elif span.start:
            near.append(doc[span.start - 1].lower_)
        for word in (*near, *toponym.text.lower().split()[-1:]):
            if word in _KIND_WORDS:
                yield _KIND_WORDS[word]

    def _read_holders(self) -> None:
        """Names that hold another ("Basra, Iraq", "a slum in Nairobi", "Nairobi's X"), and names listed together."""
        text = self.parsed.document.text
        listed = self._listed()
        for at, (one, other) in enumerate(zip(self.order, self.order[1:], strict=False)):
            between = text[one.end : other.start]
            if _SEPARATES.fullmatch(between):
                self.names[self._key(one)].beside.append(self._key(other))
                self.names[self._key(other)].beside.append(self._key(one))
            if other.kind == "demonym":
                continue
            abbreviated = between == " " and self.gazetteer.abbreviated(other.text)
            if (_HOLDS_BEFORE.fullmatch(between) or abbreviated) and at not in listed:
                self.names[self._key(one)].holders.append(self._key(other))
            elif _HELD_AFTER.fullmatch(between):
                self.names[self._key(other)].holders.append(self._key(one))

    def _listed(self) -> set[int]:
        """Positions in ``order`` inside a list of three or more states or countries ("Ohio, Washington, and Texas")."""
        text = self.parsed.document.text
        found: set[int] = set()
        run: list[int] = []
        for at, toponym in enumerate(self.order):
            between = text[self.order[at - 1].end : toponym.start] if at else ""
            if not run or not _SEPARATES.fullmatch(between):
                run = []
            run.append(at)
            if sum(self.names[self._key(self.order[i])].large for i in run) > max(2, len(run) // 2):
                found.update(run)
        return found

    def decide(self) -> None:
        """Choose the place of every name, several times over, each time in the light of the others."""
        for name in self.names.values():
            if name.candidates:
                name.best = max(name.candidates, key=lambda e: self._total(plain_features(e, name)))
        for _ in range(ROUNDS):
            for name in self.names.values():
                self._choose(name)

    def _choose(self, name: Name) -> None:
        if not name.candidates:
            return
        context = Context(name, self)
        scored = sorted(((self._total(context.features(e)), -i) for i, e in enumerate(name.candidates)), reverse=True)
        name.best = name.candidates[-scored[0][1]]
        name.lead = scored[0][0] - scored[1][0] if len(scored) > 1 else 10.0

    @staticmethod
    def _total(features: dict[str, float]) -> float:
        weights = _weights()
        return sum(weights.get(name, 0.0) * value for name, value in features.items())

    def resolved(self, toponym: Toponym) -> ResolvedToponym:
        """The place of a toponym as a record."""
        name = self.names[self._key(toponym)]
        best = name.best
        if best is None or self._contradicted(name):
            return self._estimate(toponym, name)
        return ResolvedToponym.of(toponym, best, name.lead)

    def _contradicted(self, name: Name) -> bool:
        """Whether the text puts a name in a state or country where the gazetteer knows no place of that name."""
        holders = [
            h for key in name.holders if (h := self.names[key]).best is not None and h.best.kind in (COUNTRY, ADMIN1)
        ]
        if not holders or name.large or name.best is None or name.best.kind != TOWN or name.best.population > FAMOUS:
            return False
        return not any(Context.holds(h, e) for h in holders for e in name.candidates)

    def _estimate(self, toponym: Toponym, name: Name) -> ResolvedToponym:
        """Where an unknown name must be: in the place that the text says holds it, or by the places named beside it.

        The latter only for a name that the text uses as a place ("in X", "the village of X"), and only to the state or
        province; GeoNames' id stays None, and the score is 0.
        """
        for key in name.holders:
            holder = self.names[key].best
            if holder is not None:
                return ResolvedToponym(
                    toponym,
                    toponym.text,
                    holder.country,
                    holder.admin1,
                    holder.lat,
                    holder.lon,
                    None,
                    holder.precision,
                )
        if not (name.kinds or any(t.kind == "locative" for t in name.mentions)):
            return ResolvedToponym(toponym)
        near = self._named_beside(toponym)
        if near is None:
            return ResolvedToponym(toponym)
        return ResolvedToponym(toponym, toponym.text, near.country, near.admin1, near.lat, near.lon, None, "admin1")

    def _named_beside(self, toponym: Toponym) -> Entry | None:
        """The town or area whose name stands nearest in the text."""
        found = [
            (abs(t.start - toponym.start), name.best)
            for name in self.names.values()
            if name.best is not None and name.best.admin1 is not None and name.best.kind in (TOWN, ADMIN1, ADMIN2)
            for t in name.mentions
            if t.kind != "metonym"
        ]
        gap, nearest = min(found, key=lambda pair: pair[0], default=(inf, None))
        return nearest if gap <= ESTIMATE_CHARACTERS else None


class Context:
    """What a document says about one of its names: the other names, as they are understood so far."""

    def __init__(self, name: Name, resolver: Resolver) -> None:
        self.name = name
        self.others = [n for n in resolver.names.values() if n is not name and n.best is not None]
        self.holders = [resolver.names[k] for k in name.holders if resolver.names[k].best is not None]
        self.beside = [b for k in name.beside if (b := resolver.names[k].best) is not None]
        self.gazetteer = resolver.gazetteer
        self.countries: dict[str, float] = defaultdict(float)
        self.named: set[str] = set()
        self.areas: set[tuple[str | None, str | None]] = set()
        self.gaps: dict[tuple[str | None, str | None], float] = {}
        for other in self.others:
            best = other.best
            assert best is not None
            if best.country:
                self.countries[best.country] += max(1, len(other.mentions)) ** 0.5
            if best.kind == COUNTRY and best.country:
                self.named.add(best.country)
            elif best.kind == ADMIN1:
                self.areas.add((best.country, best.admin1))
            if best.admin1 is not None:
                area = (best.country, best.admin1)
                self.gaps[area] = min(self.gaps.get(area, inf), self._gap(other))
        self.total = sum(self.countries.values()) or 1.0
        self.main_country = max(self.countries, key=lambda c: self.countries[c], default=None)
        self.sites = [
            o.best
            for o in self.others
            if o.best is not None and o.best.kind not in (COUNTRY, "continent", "region", "sea")
        ]

    def features(self, entry: Entry) -> dict[str, float]:
        """What speaks for a candidate."""
        found = plain_features(entry, self.name)
        small = entry.kind in (TOWN, ADMIN2, "city", "site")
        if entry.country is not None:
            found["country_share"] = self.countries.get(entry.country, 0.0) / self.total
            found["main_country"] = float(entry.country == self.main_country)
            found["country_named"] = float(entry.country in self.named)
            found["neighbour_named"] = float(bool(self.gazetteer.countries[entry.country].neighbours & self.named))
        if entry.kind == ADMIN1:
            found["peers_named"] = float(sum(a[0] == entry.country for a in self.areas) > 1)
        if small and entry.admin1 is not None:
            found["area_named"] = float((entry.country, entry.admin1) in self.areas)
            found["area_close"] = exp(-self.gaps.get((entry.country, entry.admin1), inf) / CLOSE_CHARACTERS)
        if entry.kind not in (COUNTRY, "continent"):
            found |= self._distance_features(entry, small)
        if self.beside:
            found["listed_with_kind"] = float(any(b.kind == entry.kind for b in self.beside))
            found["listed_with_kin"] = float(
                any((b.kind, b.country) == (entry.kind, entry.country) for b in self.beside)
            )
        if self.holders and (small or entry.kind == ADMIN1):
            held = any(self.holds(h, entry) for h in self.holders)
            found["held_though_large" if small and self.name.large else "held"] = float(held)
        return found

    def _distance_features(self, entry: Entry, small: bool) -> dict[str, float]:
        if not self.sites:
            return {"alone": float(small)}
        distances = [distance_km(entry, s) for s in self.sites]
        return {
            "near": exp(-min(distances) / NEAR_KM),
            "far": exp(-min(distances) / FAR_KM),
            "amid": sum(exp(-d / FAR_KM) for d in distances) / len(distances),
        }

    def _gap(self, other: Name) -> float:
        """Characters between the nearest mentions of this name and another."""
        starts = [t.start for t in self.name.mentions]
        return min((abs(t.start - s) for t in other.mentions for s in starts), default=inf)

    @staticmethod
    def holds(holder: Name, entry: Entry) -> bool:
        """Whether a state or country of the holder's name contains a candidate."""
        for place in holder.candidates:
            if place.country != entry.country or place is entry:
                continue
            if place.kind == COUNTRY or (place.kind == ADMIN1 and place.admin1 == entry.admin1):
                return True
            if place.kind in (TOWN, ADMIN2, "city", "island", "area") and distance_km(place, entry) < NEAR_KM * 2:
                return True
        return False


def plain_features(entry: Entry, name: Name) -> dict[str, float]:
    """What speaks for a candidate by itself."""
    kind = entry.kind if entry.kind in (COUNTRY, ADMIN1, ADMIN2, TOWN, "site") else "region"
    found = {f"is_{kind}": 1.0, f"population_{kind}": log10(entry.population + 100) - 4}
    if not entry.primary:
        found["other_name"] = 1.0
    if entry.kind in (ADMIN1, ADMIN2):
        found["namesake_town"] = float(any(_is_seat(e, entry) for e in name.candidates))
    if name.kinds:
        stated = _GROUP.get(entry.kind, entry.kind)
        found["kind_stated" if stated in name.kinds else "kind_otherwise"] = 1.0
    if entry.kind == TOWN and (fold(entry.name), entry.country) in Gazetteer.load().capitals:
        found["capital"] = 1.0
        found["capital_acts"] = float(any(t.kind == "metonym" for t in name.mentions))
    return found


def _is_seat(town: Entry, area: Entry) -> bool:
    """Whether a town of the area's name makes up much of it, so that the bare name means the town."""
    same = (town.country, town.admin1) == (area.country, area.admin1)
    return town.kind == TOWN and same and town.population > SEAT_SHARE * area.population


def candidates_of(text: str, gazetteer: Gazetteer, demonym: bool = False) -> tuple[Entry, ...]:
    """The places that a name may mean; where it is unknown, those of its telling part ("northern X", "X airport")."""
    if demonym:
        entry = gazetteer.demonyms.get(fold(text))
        if entry is not None:
            return (entry,)
    if states := gazetteer.abbreviated(text) or gazetteer.abbreviated(f"{text}."):
        return (*states, *(e for e in gazetteer.lookup(text) if e.kind == COUNTRY))
    for variant in _variants(text):
        if found := _without_namesakes(gazetteer.lookup(variant)):
            largest = sorted(
                found, key=lambda e: -(e.population + 1e9 * (e.kind not in (TOWN, ADMIN2)) + 1e6 * e.primary)
            )
            return tuple(largest[:MAX_CANDIDATES])
    demonym_entry = gazetteer.demonyms.get(fold(text))
    return (demonym_entry,) if demonym_entry is not None else ()


def _without_namesakes(found: Sequence[Entry]) -> list[Entry]:
    """The places of a name, less those that a country of the name has within it under another first name.

    GeoNames gives "Mexico" as a name of Mexico City, too.
    """
    countries = {e.country for e in found if e.kind == COUNTRY}
    return [e for e in found if e.kind == COUNTRY or e.primary or e.country not in countries]


def _variants(text: str) -> Iterable[str]:
    """A name, and what is left of it without articles, directions and kinds of place."""
    yield text
    tokens = text.replace("’", "'").removesuffix("'s").split()
    if tokens and tokens[0].lower() == "the":
        tokens = tokens[1:]
        yield " ".join(tokens)
    while len(tokens) > 1 and tokens[0].lower() in words("directions"):
        tokens = tokens[1:]
        yield " ".join(tokens)
    while len(tokens) > 1 and tokens[-1].lower().strip(".") in _endings():
        tokens = tokens[:-1]
        yield " ".join(tokens)
    if len(tokens) > 2 and tokens[0].lower() in words("before") and tokens[1].lower() == "of":
        yield " ".join(tokens[2:])


def _endings() -> frozenset[str]:
    return words("divisions") | words("buildings")


_HOLDS_BEFORE = re.compile(
    r", ?| ?\(|,? (?:(?:[a-z-]+ ){0,3}?(?:in|of) )(?:the |[a-z-]+(?:ern|al) )*"
    r"|, (?:an?|the) [a-z' -]{0,40}?(?:in|of) (?:the |[a-z-]+(?:ern|al) )*"
)
"""What stands between a name and that of the place which holds it."""
_SEPARATES = re.compile(r",? ?(?:and|or|&)? ?(?:the |in )?")
"""What stands between the members of a list."""
_HELD_AFTER = re.compile(r"['’]s (?:[a-z-]+ ){0,3}|,? (?:province|state|region|district|county)['’]s ")

_KIND_WORDS = {
    "province": ADMIN1, "state": ADMIN1, "governorate": ADMIN1, "region": ADMIN1, "oblast": ADMIN1,
    "prefecture": ADMIN1,
    "county": ADMIN2, "district": ADMIN2, "parish": ADMIN2, "regency": ADMIN2,
    "city": TOWN, "town": TOWN, "village": TOWN, "suburb": TOWN, "township": TOWN, "capital": TOWN, "downtown": TOWN,
    "island": "island", "river": "river", "lake": "lake", "peninsula": "peninsula",
}  # fmt: skip

_GROUP = {"city": TOWN, "area": ADMIN1}


@cache
def _weights() -> dict[str, float]:
    text = (files("dragoman.coding.places") / "data" / "resolve_weights.toml").read_text(encoding="utf-8")
    return {name: float(value) for name, value in tomllib.loads(text).items()}
