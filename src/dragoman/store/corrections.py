"""Corrections: what people say of reports, kept beside them. No report is ever edited.

A correction anchors on its document, on the words of the predicate and the parties as they were coded, and on
the value that it replaces, so that it holds after the document was coded again, where the text still says so;
:mod:`dragoman.store.corrected` applies it.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, get_args

import msgspec

from dragoman.errors import DragomanError
from dragoman.records import Report, Span
from dragoman.store.faults import told
from dragoman.store.fields import FIELDS, checked, checked_report
from dragoman.store.store import Store

Verdict = Literal["right", "wrong", "change", "missed"]
"""``right`` and ``wrong`` judge a report, ``change`` replaces one field, ``missed`` adds a report."""

VERDICTS: tuple[str, ...] = get_args(Verdict)
NAME_LENGTH = 80
"""Characters that the name of a reviewer or of a sample may have."""

WHY_LENGTH = 2000


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """How a report is found again: its predicate's span, its type and the spans of its parties, as coded."""

    predicate: Span
    event_type: str
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()

    @classmethod
    def of(cls, report: Report) -> Anchor:
        """The anchor of a report as it was coded."""
        return cls(
            predicate=_span(report.predicate),
            event_type=report.event_type,
            actors=tuple(map(_span, report.actors)),
            recipients=tuple(map(_span, report.recipients)),
        )


