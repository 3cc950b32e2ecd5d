"""How precise reports are on one's own corpus: a random sample to judge, and what the judgements say.

Intervals are Wilson's (1927), 95 %: they hold for small samples and for shares near 0 and 1.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from dragoman.analysis.series import Estimate, Z
from dragoman.errors import DragomanError
from dragoman.records import Party, Report
from dragoman.store.conditions import where
from dragoman.store.filters import Filters
from dragoman.store.views import reports_view

if TYPE_CHECKING:
    from dragoman.store.store import Store

JUDGED = ("right", "actors_right", "type_right", "recipients_right", "status_right", "date_right")
"""Columns to fill in with yes or no; what stays empty was not judged. ``right`` is the report as a whole."""
_SHOWN = (
    "report_id", "document_id", "published", "source", "sentence", "predicate", "actors", "event_type", "mode",
    "recipients", "reciprocal", "status", "date", "place", "attribution", "confidence",
)  # fmt: skip
COLUMNS = (*_SHOWN, *JUDGED, "note")
_YES = ("yes", "y", "true", "1", "x")
_NO = ("no", "n", "false", "0")
_FEWEST = 5
"""Types with fewer judged reports have no precision of their own."""


class Precision(msgspec.Struct, frozen=True):
    """What a judged sample says: shares of right ones with their intervals, and how many were judged.

    ``confidence`` is the mean confidence of the reports judged as a whole: where it is far from ``fields["right"]``,
    confidence is off on this corpus.
    """

    rows: int
    fields: dict[str, tuple[Estimate, int]]
    types: dict[str, tuple[Estimate, int]]
    confidence: float


def sample(store: Store, size: int, filters: Filters | None = None, seed: int = 0) -> list[Report]:
    """A simple random sample of the reports that filters let through, in random order; the same for the same seed."""
    from dragoman.store.schema import from_rows

    filters = filters or Filters()
    asked = where(filters)
    with reports_view(store, filters) as con:
        rows = con.sql(
            f"SELECT * FROM reports WHERE {asked.sql} "
            f"ORDER BY md5(report_id || '-{int(seed)}'), report_id LIMIT {int(size)}",
            params=asked.values,
        ).to_arrow_table()
    if not rows.num_rows:
        raise DragomanError("E691")
    return list(from_rows(rows.to_pylist()))


def sheet(store: Store, reports: Iterable[Report]) -> str:
    """The sample as CSV to fill in: the report in words, the sentence with its predicate marked, empty columns."""
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(store, report) for report in reports)
    return written.getvalue()


def read(text: str, where: str = "the sheet") -> Precision:
    """What a filled-in sheet says.

    Raises ``DragomanError`` E697 where a column is missing, E698 for a judgement that is neither yes nor no, E699
    where nothing was judged.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    missing = [c for c in ("event_type", "confidence", "right") if c not in (reader.fieldnames or ())]
    if missing:
        raise DragomanError("E697", where=where, name=missing[0])
    rows = list(reader)
    judged = [{c: _verdict(row.get(c), c, f"{where}: row {n}") for c in JUDGED} for n, row in enumerate(rows, start=2)]
    fields = {c: found for c in JUDGED if (found := _share([verdicts[c] for verdicts in judged]))}
    if "right" not in fields:
        raise DragomanError("E699", where=where)
    whole = [(row, v["right"]) for row, v in zip(rows, judged, strict=True) if v["right"] is not None]
    return Precision(len(rows), fields, _by_type(whole), _mean_confidence(row for row, _ in whole))


def wilson(right: int, judged: int) -> Estimate:
    """A share with Wilson's interval."""
    share, z2 = right / judged, Z * Z
    middle = (share + z2 / (2 * judged)) / (1 + z2 / judged)
    half = Z * math.sqrt(share * (1 - share) / judged + z2 / (4 * judged**2)) / (1 + z2 / judged)
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half))


def _share(verdicts: Iterable[bool | None]) -> tuple[Estimate, int] | None:
    known = [verdict for verdict in verdicts if verdict is not None]
    return (wilson(sum(known), len(known)), len(known)) if known else None


def _by_type(judged: Iterable[tuple[Mapping[str, str], bool]]) -> dict[str, tuple[Estimate, int]]:
    found: dict[str, list[bool]] = {}
    for row, verdict in judged:
        found.setdefault(row["event_type"], []).append(verdict)
    return {t: share for t, v in sorted(found.items()) if len(v) >= _FEWEST and (share := _share(v))}


def _mean_confidence(rows: Iterable[Mapping[str, str]]) -> float:
    values = [float(row["confidence"] or 0) for row in rows]
    return sum(values) / len(values)


def _verdict(value: str | None, column: str, where: str) -> bool | None:
    word = (value or "").strip().casefold()
    if not word:
        return None
    if word in _YES or word in _NO:
        return word in _YES
    raise DragomanError("E698", where=where, value=value, column=column)


def _row(store: Store, report: Report) -> dict[str, object]:
    document = store.document(report.document_id)
    date = report.date
    return {
        "report_id": report.report_id,
        "document_id": report.document_id,
        "published": document.published if document else None,
        "source": document.source if document else None,
        "sentence": _marked(document.text, report) if document else None,
        "predicate": report.predicate.text,
        "actors": _parties(report.actors),
        "event_type": report.event_type,
        "mode": report.mode,
        "recipients": _parties(report.recipients),
        "reciprocal": "yes" if report.reciprocal else "no",
        "status": report.status,
        "date": None if date is None else (date.start if date.start == date.end else f"{date.start}/{date.end}"),
        "place": report.place.name if report.place else None,
        "attribution": report.attribution.text if report.attribution else None,
        "confidence": report.confidence,
    }


def _parties(parties: Iterable[Party]) -> str:
    return "; ".join(
        f"{p.name or p.text} ({' '.join(filter(None, (p.country, p.sector))) or 'unknown'})" for p in parties
    )


def _marked(text: str, report: Report) -> str:
    """The sentence on one line with its predicate between ‹ and ›."""
    start, end = report.sentence.start, report.sentence.end
    a, b = report.predicate.start, report.predicate.end
    marked = f"{text[start:a]}‹{text[a:b]}›{text[b:end]}" if start <= a < b <= end else text[start:end]
    return " ".join(marked.split())
