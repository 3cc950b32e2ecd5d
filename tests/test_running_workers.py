"""Workers may die at any moment: nothing is lost or doubled, and nobody waits for ever."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import active_children
from pathlib import Path

import pytest

import fake_coder
from dragoman.errors import DragomanError
from dragoman.records import Coder, Document
from dragoman.running import workers as module
from dragoman.running.crew import Done
from dragoman.running.sinks import LinesWriter
from dragoman.running.workers import Workers


class Slow(fake_coder.FakeCoder):
    def code(self, documents):
        for document in documents:
            time.sleep(0.01)
            yield from super().code([document])


def slow() -> Slow:
    return Slow()


def never() -> fake_coder.FakeCoder:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


class Broken(fake_coder.FakeCoder):
    @property
    def coder(self) -> Coder:
        raise LookupError(threading.Lock())

    @coder.setter
    def coder(self, value: Coder) -> None: ...


def shards(count: int) -> list[list[Document]]:
    text = "China condemned Japan."
    return [[Document(id=f"{n}.{i}", text=text) for i in range(4)] for n in range(count)]


def ids(done: Done) -> list[str]:
    return [tally.document_id for tally in done.written.tallies]


@pytest.fixture
def crew():
    made: list[Workers] = []

    def make(coder=slow, count: int = 2) -> Workers:
        made.append(Workers(coder, LinesWriter(), count))
        return made[-1]

    yield make
    for workers in made:
        workers.close()
    assert not active_children()


def test_killed_at_random_moments_nothing_is_lost_or_doubled(crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TRIES", 1000)
    workers, chance, over = crew(), random.Random(9), threading.Event()
    work = shards(12)

    def kill() -> None:
        while not over.wait(chance.uniform(0, 0.5)):
            if victims := active_children():
                os.kill(chance.choice(victims).pid, signal.SIGKILL)

    workers.coder()
    killer = threading.Thread(target=kill)
    killer.start()
    try:
        answers = [workers.give(documents) for documents in work]
        done = [answer() for answer in answers]
    finally:
        over.set()
        killer.join()
    assert [ids(d) for d in done] == [[d.id for d in documents] for documents in work]
    assert [d.written.lines.count(b"\n") for d in done] == [4] * len(work)


def test_workers_killed_while_they_wait_are_replaced(crew) -> None:
    workers = crew()
    workers.coder()
    for process in active_children():
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    assert len(ids(workers.give(shards(1)[0])())) == 4


def test_a_coder_that_kills_its_process_is_told(crew) -> None:
    with pytest.raises(DragomanError, match="loading the coder"):
        crew(never).coder()


def test_an_error_that_cannot_travel_is_told_in_words(crew) -> None:
    with pytest.raises(RuntimeError, match="LookupError"):
        crew(Broken).coder()


def test_a_worker_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE", 0.2)
    workers = Workers(slow, LinesWriter(), 2)
    workers.coder()
    for process in active_children():
        os.kill(process.pid, signal.SIGSTOP)
    workers.close()
    assert not active_children()


def test_closing_in_the_middle_of_work_ends_it(crew) -> None:
    workers = crew()
    workers.coder()
    for documents in shards(8):
        workers.give(documents)
    workers.close()
    assert not active_children()


def test_told_to_stop_workers_keep_what_they_have(crew) -> None:
    workers = crew()
    workers.coder()
    workers.stop.set()
    assert ids(workers.give(shards(1)[0])()) == []


def test_workers_end_with_their_parent() -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import os, signal, test_running_workers as t\n"
        "if __name__ == '__main__':\n"
        "    w = t.Workers(t.slow, t.LinesWriter(), 2); w.coder(); w.give(t.shards(1)[0] * 1000)\n"
        "    print(*(p.pid for p in t.active_children()), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, check=False)
    # The pipe of standard output is at its end only when the workers, too, are gone.
    assert ended.returncode == -signal.SIGKILL
    assert len(ended.stdout.split()) == 2
