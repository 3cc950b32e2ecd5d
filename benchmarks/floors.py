"""The floors below which quality may not fall: ``python -m benchmarks.floors``.

``floors.toml`` holds a list of floors. Each names the kind of gold, its file, the measure, and the values that it
has had, oldest first, each with its day; the last one counts. A value below the one before it needs a ``reason``.
Files that lie in the repository are measured always, those of the gold folder where it is given. Where git knows an
earlier ``floors.toml``, no floor may vanish and no old value may be rewritten.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from dragoman.evaluation.kinds import KINDS

FILE = Path(__file__).with_name("floors.toml")
ROOT = FILE.parents[1]
SLACK = 5e-4
"""Figures are told to three places; less than half of the last one is no fall."""


class Value(msgspec.Struct, frozen=True):
    """A value of a floor and the day on which it was set; below the one before it, with the reason."""

    value: float
    since: str
    reason: str = ""


class Floor(msgspec.Struct, frozen=True):
    """The least that a measure may be. ``gold`` is a path of the repository, or a file of the gold folder."""

    kind: str
    gold: str
    measure: str
    values: tuple[Value, ...]

    @property
    def least(self) -> float:
        """The value that counts."""
        return self.values[-1].value

    @property
    def name(self) -> str:
        """What is measured, in words."""
        return f"{self.kind} {self.gold} {self.measure}"

    def path(self, folder: Path | None) -> Path | None:
        """Where its gold lies; None where there is none."""
        for place in (ROOT / self.gold, *([folder / self.gold] if folder else [])):
            if place.is_file():
                return place
        return None


def read(text: str) -> tuple[Floor, ...]:
    """The floors of a file. Raises ``ValueError`` for another form, an empty floor, or a fall without a reason."""
    floors = msgspec.convert(tomllib.loads(text), dict[str, tuple[Floor, ...]]).get("floor", ())
    for floor in floors:
        if floor.kind not in KINDS or not floor.values:
            raise ValueError(f"{floor.name}: unknown kind, or no value")
        for before, after in zip(floor.values, floor.values[1:], strict=False):
            if after.value < before.value and not after.reason.strip():
                raise ValueError(f"{floor.name}: falls from {before.value} to {after.value} without a reason")
    return floors


def rewritten(old: tuple[Floor, ...], new: tuple[Floor, ...]) -> Iterator[str]:
    """Floors that vanished, and floors whose earlier values were changed."""
    known = {floor.name: floor.values for floor in new}
    for floor in old:
        if floor.name not in known:
            yield f"{floor.name}: the floor is gone"
        elif known[floor.name][: len(floor.values)] != floor.values:
            yield f"{floor.name}: earlier values were changed; add a new one below them, with its reason"


def earlier(revision: str) -> tuple[Floor, ...]:
    """The floors of another revision; none where git or the file is not there."""
    command = ["git", "-C", str(ROOT), "show", f"{revision}:benchmarks/{FILE.name}"]
    try:
        shown = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ()
    return read(shown.stdout) if shown.returncode == 0 else ()


def measured(floor: Floor, path: Path, scores: Callable[[str, Path], Mapping[str, Any]]) -> float:
    """The figure that a floor is about; ``value.f1`` is ``f1`` of the part ``value``."""
    figure: Any = scores(floor.kind, path)
    for name in floor.measure.split("."):
        figure = figure[name]
    return float(figure)


def lines(floors: tuple[Floor, ...], folder: Path | None, broken: list[str]) -> Iterator[str]:
    """A Markdown table of floors and figures; names of broken floors are added to ``broken``."""
    known: dict[tuple[str, Path], Mapping[str, Any]] = {}
    yield "| kind | gold | measure | floor | figure | |"
    yield "|---|---|---|---|---|---|"
    for floor in floors:
        path = floor.path(folder)
        if path is None:
            yield f"| {floor.kind} | {floor.gold} | {floor.measure} | {floor.least:.3f} | not given | |"
            continue
        figure = measured(floor, path, partial(_scores, known))
        held = figure >= floor.least - SLACK
        if not held:
            broken.append(f"{floor.name}: {figure:.3f} is below {floor.least:.3f}")
        verdict = "holds" if held else "**falls below**"
        shown = f"{floor.kind} | {floor.gold} | {floor.measure}"
        yield f"| {shown} | {floor.least:.3f} | {figure:.3f} | {verdict} |"


def _scores(known: dict[tuple[str, Path], Mapping[str, Any]], kind: str, path: Path) -> Mapping[str, Any]:
    """A kind's figures, made once for each file."""
    if (kind, path) not in known:
        chosen = KINDS[kind]
        known[kind, path] = chosen.score(path, False, chosen.predict(path, False))
    return known[kind, path]


def main() -> None:
    """Check the file, measure, print the table; exit status 1 where a floor is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.floors", description=__doc__)
    named = os.environ.get("DRAGOMAN_GOLD")
    parser.add_argument("--gold", type=Path, default=Path(named) if named else None, help="the gold folder")
    parser.add_argument("--since", default="HEAD~1", metavar="REVISION", help="compare the file with this revision's")
    chosen = parser.parse_args()
    floors = read(FILE.read_text(encoding="utf-8"))
    broken = list(rewritten(earlier(chosen.since), floors))
    for line in lines(floors, chosen.gold, broken):
        print(line, flush=True)
    for fault in broken:
        print(fault, file=sys.stderr)
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
