"""Panels for regression: directed dyads or countries by period, with quad counts of a named scheme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from dragoman.analysis.counted import Counted, Unit, counted, day_sql, period_name
from dragoman.analysis.periods import end_of, periods
from dragoman.analysis.schemes import quad_name, register, score_name
from dragoman.errors import DragomanError
from dragoman.ontology.codes import country_codes
from dragoman.store.filters import Filters
from dragoman.store.names import known_name

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from dragoman.store.store import Store

Kind = Literal["dyad", "country"]
KINDS: dict[str, Kind] = {"dyad": "dyad", "country": "country"}
_QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
_NEUTRAL = {0: "neutral statements"}
_SYSTEMS = {"iso3": "ISO 3166 alpha-3", "cow": "Correlates of War number", "gw": "Gleditsch-Ward number"}


class Panel(msgspec.Struct, frozen=True):
    """A panel's table and what each of its columns means."""

    kind: Kind
    period: str
    unit: Unit
    table: pa.Table
    columns: dict[str, str]


def panel(
    store: Store,
    kind: str = "dyad",
    period: str = "month",
    filters: Filters | None = None,
    quads: str = "dragoman",
    scores: Sequence[str] = ("plover",),
    unit: Unit | None = None,
    balanced: bool = False,
) -> Panel:
    """A row for each dyad or country and period in which something was counted, ordered by both.

    Balanced, each dyad or country that occurs has a row for every period, with zeros. A country stands for
    all its parties; an act counts once for each dyad of countries. Raises ``DragomanError`` E602 and E609 for
    unknown names, E691 where nothing was found.
    """
    kind = KINDS[known_name(kind, KINDS, "panel")]
    period, quads, scores = period_name(period), quad_name(quads), tuple(map(score_name, scores))
    with counted(store, filters or Filters(), unit) as relation:
        build = _dyads if kind == "dyad" else _countries
        query = build(relation, period, quads, scores)
        _register_codes(relation.con)
        table = relation.table(query)
        if not table.num_rows:
            raise DragomanError("E691")
        if balanced:
            table = _balanced(relation.con, table, kind, period, scores)
        used = relation.unit
    return Panel(kind, period, used, table, describe(kind, period, quads, scores, used))


def describe(kind: Kind, period: str, quads: str, scores: Sequence[str], unit: Unit) -> dict[str, str]:
    """What each column of a panel means, in the order of the columns."""
    sides = {"a": "the actor", "b": "the recipient"} if kind == "dyad" else {"": "the country"}
    columns = {"start": f"first day of the {period}", "end": f"last day of the {period}"}
    for side, who in sides.items():
        columns |= {_side(system, side): f"{name} of {who}" for system, name in _SYSTEMS.items()}
    if kind == "dyad":
        columns["dyad_cow"] = "directed dyad: 1000 times the actor's COW number, plus the recipient's"
    roles = {"": ""} if kind == "dyad" else {"out_": " of the country towards others", "in_": " towards the country"}
    for prefix, whose in roles.items():
        columns[f"{prefix}n"] = f"{unit}{whose}"
        columns[f"{prefix}expected"] = f"sum of confidence: {unit}{whose} expected to be right"
        columns |= {
            f"{prefix}q{number}_{quads}": f"{unit}{whose}: {meaning}, quad {number} of the scheme {quads}"
            for number, meaning in _quads(quads).items()
        }
        columns |= {
            f"{prefix}{score}": f"mean {score} score{whose}, weighted by confidence; empty without any"
            for score in scores
        }
    return columns


def _quads(scheme: str) -> dict[int, str]:
    return _NEUTRAL | _QUADS if scheme == "phoenix" else _QUADS


def _side(system: str, side: str) -> str:
    return f"{system}_{side}" if side else system


def _sums(quads: str, scores: Sequence[str], prefix: str = "") -> str:
    parts = [f"count(*) AS {prefix}n", f"sum(confidence) AS {prefix}expected"]
    parts += [f"count(*) FILTER ({quads} = {n}) AS {prefix}q{n}_{quads}" for n in _quads(quads)]
    parts += [
        f"sum(confidence * {s}) / nullif(sum(confidence) FILTER ({s} IS NOT NULL), 0) AS {prefix}{s}" for s in scores
    ]
    return ", ".join(parts)


