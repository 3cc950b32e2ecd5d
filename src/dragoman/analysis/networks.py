"""Networks of who acts on whom: directed, weighted by counts, signed by cooperation and conflict, over time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from dragoman.analysis.counted import LEVELS, Counted, Level, Unit, counted, day_sql, period_name
from dragoman.analysis.schemes import register, score_name
from dragoman.analysis.series import party_title
from dragoman.errors import DragomanError
from dragoman.store.filters import Filters
from dragoman.store.names import known_name

if TYPE_CHECKING:
    import networkx as nx

    from dragoman.store.store import Store

_QUADS = "dragoman"
_LEVELS: dict[str, Level] = {"country": "country", "sector": "sector", "entity": "entity"}
_SEED = 20
"""So that communities are the same each time."""


class Balance(msgspec.Struct, frozen=True):
    """How many triads have how many negative sides.

    By Cartwright and Harary (1956) those with none or two are balanced; by Davis (1967) three are allowed too.
    """

    negatives: tuple[int, int, int, int]

    @property
    def triads(self) -> int:
        """All triads whose three sides have a sign."""
        return sum(self.negatives)

    @property
    def balanced(self) -> float | None:
        """The share of balanced triads, None without any."""
        return (self.negatives[0] + self.negatives[2]) / self.triads if self.triads else None


def network(
    store: Store,
    filters: Filters | None = None,
    level: str = "country",
    score: str = "plover",
    least: int = 1,
    unit: Unit | None = None,
) -> nx.DiGraph:
    """The network of all that filters let through; see :func:`networks` for its attributes.

    Raises ``DragomanError`` E602 and E609 for unknown names, E691 where nothing was found.
    """
    return next(iter(networks(store, filters, None, level, score, least, unit)))[1]


def networks(
    store: Store,
    filters: Filters | None = None,
    period: str | None = None,
    level: str = "country",
    score: str = "plover",
    least: int = 1,
    unit: Unit | None = None,
) -> Iterator[tuple[str, nx.DiGraph]]:
    """A network for each period in which something was counted, with the period's first day.

    An edge leads from actor to recipient. Its attributes: ``weight`` (how many, at least ``least``), ``expected``
    (sum of confidence), ``cooperation`` and ``conflict`` (quads 1 and 2, 3 and 4 of the scheme dragoman), ``sign``
    (1, 0 or -1: which of the two is more), and the mean score under its name. A node has its ``label``.
    Parties acting on themselves are left out.
    """
    level = _LEVELS[known_name(level, LEVELS, "level")]
    score = score_name(score)
    with counted(store, filters or Filters(), unit, level) as relation:
        rows = relation.table(_edges(relation, period and period_name(period), score, least)).to_pylist()
    if not rows:
        raise DragomanError("E691")
    graphs: dict[str, nx.DiGraph] = {}
    for row in rows:
        graph = graphs.setdefault(row["start"], _empty(level, score))
        for node in (row["a"], row["b"]):
            graph.add_node(node, label=party_title(node))
        values = {key: row[key] for key in ("weight", "expected", "cooperation", "conflict", score)}
        graph.add_edge(row["a"], row["b"], **values, sign=_sign(row["cooperation"] - row["conflict"]))
    yield from sorted(graphs.items())


def measures(graph: nx.DiGraph) -> dict[str, dict[str, float]]:
    """For each node: degrees, strengths (sums of weights), centralities, and the number of its community.

    Betweenness goes by paths without weights, PageRank by weights along the edges. Communities are Louvain's over
    cooperation in both directions; 1 is the largest.
    """
    import networkx as nx

    ranks, between = nx.pagerank(graph, weight="weight"), nx.betweenness_centrality(graph)
    number = {node: n for n, group in enumerate(communities(graph), start=1) for node in group}
    return {
        node: {
            "in_degree": graph.in_degree(node),
            "out_degree": graph.out_degree(node),
            "in_strength": graph.in_degree(node, weight="weight"),
            "out_strength": graph.out_degree(node, weight="weight"),
            "betweenness": between[node],
            "pagerank": ranks[node],
            "community": number[node],
        }
        for node in graph
    }


def communities(graph: nx.DiGraph) -> list[set[str]]:
    """Groups of nodes that cooperate among themselves, the largest first."""
    import networkx as nx

    both = nx.Graph()
    both.add_nodes_from(sorted(graph))
    for a, b, edge in sorted(graph.edges(data=True), key=lambda e: e[:2]):
        if edge["cooperation"]:
            before = both.edges[a, b]["weight"] if both.has_edge(a, b) else 0
            both.add_edge(a, b, weight=before + edge["cooperation"])
    groups = nx.community.louvain_communities(both, weight="weight", seed=_SEED)
    return sorted(groups, key=lambda group: (-len(group), min(group)))


def balance(graph: nx.DiGraph) -> Balance:
    """The balance of the triads of which all sides have a sign; a side's sign is that of both directions together."""
    signs: dict[str, dict[str, int]] = {}
    for a, b in {tuple(sorted(edge)) for edge in graph.edges}:
        edges = [graph.edges[pair] for pair in ((a, b), (b, a)) if graph.has_edge(*pair)]
        sign = _sign(sum(edge["cooperation"] - edge["conflict"] for edge in edges))
        if sign:
            signs.setdefault(a, {})[b] = sign
            signs.setdefault(b, {})[a] = sign
    found = [0, 0, 0, 0]
    for node, near in signs.items():
        for one, other in combinations(sorted(n for n in near if n > node), 2):
            if other in signs[one]:
                found[(near[one], near[other], signs[one][other]).count(-1)] += 1
    return Balance((found[0], found[1], found[2], found[3]))


def _edges(relation: Counted, period: str | None, score: str, least: int) -> str:
    join = register(relation.con, (_QUADS, score), relation.distinct)
    start = f"CAST(date_trunc('{period}', {day_sql(period)}) AS DATE)::VARCHAR" if period else "''"
    acts = relation.dyads(f"{start} AS start, confidence, s.{_QUADS} AS quad, s.{score}", join)
    return f"""
        SELECT start, a, b, count(*) AS weight, sum(confidence) AS expected,
               count(*) FILTER (quad IN (1, 2)) AS cooperation, count(*) FILTER (quad IN (3, 4)) AS conflict,
               sum(confidence * {score}) / nullif(sum(confidence) FILTER ({score} IS NOT NULL), 0) AS {score}
        FROM ({acts}) WHERE a <> b AND start IS NOT NULL GROUP BY start, a, b HAVING count(*) >= {int(least)}
        ORDER BY start, a, b"""


def _empty(level: Level, score: str) -> nx.DiGraph:
    import networkx as nx

    return nx.DiGraph(level=level, score=score, quads=_QUADS)


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)
