"""Scores and quads as tables that SQL can join: each by the name of its scheme, none by default."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dragoman import ontology
from dragoman.store.names import known_name

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

SCORES = ("plover", *(f"goldstein_{table}" for table in ontology.GOLDSTEIN_TABLES))
"""PLOVER's conflict-cooperation score, and the Goldstein tables over CAMEO codes; all run from -10 to 10."""
QUADS = ontology.QUAD_SCHEMES

Value = float | int | None
Case = tuple[str, str | None, str, tuple[str, ...]]
"""Type, mode, status and contexts: what a CAMEO code is derived from."""


def score_name(name: str) -> str:
    """The name of a score, also with a hyphen. Raises ``DragomanError`` E602, E609."""
    return known_name(name.replace("-", "_"), SCORES, "score")


def quad_name(name: str) -> str:
    """The name of a quad scheme. Raises ``DragomanError`` E602, E609."""
    return known_name(name, QUADS, "quad scheme")


def needs_cameo(schemes: Iterable[str]) -> bool:
    """Whether one of the schemes goes by CAMEO codes, so that status and contexts matter."""
    return any(name.startswith("goldstein_") or name in ontology.CAMEO_SCHEMES for name in schemes)


def value(scheme: str, case: Case) -> Value:
    """The value of a case in a scheme; None where the scheme has none."""
    event_type, mode, status, contexts = case
    if scheme == "plover":
        found = ontology.score(event_type, mode)
        return ontology.score(event_type) if found is None else found
    if scheme in ontology.PLOVER_SCHEMES:
        return ontology.quad(event_type, scheme)
    code = ontology.to_cameo(event_type, mode, status, contexts)
    if code is None:
        return None
    if scheme in ontology.CAMEO_SCHEMES:
        return ontology.quad_of_cameo(code, scheme)
    return ontology.goldstein(code, scheme.removeprefix("goldstein_"))


def register(
    con: duckdb.DuckDBPyConnection, schemes: Iterable[str], cases: Callable[[str], pa.Table], name: str = "schemes"
) -> str:
    """Make a table of the cases that occur with their values; returns the SQL of the join to it.

    ``cases`` answers a query for distinct columns. The join is to the relation ``c``.
    """
    import pyarrow as pa

    schemes = tuple(schemes)
    keys = ["event_type", "coalesce(mode, '')"]
    if needs_cameo(schemes):
        keys += ["status", "array_to_string(contexts, ';')"]
    found = cases(", ".join(f"{key} AS k{number}" for number, key in enumerate(keys))).to_pylist()
    columns: dict[str, list[Any]] = {f"k{number}": [row[f"k{number}"] for row in found] for number in range(len(keys))}
    types = {scheme: pa.int32() if scheme in QUADS else pa.float64() for scheme in schemes}
    table = pa.table(
        {key: pa.array(values, pa.string()) for key, values in columns.items()}
        | {s: pa.array([value(s, _case(row)) for row in found], types[s]) for s in schemes}
    )
    con.register(name, table)
    on = " AND ".join(f"{key.replace('mode', 'c.mode')} = s.k{number}" for number, key in enumerate(keys))
    return f"LEFT JOIN {name} AS s ON {on}"


def _case(row: Mapping[str, str]) -> Case:
    contexts = tuple(filter(None, row.get("k3", "").split(";")))
    return row["k0"], row["k1"] or None, row.get("k2", "actual"), contexts
