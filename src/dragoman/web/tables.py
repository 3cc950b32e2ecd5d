"""Tables as CSV, written a little at a time, so that none has to fit into memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from fastapi.responses import Response, StreamingResponse

if TYPE_CHECKING:
    from dragoman.store import Filters
    from dragoman.web.site import Site

BATCH = 5000
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
REPORT_COLUMNS = """
    report_id, document_id, published, source, event_type, mode, status, array_to_string(contexts, ';') AS contexts,
    reciprocal,
    array_to_string(list_transform(actors, lambda p: coalesce(p.name, p.text)), ';') AS actors,
    array_to_string(list_transform(actors, lambda p: coalesce(p.country, '')), ';') AS actor_countries,
    array_to_string(list_transform(actors, lambda p: coalesce(p.sector, '')), ';') AS actor_sectors,
    array_to_string(list_transform(recipients, lambda p: coalesce(p.name, p.text)), ';') AS recipients,
    array_to_string(list_transform(recipients, lambda p: coalesce(p.country, '')), ';') AS recipient_countries,
    array_to_string(list_transform(recipients, lambda p: coalesce(p.sector, '')), ';') AS recipient_sectors,
    date_start, date_end, planned_for_start, planned_for_end, place_name, place_country, place_lat, place_lon,
    attribution_text AS attribution, predicate_text AS predicate, predicate_start, predicate_end, confidence,
    reviewed"""


def csv_of_reports(site: Site, filters: Filters) -> Response:
    """The reports that filters let through, in the order of publication."""

    def lines() -> Iterator[str]:
        with site.index.asking(filters) as asking:
            order = "published NULLS LAST, document_id, predicate_start, report_id"
            yield from asking.csv_lines(REPORT_COLUMNS, order)

    return csv_answer(lines(), "reports.csv")


def csv_answer(lines: Iterable[str], name: str) -> Response:
    """An answer that browsers save as a file."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


def csv_lines(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Lines of CSV, some at a time. What a spreadsheet would take for a formula is written as text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for number, row in enumerate(rows, 1):
        writer.writerow([_plain(value) for value in row])
        if number % BATCH == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def csv_records(records: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> Iterator[str]:
    """Lines of CSV from records, with these columns."""
    names = list(columns)
    return csv_lines(names, ([record[name] for name in names] for record in records))


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULAS):
        return f"'{value}"
    return value
