"""A run codes each document once, whatever happens on the way."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

import fake_coder
from dragoman.errors import DragomanError
from dragoman.reading import Options, read
from dragoman.records import report_from_json
from dragoman.running import shards
from dragoman.running import workers as workers_module
from dragoman.running.coder import load_coder
from dragoman.running.crew import Alone, Crew, Flag
from dragoman.running.job import Job, Outcome
from dragoman.running.shards import Part
from dragoman.running.sinks import LinesSink, StoreSink
from dragoman.running.workers import Workers
from dragoman.store import Store


def news(count: int = 30) -> list[dict[str, object]]:
    return [{"id": f"n{n}", "text": f"China condemned Japan. It was day {n}."} for n in range(count)]


def run(
    path: Path,
    folder: Path,
    *,
    part: str = "1/1",
    workers: int = 1,
    make=fake_coder.make,
    stop: Flag | None = None,
) -> Outcome:
    with Store.create(folder) as store:
        sink = StoreSink(store)
        crew: Crew
        if workers > 1:
            crew = Workers(make, sink.writer, workers)
            stop = crew.stop
        else:
            stop = stop or threading.Event()
            crew = Alone(make, sink.writer, stop)
        try:
            return Job(sink, crew, stop, Part.parse(part)).run(
                read([path], Options(recognise_language=False))
            )
        finally:
            crew.close()


def kept(folder: Path) -> list[str]:
    with Store.open(folder) as store:
        return [r.report_id for r in store.reports()]


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "DOCUMENTS", 7)


def test_a_run_says_what_it_did(json_lines, tmp_path: Path) -> None:
    path = json_lines([*news(10), '{"broken', {"text": "Bonjour", "language": "fr"}])
    outcome = run(path, tmp_path / "s")
    assert (outcome.documents, outcome.sentences, outcome.reports) == (10, 20, 10)
    assert (outcome.set_aside, outcome.failed, outcome.exit_code) == (1, 1, 1)
    assert outcome.types == {"ACCUSE": 10}


def test_running_again_adds_nothing(json_lines, tmp_path: Path) -> None:
    path = json_lines(news())
    run(path, tmp_path / "s")
    before = kept(tmp_path / "s")
    outcome = run(path, tmp_path / "s")
    assert (outcome.documents, outcome.before, outcome.exit_code) == (0, 30, 0)
    assert kept(tmp_path / "s") == before


def test_other_orders_workers_parts_and_growing_files_give_the_same_reports(
    json_lines, tmp_path: Path
) -> None:
    run(json_lines(news()), tmp_path / "plain")
    expected = kept(tmp_path / "plain")
    assert len(expected) == 30
    run(json_lines(news()[::-1]), tmp_path / "reversed")
    run(json_lines(news()), tmp_path / "workers", workers=2)
    for part in ("2/3", "1/3", "3/3"):
        run(json_lines(news()), tmp_path / "parts", part=part)
    run(json_lines(news(11)), tmp_path / "grown")
    run(json_lines(news()), tmp_path / "grown")
    for name in ("reversed", "workers", "parts", "grown"):
        assert kept(tmp_path / name) == expected, name


def test_a_document_that_comes_twice_is_coded_once(json_lines, tmp_path: Path) -> None:
    outcome = run(json_lines(news(5) + news(5)), tmp_path / "s")
    assert (outcome.documents, outcome.before, outcome.failed) == (5, 5, 0)


def test_another_text_with_a_known_id_is_a_failure(json_lines, tmp_path: Path) -> None:
    path = json_lines([*news(2), {"id": "n1", "text": "Something else."}])
    outcome = run(path, tmp_path / "s")
    assert [e.code for e in outcome.failures] == ["E506"]
    assert outcome.documents == 2


def test_a_document_on_which_the_coder_fails_costs_no_other(json_lines, tmp_path: Path) -> None:
    records = news(20)
    records[3]["text"] = "CRASH"
    outcome = run(json_lines(records), tmp_path / "s")
    assert (outcome.documents, outcome.failed, outcome.exit_code) == (19, 1, 1)
    assert [e.code for e in outcome.failures] == ["E604"]
    assert "n3" in str(outcome.failures[0])
    with Store.open(tmp_path / "s") as store:
        assert store.document("n3") is None


def test_nothing_done_is_exit_code_2(tmp_path: Path) -> None:
    assert run(tmp_path / "none.txt", tmp_path / "s").exit_code == 2


def test_a_stop_keeps_what_was_coded_and_the_next_run_goes_on(json_lines, tmp_path: Path) -> None:
    path = json_lines(news())
    stop = threading.Event()

    class Stopping(fake_coder.FakeCoder):
        def code(self, documents):
            for coded in super().code(documents):
                if coded.document.id == "n9":
                    stop.set()
                yield coded

    outcome = run(path, tmp_path / "s", make=Stopping, stop=stop)
    assert outcome.interrupted and outcome.exit_code == 130
    assert 10 <= outcome.documents < 30
    assert len(kept(tmp_path / "s")) == outcome.documents
    again = run(path, tmp_path / "s")
    assert again.before == outcome.documents and len(kept(tmp_path / "s")) == 30


def test_ctrl_c_keeps_what_was_coded(json_lines, tmp_path: Path) -> None:
    class Pressed(fake_coder.FakeCoder):
        def code(self, documents):
            for coded in super().code(documents):
                if coded.document.id == "n9":
                    raise KeyboardInterrupt
                yield coded

    outcome = run(json_lines(news()), tmp_path / "s", make=Pressed)
    assert outcome.interrupted
    assert len(kept(tmp_path / "s")) == outcome.documents == 9


def test_a_full_disk_ends_the_run_and_keeps_what_was_coded(json_lines, tmp_path: Path, monkeypatch) -> None:
    path = json_lines(news())
    from dragoman.store import segments

    write = segments.write_table
    calls: list[int] = []

    def full(table, target) -> None:
        calls.append(1)
        if len(calls) > 2:
            raise OSError(28, "No space left on device")
        write(table, target)

    monkeypatch.setattr(segments, "write_table", full)
    with pytest.raises(DragomanError, match="E503"):
        run(path, tmp_path / "s")
    assert len(kept(tmp_path / "s")) == 14
    monkeypatch.undo()
    run(path, tmp_path / "s")
    assert len(kept(tmp_path / "s")) == 30


def test_an_error_in_a_worker_is_told_as_it_is(json_lines, tmp_path: Path) -> None:
    with pytest.raises(DragomanError, match="pipeline absent is not installed"):
        run(json_lines(news(3)), tmp_path / "s", workers=2, make=absent)


def absent() -> fake_coder.FakeCoder:
    raise DragomanError("E201", model="absent", install="absent")


def test_a_worker_that_dies_is_replaced(json_lines, tmp_path: Path) -> None:
    path = json_lines([*news(3), {"id": "once", "text": f"DIE {tmp_path / 'died'}"}, *news(20)[3:]])
    outcome = run(path, tmp_path / "s", workers=2, make=dies_once)
    assert (outcome.documents, outcome.failed) == (21, 0)
    assert len(kept(tmp_path / "s")) == 20


def dies_once() -> fake_coder.FakeCoder:
    return _Mortal()


class _Mortal(fake_coder.FakeCoder):
    def code(self, documents):
        for document in documents:
            if document.text.startswith("DIE "):
                mark = Path(document.text[4:])
                if not mark.exists():
                    mark.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
        return super().code(documents)


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "a/b", "1/0", "-1/2", ""])
def test_what_is_no_part_is_told(text: str) -> None:
    with pytest.raises(DragomanError, match="E606"):
        Part.parse(text)


def test_parts_cover_everything_once() -> None:
    ids = [f"d{n}" for n in range(200)]
    parts = [Part.parse(f"{i}/4") for i in (1, 2, 3, 4)]
    assert all(sum(part.holds(name) for part in parts) == 1 for name in ids)
    assert all(any(part.holds(name) for name in ids) for part in parts)


def test_lines_come_in_the_order_of_the_input(json_lines) -> None:
    file = io.BytesIO()
    sink, stop = LinesSink(file), threading.Event()
    outcome = Job(sink, Alone(fake_coder.make, sink.writer, stop), stop).run(
        read([json_lines(news() + news())], Options(recognise_language=False))
    )
    reports = [report_from_json(line) for line in file.getvalue().splitlines()]
    assert [r.document_id for r in reports] == [f"n{n}" for n in range(30)]
    assert outcome.before == 30


def test_a_run_that_is_killed_loses_nothing_that_was_entered(json_lines, tmp_path: Path) -> None:
    path = json_lines(news())
    script = textwrap.dedent(f"""
        import os, signal, sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from pathlib import Path
        import test_running_jobs as t
        t.shards.DOCUMENTS = 7
        class Killed(t.fake_coder.FakeCoder):
            def code(self, documents):
                for coded in super().code(documents):
                    if coded.document.id == "n23":
                        os.kill(os.getpid(), signal.SIGKILL)
                    yield coded
        t.run(Path({str(path)!r}), Path({str(tmp_path / "s")!r}), make=Killed)
    """)
    ended = subprocess.run([sys.executable, "-c", script], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert len(kept(tmp_path / "s")) == 21
    assert run(path, tmp_path / "s").before == 21
    assert len(kept(tmp_path / "s")) == 30


def test_the_real_coder_is_found() -> None:
    assert callable(load_coder)


def test_a_document_that_kills_its_workers_is_told_and_the_rest_is_coded(
    json_lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers_module, "TRIES", 2)
    records = [*news(7), {"id": "deadly", "text": "DEADLY"}, *news(20)[7:]]
    outcome = run(json_lines(records), tmp_path / "s", workers=2, make=dies_always)
    assert [e.code for e in outcome.failures] == ["E605"]
    assert outcome.documents == 21 - 7


def dies_always() -> fake_coder.FakeCoder:
    return _Deadly()


class _Deadly(fake_coder.FakeCoder):
    def code(self, documents):
        for document in documents:
            if document.text == "DEADLY":
                os.kill(os.getpid(), signal.SIGKILL)
        return super().code(documents)


def test_what_the_coder_notes_is_told(json_lines, tmp_path: Path) -> None:
    outcome = run(json_lines([{"id": "long", "text": "TOO LONG."}]), tmp_path / "s")
    assert outcome.notes == [("long", "text cut")]


def test_the_batch_script_of_the_docs_codes_everything_once(json_lines, tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "large.md").read_text(encoding="utf-8")
    blocks = [block.partition("\n")[2] for block in page.split("```")[1::2] if block.startswith("sh\n")]
    (tmp_path / "job.sh").write_text(next(b for b in blocks if b.startswith("#!")))
    loop = next(b for b in blocks if b.startswith("for "))
    fake = tmp_path / "dragoman"
    fake.write_text(
        textwrap.dedent(f"""\
        #!{sys.executable}
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        import fake_coder
        from dragoman.running import coder
        coder.load_coder = fake_coder.make
        from dragoman.cli import main
        main()
        """)
    )
    fake.chmod(0o755)
    json_lines(news())
    path = f"{tmp_path}:{os.environ['PATH']}"
    subprocess.run(["sh", "-ec", loop], cwd=tmp_path, env={**os.environ, "PATH": path}, check=True)
    stores = sorted((tmp_path / "stores").iterdir())
    assert [store.name for store in stores] == ["1", "2", "3"]
    found = [report for store in stores for report in kept(store)]
    run(tmp_path / "news.jsonl", tmp_path / "one")
    assert len(found) == 30 and sorted(found) == sorted(kept(tmp_path / "one"))
