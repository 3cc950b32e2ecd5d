"""The JSON API: what the pages show, for programs, and the corrections that they make."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from dragoman.errors import DragomanError
from dragoman.evaluation.reviewers import Agreement, agreements
from dragoman.records import Document, Event, Report
from dragoman.store import corrections as made
from dragoman.store.corrections import Correction
from dragoman.store.goldmaking import gold_relations, gold_reports
from dragoman.web import answers as a
from dragoman.web.articles import article
from dragoman.web.asking import DocumentFilters, EventFilters, Limit, Offset, ReportFilters
from dragoman.web.bodies import ChangeBody, JudgeBody, MissedBody, TryBody, UndoBody
from dragoman.web.correcting import change, judge, missed, undo
from dragoman.web.counting import FACETS, by_month, dyads, facet
from dragoman.web.counting import places as places_of
from dragoman.web.listing import DOCUMENT_COLUMNS, document_count, document_list
from dragoman.web.pages.events import EventOrder, event_of
from dragoman.web.site import SiteDep, reviewer_of

router = APIRouter(prefix="/api")

_Id = Annotated[str, Path(max_length=100)]
_Name = Annotated[str | None, Query(max_length=1000)]
_OrderName = Literal["newest", "oldest", "latest-act", "earliest-act", "unsure", "sure"]
_FacetName = Literal["type", "mode", "country", "sector", "source", "status", "context", "place-country"]
_OBJECT = {"type": "object"}
_ROWS = {"type": "array", "items": _OBJECT}
assert set(FACETS) == set(_FacetName.__args__)  # type: ignore[attr-defined]


@router.get("/session", tags=["session"], responses=a.plain(_OBJECT))
def session(request: Request, site: SiteDep) -> Response:
    """The token that changes must carry in the header ``X-Dragoman-CSRF``."""
    return a.answer({"csrf": site.csrf, "reviewer": reviewer_of(request) or None})


@router.get("/reports", tags=["reports"], responses=a.many("reports", Report))
def reports(
    site: SiteDep, filters: ReportFilters, order: _OrderName = "newest", limit: Limit = 50, offset: Offset = 0
) -> Response:
    """Reports as corrected. Their evidence holds corrections alone; one report by its id has all of it."""
    with site.index.asking(filters) as asking:
        return a.page_of("reports", asking.reports(order, limit, offset), asking.count(), limit, offset)


@router.get("/reports/{report_id}", tags=["reports"], responses=a.one(Report))
def report(site: SiteDep, report_id: _Id) -> Response:
    """One report with all its evidence."""
    with site.index.asking() as asking:
        rows = asking.rows("SELECT document_id FROM asked WHERE report_id = $id LIMIT 1", id=report_id)
    if not rows:
        raise DragomanError("E655", value=report_id)
    with site.store() as store:
        return a.answer(article(store, rows[0][0]).report(report_id))


@router.get("/events", tags=["events"], responses=a.many("events", Event))
def events(
    site: SiteDep, filters: EventFilters, order: EventOrder = "latest", limit: Limit = 50, offset: Offset = 0
) -> Response:
    """Events, each with what its reports say of it."""
    with site.index.asking_events(filters) as asking:
        return a.page_of("events", asking.events(order, limit, offset), asking.count(), limit, offset)


@router.get("/events/{event_id}", tags=["events"], responses=a.one(Event))
def event(site: SiteDep, event_id: _Id) -> Response:
    """One event."""
    with site.store() as store:
        return a.answer(event_of(store, event_id))


@router.get("/counts/{facet_name}", tags=["reports"], responses=a.plain(_ROWS))
def counts(site: SiteDep, filters: ReportFilters, facet_name: _FacetName, limit: Limit = 50) -> Response:
    """How many reports have each value of a filter, the most frequent first."""
    with site.index.asking(filters) as asking:
        found = facet(asking, facet_name, limit)
    return a.answer([{"value": c.value, "label": c.label, "number": c.number} for c in found])


@router.get("/months", tags=["reports"], responses=a.plain(_ROWS))
def months(site: SiteDep, filters: ReportFilters) -> Response:
    """Reports a month of each quad: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""
    with site.index.asking(filters) as asking:
        return a.answer(by_month(asking))


@router.get("/pairs", tags=["reports"], responses=a.plain(_ROWS))
def pairs(site: SiteDep, filters: ReportFilters, limit: Limit = 50) -> Response:
    """The pairs of countries with the most reports between them, and the share of conflict."""
    with site.index.asking(filters) as asking:
        return a.answer(dyads(asking, limit))


