"""Corrections are records beside the reports: shown in every query, kept through coding again, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dragoman.errors import DragomanError
from dragoman.records import Document, Report
from dragoman.store import Filters, Store
from dragoman.store.corrected import Standing, corrected
from dragoman.store.corrections import add_missed, change, corrections, judge, undo
from dragoman.store.segments import Coded
from fake_coder import FakeCoder

TEXT = "China condemned Japan. France visited Russia. Japan praised France."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "store") as made:
        coder = FakeCoder()
        documents = [Document(id="d", text=TEXT), Document(id="e", text="Japan visited China.")]
        made.add(list(coder.code(documents)), coder.coder)
        yield made


def reports(store: Store) -> list[Report]:
    return store.reports(Filters(documents=("d",)))


def recode(store: Store, **changes: Any) -> None:
    """Code document d again with a newer coder that says something else of its first report."""
    coder = FakeCoder(version="2.0")
    (coded,) = coder.code([Document(id="d", text=TEXT)])
    first = msgspec.structs.replace(coded.reports[0], **changes)
    store.add([Coded(coded.document, coded.sentences, (first, *coded.reports[1:]))], coder.coder)


def missed(text: str = "praised", **values: Any) -> dict[str, Any]:
    start = TEXT.index(text)
    span = {"text": text, "start": start, "end": start + len(text)}
    return {"predicate": span, "event_type": "SUPPORT", **values}


def standing(store: Store) -> list[Standing]:
    made = corrections(store)
    coded = [r for r in reports_as_coded(store) if r.document_id == "d"]
    return [corrected(Document(id="d", text=TEXT), coded, made).standings[c.id] for c in made]


def reports_as_coded(store: Store) -> list[Report]:
    versions = [r.coder.version for r in reports(store) if r.coder.name == "fake"]
    return store.reports(Filters(coder=max(versions)))


def test_a_changed_field_shows_in_queries_with_who_when_and_why(store: Store) -> None:
    report = reports(store)[0]
    change(store, report, report, "event_type", "REJECT", "Ann", why="a refusal")
    (found,) = store.reports(Filters(types=("REJECT",)))
    (told,) = found.evidence["corrections"]
    assert (told["reviewer"], told["why"], told["before"]) == ("Ann", "a refusal", "ACCUSE")
    assert found.report_id == report.report_id
    assert found.mode is None, "a mode of the old type does not stay"
    assert store.reports(Filters(types=("ACCUSE",))) == []


def test_the_report_as_coded_is_not_edited(store: Store) -> None:
    report = reports(store)[0]
    change(store, report, report, "status", "negated", "Ann")
    assert store.reports(Filters(documents=("d",), coder="1.0"))[0] == report


def test_a_wrong_report_is_left_out_and_comes_back_when_that_is_undone(store: Store) -> None:
    report = reports(store)[0]
    correction = judge(store, report, report, "wrong", "Ann")
    assert report not in reports(store) and len(reports(store)) == 1
    assert undo(store, correction.id, "Bob").undone.reviewer == "Bob"
    undo(store, correction.id, "Ann")
    assert reports(store)[0] == report
    assert corrections(store) == []
    assert [c.undone.reviewer for c in corrections(store, undone=True)] == ["Bob"]


def test_a_missed_report_is_added_with_its_sentence(store: Store) -> None:
    parties = [{"text": "Japan", "start": TEXT.rindex("Japan"), "end": TEXT.rindex("Japan") + 5, "country": "JPN"}]
    add_missed(store, "d", missed(actors=parties), "Ann")
    (found,) = store.reports(Filters(actor_countries=("JPN",), types=("SUPPORT",)))
    assert TEXT[found.sentence.start : found.sentence.end] == "Japan praised France."
    assert found.confidence == 1.0


def test_a_correction_holds_when_the_document_is_coded_again(store: Store) -> None:
    report = reports(store)[0]
    change(store, report, report, "status", "negated", "Ann")
    add_missed(store, "d", missed(), "Ann")
    recode(store)
    assert {r.coder.version for r in reports(store) if r.coder.name == "fake"} == {"2.0"}
    assert reports(store)[0].status == "negated"
    assert any(r.event_type == "SUPPORT" for r in reports(store))
    assert standing(store) == [Standing.HOLDS, Standing.HOLDS]


def test_a_correction_is_settled_where_the_coder_learned_it_and_stale_where_the_report_says_else(store: Store) -> None:
    report = reports(store)[0]
    change(store, report, report, "mode", "allege", "Ann")
    change(store, report, report, "status", "negated", "Ann")
    recode(store, mode="allege", status="historical")
    assert standing(store) == [Standing.SETTLED, Standing.STALE]
    assert reports(store)[0].status == "historical"


def test_a_missed_report_that_the_coder_finds_by_now_is_not_doubled(store: Store) -> None:
    add_missed(store, "d", missed("condemned", event_type="ACCUSE"), "Ann")
    assert standing(store) == [Standing.SETTLED]
    assert len(reports(store)) == 2


def test_corrections_of_different_fields_live_side_by_side_and_the_later_of_one_field_counts(store: Store) -> None:
    report = reports(store)[0]
    change(store, report, report, "status", "negated", "Ann")
    change(store, report, report, "contexts", ["military"], "Bob")
    change(store, report, report, "status", "future", "Bob")
    found = reports(store)[0]
    assert (found.status, found.contexts) == ("future", ("military",))
    assert len(found.evidence["corrections"]) == 3


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("event_type", "WAR", "E210"),
        ("mode", "visit", "E211"),
        ("status", "perhaps", "E214"),
        ("actors", [{"text": "Chile", "start": 0, "end": 5}], "E652"),
        ("actors", [{"text": "China", "start": 0, "end": 5, "country": "XXX"}], "E302"),
        ("actors", [{"text": "China", "start": 0, "end": 5, "sector": "XXX"}], "E303"),
        ("date", {"start": "2022-02-31", "end": "2022-03-01", "precision": "day", "basis": "text"}, "E110"),
        ("date", {"start": "2022-03-02", "end": "2022-03-01", "precision": "day", "basis": "text"}, "E652"),
        ("place", {"text": "China", "start": 0, "end": 5, "name": "China", "lat": 91.0}, "E652"),
        ("contexts", ["weather"], "E602"),
        ("confidence", 1.0, "E602"),
        ("reciprocal", "yes", "E652"),
    ],
)
def test_a_value_that_a_field_cannot_have_is_refused(store: Store, field: str, value: Any, code: str) -> None:
    report = reports(store)[0]
    with pytest.raises(DragomanError) as told:
        change(store, report, report, field, value, "Ann")
    assert told.value.code == code
    assert corrections(store) == []


@pytest.mark.parametrize("values", [{}, {"predicate": 3}, missed(event_type=None), missed(mode="visit")])
def test_a_missed_report_without_what_it_needs_is_refused(store: Store, values: dict[str, Any]) -> None:
    with pytest.raises(DragomanError):
        add_missed(store, "d", values, "Ann")


def test_names_documents_and_ids_that_cannot_be_kept_are_told(store: Store) -> None:
    report = reports(store)[0]
    for reviewer in ("", " ", "x" * 81, "a\x00b"):
        with pytest.raises(DragomanError, match="E652"):
            judge(store, report, report, "right", reviewer)
    with pytest.raises(DragomanError, match="E651"):
        add_missed(store, "nowhere", missed(), "Ann")
    with pytest.raises(DragomanError, match="E650"):
        undo(store, "c-nothing", "Ann")
