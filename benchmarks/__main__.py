"""``python -m benchmarks``: measures quality and speed, prints them, and writes ``docs/benchmarks.md``.

The gold folder is the one that ``--gold`` or ``DRAGOMAN_GOLD`` names. Without it, only what the repository holds is
measured, and the page says so.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from benchmarks import startup
from dragoman import __version__

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> None:
    """Measure part by part, each printed as soon as it is known; exit status 1 where a floor is broken."""
    chosen = _arguments()
    starting, registry = list(startup.lines()), list(startup.registry_lines())  # first: children inherit peak memory
    from benchmarks import floors, linking, quality, reading, speed, stability, texts
    from dragoman.running.coder import one_thread

    one_thread()
    gold = chosen.gold if chosen.gold and chosen.gold.is_dir() else None
    stories = texts.newswire(gold, chosen.documents)
    documents = stories or texts.examples()
    what = "newswire of the gold folder" if stories else "the repository's examples (no newswire given)"
    aside = aside_from(PAGE if chosen.output is None else chosen.output)
    broken: list[str] = []
    with aside.open("w", encoding="utf-8") as page:
        _tell(page, "# Benchmarks", ["", *_about(what), ""])
        _tell(page, "## Quality", ["", *quality.lines(gold), ""])
        _tell(page, "## Floors", ["", *floors.lines(floors.read(floors.FILE.read_text("utf-8")), gold, broken), ""])
        linked = ["Linking a store of made news:", "", *linking.lines(chosen.reports)]
        _tell(page, "## Copies and events", ["", *quality.own_lines(), "", *linked, ""])
        _tell(page, "## Exact spans, stable ids", ["", *stability.lines(documents), ""])
        _tell(page, "## Speed", ["", *speed.lines(documents), ""])
        _tell(page, "## Readers", ["", *reading.lines(), ""])
        _tell(page, "## Registry of actors", ["", *registry, ""])
        _tell(page, "## Starting", ["", *starting])
    aside.replace(aside.with_suffix(""))
    if broken:
        sys.exit("\n".join(broken))


def aside_from(page: Path) -> Path:
    """Where the page is written before it is whole."""
    return page.with_name(page.name + ".part")


def _about(what: str) -> Iterable[str]:
    yield f"Written by `make benchmark` with Dragoman {__version__}, Python {platform.python_version()},"
    yield f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors. Documents: {what}."


def _tell(page: TextIO, title: str, lines: Iterable[str]) -> None:
    for line in (title, *lines):
        print(line, flush=True)
        page.write(line + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    named = os.environ.get("DRAGOMAN_GOLD")
    parser.add_argument("--gold", type=Path, default=Path(named) if named else None, help="the gold folder")
    parser.add_argument("--documents", type=int, default=0, metavar="N", help="only the first N newswire stories")
    parser.add_argument("--reports", type=int, default=100_000, help="reports of the store that is linked")
    parser.add_argument("--output", type=Path, help="write the page there instead of docs/benchmarks.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
