"""Networks as bytes of GraphML, GEXF, and CSV of nodes and edges; measures of the nodes go along."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dragoman.analysis.networks import measures

if TYPE_CHECKING:
    import networkx as nx

GRAPH_FORMATS = ("graphml", "gexf")
EDGE_COLUMNS = ("source", "target", "weight", "expected", "cooperation", "conflict", "sign")


def graph_file(graph: nx.DiGraph, form: str) -> bytes:
    """A network with its nodes' measures as GraphML or GEXF; attributes without a value are left out."""
    import networkx as nx

    copy = nx.DiGraph(**graph.graph)
    for node, found in measures(graph).items():
        copy.add_node(node, **graph.nodes[node], **found)
    for a, b, edge in graph.edges(data=True):
        copy.add_edge(a, b, **{key: value for key, value in edge.items() if value is not None})
    if form == "gexf":
        return "\n".join(nx.generate_gexf(copy)).encode()
    written = io.BytesIO()
    nx.write_graphml_xml(copy, written)
    return written.getvalue()


def node_file(graphs: Sequence[tuple[str, nx.DiGraph]]) -> bytes:
    """The nodes as CSV, with their measures; over time each has a row for every period."""
    rows = [
        {"start": start, "id": node, **graph.nodes[node], **found}
        for start, graph in graphs
        for node, found in sorted(measures(graph).items())
    ]
    return _csv(rows, list(rows[0]))


def edge_file(graphs: Sequence[tuple[str, nx.DiGraph]]) -> bytes:
    """The edges as CSV; over time each has a row for every period."""
    score = graphs[0][1].graph["score"]
    rows = [
        {"start": start, "source": a, "target": b, **edge}
        for start, graph in graphs
        for a, b, edge in sorted(graph.edges(data=True), key=lambda e: e[:2])
    ]
    return _csv(rows, ["start", *EDGE_COLUMNS, score])


def _csv(rows: Iterable[dict[str, Any]], columns: list[str]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()
