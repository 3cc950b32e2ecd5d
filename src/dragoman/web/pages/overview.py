"""The first page: what the store holds, at a glance."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dragoman.store import Store
from dragoman.store.faults import told
from dragoman.web.articles import documents_of
from dragoman.web.asking import Asked, ReportFilters
from dragoman.web.counting import by_month, dyads, facet
from dragoman.web.site import Site, SiteDep

router = APIRouter()


@router.get("/")
def overview(request: Request, site: SiteDep, filters: ReportFilters) -> Response:
    """Counts, the course of time, the most frequent types, countries and pairs, the newest reports."""
    with site.store() as store, site.index.asking(filters) as asking:
        latest = asking.reports("newest", limit=6)
        return site.page(
            request,
            "overview.html",
            asked=Asked("/reports", filters),
            documents=documents_of(store, (r.document_id for r in latest)),
            latest=latest,
            numbers=_numbers(store) | {"reports": asking.count()},
            months=by_month(asking),
            types=facet(asking, "type"),
            countries=facet(asking, "country", limit=10),
            pairs=dyads(asking, limit=8),
        )


def _numbers(store: Store) -> dict[str, int]:
    with told(store.path):
        one = store.catalog.execute(
            "SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM documents WHERE set_aside "
            "IS NOT NULL) AS aside, (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM links) AS copies"
        ).fetchone()
    return dict(one)


__all__ = ["Site", "router"]
