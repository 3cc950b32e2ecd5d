"""The dashboard over a large store: how long each page takes, while the store is written, and with many readers.

    python -m benchmarks.dashboard STORE [--readers 50] [--rounds 3] [--write]

``--write`` codes the examples into the same store in another process meanwhile. Every page is asked for in a process
of its own over HTTP; the first round finds nothing kept, the later ones ask with other filters.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

COUNTRIES = ("Russia", "China", "France", "India", "Brazil", "Japan", "Kenya", "Chile", "Spain", "Egypt")
START_SECONDS = 180.0


def pages(country: str, document: str) -> dict[str, str]:
    """The pages by name, with filters that differ from round to round."""
    who = quote(country)
    return {
        "overview": f"/?country={who}",
        "overview, everything": "/",
        "reports": f"/reports?country={who}",
        "reports, everything": "/reports",
        "reports, words": f"/reports?text=grain&country={who}",
        "reports, least sure": f"/reports?order=unsure&country={who}",
        "events": f"/events?country={who}",
        "documents": "/documents",
        "documents, words": "/documents?text=bridge",
        "article": f"/document?id={quote(document)}",
        "relations": f"/relations?a={who}&b=Germany",
        "matrix": "/relations",
        "map": f"/map?country={who}",
        "network": f"/network?country={who}",
        "review": f"/review?country={who}",
        "api": f"/api/reports?country={who}&limit=100",
    }


@contextmanager
def served(store: Path) -> Iterator[tuple[str, int]]:
    """The address of a dashboard in a process of its own, and the number of that process."""
    code = "from dragoman.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--store", str(store), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        address = line[line.index("http") :].strip().rstrip("/")
        threading.Thread(target=process.stderr.read, daemon=True).start()
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            try:
                ask(f"{address}/static/mark.svg")
                break
            except URLError:
                time.sleep(0.2)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def writing(store: Path, wanted: bool) -> Iterator[None]:
    """``dragoman code`` writing into the store, again and again, until the end."""
    if not wanted:
        yield
        return
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom dragoman.store import Store\n"
        "from dragoman.coding import EventCoder\nfrom dragoman.records import Document\n"
        "coder = EventCoder.load(); number = 0\n"
        "with Store.open(Path(sys.argv[1]), write=True) as store:\n"
        "  while True:\n"
        "    number += 1\n"
        "    documents = [Document(id=f'new-{time.time_ns()}-{i}', published='2024-01-01', source='Outlet 1',"
        " text=f'France recalled its ambassador to Mali on Monday. {number} {i}') for i in range(32)]\n"
        "    store.add(list(coder.code(documents)), coder.coder)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(store)])
    try:
        time.sleep(8)
        yield
    finally:
        process.kill()
        process.wait(10)


def ask(url: str) -> tuple[float, int]:
    """Seconds that an answer takes, and its status."""
    start = time.perf_counter()
    try:
        with urlopen(url, timeout=60) as answer:
            answer.read()
            status = int(answer.status)
    except HTTPError as error:
        status = error.code
    return time.perf_counter() - start, status


def processor_seconds(pid: int) -> float:
    """Processor time of a process so far, where the system tells (Linux); it hardly depends on what else runs."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def one_by_one(address: str, pid: int, document: str, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """The seconds of each page by the clock and of the processors, round by round."""
    found: dict[str, list[tuple[float, float]]] = {}
    for number in range(rounds):
        for name, path in pages(COUNTRIES[number % len(COUNTRIES)], document).items():
            before = processor_seconds(pid)
            seconds, status = ask(address + path)
            used = processor_seconds(pid) - before
            if status != 200:
                print(f"  {name}: {status}", file=sys.stderr)
            found.setdefault(name, []).append((seconds, used))
    return found


def together(address: str, document: str, readers: int) -> tuple[list[float], int]:
    """Many readers at once, each through all pages: the seconds of every answer, and how many failed."""

    def read(number: int) -> list[tuple[float, int]]:
        chosen = list(pages(COUNTRIES[number % len(COUNTRIES)], document).values())
        shift = number % len(chosen)
        return [ask(address + path) for path in chosen[shift:] + chosen[:shift]]

    with ThreadPoolExecutor(readers) as pool:
        answers = [each for answers in pool.map(read, range(readers)) for each in answers]
    return [seconds for seconds, _ in answers], sum(status != 200 for _, status in answers)


def lines(store: Path, readers: int, rounds: int, write: bool) -> Iterator[str]:
    """The measures as a table."""
    document = "doc-0000100"
    start = time.perf_counter()
    with served(store) as (address, pid):
        yield f"Ready after {time.perf_counter() - start:.1f} s ({processor_seconds(pid):.1f} s of the processors)."
        yield f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}."
        with writing(store, write):
            found = one_by_one(address, pid, document, rounds)
            yield f"| page{', while the store is written' if write else ''} | median s | worst s | processor s |"
            yield "|---|---|---|---|"
            for name, measured in found.items():
                clock, used = zip(*measured, strict=True)
                yield f"| {name} | {statistics.median(clock):.2f} | {max(clock):.2f} | {statistics.median(used):.2f} |"
        seconds, failed = together(address, document, readers)
        ordered = sorted(seconds)
        yield (
            f"{readers} readers at once, {len(seconds)} answers: median {statistics.median(seconds):.2f} s, "
            f"95 % within {ordered[int(0.95 * len(ordered))]:.2f} s, failed {failed}"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    for line in lines(chosen.store, chosen.readers, chosen.rounds, chosen.write):
        print(line, flush=True)


if __name__ == "__main__":
    main()
