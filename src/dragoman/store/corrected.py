"""Reports as corrected: corrections applied to what a coder made of one document, each time anew.

- A report is found again by its predicate's span; of several on the same words, the one of the same type and
  parties comes first.
- A change holds where the field still has the value that it replaces, as coded or after earlier changes. Where the
  coder has come to the same value by itself, it is settled; where the field says something else, it is stale.
- A report judged wrong is left out, one judged right is marked; the latest judgement counts.
- A missed report is added where the text still has its words, unless the coder has found it by now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from dragoman.ontology import is_mode
from dragoman.records import Coder, Document, Report, Sentence, Span, text_hash
from dragoman.store.corrections import Anchor, Correction, values_of
from dragoman.store.fields import FIELDS, same

REVIEWER = "reviewers"
"""The name of the coder of reports that people added."""


_STOP = re.compile(r"[.?!][\"'”’)]*\s+|\n+")


class Standing(StrEnum):
    """What became of a correction."""

    HOLDS = "holds"
    SETTLED = "settled"
    """The coder says the same by itself now."""
    STALE = "stale"
    """The text or the report no longer says what the correction was about."""


@dataclass
class Corrected:
    """The reports of one document as corrected, those judged wrong, and what became of each correction by its id."""

    reports: list[Report] = field(default_factory=list)
    wrong: list[Report] = field(default_factory=list)
    standings: dict[str, Standing] = field(default_factory=dict)
    coded: dict[str, Report] = field(default_factory=dict)
    """By id, each report before corrections."""


@dataclass
class _Case:
    """One report on its way through its corrections."""

    coded: Report
    values: dict[str, Any]
    verdict: str | None = None
    told: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, report: Report) -> _Case:
        return cls(report, values_of(report))


def corrected(document: Document, reports: Iterable[Report], corrections: Sequence[Correction]) -> Corrected:
    """Apply corrections, in the order in which they were made, to the current reports of a document."""
    cases = [_Case.of(report) for report in reports]
    result = Corrected()
    for correction in corrections:
        if correction.document_id != document.id or correction.undone is not None:
            continue
        if correction.verdict == "missed":
            standing = _add(cases, correction, document)
        else:
            standing = _apply(_find(cases, correction.anchor), correction)
        result.standings[correction.id] = standing
    for case in cases:
        result.coded[case.coded.report_id] = case.coded
        (result.wrong if case.verdict == "wrong" else result.reports).append(_report(case))
    result.reports.sort(key=lambda r: (r.sentence.index, r.predicate.start))
    return result


def _find(cases: Sequence[_Case], anchor: Anchor) -> _Case | None:
    """The report on the anchor's words: best of its type and parties, else of its type, else the only one."""
    on_words = [c for c in cases if _same(c.coded.predicate, anchor.predicate)]
    of_type = [c for c in on_words if c.coded.event_type == anchor.event_type]
    for case in of_type:
        if _parties(case.coded.actors, case.coded.recipients) == _parties(anchor.actors, anchor.recipients):
            return case
    left = of_type or on_words
    return left[0] if len(left) == 1 else None


def _apply(case: _Case | None, correction: Correction) -> Standing:
    if case is None:
        return Standing.SETTLED if correction.verdict == "wrong" else Standing.STALE
    if correction.verdict == "change":
        return _change(case, correction)
    as_coded = values_of(case.coded)
    shown = correction.before
    if not any(all(same(f, shown.get(f), values[f]) for f in FIELDS) for values in (as_coded, case.values)):
        return Standing.STALE
    case.verdict = correction.verdict
    case.told.append(_told(correction))
    return Standing.HOLDS


def _change(case: _Case, correction: Correction) -> Standing:
    name = correction.field or ""
    now, as_coded = case.values[name], values_of(case.coded)[name]
    if not any(same(name, correction.before, value) for value in (now, as_coded)):
        return Standing.SETTLED if same(name, as_coded, correction.after) else Standing.STALE
    case.values[name] = correction.after
    if name == "event_type" and case.values["mode"] and not is_mode(correction.after, case.values["mode"]):
        case.values["mode"] = None
    if name == "reciprocal" and correction.after and case.values["recipients"]:
        case.values["actors"] = [*case.values["actors"], *case.values["recipients"]]
        case.values["recipients"] = []
    case.verdict = None if case.verdict == "wrong" else case.verdict
    case.told.append(_told(correction))
    return Standing.HOLDS


def _add(cases: list[_Case], correction: Correction, document: Document) -> Standing:
    anchor = correction.anchor
    if any(document.text[s.start : s.end] != s.text for s in (anchor.predicate, *anchor.actors, *anchor.recipients)):
        return Standing.STALE
    for case in cases:
        if case.coded.event_type == anchor.event_type and _overlap(case.coded.predicate, anchor.predicate):
            return Standing.SETTLED
    values = correction.after
    report = {
        **values,
        "report_id": "r-" + text_hash(correction.id),
        "document_id": document.id,
        "sentence": _sentence(document.text, anchor.predicate, cases),
        "confidence": 1.0,
        "coder": Coder(name=REVIEWER, version=correction.id),
    }
    case = _Case.of(msgspec.convert(msgspec.to_builtins(report), Report))
    case.told.append(_told(correction))
    cases.append(case)
    return Standing.HOLDS


def _sentence(text: str, predicate: Span, cases: Sequence[_Case]) -> Sentence:
    """The sentence of a predicate: that of another report on it, else what stands between its stops."""
    for case in cases:
        sentence = case.coded.sentence
        if sentence.start <= predicate.start and predicate.end <= sentence.end:
            return sentence
    stops = list(_STOP.finditer(text))
    before = max((m.end() for m in stops if m.end() <= predicate.start), default=0)
    ends = (m.start() + len(m[0].rstrip()) for m in stops if m.start() >= predicate.end)
    after = min(ends, default=len(text.rstrip()))
    earlier = [c.coded.sentence.index for c in cases if c.coded.sentence.end <= before]
    return Sentence(index=max(earlier, default=-1) + 1, start=before, end=max(after, predicate.end))


def _report(case: _Case) -> Report:
    if not case.told:
        return case.coded
    plain = msgspec.to_builtins(case.coded) | case.values
    plain["evidence"] = {**case.coded.evidence, "corrections": case.told}
    return msgspec.convert(plain, Report)


def _told(correction: Correction) -> dict[str, Any]:
    """What a report's evidence says of a correction."""
    told = {
        "id": correction.id,
        "verdict": correction.verdict,
        "reviewer": correction.reviewer,
        "at": correction.at,
        "why": correction.why,
    }
    if correction.verdict == "change":
        told |= {"field": correction.field, "before": correction.before}
    return told


def _same(one: Span, other: Span) -> bool:
    return (one.start, one.end, one.text) == (other.start, other.end, other.text)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _parties(actors: Iterable[Span], recipients: Iterable[Span]) -> tuple[frozenset[tuple[int, int]], ...]:
    return tuple(frozenset((p.start, p.end) for p in side) for side in (actors, recipients))
