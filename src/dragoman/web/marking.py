"""An article's text in pieces, each with the roles that it plays in reports. Text stays text, never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dragoman.records import Report, Span

KINDS = {
    "predicate": "what is done",
    "actor": "who does it",
    "recipient": "to whom",
    "speaker": "who says so",
    "date": "when",
    "place": "where",
    "quantity": "how much",
}
"""The roles that words play, in the order in which one outshines another, and what they mean."""


GAP = " […] "
"""What stands for words that a store does not keep; there are blanks in their place."""

_NOT_KEPT = re.compile(r" {24,}")


@dataclass(frozen=True, slots=True)
class Mark:
    """Some characters that play a role in a report."""

    start: int
    end: int
    kind: str
    report_id: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that play the same roles throughout."""

    text: str
    start: int
    kinds: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text, in pieces. ``start`` is where it begins in the text."""

    start: int
    pieces: list[Piece] = field(default_factory=list)


def marks(reports: Iterable[Report]) -> Iterator[Mark]:
    """The spans of reports with their roles."""
    for report in reports:
        spans: list[tuple[str, Span | None]] = [("predicate", report.predicate)]
        spans += [("actor", party) for party in report.actors]
        spans += [("recipient", party) for party in report.recipients]
        spans += [("speaker", report.attribution), ("place", report.place)]
        spans += [("date", value.expression) for value in (report.date, report.planned_for) if value is not None]
        spans += [("quantity", quantity) for quantity in report.quantities]
        for kind, span in spans:
            if span is not None and span.start < span.end:
                yield Mark(span.start, span.end, kind, report.report_id)


def pieces(text: str, found: Sequence[Mark], start: int = 0, end: int | None = None) -> list[Piece]:
    """The characters from ``start`` to ``end``, cut wherever a mark begins or ends."""
    end = len(text) if end is None else end
    inside = [m for m in found if m.start < end and m.end > start]
    cuts = sorted({start, end, *(min(max(at, start), end) for m in inside for at in (m.start, m.end))})
    order = list(KINDS)
    made = []
    blanks = [(b.start(), b.end()) for b in _NOT_KEPT.finditer(text, start, end)]
    cuts = sorted({*cuts, *(at for blank in blanks for at in blank)})
    for a, b in pairwise(cuts):
        if (a, b) in blanks:
            made.append(Piece(GAP, a))
            continue
        here = [m for m in inside if m.start <= a and b <= m.end]
        kinds = tuple(sorted({m.kind for m in here}, key=order.index))
        made.append(Piece(text[a:b], a, kinds, tuple(dict.fromkeys(m.report_id for m in here))))
    return made


def paragraphs(text: str, found: Sequence[Mark]) -> list[Paragraph]:
    """The lines of a text that are not blank, in pieces."""
    made, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            made.append(Paragraph(at, pieces(text, found, at, at + len(line))))
        at += len(line) + 1
    return made


def sentence(text: str, report: Report) -> list[Piece]:
    """The sentence of one report, with that report's words marked."""
    start, end = report.sentence.start, report.sentence.end
    return pieces(text, list(marks([report])), start, min(end, len(text)))
