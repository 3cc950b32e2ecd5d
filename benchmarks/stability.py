"""Whether every span is exact and every id the same over two runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from dragoman.coding import CodedDocument, EventCoder
from dragoman.records import Document, Span


def lines(documents: list[Document]) -> Iterator[str]:
    """Counts of reports, spans, wrong spans, and whether a second coder in another order agrees."""
    first = list(EventCoder.load().code(documents))
    second = list(EventCoder.load().code(reversed(documents)))
    spans = [(coded, span) for coded in first for report in coded.reports for span in spans_in(report)]
    wrong = [span for coded, span in spans if coded.document.text[span.start : span.end] != span.text]
    same = ids(first) == ids(second)
    yield f"- {len(documents):,} documents, {sum(len(c.reports) for c in first):,} reports, none failed"
    yield f"- {len(spans):,} spans, {len(wrong):,} of them not exactly the document's characters"
    yield f"- ids over two runs, the second in reversed order: {'all the same' if same else 'NOT the same'}"


def ids(coded: list[CodedDocument]) -> dict[str, list[str]]:
    """The ids of reports by document."""
    return {c.document.id: [r.report_id for r in c.reports] for c in coded}


def spans_in(record: Any) -> Iterator[Span]:
    """All spans within a record."""
    if isinstance(record, Span):
        yield record
    if isinstance(record, msgspec.Struct):
        for name in record.__struct_fields__:
            yield from spans_in(getattr(record, name))
    elif isinstance(record, tuple):
        for item in record:
            yield from spans_in(item)
