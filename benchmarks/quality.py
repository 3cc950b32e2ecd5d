"""Quality on the gold folder: the same figures as ``dragoman evaluate``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError
from dragoman.evaluation.kinds import KINDS

FILES = {
    "reports": "reports_dev.json",
    "relations": "relations_dev.jsonl",
    "actors": "actors_dev.jsonl",
    "dates": "dates_dev.jsonl",
    "places": "places_dev.jsonl",
}


HOME = Path(__file__).parents[1]
OWN = {"copies": "benchmarks/copies/gold.jsonl", "events": "benchmarks/events/gold.json"}
"""Gold of the project's own, all of it invented: easier than newswire."""

SEEN = {"relations": " (the shipped model has seen these sentences; its card has the cross-validated figure)"}
"""What a reader must know about a figure."""


CORPUS = Path(__file__).with_name("corpus") / "gold.json"
"""The open benchmark, which the repository holds."""


def corpus_lines() -> Iterator[str]:
    """The open benchmark as a table of one row."""
    yield "The open benchmark of the repository ([data card](../benchmarks/corpus/README.md)):"
    yield ""
    yield "| command | figures |"
    yield "|---|---|"
    yield f"| `dragoman evaluate reports benchmarks/corpus/gold.json` | {figures('reports', CORPUS)} |"
    yield ""


def lines(gold: Path | None) -> Iterator[str]:
    """A Markdown table: kind, command, figures."""
    yield from corpus_lines()
    if gold is None:
        yield "No gold folder: name one with `DRAGOMAN_GOLD=DIR make benchmark`. Nothing below was scored on gold."
        return
    yield "Development figures: the gold was open while Dragoman was built; expect less on unseen text."
    yield ""
    yield "| command | figures |"
    yield "|---|---|"
    for kind, name in FILES.items():
        path = gold / name
        found = figures(kind, path) if path.is_file() else "the file is not there"
        yield f"| `dragoman evaluate {kind} {name}` | {found}{SEEN.get(kind, '')} |"


def own_lines() -> Iterator[str]:
    """The same for the gold in the repository."""
    yield "| command | figures |"
    yield "|---|---|"
    for kind, name in OWN.items():
        yield f"| `dragoman evaluate {kind} {name}` | {figures(kind, HOME / name)} |"


def figures(kind: str, path: Path) -> str:
    """The overall figures of a kind, or the error in its place."""
    try:
        chosen = KINDS[kind]
        scores = chosen.score(path, False, chosen.predict(path, False))
    except DragomanError as error:
        return str(error)
    return ", ".join(_flat(scores))


def _flat(scores: dict[str, Any], prefix: str = "", depth: int = 0) -> Iterator[str]:
    """Numbers, and those one level below; tables by class are left to the command itself."""
    for name, value in scores.items():
        if isinstance(value, dict) and depth == 0 and len(value) <= 8:
            yield from _flat(value, f"{name} ", 1)
        elif isinstance(value, float):
            yield f"{prefix}{name} {value:.3f}"
        elif isinstance(value, int):
            yield f"{prefix}{name} {value:,}"
