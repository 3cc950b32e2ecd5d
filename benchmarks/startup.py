"""What it takes to start, and what the registry takes and knows; each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from dragoman.evaluation.actors import evaluate as evaluate_actors

HERE = Path(__file__).parent
PHRASES = HERE / "actor_phrases.jsonl"
RUNS = 3
HELP = "import sys; sys.argv[1:] = ['--help']; from dragoman.cli import main; main()"


def lines() -> Iterator[str]:
    """Median seconds on the clock of three starts."""
    yield "Seconds on the clock, median of three; other work on the machine counts."
    yield ""
    yield f"- `import dragoman`: {_seconds('import dragoman'):.2f} s"
    yield f"- `dragoman --help`: {_seconds(HELP):.2f} s"
    yield f"- Python alone: {_seconds('pass'):.2f} s"


def registry_lines() -> Iterator[str]:
    """Loading, memory and matching of the registry, and how often it knows who held an office."""
    yield f"- {_last_lines('registry_speed.py', 1)[0]} (`python benchmarks/registry_speed.py`)"
    for line in _last_lines("officeholders.py", 3):
        yield f"- office holders, {line} (`python benchmarks/officeholders.py`)"
    found = evaluate_actors(PHRASES)
    country = f"country {found['country']:.3f} of {found['countries']}"
    sector = f"sector {found['sector']:.3f} of {found['sectors']}"
    yield f"- phrases of the editors: {country}, {sector} (`dragoman evaluate actors benchmarks/actor_phrases.jsonl`)"


def _seconds(code: str) -> float:
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - began)
    return median(taken)


def _last_lines(script: str, count: int) -> list[str]:
    """The last lines that a script prints; its exit code only tells whether its gate was passed."""
    done = subprocess.run([sys.executable, str(HERE / script)], check=False, capture_output=True, text=True)
    found = done.stdout.strip().splitlines()[-count:]
    return found or [f"{script} failed: {done.stderr.strip().splitlines()[-1]}"]
