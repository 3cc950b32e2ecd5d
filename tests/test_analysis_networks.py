"""Networks: edges, signs, balance, and files that networkx, igraph and pandas read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from dragoman.analysis.network_files import edge_file, graph_file, node_file
from dragoman.analysis.networks import balance, communities, measures, network, networks
from dragoman.errors import DragomanError
from dragoman.store import Filters, Store
from made_reports import document, fill, party, report

nx = pytest.importorskip("networkx")
A, B, C, D = (party(name, f"{name}:GOV", name=f"The {name}") for name in ("CHN", "RUS", "USA", "FRA"))
JAN, FEB = document("jan", "2024-01-10"), document("feb", "2024-02-10")
REPORTS = {
    JAN: [
        report(JAN, [A], "AID", [B], at=0),
        report(JAN, [A], "AID", [B], at=1),
        report(JAN, [B], "ACCUSE", [A], at=2),
        report(JAN, [A], "ASSAULT", [C], at=3),
        report(JAN, [B], "THREATEN", [C], at=4),
        report(JAN, [A], "ASSAULT", [A], at=5),
    ],
    FEB: [report(FEB, [C, D], "CONSULT", at=0, reciprocal=True), report(FEB, [A], "AID", at=1)],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store.open(fill(tmp_path_factory.mktemp("made") / "s", REPORTS))


def test_edges_lead_from_actor_to_recipient_with_weight_and_sign(store: Store) -> None:
    graph = network(store)
    assert sorted(graph.edges) == [
        ("CHN", "RUS"), ("CHN", "USA"), ("FRA", "USA"), ("RUS", "CHN"), ("RUS", "USA"), ("USA", "FRA"),
    ]  # fmt: skip
    edge = graph.edges["CHN", "RUS"]
    assert (edge["weight"], edge["cooperation"], edge["conflict"], edge["sign"]) == (2, 2, 0, 1)
    assert edge["expected"] == pytest.approx(1.8)
    assert graph.edges["RUS", "CHN"]["sign"] == -1
    assert graph.nodes["CHN"]["label"] == "China"
    assert set(network(store, least=2).edges) == {("CHN", "RUS")}


def test_there_is_a_network_for_each_period(store: Store) -> None:
    found = list(networks(store, period="month"))
    assert [(start, len(graph)) for start, graph in found] == [("2024-01-01", 3), ("2024-02-01", 2)]


@pytest.mark.parametrize(("level", "node"), [("sector", "CHN:GOV"), ("entity", "The CHN")])
def test_nodes_can_be_sectors_or_entities(store: Store, level: str, node: str) -> None:
    assert node in network(store, level=level)


def test_triads_are_balanced_by_their_negative_sides(store: Store) -> None:
    found = balance(network(store))
    assert (found.negatives, found.triads, found.balanced) == ((0, 0, 1, 0), 1, 1.0)
    nothing = balance(network(store, Filters(types=("AID",))))
    assert (nothing.triads, nothing.balanced) == (0, None)


def signed(*edges: tuple[str, str, int]) -> Any:
    graph = nx.DiGraph()
    for a, b, sign in edges:
        graph.add_edge(a, b, cooperation=int(sign > 0), conflict=int(sign < 0), weight=1)
    return graph


def test_all_kinds_of_triads_are_told_apart() -> None:
    for negatives in range(4):
        signs = [-1] * negatives + [1] * (3 - negatives)
        graph = signed(*((a, b, s) for (a, b), s in zip((("a", "b"), ("c", "b"), ("a", "c")), signs, strict=True)))
        assert balance(graph).negatives == tuple(int(n == negatives) for n in range(4))
        assert balance(graph).balanced == float(negatives in (0, 2))


def test_who_cooperates_is_a_community() -> None:
    pairs = [("a", "b"), ("b", "c"), ("c", "a"), ("x", "y"), ("y", "z"), ("z", "x")]
    graph = signed(*((a, b, 1) for a, b in pairs), ("a", "x", -1))
    assert communities(graph) == [{"a", "b", "c"}, {"x", "y", "z"}]
    found = measures(graph)
    assert (found["a"]["community"], found["x"]["community"]) == (1, 2)
    assert found["a"]["out_degree"] == 2 and found["x"]["in_strength"] == 2
    assert sum(m["pagerank"] for m in found.values()) == pytest.approx(1)
    assert found["x"]["betweenness"] > found["y"]["betweenness"]


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networkx_reads_the_files_back(store: Store, tmp_path: Path, form: str) -> None:
    graph, path = network(store), tmp_path / f"n.{form}"
    path.write_bytes(graph_file(graph, form))
    read = (nx.read_graphml if form == "graphml" else nx.read_gexf)(path)
    assert sorted(read.edges) == sorted(graph.edges)
    for a, b, edge in graph.edges(data=True):
        assert {k: read.edges[a, b][k] for k in edge} == {k: pytest.approx(v) for k, v in edge.items()}
    assert read.nodes["CHN"]["label"] == "China"
    assert read.nodes["CHN"]["out_strength"] == 3


def test_igraph_reads_graphml(store: Store, tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph")
    path = tmp_path / "n.graphml"
    path.write_bytes(graph_file(network(store), "graphml"))
    read = igraph.Graph.Read_GraphML(str(path))
    assert (read.vcount(), read.ecount(), read.is_directed()) == (4, 6, True)
    assert sorted(read.es["sign"]) == [-1, -1, -1, 1, 1, 1]


def test_pandas_reads_nodes_and_edges(store: Store) -> None:
    pd = pytest.importorskip("pandas")
    found = list(networks(store, period="month"))
    edges, nodes = (pd.read_csv(io.BytesIO(made(found))) for made in (edge_file, node_file))
    assert edges["weight"].sum() == 7
    assert set(edges["start"]) == set(nodes["start"]) == {"2024-01-01", "2024-02-01"}
    rebuilt = nx.from_pandas_edgelist(edges, "source", "target", True, nx.DiGraph)
    assert sorted(rebuilt.edges) == sorted(network(store).edges)


def test_what_cannot_be_drawn_is_told(store: Store) -> None:
    with pytest.raises(DragomanError, match="mean entity"):
        network(store, level="entitty")
    with pytest.raises(DragomanError, match="E691"):
        network(store, Filters(countries=("TUV",)))
