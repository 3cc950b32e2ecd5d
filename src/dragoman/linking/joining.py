"""Reports joined to events in order of publication, each with those that share its parties, type and days."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dragoman.linking.alike import alike
from dragoman.linking.copies import Apart
from dragoman.linking.settings import EventSettings
from dragoman.linking.telling import Side, Telling

COMPARED = 6
"""Reports of an event, the latest ones, with which a new one is compared."""

STRIDE = 4
"""A report whose date is an interval is found under every so many days of it: no more than are sought around one."""

COPY = 0.3
"""Added where two reports stand in copies of one text and have type and predicate in common."""


@dataclass(slots=True)
class Cluster:
    """An event as it grows. ``changed`` tells that it is new, or has new reports."""

    event_id: str
    tellings: list[Telling] = field(default_factory=list)
    changed: bool = False


class Joiner:
    """Joins reports to the events that it knows. ``groups`` has for each document that is or has a copy its group."""

    def __init__(
        self,
        settings: EventSettings,
        groups: Mapping[str, str] | None = None,
        apart: Apart = (),
        together: Apart = (),
    ) -> None:
        self._settings = settings
        self._groups = groups or {}
        self._apart = _partners(apart)
        self._together = _partners(together)
        self._index: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self._of_report: dict[str, int] = {}
        self.clusters: list[Cluster] = []

    def know(self, event_id: str, tellings: Iterable[Telling]) -> None:
        """Take in an event as it is."""
        cluster = Cluster(event_id)
        self.clusters.append(cluster)
        for telling in tellings:
            self._put(len(self.clusters) - 1, telling)

    def join(self, telling: Telling) -> Cluster:
        """Join a report to the event that it most surely tells of; else it founds one."""
        if (known := self._of_report.get(telling.report_id)) is not None:
            return self.clusters[known]
        number = self._forced(telling)
        if number is None:
            number = self._best(telling)
        if number is None:
            self.clusters.append(Cluster(telling.seed))
            number = len(self.clusters) - 1
        cluster = self.clusters[number]
        cluster.changed = True
        self._put(number, telling)
        return cluster

    def _forced(self, telling: Telling) -> int | None:
        partners = self._together.get(telling.report_id, ())
        return next((self._of_report[p] for p in partners if p in self._of_report), None)

    def _best(self, telling: Telling) -> int | None:
        best, chosen = self._settings.threshold, None
        for number in self._candidates(telling):
            score = self.score(telling, self.clusters[number])
            if score > best:
                best, chosen = score, number
        return chosen

    def score(self, telling: Telling, cluster: Cluster) -> float:
        """How surely a report tells of an event: the mean of its best likeness and of that with all that are compared.

        0 where a ruling keeps it apart, or where it is ruled out by half of them.
        """
        forbidden = self._apart.get(telling.report_id)
        if forbidden and any(t.report_id in forbidden for t in cluster.tellings):
            return 0.0
        scores = [self._alike(telling, other) for other in self._compared(cluster)]
        if 2 * scores.count(0.0) >= len(scores):
            return 0.0
        return (max(scores) + sum(scores) / len(scores)) / 2

    def _compared(self, cluster: Cluster) -> list[Telling]:
        """The latest reports of an event, but for those that a ruling put there: they may be like no other."""
        if self._together:
            free = [t for n, t in enumerate(cluster.tellings) if not n or t.report_id not in self._together]
            return free[-COMPARED:]
        return cluster.tellings[-COMPARED:]

    def _alike(self, one: Telling, other: Telling) -> float:
        score = alike(one, other, self._settings)
        if score and one.document_id != other.document_id and one.event_type == other.event_type:
            group = self._groups.get(one.document_id)
            if group is not None and group == self._groups.get(other.document_id) and one.lemma == other.lemma:
                return min(1.0, score + COPY)
        return score

    def _candidates(self, telling: Telling) -> list[int]:
        first, last = window(telling, self._settings)
        found: set[int] = set()
        for key in sought(telling, self._settings):
            bucket = self._index.get(key)
            if bucket:
                low, high = bisect_left(bucket, (first, 0)), bisect_left(bucket, (last + 1, 0))
                found.update(number for _, number in bucket[low:high])
        return sorted(found)[-self._settings.most :]

    def _put(self, number: int, telling: Telling) -> None:
        self.clusters[number].tellings.append(telling)
        self._of_report[telling.report_id] = number
        for key in keys(telling):
            bucket = self._index.setdefault(key, [])
            for day in days(telling):
                at = bisect_left(bucket, (day, number))
                if at == len(bucket) or bucket[at] != (day, number):
                    insort(bucket, (day, number))


def _partners(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def window(telling: Telling, settings: EventSettings) -> tuple[int, int]:
    """The first and last day under which events are sought for a report; all days where it has none."""
    if telling.start:
        return telling.start - settings.slack, telling.end + max(settings.fallback, settings.slack)
    if telling.published:
        return telling.published - settings.fallback, telling.published + settings.fallback
    return 0, 1 << 30


def days(telling: Telling) -> list[int]:
    """The days under which a report is found: those of the act, else that of publication."""
    if not telling.start:
        return [telling.published]
    return sorted({*range(telling.start, telling.end + 1, STRIDE), telling.end})


def keys(telling: Telling) -> Iterator[tuple[str, str]]:
    """What a report is found under: its type, with both its parties, and with each alone.

    A report that names both sides is found by others that do under the pair, one that names one side under that party.
    """
    kind, (ones, others) = telling.event_type, _sides(telling)
    for one in ones:
        yield kind, one
        for other in others:
            yield kind, _pair(one, other)
    for other in others:
        yield kind, other
    if not others or not ones:
        for one in ones or others:
            yield kind, f"{one}|"


def sought(telling: Telling, settings: EventSettings) -> Iterator[tuple[str, str]]:
    """The keys under which events are sought: for both parties known, the pair and reports that name one of them."""
    ones, others = _sides(telling)
    if ones and others:
        found = [_pair(one, other) for one in ones for other in others]
        found += [f"{one}|" for one in (*ones, *others)]
    else:
        found = list(ones or others)
    for kind in settings.alike_types.get(telling.event_type, {telling.event_type: 1.0}):
        for key in found:
            yield kind, key


def _sides(telling: Telling) -> tuple[list[str], list[str]]:
    """The keys of both sides; those of a reciprocal act are one after the other on both."""
    if telling.reciprocal and len(telling.actors) > 1:
        everybody = _keys_of(telling.actors)
        return everybody[:1], everybody[1:] or everybody[:1]
    return _keys_of(telling.actors), _keys_of(telling.recipients)


def _keys_of(parties: Iterable[Side]) -> list[str]:
    return list(dict.fromkeys(p.key for p in parties))[:4]


def _pair(one: str, other: str) -> str:
    return f"{one}|{other}" if one <= other else f"{other}|{one}"
