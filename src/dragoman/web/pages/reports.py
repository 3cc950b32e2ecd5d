"""The table of reports: filters, facets, live counts."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from dragoman.errors import DragomanError
from dragoman.store.countries import country_titles
from dragoman.store.filters import declarations
from dragoman.web.articles import documents_of
from dragoman.web.asking import Asked, Page, ReportFilters, address
from dragoman.web.counting import facet, label
from dragoman.web.questions import ORDERS
from dragoman.web.site import SiteDep
from dragoman.web.tables import csv_of_reports

router = APIRouter()
PER_PAGE = 40
SHOWN_FACETS = ("type", "mode", "country", "sector", "status", "source", "context", "place-country")

OrderName = Literal["newest", "oldest", "latest-act", "earliest-act", "unsure", "sure"]


@router.get("/reports")
def reports(
    request: Request, site: SiteDep, filters: ReportFilters, page: Page = 1, order: OrderName = "newest"
) -> Response:
    """Reports that the filters let through, a page at a time, and how they are spread."""
    other = () if order == "newest" else (("order", order),)
    asked = Asked("/reports", filters, other, live=True)
    with site.store() as store, site.index.asking(filters) as asking:
        total = asking.count()
        found = asking.reports(order, PER_PAGE, (page - 1) * PER_PAGE)
        return site.page(
            request,
            "reports.html",
            asked=asked,
            chips=[(n, v, label(n, v)) for n, v in asked.pairs],
            reports=found,
            documents=documents_of(store, (r.document_id for r in found)),
            total=total,
            facets={name: facet(asking, name, 24) for name in SHOWN_FACETS},
            order=order,
            orders=list(ORDERS),
            number=page,
            country_names=sorted(country_titles().items(), key=lambda item: item[1]),
            pages=max(1, -(-total // PER_PAGE)),
            declared=[made for made in declarations().values() if made.applies("reports") and not made.page],
        )


@router.get("/reports.csv")
def reports_csv(site: SiteDep, filters: ReportFilters) -> Response:
    """The same reports as CSV, all of them."""
    return csv_of_reports(site, filters)


@router.get("/report/{report_id}")
def report(site: SiteDep, report_id: str) -> Response:
    """One report, in its article."""
    with site.index.asking() as asking:
        rows = asking.rows("SELECT document_id FROM asked WHERE report_id = $id LIMIT 1", id=report_id)
    if not rows:
        raise DragomanError("E655", value=report_id)
    return RedirectResponse(address("/document", [("id", rows[0][0])]) + f"#{report_id}", 303)
