"""A Dask cluster codes what one process codes; a worker that dies costs nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

import fake_coder
from dragoman.errors import DragomanError
from dragoman.reading import Options, read
from dragoman.records import Coder, Document
from dragoman.running import cluster as module
from dragoman.running import shards
from dragoman.running.cluster import Cluster
from dragoman.running.job import Job, Outcome
from dragoman.running.sinks import StoreSink
from dragoman.store import Store

distributed = pytest.importorskip("distributed")


class Slow(fake_coder.FakeCoder):
    def code(self, documents):
        for document in documents:
            time.sleep(0.02)
            yield from super().code([document])


def slow() -> Slow:
    return Slow()


class Deadly(fake_coder.FakeCoder):
    def code(self, documents):
        for document in documents:
            if document.text == "DEADLY":
                os.kill(os.getpid(), signal.SIGKILL)
            yield from super().code([document])


def deadly() -> Deadly:
    return Deadly()


def news(count: int = 40) -> list[dict[str, object]]:
    return [{"id": f"n{n:02}", "text": f"China condemned Japan. It was day {n}."} for n in range(count)]


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "DOCUMENTS", 5)


@pytest.fixture(scope="module")
def two_workers():
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as made:
        yield made


def run(path: Path, folder: Path, address: str, make=slow, meanwhile=lambda done: None) -> Outcome:
    with Store.create(folder) as store:
        crew = Cluster(make, store.path, address)
        sink = StoreSink(store)
        job = Job(sink, crew, crew.stop, tell=lambda: meanwhile(job.outcome.documents))
        try:
            return job.run(read([path], Options(recognise_language=False)))
        finally:
            crew.close()


def kept(folder: Path) -> list[str]:
    with Store.open(folder) as store:
        assert store.check() == []
        return [r.document_id for r in store.reports()]


def test_a_worker_killed_in_the_middle_costs_nothing(two_workers, json_lines, tmp_path: Path) -> None:
    killed: list[int] = []

    def kill(done: int) -> None:
        if done >= 10 and not killed:
            with distributed.Client(two_workers, set_as_default=False) as client:
                killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    outcome = run(json_lines(news()), tmp_path / "s", two_workers.scheduler_address, meanwhile=kill)
    assert killed and (outcome.documents, outcome.failed) == (40, 0)
    assert kept(tmp_path / "s") == [f"n{n:02}" for n in range(40)]
    again = run(json_lines(news()), tmp_path / "s", two_workers.scheduler_address)
    assert (again.documents, again.before) == (0, 40)


def test_stopped_it_keeps_what_was_entered(two_workers, json_lines, tmp_path: Path) -> None:
    path = json_lines(news())
    with Store.create(tmp_path / "s") as store:
        crew = Cluster(slow, store.path, two_workers.scheduler_address)
        job = Job(StoreSink(store), crew, crew.stop, tell=lambda: job.outcome.documents >= 10 and crew.stop.set())
        outcome = job.run(read([path], Options(recognise_language=False)))
        crew.close()
    assert outcome.interrupted and 10 <= outcome.documents < 40
    assert len(kept(tmp_path / "s")) == outcome.documents


def test_a_shard_that_kills_its_workers_is_told(json_lines, tmp_path: Path) -> None:
    records = [*news(15), {"id": "deadly", "text": "DEADLY"}]
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as one:
        with distributed.Client(one, set_as_default=False) as client:
            client.run_on_scheduler(lambda dask_scheduler: setattr(dask_scheduler, "allowed_failures", 0))
        outcome = run(json_lines(records), tmp_path / "s", one.scheduler_address, deadly)
    # A worker takes the shards that wait for it along when it dies, so another one may be given up, too.
    assert {e.code for e in outcome.failures} == {"E605"}
    assert len(kept(tmp_path / "s")) == outcome.documents == 16 - sum(int(str(e)[0]) for e in outcome.failures)


def test_what_goes_wrong_is_told(two_workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWERS_WITHIN", 0.5)
    with pytest.raises(DragomanError, match="E622"):
        Cluster(slow, tmp_path, "tcp://127.0.0.1:1")
    crew = Cluster(slow, tmp_path / "only here", two_workers.scheduler_address)
    documents = [Document(id="d", text="China condemned Japan.")]
    with pytest.raises(DragomanError, match="E623"):
        crew.give(documents)()
    crew._known = Coder(name="another", version="1")
    with pytest.raises(DragomanError, match="E624"):
        crew.give(documents)()
    crew.close()
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(DragomanError, match="E621"):
        Cluster(slow, tmp_path)


def test_a_segment_that_is_not_seen_here_is_told(two_workers, json_lines, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "SEEN_WITHIN", 0.0)
    monkeypatch.setattr(module, "is_whole", lambda *_: False)
    with pytest.raises(DragomanError, match="E623"):
        run(json_lines(news(5)), tmp_path / "s", two_workers.scheduler_address)
    assert kept(tmp_path / "s") == []


def test_the_verb_takes_a_local_cluster(json_lines, tmp_path: Path) -> None:
    script = textwrap.dedent(f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        if __name__ == "__main__":
            import fake_coder
            from dragoman.running import coder
            coder.load_coder = fake_coder.make
            sys.argv[1:] = ["code", {str(json_lines(news(9)))!r}, "--store", {str(tmp_path / "s")!r}, "--dask", "local"]
            from dragoman.cli import main
            main()
    """)
    program = tmp_path / "program.py"
    program.write_text(script)
    subprocess.run([sys.executable, str(program)], check=True, capture_output=True)
    assert len(kept(tmp_path / "s")) == 9
