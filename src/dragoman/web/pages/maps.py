"""The map of places, each linked to the reports behind it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dragoman.store.countries import country_titles
from dragoman.web.asking import Asked, ReportFilters
from dragoman.web.counting import label, places
from dragoman.web.site import SiteDep

router = APIRouter()


@router.get("/map")
def world(request: Request, site: SiteDep, filters: ReportFilters) -> Response:
    """Where the reports that the filters let through are said to have happened."""
    asked = Asked("/map", filters)
    reports = Asked("/reports", filters)
    with site.index.asking(filters) as asking:
        total = asking.count()
        found = places(asking)
        (known,) = asking.rows("SELECT count(*) FROM asked WHERE place_lat IS NOT NULL")[0]
    for place in found:
        place["href"] = reports.adding("place", place["name"])
    return site.page(
        request,
        "map.html",
        asked=asked,
        chips=[(n, v, label(n, v)) for n, v in asked.pairs],
        places=found,
        total=total,
        known=known,
        country_names=sorted(country_titles().items(), key=lambda item: item[1]),
    )
