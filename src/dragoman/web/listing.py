"""Lists of documents from the catalog, a page at a time."""

from __future__ import annotations

from typing import Any

from dragoman.store import Filters, Store
from dragoman.store.conditions import document_where
from dragoman.store.faults import told
from dragoman.store.query import check_search

DOCUMENT_COLUMNS = ("id", "title", "published", "source", "url", "language", "set_aside", "sentences", "reports")


def document_count(store: Store, filters: Filters) -> int:
    """How many documents there are."""
    where = document_where(filters)
    check_search(store, filters)
    with told(store.path):
        row = store.catalog.execute(f"SELECT count(*) FROM documents AS d WHERE {where.sql}", where.values).fetchone()
    return int(row[0])


def document_list(store: Store, filters: Filters, limit: int | None, offset: int = 0) -> list[dict[str, Any]]:
    """Documents without their texts, the newest first, with what their newest coding gave."""
    where = document_where(filters)
    check_search(store, filters)
    query = f"""
        SELECT d.id, d.title, d.published, d.source, d.url, d.language, d.set_aside, c.sentences, c.reports,
               CASE WHEN d.title IS NULL THEN substr(d.text, 1, 160) END AS opening
        FROM (
          SELECT d.* FROM documents AS d WHERE {where.sql}
          ORDER BY d.published DESC, d.number DESC LIMIT :_limit OFFSET :_offset
        ) AS d LEFT JOIN codings AS c ON c.document = d.number AND c.coder = (
          SELECT c2.coder FROM codings AS c2 JOIN coders AS k ON k.number = c2.coder
          WHERE c2.document = d.number ORDER BY k.rank DESC, k.number DESC LIMIT 1
        ) ORDER BY d.published DESC, d.number DESC"""
    page = {"_limit": -1 if limit is None else limit, "_offset": offset}
    with told(store.path):
        return [dict(row) for row in store.catalog.execute(query, where.values | page)]
