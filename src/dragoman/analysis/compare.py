"""What another coder version changes in a store: which reports came, went and changed, and in which fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from dragoman.errors import DragomanError
from dragoman.store.faults import told
from dragoman.store.filters import Filters
from dragoman.store.names import known_name
from dragoman.store.views import connect, reports_view

if TYPE_CHECKING:
    import pyarrow as pa

    from dragoman.store.store import Store

FIELDS = {
    "type": ("event_type",),
    "mode": ("mode",),
    "status": ("status",),
    "actors": ("actor_countries",),
    "recipients": ("recipient_countries",),
    "date": ("date_start", "date_end"),
    "place": ("place_name",),
    "attribution": ("attribution_text",),
    "contexts": ("contexts",),
}
"""What is compared, and the columns that say it; parties by their countries."""

_COLUMNS = sorted({column for columns in FIELDS.values() for column in columns})
_KEY = ("document_id", "predicate_start", "predicate_end")


class Comparison(msgspec.Struct, frozen=True):
    """Two codings of the documents that both versions coded.

    A report of one is a report of the other where their predicates are the same words of the same document.
    ``types`` has each type's number of reports before and after; ``fields`` how many of the shared reports differ in
    each field; ``retyped`` the commonest changes of type; ``table`` a row for every report that came, went or changed.
    """

    before: str
    after: str
    documents: int
    alone: tuple[int, int]
    same: int
    changed: int
    gone: int
    new: int
    types: dict[str, tuple[int, int]]
    fields: dict[str, int]
    retyped: list[tuple[str, str, int]]
    table: pa.Table


def compare(store: Store, before: str, after: str, filters: Filters | None = None) -> Comparison:
    """Compare the reports of two coder versions, on the documents that both have coded.

    Raises ``DragomanError`` E602 or E609 where the store has no such version, E696 where they share no document.
    """
    versions = _versions(store)
    before, after = (known_name(name, versions, "coder version") for name in (before, after))
    both, alone = _documents(store, before, after)
    if not both:
        raise DragomanError("E696", one=before, other=after)
    with connect() as con:
        import pyarrow as pa

        con.register("_both", pa.table({"document_id": pa.array(both, pa.string())}))
        for side, version in (("a", before), ("b", after)):
            con.register(f"_{side}", _reports(store, version, filters or Filters()))
        con.execute(f"CREATE TEMP TABLE pairs AS {_pairs()}")
        (numbers,) = con.sql(_numbers()).to_arrow_table().to_pylist()
        types = con.sql(_TYPES).fetchall()
        retyped = con.sql(_RETYPED).fetchall()
        table = con.sql(_changed_rows()).to_arrow_table()
    fields = {field: numbers[f"differs_{field}"] for field in FIELDS}
    counts = {name: numbers[name] for name in ("same", "changed", "gone", "new")}
    return Comparison(
        before, after, len(both), alone, **counts, types={t: (a, b) for t, a, b in types}, fields=fields,
        retyped=retyped, table=table,
    )  # fmt: skip


def _versions(store: Store) -> list[str]:
    with told(store.path):
        return [row[0] for row in store.catalog.execute("SELECT DISTINCT version FROM coders ORDER BY rank")]


def _documents(store: Store, before: str, after: str) -> tuple[list[str], tuple[int, int]]:
    """The documents that both have coded, and how many each has coded alone."""
    coded = "SELECT c.document FROM codings AS c JOIN coders AS k ON k.number = c.coder WHERE k.version = ?"
    with told(store.path):
        rows = store.catalog.execute(
            f"SELECT id FROM documents WHERE number IN ({coded}) AND number IN ({coded}) ORDER BY number",
            (before, after),
        ).fetchall()
        totals = [
            store.catalog.execute(f"SELECT count(DISTINCT document) FROM ({coded})", (version,)).fetchone()[0]
            for version in (before, after)
        ]
    return [row["id"] for row in rows], (totals[0] - len(rows), totals[1] - len(rows))


def _reports(store: Store, version: str, filters: Filters) -> pa.Table:
    from dragoman.store.conditions import where

    asked = where(filters)
    columns = ", ".join((*_KEY, "report_id", "sentence_start", "sentence_end", *_COLUMNS))
    with reports_view(store, msgspec.structs.replace(filters, coder=version)) as con:
        return con.sql(f"SELECT {columns} FROM reports WHERE {asked.sql}", params=asked.values).to_arrow_table()


def _pairs() -> str:
    number = f"row_number() OVER (PARTITION BY {', '.join(_KEY)} ORDER BY event_type, report_id) AS k"
    sides = [f"SELECT *, {number} FROM _{side} SEMI JOIN _both USING (document_id)" for side in "ab"]
    values = ", ".join(f"{side}.{c} AS {side}_{c}" for c in ("report_id", *_COLUMNS) for side in "ab")
    differs = ", ".join(
        "(" + " OR ".join(f"a.{c} IS DISTINCT FROM b.{c}" for c in columns) + f") AS differs_{field}"
        for field, columns in FIELDS.items()
    )
    shared = [*_KEY, "k"]
    spans = "coalesce(a.sentence_start, b.sentence_start) AS sentence_start, "
    spans += "coalesce(a.sentence_end, b.sentence_end) AS sentence_end"
    return (
        f"SELECT {', '.join(_KEY)}, {spans}, {values}, {differs} "
        f"FROM ({sides[0]}) AS a FULL JOIN ({sides[1]}) AS b USING ({', '.join(shared)})"
    )


_BOTH = "a_report_id IS NOT NULL AND b_report_id IS NOT NULL"
_DIFFERS = " OR ".join(f"differs_{field}" for field in FIELDS)
_TYPES = """
    SELECT t, count(*) FILTER (t = a_event_type), count(*) FILTER (t = b_event_type)
    FROM pairs, (SELECT DISTINCT unnest([a_event_type, b_event_type]) AS t FROM pairs) WHERE t IS NOT NULL
    GROUP BY t ORDER BY t"""
_RETYPED = """
    SELECT a_event_type, b_event_type, count(*) FROM pairs
    WHERE a_event_type <> b_event_type GROUP BY ALL ORDER BY 3 DESC, 1, 2 LIMIT 10"""


def _numbers() -> str:
    fields = ", ".join(f"count(*) FILTER ({_BOTH} AND differs_{field}) AS differs_{field}" for field in FIELDS)
    return f"""
        SELECT count(*) FILTER ({_BOTH} AND NOT ({_DIFFERS})) AS same,
               count(*) FILTER ({_BOTH} AND ({_DIFFERS})) AS changed,
               count(*) FILTER (b_report_id IS NULL) AS gone, count(*) FILTER (a_report_id IS NULL) AS new, {fields}
        FROM pairs"""


def _changed_rows() -> str:
    sides = (("a", "before"), ("b", "after"))
    values = ", ".join(f"{side}_{c} AS {c}_{name}" for c in _COLUMNS for side, name in sides)
    fields = ", ".join(f"CASE WHEN differs_{field} THEN '{field}' END" for field in FIELDS)
    return f"""
        SELECT CASE WHEN b_report_id IS NULL THEN 'gone' WHEN a_report_id IS NULL THEN 'new' ELSE 'changed' END AS what,
               document_id, sentence_start, sentence_end, predicate_start, predicate_end,
               CASE WHEN {_BOTH} THEN list_filter([{fields}], lambda f: f IS NOT NULL) ELSE [] END AS fields, {values},
               a_report_id AS report_id_before, b_report_id AS report_id_after
        FROM pairs WHERE NOT ({_BOTH}) OR ({_DIFFERS}) ORDER BY document_id, predicate_start, predicate_end, what"""


def rows_with_sentences(store: Store, table: pa.Table) -> list[dict[str, Any]]:
    """The rows of a comparison with the sentences that they are about."""
    rows: list[dict[str, Any]] = table.to_pylist()
    texts: dict[str, str] = {}
    for row in rows:
        if row["document_id"] not in texts:
            document = store.document(row["document_id"])
            texts = {row["document_id"]: document.text if document else ""}
        row["sentence"] = texts[row["document_id"]][row["sentence_start"] : row["sentence_end"]]
    return rows
