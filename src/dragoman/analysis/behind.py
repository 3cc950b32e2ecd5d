"""The reports behind a point of a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.analysis.counted import counted, day_sql
from dragoman.analysis.series import Line, Series
from dragoman.records import Report

if TYPE_CHECKING:
    from dragoman.store.store import Store


def reports_behind(store: Store, series: Series, line: Line, start: str, limit: int | None = None) -> list[Report]:
    """The reports that a period of a line counts, the surest first; of events, all reports of each."""
    from dragoman.store.schema import from_rows
    from dragoman.store.views import reports_view

    with counted(store, line.filters, series.unit) as relation:
        day = day_sql(series.period)
        found = relation.table(
            f"SELECT DISTINCT unnest(reports) AS id FROM counted "
            f"WHERE date_trunc('{series.period}', {day}) = DATE '{start}'"
        )
    with reports_view(store) as con:
        con.register("_behind", found)
        rows = con.sql(
            "SELECT * FROM reports SEMI JOIN _behind ON _behind.id = reports.report_id "
            f"ORDER BY confidence DESC, report_id {'' if limit is None else f'LIMIT {limit}'}"
        ).to_arrow_table()
    return list(from_rows(rows.to_pylist()))
