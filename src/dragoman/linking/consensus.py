"""An event from its reports: what most independent outlets say, and for each field who says what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations
from math import inf

from dragoman.linking.alike import NEAR_KM, distance_km, side_alike
from dragoman.linking.sketch import word_list
from dragoman.linking.telling import Amount, Side, Telling
from dragoman.records import DateValue, Event, EventParty, EventPlace, Reading, Told

_PRECISION = {
    "day": 0,
    "week": 1,
    "interval": 2,
    "month": 3,
    "season": 4,
    "quarter": 4,
    "year": 5,
    "decade": 6,
    "century": 7,
}
_FINENESS = {"site": 0, "city": 1, "admin1": 2, "country": 3, None: 4}

MOST_SIDES = 30
"""Different sets of parties that are compared with each other."""

WORDINGS = 8
"""Different wordings that a reading keeps, commonest first."""

Groups = Mapping[str, str]
"""For each document that is or has a copy what stands for it and all its copies."""


def event_of(event_id: str, tellings: Sequence[Telling], groups: Groups) -> Event:
    """The event that reports tell of. Each independent outlet has one voice, whatever the number of its reports."""
    ordered = sorted(tellings, key=lambda t: (t.published, t.document_id, t.sentence, t.offset, t.report_id))
    voices = _voices(ordered, groups)
    kind = _most((t.event_type, voices[t.document_id]) for t in ordered) or ordered[0].event_type
    same = [t for t in ordered if t.event_type == kind]
    reciprocal = 2 * sum(t.reciprocal for t in same) > len(same)
    sided = [t for t in same if t.reciprocal == reciprocal]
    told = tuple(_told(ordered, voices))
    days = sorted(t.published for t in ordered if t.published)
    return Event(
        event_id=event_id,
        event_type=kind,
        mode=_most((t.mode, voices[t.document_id]) for t in same),
        status=_most((t.status, voices[t.document_id]) for t in same) or "actual",
        contexts=tuple(c for c, _ in Counter(c for t in ordered for c in t.contexts).most_common()),
        reciprocal=reciprocal,
        actors=_parties([t.actors for t in sided]),
        recipients=_parties([t.recipients for t in sided]),
        date=_date(ordered, lambda t: t.date, voices),
        planned_for=_date(ordered, lambda t: t.planned_for, voices),
        place=_place(ordered, voices),
        reports=tuple(t.report_id for t in ordered),
        documents=tuple(dict.fromkeys(t.document_id for t in ordered)),
        sources=tuple(dict.fromkeys(t.source for t in ordered if t.source is not None)),
        outlets=len(set(voices.values())),
        first_told=date.fromordinal(days[0]).isoformat() if days else None,
        last_told=date.fromordinal(days[-1]).isoformat() if days else None,
        confidence=max(t.confidence for t in ordered),
        told=told,
    )


def _voices(tellings: Iterable[Telling], groups: Groups) -> dict[str, str]:
    """For each document its outlet: documents of one source, and copies of each other, have one voice."""
    voices: dict[str, str] = {}
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while (parent := parents.setdefault(name, name)) != name:
            name = parent
        return name

    for telling in tellings:
        document = telling.document_id
        if document in voices:
            continue
        voices[document] = document
        for other in (
            f"source {telling.source}" if telling.source is not None else None,
            f"copies {groups[document]}" if document in groups else None,
        ):
            if other is not None:
                parents[root(f"document {document}")] = root(other)
    return {document: root(f"document {document}") for document in voices}


def _most(said: Iterable[tuple[str | None, str]]) -> str | None:
    """The value that most voices give; of equals the one that came first."""
    voices: dict[str, set[str]] = {}
    for value, voice in said:
        if value is not None:
            voices.setdefault(value, set()).add(voice)
    return max(voices, key=lambda value: len(voices[value]), default=None)


def _parties(sides: Sequence[tuple[Side, ...]]) -> tuple[EventParty, ...]:
    """The parties of one side, in the order in which they are first named.

    Of each country as many as most reports name of it, those that most name; the fullest name stands for all. A party
    without a country counts beside others only where half of the reports name it, a pronoun only where nothing else is
    said.
    """
    named = [tuple(p for p in side if p.name.lower() not in pronouns()) or side for side in sides if side]
    if any(p.name.lower() not in pronouns() for side in named for p in side):
        named = [side for side in named if side[0].name.lower() not in pronouns()]
    counts = Counter(key for side in named for key in {_party_key(p) for p in side})
    first: dict[str | None, dict[str, list[Side]]] = {}
    for side in named:
        for party in side:
            first.setdefault(party.country, {}).setdefault(_party_key(party), []).append(party)
    found = []
    for country, parties in first.items():
        naming = [n for side in named if (n := sum(p.country == country for p in side))]
        if country is None and len(first) > 1 and 2 * len(naming) < len(named):
            continue
        many = Counter(naming).most_common(1)[0][0]
        chosen = sorted(parties, key=lambda key: _standing(parties[key][0], counts[key]))[:many]
        found += [_party(parties[key], counts[key]) for key in parties if key in chosen]
    return tuple(found)


def _standing(party: Side, reports: int) -> tuple[bool, int, bool]:
    """Where a party stands among those of its country: "his convoy" last, then by reports, then entities first."""
    return party.name.lower().partition(" ")[0] in pronouns(), -reports, party.entity_id is None


def _party(same: Sequence[Side], reports: int) -> EventParty:
    fullest = max(same, key=lambda p: (p.entity_id is not None, len(p.name)))
    state = fullest.country if fullest.entity_id is None and not fullest.words else None
    return EventParty(
        name=fullest.name,
        country=fullest.country,
        sector=_most((p.sector, str(i)) for i, p in enumerate(same)),
        entity_id=fullest.entity_id or state,
        reports=reports,
    )


@cache
def pronouns() -> frozenset[str]:
    """Words that stand for a party and name none."""
    return word_list("pronouns")


def _party_key(party: Side) -> str:
    if party.entity_id is not None:
        return party.entity_id
    if party.country and not party.words:
        return party.country
    return f"{party.country or ''} {party.name.lower()}"


def _date(tellings: Sequence[Telling], of: Callable[[Telling], DateValue | None], voices: Groups) -> DateValue | None:
    """The most precise date among those that most voices allow."""
    dates = [(value, voices[t.document_id]) for t in tellings if (value := of(t)) is not None]
    if not dates:
        return None

    def rank(value: DateValue) -> tuple[int, int, int]:
        allowing = len({voice for other, voice in dates if _overlap(value, other)})
        said = len({voice for other, voice in dates if (other.start, other.end) == (value.start, value.end)})
        return allowing, -_PRECISION.get(value.precision, 8), said

    return max((value for value, _ in dates), key=rank)


def _overlap(one: DateValue, other: DateValue) -> bool:
    return one.start <= other.end and other.start <= one.end


def _place(tellings: Sequence[Telling], voices: Groups) -> EventPlace | None:
    """The finest place among those that most voices allow."""
    places = [(t.place, voices[t.document_id]) for t in tellings if t.place is not None]
    if not places:
        return None

    def rank(place: EventPlace) -> tuple[int, int, int]:
        allowing = len({voice for other, voice in places if _places_meet(place, other)})
        said = len({voice for other, voice in places if other.name == place.name})
        return allowing, -_FINENESS.get(place.precision, 4), said

    return max((place for place, _ in places), key=rank)


def _places_meet(one: EventPlace, other: EventPlace) -> bool:
    """Whether two places may be one, or one lies in the other."""
    if one.country and other.country and one.country != other.country:
        return False
    if one.name.lower() == other.name.lower() or "country" in (one.precision, other.precision):
        return True
    if one.admin1 and one.admin1 == other.admin1:
        return one.precision == "admin1" or other.precision == "admin1" or distance_km(one, other) <= NEAR_KM
    return None not in (one.lat, one.lon, other.lat, other.lon) and distance_km(one, other) <= NEAR_KM


class _Field:
    """The readings of one field as they are gathered; ``values`` are the things that they stand for."""

    def __init__(self, voices: Groups) -> None:
        self.values: dict[str, object] = {}
        self._voices = voices
        self._said: dict[str, list[tuple[Telling, str]]] = {}

    def say(self, telling: Telling, value: str, words: str, what: object) -> None:
        self._said.setdefault(value, []).append((telling, words))
        self.values[value] = what

    def readings(self) -> tuple[Reading, ...]:
        found = []
        for value, said in self._said.items():
            amount = self.values[value]
            low, high = _range(amount) if isinstance(amount, Amount) else (None, None)
            found.append(
                Reading(
                    value=value,
                    reports=tuple(dict.fromkeys(t.report_id for t, _ in said)),
                    outlets=len({self._voices[t.document_id] for t, _ in said}),
                    words=tuple(w for w, _ in Counter(words for _, words in said).most_common(WORDINGS)),
                    low=low,
                    high=high,
                    unit=amount.unit if isinstance(amount, Amount) else None,
                )
            )
        return tuple(sorted(found, key=lambda r: (-r.outlets, -len(r.reports), r.value)))


def _told(tellings: Sequence[Telling], voices: Groups) -> Iterable[Told]:
    """What is said of each field, in the order of a report's fields."""
    fields: dict[str, _Field] = {}
    for telling in tellings:
        for name, value, words, what in _said(telling):
            fields.setdefault(name, _Field(voices)).say(telling, value, words, what)
    for name in sorted(fields, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER)):
        readings = fields[name].readings()
        yield Told(field=name, readings=readings, agreed=_agreed(name, readings, fields[name].values, tellings))


