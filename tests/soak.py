"""Coders killed at random moments, at length: ``make soak``, or ``python tests/soak.py --kills 200``.

A store is coded by one or two coders at once, with workers; a coder or a worker is killed with ``kill -9`` at a random
moment, again and again, while a reader reads. What a coder has acknowledged must be there; in the end everything is
there once, and the store is as one that was never disturbed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import fake_coder
from dragoman.errors import DragomanError
from dragoman.reading import Options, read
from dragoman.running import shards
from dragoman.running.crew import Alone, Crew
from dragoman.running.job import Job, Outcome
from dragoman.running.sinks import StoreSink
from dragoman.running.workers import Workers
from dragoman.store import Store

DOCUMENTS = 120
A_SHARD = 5


class Slow(fake_coder.FakeCoder):
    """Takes a while for each document, so that a kill falls into every step."""

    def code(self, documents):
        for document in documents:
            time.sleep(0.01)
            yield from super().code([document])


def slow() -> Slow:
    return Slow()


def news(path: Path, count: int = DOCUMENTS) -> Path:
    """A file of news, each with one report."""
    lines = (json.dumps({"id": f"n{n:03}", "text": f"China condemned Japan. Day {n}."}) for n in range(count))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def code(path: Path, folder: Path, workers: int) -> Outcome:
    """One run; after each step it prints how many documents it has safely kept."""
    shards.DOCUMENTS = A_SHARD
    with Store.create(folder) as store:
        sink = StoreSink(store)
        crew: Crew
        if workers > 1:
            crew = made = Workers(slow, sink.writer, workers)
            stop: object = made.stop
        else:
            stop = threading.Event()
            crew = Alone(slow, sink.writer, stop)
        job = Job(sink, crew, stop, tell=lambda: print(job.outcome.documents + job.outcome.before, flush=True))
        try:
            return job.run(read([path], Options(recognise_language=False)))
        finally:
            crew.close()


class Reader(threading.Thread):
    """Reads the store all the time: what it has seen never goes away, and nothing is seen twice or torn."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.folder = folder
        self.over = threading.Event()
        self.wrong: list[str] = []
        self.reads = 0

    def run(self) -> None:
        seen: set[str] = set()
        while not self.over.is_set() and not self.wrong:
            try:
                with Store.open(self.folder) as store:
                    found, torn = [r.report_id for r in store.reports()], store.check()
            except DragomanError as error:
                if error.code != "E501":  # the store is not made yet
                    self.wrong.append(str(error))
                time.sleep(0.05)
                continue
            if len(found) != len(set(found)) or not seen <= set(found) or torn:
                self.wrong.append(f"{len(found)} reports, {len(set(found))} of them different, torn: {torn}")
            seen, self.reads = set(found), self.reads + 1


def start(path: Path, folder: Path, workers: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, __file__, "--code", str(path), str(folder), str(workers)], stdout=subprocess.PIPE, text=True
    )


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The worker processes of a coder (Linux)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = stat.read_text().partition(") ")
            if rest.split()[1] == str(process.pid):
                found.append(int(name.split()[0]))
    return found


def disturb(process: subprocess.Popen[str], chance: random.Random, whole: float) -> str:
    """Kill a coder, or one of its workers, at some moment; says which, or that it was done before.

    ``whole`` is how many seconds a run takes that nobody disturbs.
    """
    try:
        process.wait(chance.uniform(0.1, 1.0) * whole)
        return "done"
    except subprocess.TimeoutExpired:
        pass
    victims = workers_of(process) if chance.random() < 0.5 else []
    victim = chance.choice(victims) if victims else process.pid
    try:
        os.kill(victim, signal.SIGKILL)
    except ProcessLookupError:
        return "done"
    return "worker" if victims else "coder"


def soak(folder: Path, kills: int, seed: int, say=lambda line: None) -> dict[str, int]:
    """Disturb coders so many times. Raises ``AssertionError`` where anything is lost, doubled or torn."""
    chance = random.Random(seed)
    path = news(folder / "news.jsonl")
    began = time.monotonic()
    start(path, folder / "undisturbed", 1).communicate()
    whole = time.monotonic() - began
    with Store.open(folder / "undisturbed") as store:
        expected = store.reports()
    counts = {"coder": 0, "worker": 0, "stores": 0, "reads": 0}
    while counts["coder"] + counts["worker"] < kills:
        counts["stores"] += 1
        target = folder / f"store-{counts['stores']}"
        reader = Reader(target)
        reader.start()
        while not _one_round(path, target, chance, counts, whole):
            pass
        reader.over.set()
        reader.join()
        assert not reader.wrong, reader.wrong
        counts["reads"] += reader.reads
        with Store.open(target) as store:
            assert store.reports() == expected and not store.check()
            assert store.counts().coded == DOCUMENTS
        say(f"store {counts['stores']}: whole; {counts['coder']} coders and {counts['worker']} workers killed")
    return counts


def _one_round(path: Path, target: Path, chance: random.Random, counts: dict[str, int], whole: float) -> bool:
    """Start one or two coders and disturb one; whether one came to its end."""
    coders = [start(path, target, chance.choice((1, 2))) for _ in range(chance.choice((1, 1, 2)))]
    what = disturb(coders[0], chance, whole)
    if what in counts:
        counts[what] += 1
    acknowledged = []
    for coder in coders:
        lines = coder.communicate(timeout=300)[0].splitlines()
        acknowledged += [int(line) for line in lines if line.isdigit()]
        assert coder.returncode in (0, -signal.SIGKILL), coder.returncode
    if acknowledged:
        with Store.open(target) as store:
            assert store.counts().coded >= max(acknowledged)
    return any(coder.returncode == 0 for coder in coders)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--code", nargs=3, metavar=("NEWS", "STORE", "WORKERS"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.code:
        news_, store, workers = chosen.code
        code(Path(news_), Path(store), int(workers))
        return
    with tempfile.TemporaryDirectory() as folder:
        counts = soak(Path(folder), chosen.kills, chosen.seed, lambda line: print(line, flush=True))
    print(", ".join(f"{name}: {count}" for name, count in counts.items()) + "; nothing lost, doubled or torn")


if __name__ == "__main__":
    main()
