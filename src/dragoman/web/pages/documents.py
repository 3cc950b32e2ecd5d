"""The list of documents, and one document with what was read from it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dragoman.web.articles import article, links_of, titles_of
from dragoman.web.asking import Asked, DocumentFilters, Page, address
from dragoman.web.comparing import differences
from dragoman.web.listing import DOCUMENT_COLUMNS, document_count, document_list
from dragoman.web.marking import KINDS, marks, paragraphs
from dragoman.web.site import SiteDep
from dragoman.web.tables import csv_answer, csv_records

router = APIRouter()
PER_PAGE = 50


@router.get("/documents")
def documents(request: Request, site: SiteDep, filters: DocumentFilters, page: Page = 1) -> Response:
    """Documents by the day of their publication, the newest first."""
    with site.store() as store:
        total = document_count(store, filters)
        return site.page(
            request,
            "documents.html",
            asked=Asked("/documents", filters, live=True),
            rows=document_list(store, filters, PER_PAGE, (page - 1) * PER_PAGE),
            total=total,
            number=page,
            pages=max(1, -(-total // PER_PAGE)),
        )


@router.get("/documents.csv")
def documents_csv(site: SiteDep, filters: DocumentFilters) -> Response:
    """The same documents as CSV, without their texts."""

    def lines() -> object:
        with site.store() as store:
            yield from csv_records(document_list(store, filters, None), DOCUMENT_COLUMNS)

    return csv_answer(lines(), "documents.csv")  # type: ignore[arg-type]


@router.get("/document")
def document(request: Request, site: SiteDep, id: Annotated[str, Query(max_length=1000)]) -> Response:
    """One article: its text with the words that reports were read from, and the reports beside it."""
    with site.store() as store:
        found = article(store, id)
        links = links_of(store, id)
        return site.page(
            request,
            "article.html",
            article=found,
            document=found.document,
            paragraphs=paragraphs(found.document.text or "", list(marks(found.reports))),
            kinds=KINDS,
            links=links,
            titles=titles_of(store, {i for link in links for i in (link.document_id, link.original_id)}),
        )


@router.get("/compare")
def compare(
    request: Request,
    site: SiteDep,
    one: Annotated[str, Query(max_length=1000)],
    other: Annotated[str, Query(max_length=1000)],
) -> Response:
    """Two documents of one story: what the later one says differently."""
    with site.store() as store:
        first, second = article(store, one), article(store, other)
        return site.page(
            request,
            "compare.html",
            first=first,
            second=second,
            runs=differences(first.document.text or "", second.document.text or ""),
            swapped=address("/compare", [("one", other), ("other", one)]),
        )