_ORDER = ("type", "mode", "status", "actors", "recipients", "date", "place", "words", "attribution")


def _said(t: Telling) -> Iterable[tuple[str, str, str, object]]:
    """What a report says: field, value, words, and the thing itself."""
    yield "type", t.event_type, t.predicate, None
    if t.mode is not None:
        yield "mode", t.mode, t.predicate, None
    yield "status", t.status, t.predicate, None
    for side, parties in (("actors", t.actors), ("recipients", t.recipients)):
        for party in parties:
            yield side, party.name, party.name, None
    if t.date is not None:
        yield "date", _day_text(t.date), _day_text(t.date), t.date
    if t.place is not None:
        yield "place", t.place.name, t.place.name, t.place
    yield "words", t.lemma, t.predicate, None
    if t.attribution is not None:
        yield "attribution", t.attribution, t.attribution, None
    for amount in t.amounts:
        yield amount.kind, _amount_text(amount), amount.text, amount


def _agreed(name: str, readings: Sequence[Reading], values: Mapping[str, object], tellings: Sequence[Telling]) -> bool:
    """Whether all readings of a field can be right at once. Wordings and sources always can.

    Parties agree where any two reports that name that side have one in common.
    """
    if name in ("words", "attribution"):
        return True
    if name == "status":
        return {r.value for r in readings} <= {"actual", "historical"} or len(readings) == 1
    if name in ("actors", "recipients"):
        sides = list(dict.fromkeys(getattr(t, name) for t in tellings if not t.reciprocal and getattr(t, name)))
        return all(side_alike(a, b) > 0.0 for a, b in combinations(sides[:MOST_SIDES], 2))
    return all(_can_agree(values[a.value], values[b.value]) for a, b in combinations(readings, 2))


