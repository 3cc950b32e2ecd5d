"""How surely two reports tell of one event: type, parties, date, place and wording, each from 0 to 1, weighed."""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, inf, radians, sin, sqrt

from dragoman.linking.settings import EventSettings, Penalties
from dragoman.linking.telling import Amount, Side, Telling
from dragoman.records import EventPlace

NEAR_KM = 40.0
"""Two towns that lie nearer to each other may be one place in two reports."""

EARTH_KM = 6371.0

THIN_WORDS, SOME_WORDS, THIN_PARTIES = 0.1, 0.3, 0.7
"""Below these, likenesses of words and parties tell little: one party of a country, and a few words of the subject."""

REPEATED_WORDS = 0.2
"""So much alike are the words, at least, with which one document tells of an act again."""

COARSE = ((7, 0.7), (31, 0.55), (inf, 0.3))
"""How alike two dates count that meet, where the wider one has so many days at most: "this year" holds too much."""

FAR = 4.0
"""A toll that is so many times another one is that of another event, or of many."""

UNKNOWN = 0.5
"""How alike two reports count where one of them does not say."""

_APART = ("future", "hypothetical", "negated")
"""Statuses of which each tells of something else than what happened."""


def alike(one: Telling, other: Telling, settings: EventSettings) -> float:
    """How surely two reports tell of one event, 0 to 1; 0 where something rules it out.

    Ruled out are types that are not related, parties that differ, an actor that is the other's recipient, dates that
    do not meet, and a status that is not the other's. What one of the two does not say rules nothing out.
    """
    types = settings.alike_types.get(one.event_type, {one.event_type: 1.0}).get(other.event_type, 0.0)
    if types == 0.0 or not _statuses_meet(one.status, other.status):
        return 0.0
    days = dates_alike(one, other, settings)
    if days == 0.0:
        return 0.0
    parties = parties_alike(one, other)
    if parties == 0.0:
        return 0.0
    places = places_alike(one.place, other.place)
    words = words_alike(one, other)
    weights, penalties = settings.weights, settings.penalties
    score = (
        weights.type * types
        + weights.parties * parties
        + weights.date * days
        + weights.place * max(0.0, places)
        + weights.words * words
    ) / weights.total
    if places < 0.0:
        score -= penalties.place
    if one.mode and other.mode and one.mode != other.mode and types == 1.0:
        score -= penalties.mode
    if one.exact and other.exact and (one.end < other.start or other.end < one.start):
        score -= penalties.slack
    if one.document_id == other.document_id and one.offset != other.offset:
        score -= _repeated(one, other, words, penalties)
    elif _amounts_differ(one, other, FAR):
        score -= penalties.amounts
    if not (one.exact and other.exact) and _is_thin(parties, words):
        score -= penalties.thin
    if _at_home(one) and places < 0.8 and not one.names & other.names and not _party_words(one) & _party_words(other):
        score -= penalties.home
    return max(0.0, score)


def _is_thin(parties: float, words: float) -> bool:
    """Whether neither parties nor words say enough where days do not."""
    return words < THIN_WORDS or (parties < THIN_PARTIES and words < SOME_WORDS)


def _repeated(one: Telling, other: Telling, words: float, penalties: Penalties) -> float:
    """What is taken off where one document would tell of an act twice: with two predicates of one sentence, in wholly
    other words, or with other numbers.
    """
    if one.sentence == other.sentence:
        return penalties.same_sentence
    taken = penalties.same_document if words < REPEATED_WORDS else 0.0
    return taken + (penalties.amounts if _amounts_differ(one, other) else 0.0)


def _amounts_differ(one: Telling, other: Telling, times: float = 1.0) -> bool:
    """Whether an amount of the one is more than so many times that of the other of its kind, none being alike."""
    for kind in {a.kind for a in one.amounts} & {a.kind for a in other.amounts}:
        ones, others = ([n for a in t.amounts if a.kind == kind and (n := _number(a))] for t in (one, other))
        if ones and others and all(max(a, b) > times * min(a, b) for a in ones for b in others):
            return True
    return False


def _number(amount: Amount) -> float | None:
    return next((n for n in (amount.value, amount.low, amount.high) if n is not None), None)


def _statuses_meet(one: str, other: str) -> bool:
    return one == other or not (one in _APART or other in _APART)


