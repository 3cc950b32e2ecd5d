"""Review: reports one after another, judged and corrected by keyboard, and the list of all corrections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dragoman import ontology
from dragoman.records import Report
from dragoman.store import Filters
from dragoman.store.corrected import Standing
from dragoman.store.corrections import Correction, corrections
from dragoman.store.countries import country_titles
from dragoman.store.fields import FIELDS
from dragoman.store.goldmaking import gold_relations, gold_reports
from dragoman.web.articles import Article, article, titles_of
from dragoman.web.asking import Asked, Page, ReportFilters
from dragoman.web.correcting import seen_by
from dragoman.web.counting import label
from dragoman.web.marking import Piece, marks, pieces
from dragoman.web.questions import Asking
from dragoman.web.site import Site, SiteDep, reviewer_of
from dragoman.web.tables import csv_answer, csv_records

router = APIRouter()
QUEUE = 300
"""Reports that a queue holds at a time; the next ones come when these are done."""

BEFORE, AFTER = 420, 260
"""Characters of the text that are shown before and after a sentence."""

KEYS = {
    "event_type": "t",
    "mode": "m",
    "status": "s",
    "actors": "a",
    "recipients": "r",
    "reciprocal": "e",
    "date": "d",
    "planned_for": "f",
    "place": "p",
    "attribution": "w",
    "contexts": "c",
}
"""The key that opens the editor of a field."""

_Sample = Annotated[
    str | None, Query(max_length=80, description="The name of a sample; the same name, the same reports.")
]
_Size = Annotated[int, Query(ge=1, le=2000, description="How many reports a sample has.")]


@dataclass(frozen=True)
class Queued:
    """What a queue holds: pairs of document and report, and how far it is done."""

    items: list[tuple[str, str]]
    total: int
    done: int


@router.get("/review")
def review(
    request: Request,
    site: SiteDep,
    filters: ReportFilters,
    order: Literal["unsure", "newest", "reading"] = "unsure",
    sample: _Sample = None,
    size: _Size = 100,
    at: Annotated[str | None, Query(max_length=100)] = None,
) -> Response:
    """A queue of reports: the least sure ones first, or a sample that several people judge."""
    reviewer = reviewer_of(request)
    with site.store() as store, site.index.asking(filters, as_coded=sample is not None) as asking:
        if sample:
            judged = corrections(store, sample=sample, reviewer=reviewer) if reviewer else []
            queue = _sample(asking, judged, sample, size)
        else:
            queue = _unreviewed(asking, order, at)
        first = queue.items[0] if queue.items else None
        shown = _one(site, *first, reviewer, sample) if first else None
        other = tuple((n, str(v)) for n, v in (("sample", sample), ("size", size if sample else None)) if v)
        asked = Asked("/review", filters, other)
        return site.page(
            request,
            "review.html",
            asked=asked,
            chips=[(n, v, label(n, v)) for n, v in asked.pairs],
            queue=queue,
            order=order,
            sample=sample,
            size=size,
            vocabulary=_vocabulary(),
            keys=KEYS,
            fields=FIELDS,
            **(shown or {"article": None, "report": None}),
        )


@router.get("/review/one")
def review_one(
    request: Request,
    site: SiteDep,
    document: Annotated[str, Query(max_length=1000)],
    report: Annotated[str, Query(max_length=100)],
    sample: _Sample = None,
) -> Response:
    """One report of a queue, as it is now."""
    shown = _one(site, document, report, reviewer_of(request), sample)
    return site.page(request, "review_one.html", keys=KEYS, fields=FIELDS, sample=sample, **shown)


@router.get("/review/corrections")
def review_corrections(
    request: Request,
    site: SiteDep,
    page: Page = 1,
    reviewer: Annotated[str | None, Query(max_length=80)] = None,
    undone: bool = False,
) -> Response:
    """All corrections, the latest first, and what became of each after coding again."""
    per_page = 60
    with site.store() as store:
        made = corrections(store, reviewer=reviewer, undone=True)[::-1]
        if not undone:
            made = [c for c in made if c.undone is None]
        shown = made[(page - 1) * per_page : page * per_page]
        standings = _standings(site, shown)
        return site.page(
            request,
            "corrections.html",
            corrections=shown,
            standings=standings,
            titles=titles_of(store, {c.document_id for c in shown}),
            reviewers=sorted({c.reviewer for c in made}),
            total=len(made),
            asked=Asked("/review/corrections", Filters(), (("reviewer", reviewer),) if reviewer else ()),
            number=page,
            pages=max(1, -(-len(made) // per_page)),
            wanted=reviewer,
            undone=undone,
        )


@router.get("/review/corrections.csv")
def corrections_csv(site: SiteDep) -> Response:
    """All corrections as CSV, those taken back too."""
    with site.store() as store:
        rows = [_row(c) for c in corrections(store, undone=True)]
    columns = ("id", "document_id", "report_id", "verdict", "field", "before", "after", "predicate", "reviewer", "at")
    return csv_answer(csv_records(rows, (*columns, "why", "sample", "undone_by", "undone_at")), "corrections.csv")


@router.get("/review/gold-reports.json")
def gold_reports_file(site: SiteDep) -> Response:
    """The judged sentences as a gold file of the kind ``reports``."""
    with site.store() as store:
        content = msgspec.json.format(msgspec.json.encode(gold_reports(store)), indent=1)
    headers = {"Content-Disposition": 'attachment; filename="gold-reports.json"'}
    return Response(content, media_type="application/json", headers=headers)


@router.get("/review/gold-relations.jsonl")
def gold_relations_file(site: SiteDep) -> Response:
    """The judged reports as a gold file of the kind ``relations``."""
    with site.store() as store:
        content = b"".join(msgspec.json.encode(each) + b"\n" for each in gold_relations(store))
    headers = {"Content-Disposition": 'attachment; filename="gold-relations.jsonl"'}
    return Response(content, media_type="application/jsonl", headers=headers)


def _unreviewed(asking: Asking, order: str, at: str | None) -> Queued:
    orders = {
        "unsure": "confidence, report_id",
        "newest": "published DESC NULLS LAST, report_id",
        "reading": "published NULLS LAST, document_id, predicate_start, report_id",
    }
    rows = asking.rows(
        f"SELECT document_id, report_id FROM asked WHERE NOT reviewed ORDER BY {orders[order]} LIMIT {QUEUE}"
    )
    total, done = asking.rows("SELECT count(*), count(*) FILTER (reviewed) FROM asked")[0]
    items = [(d, r) for d, r in rows if r != at]
    if at is not None:
        items[:0] = [
            (d, r) for d, r in asking.rows("SELECT document_id, report_id FROM asked WHERE report_id = $id", id=at)
        ]
    return Queued(items, total, done)


def _sample(asking: Asking, judged: list[Correction], sample: str, size: int) -> Queued:
    """The reports of a sample: chosen by a hash of its name and their ids, so that everybody gets the same."""
    rows = asking.rows(
        f"SELECT document_id, report_id FROM asked ORDER BY md5(concat($sample, report_id)) LIMIT {int(size)}",
        sample=sample,
    )
    done = {c.report_id for c in judged if c.verdict in ("right", "wrong")}
    items = [(d, r) for d, r in rows if r not in done]
    return Queued(items, len(rows), len(rows) - len(items))


def _one(site: Site, document_id: str, report_id: str, reviewer: str, sample: str | None) -> dict[str, Any]:
    with site.store() as store:
        found = seen_by(store, document_id, reviewer, sample)
    report = found.report(report_id)
    return {
        "article": found,
        "report": report,
        "report_json": msgspec.json.encode(report).decode(),
        "passage": _passage(found, report),
        "seen": [told["id"] for told in report.evidence.get("corrections", ())],
        "changed": {told["field"] for told in report.evidence.get("corrections", ()) if told.get("field")},
        "is_wrong": any(r.report_id == report_id for r in found.result.wrong),
    }


def _passage(found: Article, report: Report) -> list[list[Piece]]:
    """The text before a sentence, the sentence with the report's words marked, and the text after it."""
    text = found.document.text or ""
    start, end = report.sentence.start, min(report.sentence.end, len(text))
    before = max(0, start - BEFORE)
    if before:
        before = text.find(" ", before, start) + 1 or before
    after = min(len(text), end + AFTER)
    if after < len(text):
        after = max(text.rfind(" ", end, after), end)
    while before < start and text[before].isspace():
        before += 1
    while after > end and text[after - 1].isspace():
        after -= 1
    own = list(marks([report]))
    lead = start - len(text[before:start]) + len(text[before:start].rstrip())
    rest = end + len(text[end:after]) - len(text[end:after].lstrip())
    return [pieces(text, own, a, b) if b > a else [] for a, b in ((before, lead), (start, end), (rest, after))]


def _standings(site: Site, made: list[Correction]) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    with site.store() as store:
        for document_id in {c.document_id for c in made}:
            found |= article(store, document_id).result.standings
    return found


def _vocabulary() -> dict[str, Any]:
    return {
        "types": [
            {"name": name, "quad": entry.quad, "modes": list(entry.modes), "about": entry.definition}
            for name, entry in ontology.TYPES.items()
        ],
        "statuses": list(ontology.STATUSES),
        "contexts": list(ontology.CONTEXTS),
        "sectors": [[code, sector.label] for code, sector in ontology.SECTORS.items()],
        "countries": sorted(country_titles().items(), key=lambda item: item[1]),
    }


def _row(c: Correction) -> dict[str, Any]:
    plain = msgspec.structs.asdict(c)
    plain["predicate"] = c.anchor.predicate.text
    plain["before"] = msgspec.json.encode(c.before).decode() if c.verdict == "change" else ""
    plain["after"] = msgspec.json.encode(c.after).decode() if c.after is not None else ""
    plain["undone_by"] = c.undone.reviewer if c.undone else ""
    plain["undone_at"] = c.undone.at if c.undone else ""
    return plain