@router.get("/places", tags=["reports"], responses=a.plain(_ROWS))
def places(site: SiteDep, filters: ReportFilters, limit: Limit = 100) -> Response:
    """The places of reports with their coordinates, the most frequent first."""
    with site.index.asking(filters) as asking:
        return a.answer(places_of(asking, limit))


@router.get("/documents", tags=["documents"], responses=a.many("documents", _OBJECT))
def documents(site: SiteDep, filters: DocumentFilters, limit: Limit = 50, offset: Offset = 0) -> Response:
    """Documents without their texts, the newest first."""
    with site.store() as store:
        rows = document_list(store, filters, limit, offset)
        found = [{name: row[name] for name in DOCUMENT_COLUMNS} for row in rows]
        return a.page_of("documents", found, document_count(store, filters), limit, offset)


@router.get("/document", tags=["documents"], responses=a.one(Document))
def document(site: SiteDep, id: Annotated[str, Query(max_length=1000)]) -> Response:
    """One document with its text."""
    with site.store() as store:
        return a.answer(article(store, id).document)


@router.get("/document/reports", tags=["documents"], responses=a.plain(_ROWS))
def document_reports(site: SiteDep, id: Annotated[str, Query(max_length=1000)]) -> Response:
    """The reports of one document as corrected, with all their evidence."""
    with site.store() as store:
        return a.answer(article(store, id).reports)


@router.post("/code", tags=["try"], responses=a.plain(_OBJECT))
def code(site: SiteDep, body: TryBody) -> Response:
    """Code a text and explain it. Nothing of it is kept."""
    _, found, explanation = site.trier.attempt(body.text, body.published)
    return a.answer({"reports": found, "explanation": explanation.to_dict()})


@router.get("/corrections", tags=["corrections"], responses=a.many("corrections", Correction))
def corrections(
    site: SiteDep,
    document: _Name = None,
    reviewer: _Name = None,
    sample: _Name = None,
    undone: bool = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Response:
    """Corrections in the order in which they were made; those taken back only where asked for."""
    with site.store() as store:
        found = made.corrections(store, None if document is None else [document], reviewer, sample, undone)
    return a.page_of("corrections", found[offset : offset + limit], len(found), limit, offset)


@router.post("/corrections/judge", tags=["corrections"], responses=a.one(Correction))
def correction_judge(site: SiteDep, body: JudgeBody) -> Response:
    """Say that a report is right as it is, or no report at all."""
    return a.answer(judge(site, body))


@router.post("/corrections/change", tags=["corrections"], responses=a.one(Correction))
def correction_change(site: SiteDep, body: ChangeBody) -> Response:
    """Replace the value of one field. 409 where somebody else changed it meanwhile."""
    return a.answer(change(site, body))


@router.post("/corrections/missed", tags=["corrections"], responses=a.one(Correction))
def correction_missed(site: SiteDep, body: MissedBody) -> Response:
    """Add a report that the coder missed."""
    return a.answer(missed(site, body))


@router.post("/corrections/{correction_id}/undo", tags=["corrections"], responses=a.one(Correction))
def correction_undo(site: SiteDep, correction_id: _Id, body: UndoBody) -> Response:
    """Take a correction back. It stays on record."""
    return a.answer(undo(site, correction_id, body.reviewer))


@router.get("/agreement", tags=["corrections"], responses=a.plain(_ROWS))
def agreement(
    site: SiteDep, sample: _Name = None, judge: Annotated[list[str] | None, Query(max_length=20)] = None
) -> Response:
    """Agreement of reviewers on each field: raw, Krippendorff's alpha, and for two of them Cohen's kappa."""
    with site.store() as store:
        found: list[Agreement] = agreements(made.corrections(store, sample=sample), judge)
    return a.answer(found)


@router.get("/gold/reports", tags=["corrections"], responses=a.plain(_OBJECT))
def gold_of_reports(site: SiteDep) -> Response:
    """The judged sentences as gold for ``dragoman evaluate reports``."""
    with site.store() as store:
        return a.answer(gold_reports(store))


@router.get("/gold/relations", tags=["corrections"], responses=a.plain(_ROWS))
def gold_of_relations(site: SiteDep) -> Response:
    """The judged reports as gold for ``dragoman evaluate relations`` and ``dragoman train``."""
    with site.store() as store:
        return a.answer(list(gold_relations(store)))
