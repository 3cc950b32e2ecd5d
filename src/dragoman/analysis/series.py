"""Series: how often, and how cooperatively or conflictingly, parties acted on each other, period by period.

Uncertainty comes from confidence. Each counted act is right with its probability p, independently: the expected
number of right ones is the sum of p with variance sum p (1 - p) (the Poisson binomial distribution), and the
mean score is sum p s / sum p with the delta method's variance sum p (1 - p) (s - mean)^2 / (sum p)^2. Intervals
are 95 %, of the normal approximation. They say how sure the coding is, not how fully the press reported.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from dragoman.analysis.counted import Counted, Unit, counted, day_sql, documents_by_period, period_name
from dragoman.analysis.periods import end_of, periods
from dragoman.analysis.schemes import register, score_name
from dragoman.errors import DragomanError
from dragoman.store import values
from dragoman.store.countries import country_titles
from dragoman.store.filters import Filters

if TYPE_CHECKING:
    import pyarrow as pa

    from dragoman.store.store import Store

Z = 1.959964
"""The normal quantile of a two-sided interval of 95 %."""
LONGEST = 20_000
"""More periods than this are told rather than drawn."""


class Estimate(msgspec.Struct, frozen=True):
    """A value with the ends of its interval."""

    value: float
    low: float
    high: float


class Point(msgspec.Struct, frozen=True):
    """One period: its first day, how many acts, how many of them are expected to be right, and their mean scores.

    ``documents`` were coded of those published in the period; a score is None where nothing has one.
    """

    start: str
    count: int
    expected: Estimate
    scores: dict[str, Estimate | None]
    documents: int

    @property
    def per_1000(self) -> float | None:
        """Acts for each thousand coded documents."""
        return 1000 * self.count / self.documents if self.documents else None


class Line(msgspec.Struct, frozen=True):
    """One direction: what it is called, the filters that define it, and its points without gaps."""

    label: str
    filters: Filters
    points: tuple[Point, ...]

    @property
    def counts(self) -> list[int]:
        """The counts alone."""
        return [point.count for point in self.points]


class Series(msgspec.Struct, frozen=True):
    """One or two lines over the same periods. ``unplaced`` tells what could not be placed in one, by reason."""

    period: str
    unit: Unit
    scores: tuple[str, ...]
    lines: tuple[Line, ...]
    unplaced: dict[str, int]

    @property
    def starts(self) -> list[str]:
        """The first days of the periods."""
        return [point.start for point in self.lines[0].points]

    def table(self) -> pa.Table:
        """A row for each line and period."""
        import pyarrow as pa

        return pa.Table.from_pylist([row for line in self.lines for row in self._rows(line)], schema=self._schema())

    def _rows(self, line: Line) -> Iterable[dict[str, Any]]:
        for point in line.points:
            row: dict[str, Any] = {
                "line": line.label, "start": point.start, "end": end_of(point.start, self.period),
                "count": point.count, "expected": point.expected.value, "low": point.expected.low,
                "high": point.expected.high, "documents": point.documents, "per_1000_documents": point.per_1000,
            }  # fmt: skip
            for name, score in point.scores.items():
                row |= {name: score and score.value, f"{name}_low": score and score.low}
                row |= {f"{name}_high": score and score.high}
            yield row

    def _schema(self) -> pa.Schema:
        import pyarrow as pa

        text = [(name, pa.string()) for name in ("line", "start", "end")]
        numbers = ["expected", "low", "high"]
        scores = [f"{name}{end}" for name in self.scores for end in ("", "_low", "_high")]
        return pa.schema(
            [*text, ("count", pa.int64()), *((n, pa.float64()) for n in numbers), ("documents", pa.int64())]
            + [(name, pa.float64()) for name in ("per_1000_documents", *scores)]
        )


def series(
    store: Store,
    parties: Sequence[str],
    period: str = "month",
    filters: Filters | None = None,
    directed: bool = True,
    scores: Sequence[str] = ("plover", "goldstein_oeda"),
    unit: Unit | None = None,
) -> Series:
    """The series of a dyad, or of one party with everybody.

    Parties are written as for the filter ``party``. Directed, there is a line each way; else one in which an act
    counts once. Raises ``DragomanError`` E602 and E609 for unknown names, E690 for more than two parties,
    E691 where nothing was found.
    """
    if not 1 <= len(parties) <= 2:
        raise DragomanError("E690", number=len(parties))
    named, period = [values.party(party) for party in parties], period_name(period)
    scores = tuple(score_name(name) for name in scores)
    filters = filters or Filters()
    found: list[tuple[str, Filters, Mapping[str, dict[str, Any]]]] = []
    unplaced: dict[str, int] = {}
    used: Unit = "reports"
    for label, chosen in _directions(named, filters, directed):
        with counted(store, chosen, unit) as relation:
            used = relation.unit
            kept = relation.kept()
            rows = _sums(kept, period, scores)
            for reason, number in _unplaced(kept, period).items():
                unplaced[reason] = unplaced.get(reason, 0) + number
        found.append((label, chosen, rows))
    starts = _starts(filters, period, (start for _, _, rows in found for start in rows))
    documents = documents_by_period(store, filters, period)
    lines = tuple(
        Line(label, chosen, tuple(_point(s, rows.get(s, {}), scores, documents.get(s, 0)) for s in starts))
        for label, chosen, rows in found
    )
    return Series(period, used, scores, lines, unplaced)


def party_title(party: str) -> str:
    """What people call a party that a filter names."""
    country, colon, sector = party.partition(":")
    if party in country_titles():
        return country_titles()[party]
    if colon:
        return f"{country_titles().get(country, country)} {sector}".strip()
    return party


def _directions(parties: Sequence[str], filters: Filters, directed: bool) -> Iterable[tuple[str, Filters]]:
    change = msgspec.structs.replace
    one, titles = parties[0], [party_title(party) for party in parties]
    if len(parties) == 1:
        if directed:
            yield f"{titles[0]} to others", change(filters, actors=(one,))
            yield f"others to {titles[0]}", change(filters, recipients=(one,))
        else:
            yield titles[0], change(filters, parties=(one,))
    elif directed:
        yield f"{titles[0]} to {titles[1]}", change(filters, actors=(one,), recipients=(parties[1],))
        yield f"{titles[1]} to {titles[0]}", change(filters, actors=(parties[1],), recipients=(one,))
    else:
        yield f"{titles[0]} and {titles[1]}", change(filters, between=(one, parties[1]))


def _sums(relation: Counted, period: str, scores: Sequence[str]) -> dict[str, dict[str, Any]]:
    """By the period's first day, what the estimates are made of."""
    join = register(relation.con, scores, relation.distinct)
    p, q = "confidence", "(confidence * (1 - confidence))"
    sums = [f"count(*) AS n, sum({p}) AS p, sum({q}) AS q"]
    for name in scores:
        has = f"FILTER ({name} IS NOT NULL)"
        sums.append(
            f"sum({p}) {has} AS {name}_p, sum({p} * {name}) AS {name}_ps, sum({q}) {has} AS {name}_q, "
            f"sum({q} * {name}) AS {name}_qs, sum({q} * {name} * {name}) AS {name}_qss"
        )
    rows = relation.table(
        f"SELECT CAST(date_trunc('{period}', {day_sql(period)}) AS DATE)::VARCHAR AS start, {', '.join(sums)} "
        f"FROM counted AS c {join} GROUP BY 1 HAVING start IS NOT NULL"
    )
    return {row["start"]: row for row in rows.to_pylist()}


