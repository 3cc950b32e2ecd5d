"""Counts over reports: facets, months, pairs of countries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dragoman import ontology
from dragoman.store.countries import country_name
from dragoman.web.questions import Asking
from dragoman.web.rendering import quad_of

PERIODS = {"week": "week", "month": "month", "quarter": "quarter", "year": "year"}
"""Lengths of time over which reports are counted, and DuckDB's words for them."""

FACETS = {
    "type": "SELECT event_type AS value, count(*) AS n FROM asked GROUP BY 1",
    "mode": "SELECT mode AS value, count(*) AS n FROM asked GROUP BY 1",
    "country": "SELECT unnest(countries) AS value, count(*) AS n FROM asked GROUP BY 1",
    "sector": "SELECT unnest(sectors) AS value, count(*) AS n FROM asked GROUP BY 1",
    "source": "SELECT source AS value, count(*) AS n FROM asked GROUP BY 1",
    "status": "SELECT status AS value, count(*) AS n FROM asked GROUP BY 1",
    "context": "SELECT unnest(contexts) AS value, count(*) AS n FROM asked GROUP BY 1",
    "place-country": "SELECT place_country AS value, count(*) AS n FROM asked GROUP BY 1",
}
"""How reports are counted by the values of a filter of that name."""


@dataclass(frozen=True)
class Count:
    """How many reports have a value; ``share`` is relative to the most frequent one."""

    value: str
    label: str
    number: int
    share: float
    quad: int = 0


def facet(asking: Asking, name: str, limit: int = 16) -> list[Count]:
    """The most frequent values of a filter."""
    return _counted(asking, name, FACETS[name], limit)


def _counted(asking: Asking, name: str, sql: str, limit: int) -> list[Count]:
    known = f"SELECT * FROM ({sql}) WHERE value IS NOT NULL"
    rows = asking.rows(f"{known} ORDER BY n DESC, value LIMIT {int(limit)}")
    most = max((n for _, n in rows), default=1)
    return [Count(v, label(name, v), n, n / most, quad_of(v) if name == "type" else 0) for v, n in rows]


def label(name: str, value: str) -> str:
    """What to call a value of a filter."""
    if name in ("country", "place-country", "actor-country", "recipient-country"):
        return country_name(value)
    if name in ("sector", "actor-sector", "recipient-sector") and value in ontology.SECTORS:
        return ontology.SECTORS[value].label
    return value


def event_facet(asking: Asking, name: str, limit: int = 16) -> list[Count]:
    """The most frequent values of a filter among events."""
    if name == "source":
        sql = "SELECT unnest(sources) AS value, count(*) AS n FROM asked GROUP BY 1"
        return _counted(asking, name, sql, limit)
    return facet(asking, name, limit)


def by_month(asking: Asking) -> list[dict[str, Any]]:
    """Reports a month of each quad, by the day of the act, else of publication; at most the last 600 months."""
    rows = asking.rows(
        "SELECT substr(coalesce(date_start, published), 1, 7) AS month, event_type, count(*) AS n FROM asked "
        "WHERE coalesce(date_start, published) IS NOT NULL GROUP BY 1, 2 ORDER BY 1"
    )
    months: dict[str, dict[str, Any]] = {}
    for month, event_type, n in rows:
        found = months.setdefault(month, {"month": month, "1": 0, "2": 0, "3": 0, "4": 0})
        found[str(quad_of(event_type))] += n
    return list(months.values())[-600:]


def by_period(asking: Asking, period: str = "month") -> list[dict[str, Any]]:
    """Reports of each quad a week, month, quarter or year, by the day of the act, else of publication; gaps are 0."""
    rows = asking.rows(
        "WITH days AS (SELECT try_cast(coalesce(date_start, published) AS DATE) AS day, event_type FROM asked), "
        f"counted AS (SELECT date_trunc('{PERIODS[period]}', day) AS start, event_type, count(*) AS n FROM days "
        "WHERE day IS NOT NULL GROUP BY ALL) "
        "SELECT strftime(start, '%Y-%m-%d'), event_type, n FROM counted ORDER BY 1"
    )
    if not rows:
        return []
    found: dict[str, dict[str, Any]] = {
        start: {"period": start, "1": 0, "2": 0, "3": 0, "4": 0} for start in _steps(rows[0][0], rows[-1][0], period)
    }
    for start, event_type, n in rows:
        if start in found:
            found[start][str(quad_of(event_type))] += n
    length = {"month": 7, "quarter": 7, "year": 4}.get(period, 10)
    return [row | {"period": row["period"][:length]} for row in found.values()]


def _steps(first: str, last: str, period: str) -> list[str]:
    """The first days of all periods from one to another; the last thousand of them."""
    day, end, days = date.fromisoformat(first), date.fromisoformat(last), []
    months = {"month": 1, "quarter": 3, "year": 12}.get(period)
    while day <= end:
        days.append(day.isoformat())
        if months is None:
            day += timedelta(days=7)
        else:
            ahead = day.year * 12 + day.month - 1 + months
            if ahead // 12 > date.max.year:
                break
            day = date(ahead // 12, ahead % 12 + 1, 1)
    return days[-1000:]


def places(asking: Asking, limit: int = 600) -> list[dict[str, Any]]:
    """The places of reports with their coordinates, the most frequent first, and the quad that most of them have."""
    rows = asking.rows(
        "SELECT place_name, place_country, round(place_lat, 3), round(place_lon, 3), count(*) AS n, "
        "mode(event_type), any_value(place_precision) FROM asked WHERE place_lat IS NOT NULL AND place_lon IS NOT NULL "
        f"GROUP BY 1, 2, 3, 4 ORDER BY n DESC, 1, 2 LIMIT {int(limit)}"
    )
    names = ("name", "country", "lat", "lon", "number", "type", "precision")
    return [dict(zip(names, row, strict=True)) | {"quad": quad_of(row[5])} for row in rows]


def dyads(asking: Asking, limit: int = 20) -> list[dict[str, Any]]:
    """The pairs of countries with the most reports between them, in either direction."""
    rows = asking.rows(
        "WITH sides AS (SELECT unnest(actor_countries) AS a, reciprocal, list_contains($conflict, event_type) AS bad, "
        "CASE WHEN reciprocal THEN actor_countries ELSE recipient_countries END AS others FROM asked), "
        "pairs AS (SELECT a, unnest(others) AS b, reciprocal, bad FROM sides) "
        "SELECT least(a, b), greatest(a, b), count(*) AS n, count(*) FILTER (bad) "
        f"FROM pairs WHERE a <> b AND (NOT reciprocal OR a < b) GROUP BY 1, 2 ORDER BY n DESC, 1, 2 LIMIT {int(limit)}",
        conflict=CONFLICT,
    )
    return [{"a": a, "b": b, "number": n, "conflict": c / n} for a, b, n, c in rows]


CONFLICT = tuple(name for name, entry in sorted(ontology.TYPES.items()) if entry.quad in (3, 4))
"""The types of verbal and material conflict."""