def _acts(relation: Counted, period: str, quads: str, scores: Sequence[str]) -> str:
    """The dyads of all placed acts with their period, quad and scores."""
    join = register(relation.con, (quads, *scores), relation.distinct)
    start = f"CAST(date_trunc('{period}', {day_sql(period)}) AS DATE)"
    values = ", ".join(("confidence", *(f"s.{name}" for name in (quads, *scores))))
    return relation.dyads(f"{start} AS start, {values}", join)


def _dyads(relation: Counted, period: str, quads: str, scores: Sequence[str]) -> str:
    acts = _acts(relation, period, quads, scores)
    return f"""
        SELECT start::VARCHAR AS start, (start + INTERVAL 1 {period} - INTERVAL 1 DAY)::DATE::VARCHAR AS "end",
               a AS iso3_a, ca.cow AS cow_a, ca.gw AS gw_a, b AS iso3_b, cb.cow AS cow_b, cb.gw AS gw_b,
               1000 * ca.cow + cb.cow AS dyad_cow, d.* EXCLUDE (start, a, b)
        FROM (SELECT start, a, b, {_sums(quads, scores)} FROM ({acts}) WHERE start IS NOT NULL GROUP BY ALL) AS d
        LEFT JOIN _codes AS ca ON ca.iso3 = a LEFT JOIN _codes AS cb ON cb.iso3 = b ORDER BY a, b, start"""


def _countries(relation: Counted, period: str, quads: str, scores: Sequence[str]) -> str:
    acts = _acts(relation, period, quads, scores)
    sides = [
        f"SELECT start, {key} AS iso3, {_sums(quads, scores, prefix)} FROM acts WHERE start IS NOT NULL GROUP BY ALL"
        for key, prefix in (("a", "out_"), ("b", "in_"))
    ]
    names = [c for c in describe("country", period, quads, scores, "reports") if c.startswith(("out_", "in_"))]
    filled = ", ".join(_filled(name, name, scores) for name in names)
    return f"""
        , acts AS ({acts})
        SELECT start::VARCHAR AS start, (start + INTERVAL 1 {period} - INTERVAL 1 DAY)::DATE::VARCHAR AS "end",
               iso3, c.cow, c.gw, {filled}
        FROM ({sides[0]}) FULL JOIN ({sides[1]}) USING (start, iso3) LEFT JOIN _codes AS c USING (iso3)
        ORDER BY iso3, start"""


def _filled(name: str, column: str, scores: Sequence[str]) -> str:
    """A column with zero where nothing was counted; a mean stays empty."""
    is_mean = name.removeprefix("out_").removeprefix("in_") in scores
    return f"{column} AS {name}" if is_mean else f"coalesce({column}, 0) AS {name}"


def _register_codes(con: duckdb.DuckDBPyConnection) -> None:
    import pyarrow as pa

    known = country_codes().values()
    con.register(
        "_codes",
        pa.table(
            {
                "iso3": [codes.iso3 for codes in known],
                "cow": pa.array([codes.cow for codes in known], pa.int32()),
                "gw": pa.array([codes.gw for codes in known], pa.int32()),
            }
        ),
    )


def _balanced(
    con: duckdb.DuckDBPyConnection, table: pa.Table, kind: Kind, period: str, scores: Sequence[str]
) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    bounds = pc.min_max(table["start"]).as_py()
    starts = periods(bounds["min"], bounds["max"], period)
    con.register("_sparse", table)
    con.register("_starts", pa.table({"start": starts, "end": [end_of(start, period) for start in starts]}))
    keys = [n for n in table.column_names if n.startswith(("iso3", "cow", "gw", "dyad"))]
    values = [n for n in table.column_names if n not in (*keys, "start", "end")]
    filled = ", ".join(_filled(name, f"v.{name}", scores) for name in values)
    ids = [n for n in keys if n.startswith("iso3")]
    on = " AND ".join(f"v.{n} = k.{n}" for n in ids)
    order = ", ".join(f"k.{n}" for n in ids)
    return con.sql(
        f'SELECT t.start, t."end", k.*, {filled} FROM (SELECT DISTINCT {", ".join(keys)} FROM _sparse) AS k '
        f"CROSS JOIN _starts AS t LEFT JOIN _sparse AS v ON {on} AND v.start = t.start ORDER BY {order}, t.start"
    ).to_arrow_table()
