"""Which codings count: the newest coder's of each document, or those of a coder that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dragoman.store.faults import told
from dragoman.store.filters import Filters

if TYPE_CHECKING:
    from dragoman.store.store import Store

CODINGS = """
    SELECT c.document, c.coder, c.segment, c.sentences, c.reports, c.types
    FROM codings AS c JOIN coders AS k ON k.number = c.coder WHERE {counts}"""
"""The codings for which the condition of :func:`counting` holds."""

_NEWEST = """NOT EXISTS (
      SELECT 1 FROM codings AS c2 JOIN coders AS k2 ON k2.number = c2.coder
      WHERE c2.document = c.document AND (k2.rank, k2.number) > (k.rank, k.number))"""


class Live(msgspec.Struct, frozen=True):
    """Segments of which every document counts, and for the others the ids of the documents that do.

    A segment is partly live where a newer coder has coded some of its documents, or where two processes
    coded one document at the same time.
    """

    whole: tuple[str, ...]
    partly: dict[str, list[str]]


def counting(store: Store, filters: Filters) -> tuple[str, dict[str, str]]:
    """The condition on ``codings AS c JOIN coders AS k`` for the codings that count, and its values."""
    if filters.coder:
        return "k.version = :coder", {"coder": filters.coder}
    with told(store.path):
        used = store.catalog.execute(
            "SELECT count(*) FROM coders AS k WHERE EXISTS (SELECT 1 FROM segments AS s WHERE s.coder = k.number) "
            "OR EXISTS (SELECT 1 FROM codings AS c WHERE c.coder = k.number AND c.segment IS NULL)"
        ).fetchone()[0]
    return ("TRUE" if used <= 1 else _NEWEST), {}


def live_segments(store: Store, filters: Filters) -> Live:
    """The segments that count for these filters, by name."""
    counts, values = counting(store, filters)
    codings = CODINGS.format(counts=counts)
    live = f"""
        SELECT s.name, s.documents, n FROM (SELECT segment, count(*) AS n FROM ({codings}) GROUP BY segment) AS c
        JOIN segments AS s ON s.name = c.segment ORDER BY s.name"""
    members = f"""
        SELECT d.id FROM ({codings}) AS c JOIN documents AS d ON d.number = c.document
        WHERE c.segment = :segment ORDER BY d.number"""
    with told(store.path):
        rows = store.catalog.execute(live, values).fetchall()
        partly = {
            row["name"]: [m["id"] for m in store.catalog.execute(members, values | {"segment": row["name"]})]
            for row in rows
            if row["n"] != row["documents"]
        }
    return Live(tuple(row["name"] for row in rows if row["n"] == row["documents"]), partly)