class Undone(msgspec.Struct, frozen=True):
    """Who took a correction back, and when (UTC)."""

    reviewer: str
    at: str


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that one person said of one report, or of one that was missed. ``at`` is UTC."""

    id: str
    document_id: str
    report_id: str | None
    verdict: Verdict
    anchor: Anchor
    field: str | None = None
    before: Any = None
    after: Any = None
    reviewer: str
    at: str
    why: str | None = None
    sample: str | None = None
    undone: Undone | None = None


def values_of(report: Report) -> dict[str, Any]:
    """The correctable fields of a report, as plain data."""
    plain = msgspec.to_builtins(report)
    return {name: plain[name] for name in FIELDS}


def judge(
    store: Store,
    report: Report,
    coded: Report,
    verdict: Literal["right", "wrong"],
    reviewer: str,
    why: str | None = None,
    sample: str | None = None,
) -> Correction:
    """Enter that a report is right as shown, or no report at all. ``coded`` is the report before corrections.

    Raises ``DragomanError`` E652 (a name or reason that cannot be kept), E503 to E505.
    """
    return _entered(store, report, coded, verdict, reviewer, why, sample, before=values_of(report))


def change(
    store: Store,
    report: Report,
    coded: Report,
    field: str,
    after: Any,
    reviewer: str,
    why: str | None = None,
    sample: str | None = None,
) -> Correction:
    """Enter another value for a field of a report.

    Raises ``DragomanError``: E602 (no such field), E210 to E214, E652 (a value that it cannot have).
    """
    if field not in FIELDS:
        raise DragomanError("E602", value=field, field="field", known=", ".join(FIELDS))
    text = _text(store, report.document_id)
    value = checked(field, after, text, report)
    return _entered(
        store, report, coded, "change", reviewer, why, sample, field=field, before=values_of(report)[field], after=value
    )


def add_missed(
    store: Store,
    document_id: str,
    values: dict[str, Any],
    reviewer: str,
    why: str | None = None,
    sample: str | None = None,
) -> Correction:
    """Enter a report that the coder missed: its fields, with ``predicate`` as a span of the document.

    Raises ``DragomanError`` as :func:`change` does.
    """
    found = checked_report(values, _text(store, document_id))
    span = Span(**{k: found["predicate"][k] for k in ("text", "start", "end")})
    anchor = Anchor(
        predicate=span,
        event_type=found["event_type"],
        actors=_spans(found["actors"]),
        recipients=_spans(found["recipients"]),
    )
    correction = Correction(
        id=_new_id(),
        document_id=document_id,
        report_id=None,
        verdict="missed",
        anchor=anchor,
        after=found,
        reviewer=_name(reviewer, "reviewer"),
        at=_now(),
        why=_why(why),
        sample=_name(sample, "sample") if sample else None,
    )
    _enter(store, correction)
    return correction


def undo(store: Store, correction_id: str, reviewer: str) -> Correction:
    """Take a correction back; it stays on record. Doing it twice changes nothing. Raises ``DragomanError`` E650."""
    name = _name(reviewer, "reviewer")
    with told(store.path):
        if not any(True for _ in _select(store, "c.id = ?", (correction_id,))):
            raise DragomanError("E650", value=correction_id)
        store.catalog.execute(
            "INSERT OR IGNORE INTO corrections_undone VALUES (?, ?, ?)", (correction_id, name, _now())
        )
        return next(iter(_select(store, "c.id = ?", (correction_id,))))


def corrections(
    store: Store,
    documents: Sequence[str] | None = None,
    reviewer: str | None = None,
    sample: str | None = None,
    undone: bool = False,
) -> list[Correction]:
    """Corrections in the order in which they were made; those taken back only where asked for."""
    conditions, values = ["TRUE"], []
    if documents is not None:
        conditions.append("c.document_id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(list(documents)))
    for condition, value in (("c.reviewer = ?", reviewer), ("c.sample = ?", sample)):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    if not undone:
        conditions.append("u.correction IS NULL")
    with told(store.path):
        return list(_select(store, " AND ".join(conditions), values))


def corrected_documents(store: Store) -> list[str]:
    """The ids of the documents with corrections that were not taken back."""
    query = """
        SELECT DISTINCT c.document_id FROM corrections AS c
        LEFT JOIN corrections_undone AS u ON u.correction = c.id WHERE u.correction IS NULL ORDER BY 1"""
    with told(store.path):
        return [row[0] for row in store.catalog.execute(query)]


def state(store: Store) -> tuple[int, int]:
    """Two numbers that change whenever a correction is made or taken back."""
    with told(store.path):
        row = store.catalog.execute(
            "SELECT (SELECT coalesce(max(number), 0) FROM corrections), (SELECT count(*) FROM corrections_undone)"
        ).fetchone()
    return int(row[0]), int(row[1])


def _entered(
    store: Store,
    report: Report,
    coded: Report,
    verdict: Verdict,
    reviewer: str,
    why: str | None,
    sample: str | None,
    **values: Any,
) -> Correction:
    correction = Correction(
        id=_new_id(),
        document_id=report.document_id,
        report_id=report.report_id,
        verdict=verdict,
        anchor=Anchor.of(coded),
        reviewer=_name(reviewer, "reviewer"),
        at=_now(),
        why=_why(why),
        sample=_name(sample, "sample") if sample else None,
        **values,
    )
    _enter(store, correction)
    return correction


def _enter(store: Store, c: Correction) -> None:
    row = (c.id, c.document_id, c.report_id, c.verdict, _json(c.anchor), c.field, _json(c.before), _json(c.after))
    with told(store.path):
        store.catalog.execute(
            "INSERT INTO corrections (id, document_id, report_id, verdict, anchor, field, before, after, "
            "reviewer, at, why, sample) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, c.reviewer, c.at, c.why, c.sample),
        )


def _select(store: Store, condition: str, values: Iterable[Any]) -> Iterable[Correction]:
    query = f"""
        SELECT c.*, u.reviewer AS undone_by, u.at AS undone_at FROM corrections AS c
        LEFT JOIN corrections_undone AS u ON u.correction = c.id WHERE {condition} ORDER BY c.number"""
    for row in store.catalog.execute(query, tuple(values)):
        yield _correction(row)


def _correction(row: sqlite3.Row) -> Correction:
    return Correction(
        id=row["id"],
        document_id=row["document_id"],
        report_id=row["report_id"],
        verdict=row["verdict"],
        anchor=msgspec.json.decode(row["anchor"], type=Anchor),
        field=row["field"],
        before=msgspec.json.decode(row["before"]),
        after=msgspec.json.decode(row["after"]),
        reviewer=row["reviewer"],
        at=row["at"],
        why=row["why"],
        sample=row["sample"],
        undone=Undone(row["undone_by"], row["undone_at"]) if row["undone_at"] else None,
    )


def _text(store: Store, document_id: str) -> str:
    document = store.document(document_id)
    if document is None:
        raise DragomanError("E651", value=document_id)
    return document.text


def _name(value: str, what: str) -> str:
    name = " ".join(value.split())
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise DragomanError("E652", field=what, detail=f"write a name of 1 to {NAME_LENGTH} characters")
    return name


def _why(value: str | None) -> str | None:
    reason = (value or "").strip()
    if len(reason) > WHY_LENGTH or "\x00" in reason or _surrogates(reason):
        raise DragomanError("E652", field="why", detail=f"write at most {WHY_LENGTH} characters")
    return reason or None


def _surrogates(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


def _span(span: Span) -> Span:
    return Span(text=span.text, start=span.start, end=span.end)


def _spans(parties: Iterable[dict[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(text=p["text"], start=p["start"], end=p["end"]) for p in parties)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode("utf-8")


def _new_id() -> str:
    return f"c-{secrets.token_hex(8)}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
