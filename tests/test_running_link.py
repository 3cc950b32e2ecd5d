"""Linking a store: what is new in time of its own, everything anew, decisions that hold, and ids that stay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.errors import DragomanError
from dragoman.records import Coder, Document, Event, Report
from dragoman.running import link as running
from dragoman.running.link import link_store, only_one, settle
from dragoman.store import Filters, Store
from made_reports import CODER, day, fill, party, report
from test_linking_copies import GROWN, REWRITTEN, STORY

ISRAEL, LEBANON, FRANCE = party("Israel", "ISR:GOV"), party("Lebanon", "LBN:GOV"), party("France", "FRA:GOV")
MONDAY = day("2024-03-04")
RUNNER = CliRunner()


def document(name: str, text: str, source: str = "", published: str = "2024-03-05", **fields: Any) -> Document:
    return Document(id=name, text=text, source=source or name, published=published, **fields)


def raid(
    name: str, words: str = "Jets hit a depot.", coder: Coder = CODER, **fields: Any
) -> tuple[Document, list[Report]]:
    made = document(name, f"Israel did it to Lebanon in {name}. {words}", **fields)
    return made, [report(made, (ISRAEL,), "ASSAULT", (LEBANON,), date=MONDAY, coder=coder)]


def talks(name: str, **fields: Any) -> tuple[Document, list[Report]]:
    made = document(name, f"France did it with Lebanon in {name}.", **fields)
    return made, [report(made, (FRANCE,), "CONSULT", (LEBANON,), date=MONDAY)]


FIRST = dict([raid("a"), talks("b"), raid("c", "A store of shells burnt.")])
THEN = dict([raid("d", "Two died, a doctor said.", published="2024-03-06"), talks("e", published="2024-03-06")])
WIRE = {
    document("w1", STORY, "Wire", "2024-06-03"): [],
    document("w2", GROWN, "Wire", "2024-06-03", title="UPDATE 1-Vehicles"): [],
    document("w3", STORY, "Paper", "2024-06-04"): [],
    document("w4", REWRITTEN, "Site", "2024-06-04"): [],
}


def told(store: Store) -> list[list[str]]:
    return sorted(list(event.documents) for event in store.events())


def linked(path: Path, **options: Any) -> tuple[list[Event], running.Linked]:
    with Store.open(path, write=True) as store:
        done = link_store(store, **options)
        return store.events(), done


def test_reports_of_one_happening_become_one_event(tmp_path: Path) -> None:
    events, done = linked(fill(tmp_path / "s", FIRST))
    assert sorted(e.documents for e in events) == [("a", "c"), ("b",)]
    assert (done.documents, done.reports, done.made) == (3, 3, 2)


def test_linking_twice_changes_nothing(tmp_path: Path) -> None:
    path = fill(tmp_path / "s", FIRST)
    before, _ = linked(path)
    after, done = linked(path)
    assert after == before
    assert (done.documents, done.reports, done.made, done.changed) == (0, 0, 0, 0)
    assert linked(path, anew=True)[0] == before


def test_what_is_new_joins_what_is_there_as_if_all_came_at_once(tmp_path: Path) -> None:
    path = fill(tmp_path / "s", FIRST)
    before, _ = linked(path)
    fill(path, THEN)
    after, done = linked(path)
    assert (done.documents, done.reports, done.made, done.changed, done.anew) == (2, 2, 0, 2, False)
    assert {e.event_id for e in after} == {e.event_id for e in before}
    assert after == linked(fill(tmp_path / "all", {**FIRST, **THEN}))[0]
    with Store.open(path) as store:
        assert store.event(after[0].event_id) == after[0]
        assert {store.event_of_report(r).event_id for e in after for r in e.reports} == {e.event_id for e in after}  # type: ignore[union-attr]


def test_small_batches_give_the_same_events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected, _ = linked(fill(tmp_path / "one", {**FIRST, **THEN, **WIRE}))
    monkeypatch.setattr(running, "BATCH", 1)
    monkeypatch.setattr(running, "LOOSE_SEGMENTS", 2)
    path = fill(tmp_path / "many", {**FIRST, **THEN, **WIRE})
    assert linked(path)[0] == expected
    with Store.open(path) as store:
        found = {(ln.document_id, ln.kind) for ln in store.links("w1")}
        assert found == {("w3", "exact"), ("w2", "update"), ("w4", "rewritten")}
        assert store.check() == []


def test_ids_stay_where_an_earlier_report_arrives_late(tmp_path: Path) -> None:
    path = fill(tmp_path / "s", FIRST)
    before, _ = linked(path)
    fill(path, dict([raid("z", published="2024-03-04")]))
    linked(path)
    after, _ = linked(path, anew=True)
    assert {e.event_id for e in after} == {e.event_id for e in before}
    assert ("z", "a", "c") in [e.documents for e in after]


def test_a_newer_coding_takes_the_place_of_the_older_one(tmp_path: Path) -> None:
    path = fill(tmp_path / "s", FIRST)
    before, _ = linked(path)
    newer = Coder(name="made", version="2.0")
    fill(path, dict([raid("a", coder=newer), (document("b", next(d.text for d in FIRST if d.id == "b")), [])]), newer)
    after, done = linked(path)
    assert done.ended == 1
    (event,) = after
    assert event.documents == ("a", "c")
    assert event.event_id in {e.event_id for e in before}
    with Store.open(path) as store:
        assert set(event.reports) == {r.report_id for r in store.reports()}


def test_a_stopped_linking_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 1)
    path = fill(tmp_path / "s", {**FIRST, **THEN})
    asked = iter([False] * 7 + [True] * 20)
    _, done = linked(path, stop=lambda: next(asked))
    assert done.interrupted
    linked(path)
    assert linked(path, anew=True)[0] == linked(fill(tmp_path / "all", {**FIRST, **THEN}))[0]


def test_copies_count_once_among_the_outlets(tmp_path: Path) -> None:
    words = STORY.partition(" - ")[2]
    path = fill(tmp_path / "s", dict([raid("a", words), raid("b", words), raid("c", "A store of shells burnt.")]))
    events, done = linked(path)
    assert dict(done.links) == {"near": 1}
    assert [(len(e.reports), e.outlets) for e in events] == [(3, 2)]


def test_a_copy_that_arrives_later_lowers_the_outlets_of_an_event(tmp_path: Path) -> None:
    words = STORY.partition(" - ")[2]
    path = fill(tmp_path / "s", dict([raid("a", words), raid("c", "A store of shells burnt.")]))
    assert [e.outlets for e in linked(path)[0]] == [2]
    both, reports = raid("b", f"{words} A store of shells burnt. Israel did it to Lebanon in c.", source="c")
    fill(path, {both: reports})
    assert [(len(e.reports), e.outlets) for e in linked(path)[0]] == [(3, 1)]


def test_reports_kept_apart_stay_apart_and_can_come_together_again(tmp_path: Path) -> None:
    path = fill(tmp_path / "s", FIRST)
    (raids,) = [e for e in linked(path)[0] if len(e.reports) == 2]
    one, other = raids.reports
    with Store.open(path, write=True) as store:
        settle(store, "report", other, one, "apart")
        assert told(store) == [["a"], ["b"], ["c"]]
        assert store.event(raids.event_id) is not None
        link_store(store, anew=True)
        assert told(store) == [["a"], ["b"], ["c"]]
        settle(store, "report", one, other, None)
        assert told(store) == [["a", "c"], ["b"]]
        assert store.event(raids.event_id) == raids


def test_reports_can_be_put_together(tmp_path: Path) -> None:
    path = fill(tmp_path / "s", FIRST)
    events, _ = linked(path)
    raids, meeting = sorted(events, key=lambda e: -len(e.reports))
    with Store.open(path, write=True) as store:
        settle(store, "report", raids.reports[0], meeting.reports[0], "together")
        assert told(store) == [["a", "b", "c"]]
        link_store(store, anew=True)
        assert told(store) == [["a", "b", "c"]]
        assert store.check() == []


def test_documents_kept_apart_are_no_copies_and_stay_so(tmp_path: Path) -> None:
    path = fill(tmp_path / "s", WIRE)
    with Store.open(path, write=True) as store:
        link_store(store)
        settle(store, "document", "w1", "w4", "apart")
        for _ in range(2):
            assert {(ln.document_id, ln.original_id) for ln in store.links()} >= {("w2", "w1"), ("w3", "w1")}
            assert [ln for ln in store.links("w4") if "w1" in (ln.document_id, ln.original_id)] == []
            link_store(store, anew=True)


@pytest.mark.parametrize("level", ["document", "report"])
def test_a_decision_about_what_is_not_there_is_told(tmp_path: Path, level: Any) -> None:
    with Store.create(fill(tmp_path / "s", FIRST)) as store, pytest.raises(DragomanError, match="E421"):
        settle(store, level, "nothing", "a", "apart")


def test_other_settings_link_anew_and_are_remembered(tmp_path: Path) -> None:
    path = fill(tmp_path / "s", FIRST)
    linked(path)
    events, done = linked(path, changes={"events": {"threshold": 1.0}})
    assert done.anew
    assert len(events) == 3
    assert len(linked(path, anew=True)[0]) == 3
    assert len(linked(path, changes={})[0]) == 2


def test_one_process_links_a_store_at_a_time(tmp_path: Path) -> None:
    path = fill(tmp_path / "s", FIRST)
    with only_one(path), pytest.raises(DragomanError, match="E422"):
        linked(path)
    assert len(linked(path)[0]) == 2


def run(*words: str) -> tuple[int, str, str]:
    result = RUNNER.invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr


def test_the_command_links_and_shows(tmp_path: Path) -> None:
    path = str(fill(tmp_path / "s", {**FIRST, **WIRE}))
    code, _, words = run("link", "--store", path)
    assert code == 0
    assert "4 links (rewritten 2, update 1, exact 1)" in words and "2 events made" in words
    code, out, _ = run("events", "--store", path, "--country", "ISR", "--format", "jsonl")
    (event,) = map(json.loads, out.splitlines())
    assert (code, event["documents"]) == (0, ["a", "c"])
    code, out, words = run("events", "--store", path, "--event", event["event_id"])
    assert code == 0
    assert "ASSAULT" in out and "A store of shells burnt" in out.replace("\n", " ")
    code, out, _ = run("events", "--store", path, "--outlets", "2", "--format", "csv")
    assert len(out.splitlines()) == 2
    code, out, _ = run("documents", "--store", path, "--copies", "--format", "csv")
    assert "w2,w1,update" in out
    code, out, words = run("documents", "--store", path, "--copies", "--source", "Site")
    assert "rewritten" in out and "2 links" in words
    code, out, words = run("link", "--store", path, "--apart", "w1,w4")
    assert "1 decision" in words
    assert "w4,w1" not in run("documents", "--store", path, "--copies", "--source", "Site", "--format", "csv")[1]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--apart", "a"), "E602"),
        (("--apart", "a,nothing"), "E421"),
        (("--together", "a,c"), "E602"),
        (("--config", "nowhere.toml"), "E107"),
    ],
)
def test_mistakes_are_told_in_a_line(tmp_path: Path, words: tuple[str, str], error: str) -> None:
    code, out, said = run("link", "--store", str(fill(tmp_path / "s", FIRST)), *words)
    assert (code, out) == (2, "")
    assert error in said


@pytest.mark.parametrize("text", ["[copies\n", "[copies]\nnearness = 1\n", "[events]\nthreshold = 'high'\n"])
def test_settings_that_cannot_be_used_are_told_and_change_nothing(tmp_path: Path, text: str) -> None:
    path = fill(tmp_path / "s", FIRST)
    before, _ = linked(path)
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    code, _, said = run("link", "--store", str(path), "--config", str(tmp_path / "c.toml"))
    assert (code, "E420" in said) == (2, True)
    with Store.open(path) as store:
        assert store.events(Filters()) == before
