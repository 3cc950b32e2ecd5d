"""The network of countries: who deals with whom, how often, and in what spirit."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dragoman.store.countries import country_name, country_titles
from dragoman.web.asking import Asked, ReportFilters, address
from dragoman.web.counting import dyads, label
from dragoman.web.site import SiteDep

router = APIRouter()


@router.get("/network")
def network(
    request: Request, site: SiteDep, filters: ReportFilters, edges: Annotated[int, Query(ge=5, le=300)] = 60
) -> Response:
    """The strongest ties among the reports that the filters let through."""
    asked = Asked("/network", filters, (("edges", str(edges)),) if edges != 60 else ())
    with site.index.asking(filters) as asking:
        total = asking.count()
        pairs = dyads(asking, edges)
    return site.page(
        request,
        "network.html",
        asked=asked,
        chips=[(n, v, label(n, v)) for n, v in asked.pairs],
        total=total,
        pairs=pairs,
        graph=_graph(pairs, Asked("/reports", filters), asked),
        edges=edges,
        country_names=sorted(country_titles().items(), key=lambda item: item[1]),
    )


def _graph(pairs: list[dict[str, Any]], reports: Asked, asked: Asked) -> dict[str, Any]:
    weight: dict[str, int] = {}
    for pair in pairs:
        pair["href"] = address("/relations", [("a", pair["a"]), ("b", pair["b"]), *asked.pairs])
        for side in (pair["a"], pair["b"]):
            weight[side] = weight.get(side, 0) + pair["number"]
    nodes = [
        {"id": code, "title": country_name(code), "number": n, "href": reports.adding("country", code)}
        for code, n in sorted(weight.items(), key=lambda item: (-item[1], item[0]))
    ]
    ties = [
        {
            "source": p["a"],
            "target": p["b"],
            "number": p["number"],
            "conflict": p["conflict"],
            "title": f"{country_name(p['a'])} and {country_name(p['b'])}",
            "href": p["href"],
        }
        for p in pairs
    ]
    return {"nodes": nodes, "edges": ties}
