"""``dragoman network``: who acts on whom, as a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli import options as o
from dragoman.errors import DragomanError
from dragoman.store.filters import Filters

if TYPE_CHECKING:
    import networkx as nx

_SUFFIXES = (".graphml", ".gexf", ".csv")
_SHOWN = 15


@o.filtered("reports", without=("limit", "offset"))
def network(
    filters: Filters,
    dest: Annotated[
        Path | None, typer.Argument(help="A .graphml, .gexf or .csv file to write; without it, a summary is printed.")
    ] = None,
    store: o.StoreOption = o.DEFAULT_STORE,
    level: Annotated[str, typer.Option("--level", help="Nodes: country, sector (SYR:REB) or entity.")] = "country",
    by: Annotated[
        str | None, typer.Option("--by", help="A network for each day, week, month, quarter or year.")
    ] = None,
    score: Annotated[
        str, typer.Option("--score", help="Of edges: plover, goldstein-oeda or goldstein-icews.")
    ] = "plover",
    least: Annotated[int, typer.Option("--least", min=1, help="Edges with at least so many acts.")] = 1,
    count: Annotated[
        str | None, typer.Option("--count", help="events or reports; events where the store has been linked.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Write the network of who acts on whom: directed, weighted, signed, with centralities and communities."""
    from dragoman.analysis.networks import networks
    from dragoman.store import Store

    if dest is not None and dest.suffix not in _SUFFIXES:
        raise DragomanError("E602", value=dest.suffix or dest.name, field="network", known=", ".join(_SUFFIXES))
    with Store.open(store) as opened:
        found = list(networks(opened, filters, by, level, score, least, o.unit(count)))
    if dest is None:
        for start, graph in found:
            _print(start, graph)
    else:
        _write(found, dest, force)


def _write(found: list[tuple[str, nx.DiGraph]], dest: Path, force: bool) -> None:
    from dragoman.analysis.network_files import edge_file, graph_file, node_file
    from dragoman.cli.console import err
    from dragoman.exports.writing import check_free, whole_file

    if dest.suffix == ".csv":
        nodes, edges = (dest.with_stem(f"{dest.stem}-{what}") for what in ("nodes", "edges"))
        made = {nodes: node_file(found), edges: edge_file(found)}
    else:
        made = {
            dest.with_stem(f"{dest.stem}-{start}") if start else dest: graph_file(graph, dest.suffix[1:])
            for start, graph in found
        }
    for path in made:
        check_free(path, force)
    for path, content in made.items():
        with whole_file(path) as file:
            file.write(content)
        err().print(f"written: {path}")


def _print(start: str, graph: nx.DiGraph) -> None:
    from rich import box
    from rich.table import Table

    from dragoman.analysis.networks import balance, measures
    from dragoman.cli.console import out

    found = measures(graph)
    shown = Table(box=box.SIMPLE_HEAD, title=start or None, title_justify="left")
    shown.add_column("Party", overflow="fold")
    for name in ("acts", "is acted on", "betweenness", "PageRank", "community"):
        shown.add_column(name, justify="right")
    strongest = sorted(found, key=lambda node: (-found[node]["out_strength"] - found[node]["in_strength"], node))
    for node in strongest[:_SHOWN]:
        own = found[node]
        shown.add_row(
            graph.nodes[node]["label"], f"{own['out_strength']:,}", f"{own['in_strength']:,}",
            f"{own['betweenness']:.3f}", f"{own['pagerank']:.3f}", f"{own['community']}",
        )  # fmt: skip
    out().print(shown)
    triads = balance(graph)
    share = "" if triads.balanced is None else f", {triads.balanced:.0%} of {triads.triads:,} signed triads balanced"
    out().print(f"{len(graph):,} nodes, {graph.number_of_edges():,} edges{share}")
