"""What more workers and more input change: the command itself, on the clock, with the memory of its largest process.

``python -m benchmarks.scaling --gold DIR --documents 1000 10000 100000`` measures growth alone. Longer inputs than the
newswire are made of it again and again, with ids and first words of their own, so that nothing is coded twice.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import msgspec

from benchmarks.texts import newswire, words
from dragoman.records import Document

WORKERS = 2
COMMAND = (sys.executable, "-c", "from dragoman.cli import main; main()", "code")


def lines(documents: list[Document]) -> Iterator[str]:
    """Rates for one and two workers."""
    yield "| workers | seconds | documents/s | words/s | largest process |"
    yield "|---|---|---|---|---|"
    with tempfile.TemporaryDirectory() as folder:
        file = written(documents, Path(folder) / "news.jsonl", len(documents))
        taken = []
        for workers in (1, WORKERS):
            seconds, memory = run(file, Path(folder) / f"store-{workers}", workers)
            taken.append(seconds)
            rate = f"{len(documents) / seconds:,.1f} | {words(documents) / seconds:,.0f}"
            yield f"| {workers} | {seconds:,.1f} | {rate} | {memory:,.0f} MB |"
    yield ""
    yield f"Two workers code {taken[0] / taken[1]:.2f} times as fast as one, on {os.cpu_count()} processors;"
    yield "starting (loading models) is part of both."


def growth(documents: list[Document], counts: list[int]) -> Iterator[str]:
    """Rate and memory as the input grows."""
    yield "| documents | seconds | documents/s | largest process | store |"
    yield "|---|---|---|---|---|"
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            file, store = written(documents, Path(folder) / "news.jsonl", count), Path(folder) / "store"
            seconds, memory = run(file, store, 1)
            size = sum(path.stat().st_size for path in store.rglob("*") if path.is_file()) / 1e6
            yield f"| {count:,} | {seconds:,.0f} | {count / seconds:,.1f} | {memory:,.0f} MB | {size:,.0f} MB |"


def written(documents: list[Document], path: Path, count: int) -> Path:
    """A file of so many documents, those given repeated with other ids."""
    with path.open("wb") as file:
        for number, document in enumerate(islice(cycle(documents), count)):
            text = document.text if number < len(documents) else f"{number}. {document.text}"
            again = msgspec.structs.replace(document, id=f"{number}-{document.id}", text=text)
            file.write(msgspec.json.encode(again) + b"\n")
    return path


def run(file: Path, store: Path, workers: int) -> tuple[float, float]:
    """Seconds on the clock of ``dragoman code``, and the peak memory of its largest process in MB."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [*COMMAND, str(file), "--store", str(store), "--workers", str(workers)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"dragoman code ended with {process.returncode}")
    return time.perf_counter() - began, used.ru_maxrss / 1024


def main() -> None:
    """Print how rate and memory grow with the input."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="the folder of newswire.jsonl.gz")
    parser.add_argument("--documents", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    chosen = parser.parse_args()
    for line in growth(newswire(chosen.gold, 0), chosen.documents):
        print(line, flush=True)


if __name__ == "__main__":
    main()
