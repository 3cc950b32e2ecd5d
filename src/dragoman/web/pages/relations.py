"""Relations: how two parties deal with each other over time, and a matrix of all pairs of countries."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dragoman import ontology
from dragoman.analysis.changes import change_points
from dragoman.analysis.series import party_title
from dragoman.store import Filters
from dragoman.store.countries import country_titles
from dragoman.web.articles import documents_of
from dragoman.web.asking import Asked, ReportFilters, address
from dragoman.web.counting import by_period, dyads, facet
from dragoman.web.questions import Asking
from dragoman.web.site import Site, SiteDep

router = APIRouter()
MATRIX = 16
"""Countries in the matrix."""

PeriodName = Literal["week", "month", "quarter", "year"]
_Party = Annotated[str, Query(max_length=200, description="A country, SYR:REB, a registry or Wikidata id, or a name.")]


@router.get("/relations")
def relations(
    request: Request, site: SiteDep, filters: ReportFilters, a: _Party = "", b: _Party = "", by: PeriodName = "month"
) -> Response:
    """Two parties; or, where none are named, the matrix of the countries that appear most."""
    countries = sorted(country_titles().items(), key=lambda item: item[1])
    about: dict[str, Any] = {"a": a, "b": b, "by": by, "filters": filters, "countries": countries, "pair": None}
    if a.strip() and b.strip():
        about["pair"] = _pair(site, filters, a.strip(), b.strip(), by)
    else:
        about["matrix"] = _matrix(site, filters)
    return site.page(request, "relations.html", **about)


def _pair(site: Site, filters: Filters, a: str, b: str, by: str) -> dict[str, Any]:
    one, other = (Filters.read({"party": each.replace(",", " ")}).parties[0] for each in (a, b))
    both = msgspec.structs.replace(filters, between=(one, other))
    with site.store() as store, site.index.asking(both) as asking:
        rows = by_period(asking, by)
        latest = asking.reports("latest-act", limit=8)
        numbers = asking.rows("SELECT event_type, count(*) FROM asked GROUP BY 1")
        total = sum(n for _, n in numbers)
        conflict = sum(n for t, n in numbers if ontology.TYPES[t].quad > 2)
        return {
            "one": party_title(one),
            "other": party_title(other),
            "asked": Asked("/reports", both),
            "total": total,
            "conflict": conflict / total if total else 0.0,
            "series": {"rows": rows, "changes": _changes(rows)},
            "mix": _mix(site, asking, filters, one, other),
            "latest": latest,
            "documents": documents_of(store, (r.document_id for r in latest)),
        }


def _changes(rows: list[dict[str, Any]]) -> list[str]:
    """The first periods after which there was clearly more or less to report."""
    counts = [sum(row[quad] for quad in "1234") for row in rows]
    return [rows[change.index]["period"] for change in change_points(counts)]


def _mix(site: Site, asking: Asking, filters: Filters, one: str, other: str) -> dict[str, Any]:
    """How many reports of each type go each way."""
    sides = []
    for actor, recipient in ((one, other), (other, one)):
        numbers = _way(site, asking, filters, actor, recipient)
        sides.append((f"{party_title(actor)} to {party_title(recipient)}", numbers))
    types = [t for t in ontology.TYPES if any(t in numbers for _, numbers in sides)]
    return {"types": types, "sides": [{"name": n, "numbers": [c.get(t, 0) for t in types]} for n, c in sides]}


def _way(site: Site, asking: Asking, filters: Filters, actor: str, recipient: str) -> dict[str, int]:
    """Reports of each type from one party to another. Between countries they are among those already set apart."""
    if {actor, recipient} <= set(country_titles()):
        to = "CASE WHEN reciprocal THEN actor_countries ELSE recipient_countries END"
        return dict(
            asking.rows(
                f"SELECT event_type, count(*) FROM asked WHERE list_contains(actor_countries, $actor) "
                f"AND list_contains({to}, $recipient) GROUP BY 1",
                actor=actor,
                recipient=recipient,
            )
        )
    way = msgspec.structs.replace(filters, actors=(actor,), recipients=(recipient,))
    with site.index.asking(way) as other:
        return {count.value: count.number for count in facet(other, "type", 20)}


def _matrix(site: Site, filters: Filters) -> dict[str, Any]:
    with site.index.asking(filters) as asking:
        pairs = dyads(asking, 4000)
        total = asking.count()
    weight: dict[str, int] = {}
    for pair in pairs:
        for side in (pair["a"], pair["b"]):
            weight[side] = weight.get(side, 0) + pair["number"]
    shown = sorted(weight, key=lambda code: (-weight[code], code))[:MATRIX]
    cells = {(p["a"], p["b"]): p for p in pairs} | {(p["b"], p["a"]): p for p in pairs}
    most = max((p["number"] for p in pairs), default=1)
    rows = [[_cell(cells.get((row, column)), row, column, most, filters) for column in shown] for row in shown]
    return {"countries": shown, "rows": rows, "total": total, "pairs": pairs[:24]}


def _cell(pair: dict[str, Any] | None, row: str, column: str, most: int, filters: Filters) -> dict[str, Any] | None:
    if pair is None or row == column:
        return None
    shade = 1 + min(4, int(5 * (pair["number"] / most) ** 0.5))
    tone = "conf" if pair["conflict"] > 0.6 else "coop" if pair["conflict"] < 0.4 else "even"
    return {
        "number": pair["number"],
        "conflict": pair["conflict"],
        "tone": f"{tone}{shade}",
        "href": address("/relations", [("a", row), ("b", column), *filters.written()]),
    }
