"""Corrections as gold data: what people judged, in the forms that ``evaluate`` and ``train`` read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from dragoman.ontology import quad
from dragoman.records import Document, Party, Report, Span
from dragoman.store.corrected import REVIEWER, Corrected
from dragoman.store.corrections import corrected_documents
from dragoman.store.filters import Filters
from dragoman.store.reviewed import correct
from dragoman.store.store import Store


def gold_reports(store: Store) -> dict[str, Any]:
    """The judged sentences as gold of the kind ``reports``.

    A sentence is gold where each report that it gave was judged: right, wrong, or changed. Reports that were judged
    wrong make a sentence that gives none; reports that were missed are in it.
    """
    documents, reports = [], []
    for document, result in _reviewed(store):
        sentences = _judged_sentences(result)
        if not sentences:
            continue
        spans = sorted(sentences)
        documents.append(
            {
                "id": document.id,
                "title": document.title,
                "published": document.published,
                "dateline": document.dateline,
                "source": document.source,
                "text": document.text,
                "sentences": [list(span) for span in spans],
            }
        )
        for report in result.reports:
            span = (report.sentence.start, report.sentence.end)
            if span in sentences:
                reports.append(_gold(report, spans.index(span)))
    return {"documents": documents, "reports": reports}


def gold_relations(store: Store) -> Iterator[dict[str, Any]]:
    """The judged reports with an actor and a recipient in their sentence, as gold of the kind ``relations``."""
    for document, result in _reviewed(store):
        for report in result.reports:
            if not report.evidence.get("corrections") or not report.actors or not report.recipients:
                continue
            marked = _marked(document.text, report, report.actors[0], report.recipients[0])
            if marked is not None:
                kind = "YIELD" if report.event_type in ("CONCEDE", "RETREAT") else report.event_type
                yield {"sentence": marked, "type": kind, "quad": quad(report.event_type)}


def _reviewed(store: Store) -> Iterator[tuple[Document, Corrected]]:
    ids = corrected_documents(store)
    if not ids:
        return
    from dragoman.store.schema import from_rows
    from dragoman.store.views import reports_view

    wanted = Filters(documents=tuple(ids))
    with reports_view(store, wanted) as con:
        rows = con.sql("SELECT * FROM coded WHERE list_contains($ids, document_id)", params={"ids": ids})
        coded = list(from_rows(rows.to_arrow_table().to_pylist()))
    for document_id, result in correct(store, ids, coded).items():
        document = store.document(document_id)
        if document is not None and document.text:
            yield document, result


def _judged_sentences(result: Corrected) -> set[tuple[int, int]]:
    judged: dict[tuple[int, int], list[bool]] = defaultdict(list)
    for report in result.reports:
        told = report.evidence.get("corrections", ())
        judged[report.sentence.start, report.sentence.end].append(bool(told))
    for report in result.wrong:
        judged[report.sentence.start, report.sentence.end].append(True)
    return {span for span, all_of in judged.items() if all(all_of)}


def _gold(report: Report, sentence: int) -> dict[str, Any]:
    days = report.date and {"start": report.date.start, "end": report.date.end}
    return {
        "doc": report.document_id,
        "sent": sentence,
        "trigger": report.predicate.text,
        "start": report.predicate.start,
        "end": report.predicate.end,
        "actor": [_party(p) for p in report.actors],
        "recipient": [_party(p) for p in report.recipients],
        "recipient_optional": False,
        "reciprocal": report.reciprocal,
        "types": [report.event_type],
        "modes": [report.mode],
        "statuses": [report.status],
        "dates": [days],
        "attribution": _span(report.attribution) if report.attribution else None,
        "core": True,
        "added": report.coder.name == REVIEWER,
    }


def _party(party: Party) -> dict[str, Any]:
    return {**_span(party), "country": party.country, "sector": party.sector}


def _span(span: Span) -> dict[str, Any]:
    return {"text": span.text, "start": span.start, "end": span.end}


def _marked(text: str, report: Report, actor: Party, recipient: Party) -> str | None:
    """The sentence with ``<s>`` around its actor and ``<t>`` around its recipient; None where they are not in it."""
    start, end = report.sentence.start, report.sentence.end
    spans = sorted(((actor.start, actor.end, "s"), (recipient.start, recipient.end, "t")))
    if spans[0][0] < start or spans[1][1] > end or spans[0][1] > spans[1][0]:
        return None
    (a1, a2, one), (b1, b2, other) = spans
    parts = (text[start:a1], f"<{one}>{text[a1:a2]}</{one}>", text[a2:b1], f"<{other}>{text[b1:b2]}</{other}>")
    return " ".join(("".join(parts) + text[b2:end]).split())