def _unplaced(relation: Counted, period: str) -> dict[str, int]:
    (row,) = relation.table(
        f"SELECT count(*) FILTER (first IS NOT NULL) AS long, count(*) FILTER (first IS NULL) AS undated "
        f"FROM counted WHERE ({day_sql(period)}) IS NULL"
    ).to_pylist()
    reasons = {f"the date is longer than a {period}": row["long"], "no date is known": row["undated"]}
    return {reason: number for reason, number in reasons.items() if number}


def _starts(filters: Filters, period: str, found: Iterable[str]) -> list[str]:
    seen = sorted(found)
    first, last = filters.since or (seen[0] if seen else None), filters.until or (seen[-1] if seen else None)
    if first is None or last is None:
        raise DragomanError("E691")
    starts = periods(min(first, *seen[:1]), last, period)
    if len(starts) > LONGEST:
        raise DragomanError("E692", number=f"{len(starts):,}", period=period)
    return starts


def _point(start: str, sums: Mapping[str, Any], scores: Iterable[str], documents: int) -> Point:
    count, expected = sums.get("n", 0), sums.get("p", 0.0)
    half = Z * math.sqrt(sums.get("q", 0.0))
    estimate = Estimate(expected, max(0.0, expected - half), min(float(count), expected + half))
    return Point(start, count, estimate, {name: _score(name, sums) for name in scores}, documents)


def _score(name: str, sums: Mapping[str, Any]) -> Estimate | None:
    weight = sums.get(f"{name}_p")
    if not weight:
        return None
    mean = sums[f"{name}_ps"] / weight
    spread = sums[f"{name}_qss"] - 2 * mean * sums[f"{name}_qs"] + mean * mean * sums[f"{name}_q"]
    half = Z * math.sqrt(max(0.0, spread)) / weight
    return Estimate(mean, max(-10.0, mean - half), min(10.0, mean + half))