def dates_alike(one: Telling, other: Telling, settings: EventSettings) -> float:
    """How well the days of two acts meet; 0 where they do not.

    Two exact days that are equal tell most. An undated act is sought in the days before its publication.
    """
    a, b, a_said = _when(one, settings)
    c, d, c_said = _when(other, settings)
    if not a or not c:
        return UNKNOWN
    slack = settings.slack if a_said and c_said and one.exact and other.exact else 0
    if b + slack < c or d + slack < a:
        return 0.0
    if a_said and c_said:
        if one.exact and other.exact:
            return 1.0 if a == c or (a <= d and c <= b) else 0.4
        widest = max(b - a, d - c)
        return next(value for days, value in COARSE if widest <= days)
    if not a_said and not c_said:
        gap = abs(one.published - other.published)
        return max(0.3, 0.8 - 0.12 * gap)
    said, unsaid = (one, other) if a_said else (other, one)
    return max(0.3, 0.8 - 0.12 * abs(unsaid.published - said.end))


def _when(telling: Telling, settings: EventSettings) -> tuple[int, int, bool]:
    """The days on which an act may have been done, and whether the text says them."""
    if telling.start:
        return telling.start, telling.end, True
    if telling.published:
        return telling.published - settings.fallback, telling.published, False
    return 0, 0, False


def parties_alike(one: Telling, other: Telling) -> float:
    """How well the parties of two reports agree; 0 where a side that both name has nobody in common."""
    if one.reciprocal or other.reciprocal:
        return _met(_everybody(one), _everybody(other))
    actors = side_alike(one.actors, other.actors)
    recipients = side_alike(one.recipients, other.recipients)
    if actors == 0.0 or recipients == 0.0:
        return 0.0
    if not (one.actors and other.actors) and not (one.recipients and other.recipients):
        return 0.0
    return (actors + recipients) / 2


def _everybody(telling: Telling) -> tuple[Side, ...]:
    return (*telling.actors, *telling.recipients)


def _met(ones: Sequence[Side], others: Sequence[Side]) -> float:
    """Agreement of those who met: two of each must be the same, or one where only one is named."""
    few, many = (ones, others) if len(ones) <= len(others) else (others, ones)
    best = sorted((max((party_alike(p, q) for q in many), default=0.0) for p in few), reverse=True)
    if not best or best[0] == 0.0 or (len(best) > 1 and best[1] == 0.0):
        return 0.0
    return sum(best[:2]) / len(best[:2]) if len(best) > 1 else 0.7 * best[0]


def side_alike(ones: Sequence[Side], others: Sequence[Side]) -> float:
    """How well the same side of two reports agrees, by the two parties that are most alike."""
    if not ones and not others:
        return 0.8
    if not ones or not others:
        return UNKNOWN
    return max(party_alike(p, q) for p in ones for q in others)


def party_alike(one: Side, other: Side) -> float:
    """Whether two parties may be one: the same entity, or of one country, the less surely the more else differs."""
    if one.entity_id is not None and one.entity_id == other.entity_id:
        return 1.0
    if one.country and other.country:
        if one.country != other.country:
            return 0.0
        if one.entity_id and other.entity_id:
            return 0.4
        if one.words and other.words:
            return 0.95 if one.words & other.words else 0.6
        return 0.85 if one.sector == other.sector else 0.75
    return 0.8 if _names(one.name) & _names(other.name) else 0.0


def _names(name: str) -> set[str]:
    return {word for word in name.lower().replace("-", " ").split() if len(word) > 3}


def places_alike(one: EventPlace | None, other: EventPlace | None) -> float:
    """1 for one place, less where one is a part of the other; negative where two towns or countries differ."""
    if one is None or other is None:
        return UNKNOWN
    if one.country and other.country and one.country != other.country:
        return -1.0
    if one.name.lower() == other.name.lower():
        return 1.0
    if one.precision == "country" or other.precision == "country":
        return 0.6
    if one.admin1 is not None and one.admin1 == other.admin1:
        return 0.8
    if None in (one.lat, one.lon, other.lat, other.lon):
        return UNKNOWN
    return 0.8 if distance_km(one, other) <= NEAR_KM else -1.0


def distance_km(one: EventPlace, other: EventPlace) -> float:
    """The great-circle distance of two places with coordinates (haversine formula)."""
    a, b, c, d = (radians(x or 0.0) for x in (one.lat, one.lon, other.lat, other.lon))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def words_alike(one: Telling, other: Telling) -> float:
    """How much of what two sentences say is the same: names and numbers count double, the predicate too.

    Shared weight over the smaller of the two, so that a short telling within a long one counts.
    """
    shared = 2.0 * len(one.names & other.names) + len(one.words & other.words)
    same = 1.5 if one.lemma == other.lemma else 0.0
    least = min(_weight(one), _weight(other))
    return min(1.0, (shared + same) / (least + 1.5))


def _weight(telling: Telling) -> float:
    return 2.0 * len(telling.names) + len(telling.words)


def _party_words(telling: Telling) -> frozenset[int]:
    return frozenset[int]().union(*(p.words for p in _everybody(telling)))


def _at_home(telling: Telling) -> bool:
    countries = {p.country for p in _everybody(telling)}
    return len(countries) <= 1