def _can_agree(one: object, other: object) -> bool:
    if isinstance(one, DateValue) and isinstance(other, DateValue):
        return _overlap(one, other)
    if isinstance(one, EventPlace) and isinstance(other, EventPlace):
        return _places_meet(one, other)
    if isinstance(one, Amount) and isinstance(other, Amount):
        (a, b), (c, d) = _bounds(one), _bounds(other)
        return one.unit != other.unit or (a <= d and c <= b)
    return False


def _range(amount: Amount) -> tuple[float | None, float | None]:
    """The bounds of an amount, those of an exact one being its value."""
    if amount.low is None and amount.high is None:
        return amount.value, amount.value
    return amount.low, amount.high


def _bounds(amount: Amount) -> tuple[float, float]:
    low, high = _range(amount)
    return (-inf if low is None else low), (inf if high is None else high)


def _amount_text(amount: Amount) -> str:
    """An amount as one writes it: "30", "at least 25", "10 to 12", "5,000,000 USD"."""
    low, high = _range(amount)
    unit = f" {amount.unit}" if amount.unit else ""
    if low is None and high is None:
        return amount.text
    if low == high:
        return f"{low:,.10g}{unit}"
    if high is None:
        return f"at least {low:,.10g}{unit}"
    if low is None:
        return f"at most {high:,.10g}{unit}"
    return f"{low:,.10g} to {high:,.10g}{unit}"


def _day_text(value: DateValue) -> str:
    return value.start if value.start == value.end else f"{value.start}/{value.end}"
