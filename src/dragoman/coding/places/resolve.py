"""Which place a name means, decided by the document as a whole.

Every name of a document has candidates in the gazetteer. A candidate is scored by what it is (a country, a
state, a town of so many inhabitants), by the state or country that the text puts beside the name ("Paris, Texas"), by the countries and
provinces that the document names, and by its distance from the document's other places. One name has one sense in a document. The
weights are in ``data/resolve_weights.toml``.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import exp, log10

from dragoman.coding.places.find import Toponym, kind_of
from dragoman.coding.places.folding import fold
from dragoman.coding.places.gazetteer import ADMIN1, ADMIN2, COUNTRY, TOWN, Entry, Gazetteer, distance_km
from dragoman.coding.places.words import words
from dragoman.language.pipeline import ParsedDocument

ROUNDS = 3
"""How often places are chosen anew in the light of the others; choices hardly change after the second round."""
NEAR_KM, FAR_KM = 60.0, 400.0
"""Scales of nearness: the same county, the same part of a country."""
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


@dataclass
class Name:
    """One name of a document with its mentions and candidates."""

    key: str
    mentions: list[Toponym]
    candidates: tuple[Entry, ...]
    kinds: frozenset[str] = frozenset()
    holders: list[str] = field(default_factory=list)
    best: Entry | None = None
    lead: float = 0.0


def resolve(
    toponyms: Sequence[Toponym],
    parsed: ParsedDocument,
    gazetteer: Gazetteer | None = None,
    dateline_place: str | None = None,
) -> list[ResolvedToponym]:
    """The place of every toponym, in order. ``dateline_place`` is the name that opens the dateline ("BAGHDAD")."""
    found = Resolver(toponyms, parsed, gazetteer or Gazetteer.load(), dateline_place)
    found.decide()
    return [found.resolved(t) for t in toponyms]


def resolve_given(
    parsed: ParsedDocument,
    spans: Iterable[tuple[int, int]],
    gazetteer: Gazetteer | None = None,
    dateline_place: str | None = None,
) -> list[ResolvedToponym]:
    """The places of names whose characters are given, in the order given."""
    return resolve([toponym_at(parsed, start, end) for start, end in spans], parsed, gazetteer, dateline_place)


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
        self, toponyms: Sequence[Toponym], parsed: ParsedDocument, gazetteer: Gazetteer, dateline_place: str | None
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
        """Names that stand right after a name and hold it: "Basra, Iraq", "Springfield (Ill.)", "Bonn in Germany"."""
        text = self.parsed.document.text
        for one, other in zip(self.order, self.order[1:], strict=False):
            between = text[one.end : other.start].strip()
            if between in (",", "(", ", in", "in", ", in the", "in the", "of", ", a") or (between == "" and other.start > one.end):
                self.names[self._key(one)].holders.append(self._key(other))

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
        if best is None:
            return self._within_holder(toponym, name)
        return ResolvedToponym(
            toponym, best.name, best.country, best.admin1, best.lat, best.lon, best.geonames_id, best.precision, name.lead
        )

    def _within_holder(self, toponym: Toponym, name: Name) -> ResolvedToponym:
        """An unknown name is somewhere in the place that the text says holds it, and no nearer is known."""
        for key in name.holders:
            holder = self.names[key].best
            if holder is not None:
                return ResolvedToponym(
                    toponym, toponym.text, holder.country, holder.admin1, holder.lat, holder.lon, None, holder.precision, 0.0
                )
        return ResolvedToponym(toponym)


class Context:
    """What a document says about one of its names: the other names, as they are understood so far."""

    def __init__(self, name: Name, resolver: Resolver) -> None:
        self.name = name
        self.others = [n for n in resolver.names.values() if n is not name and n.best is not None]
        self.holders = [resolver.names[k] for k in name.holders if resolver.names[k].best is not None]
        self.gazetteer = resolver.gazetteer
        self.countries: dict[str, float] = defaultdict(float)
        self.named: set[str] = set()
        self.areas: set[tuple[str | None, str | None]] = set()
        for other in self.others:
            best = other.best
            assert best is not None
            if best.country:
                self.countries[best.country] += max(1, len(other.mentions)) ** 0.5
            if best.kind == COUNTRY and best.country:
                self.named.add(best.country)
            elif best.kind == ADMIN1:
                self.areas.add((best.country, best.admin1))
        self.total = sum(self.countries.values()) or 1.0
        self.sites = [o.best for o in self.others if o.best is not None and o.best.kind not in (COUNTRY, "continent", "region", "sea")]

    def features(self, entry: Entry) -> dict[str, float]:
        """What speaks for a candidate."""
        found = plain_features(entry, self.name)
        if entry.country is not None:
            found["country_share"] = self.countries.get(entry.country, 0.0) / self.total
            found["country_named"] = float(entry.country in self.named)
            neighbours = self.gazetteer.countries[entry.country].neighbours
            found["neighbour_named"] = float(bool(neighbours & self.named))
        if entry.kind in (TOWN, ADMIN2) and entry.admin1 is not None:
            found["area_named"] = float((entry.country, entry.admin1) in self.areas)
        if self.sites and entry.kind not in (COUNTRY, "continent"):
            nearest = min(distance_km(entry, s) for s in self.sites)
            found["near"] = exp(-nearest / NEAR_KM)
            found["far"] = exp(-nearest / FAR_KM)
        if self.holders:
            found["held"] = float(any(self._holds(h, entry) for h in self.holders))
        return found

    @staticmethod
    def _holds(holder: Name, entry: Entry) -> bool:
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
    if name.kinds:
        stated = _GROUP.get(entry.kind, entry.kind)
        found["kind_stated" if stated in name.kinds else "kind_otherwise"] = 1.0
    if entry.kind == TOWN and entry.country and (fold(entry.name), entry.country) in Gazetteer.load().capitals:
        found["capital"] = 1.0
    return found


def candidates_of(text: str, gazetteer: Gazetteer, demonym: bool = False) -> tuple[Entry, ...]:
    """The places that a name may mean; where it is unknown, those of its telling part ("northern X", "X airport")."""
    if demonym:
        entry = gazetteer.demonyms.get(fold(text))
        if entry is not None:
            return (entry,)
    if (state := gazetteer.abbreviated(text)) is not None:
        others = gazetteer.lookup(text) if len(text) > 2 else ()
        return (state, *(e for e in others if e.kind == COUNTRY))
    for variant in _variants(text):
        if found := gazetteer.lookup(variant):
            largest = sorted(found, key=lambda e: -(e.population + 1e9 * (e.kind not in (TOWN, ADMIN2)) + 1e6 * e.primary))
            return tuple(largest[:MAX_CANDIDATES])
    demonym_entry = gazetteer.demonyms.get(fold(text))
    return (demonym_entry,) if demonym_entry is not None else ()


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
    return words("after") | words("facilities") | words("before") | {"international", "bay", "beach", "mountains", "mountain", "basin"}


_KIND_WORDS = {
    "province": ADMIN1, "state": ADMIN1, "governorate": ADMIN1, "region": ADMIN1, "oblast": ADMIN1, "prefecture": ADMIN1,
    "county": ADMIN2, "district": ADMIN2, "parish": ADMIN2, "regency": ADMIN2,
    "city": TOWN, "town": TOWN, "village": TOWN, "suburb": TOWN, "township": TOWN, "capital": TOWN, "downtown": TOWN,
    "island": "island", "river": "river", "lake": "lake", "peninsula": "peninsula",
}  # fmt: skip

_GROUP = {"city": TOWN, "area": ADMIN1}


@cache
def _weights() -> dict[str, float]:
    text = (files("dragoman.coding.places") / "data" / "resolve_weights.toml").read_text(encoding="utf-8")
    return {name: float(value) for name, value in tomllib.loads(text).items()}
