"""Comparing coder versions, and precision on one's own corpus."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.analysis.compare import compare, rows_with_sentences
from dragoman.analysis.precision import COLUMNS, read, sample, sheet, wilson
from dragoman.errors import DragomanError
from dragoman.records import Coder
from dragoman.store import Filters, Store
from dragoman.store.segments import Coded
from made_reports import day, document, fill, party, report

CHINA, JAPAN = party("China", "CHN:GOV"), party("Japan", "JPN:GOV")
A, B, C = (document(name, text="China did this. Japan did that.") for name in "abc")
NEWER = Coder(name="made", version="2.0")
OLD = {
    A: [
        report(A, [CHINA], "AID", [JAPAN], at=0),
        report(A, [CHINA], "ACCUSE", [JAPAN], at=5),
        report(A, [], "COERCE", at=9),
    ],
    B: [report(B, [CHINA], "AID", at=0)],
    C: [report(C, [CHINA], "AID", at=0)],
}
NEW = {
    A: [
        report(A, [CHINA], "AID", [JAPAN], at=0, coder=NEWER),
        report(A, [CHINA], "REJECT", [JAPAN], at=5, coder=NEWER, date=day("2024-01-01")),
        report(A, [JAPAN], "AID", at=20, coder=NEWER),
    ],
    B: [report(B, [JAPAN], "AID", at=0, coder=NEWER)],
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    path = fill(tmp_path / "s", OLD)
    made = Store.open(path, write=True)
    made.add([Coded(d, (), tuple(r)) for d, r in NEW.items()], NEWER)
    return made


def test_a_comparison_tells_what_came_went_and_changed(store: Store) -> None:
    found = compare(store, "1.0", "2.0")
    assert (found.documents, found.alone) == (2, (1, 0))
    assert (found.same, found.changed, found.gone, found.new) == (1, 2, 1, 1)
    assert found.types == {"ACCUSE": (1, 0), "AID": (2, 3), "COERCE": (1, 0), "REJECT": (0, 1)}
    assert {field: n for field, n in found.fields.items() if n} == {"type": 1, "date": 1, "actors": 1}
    assert found.retyped == [("ACCUSE", "REJECT", 1)]
    rows = rows_with_sentences(store, found.table)
    assert [(r["what"], r["fields"]) for r in rows] == [
        ("changed", ["type", "date"]), ("gone", []), ("new", []), ("changed", ["actors"]),
    ]  # fmt: skip
    assert rows[0]["sentence"] == A.text


def test_a_version_compared_with_itself_changes_nothing(store: Store) -> None:
    found = compare(store, "1.0", "1.0")
    assert (found.same, found.changed, found.gone, found.new, found.table.num_rows) == (5, 0, 0, 0, 0)


def test_filters_narrow_a_comparison(store: Store) -> None:
    found = compare(store, "1.0", "2.0", Filters(documents=("b",)))
    assert (found.same, found.changed, found.gone, found.new) == (0, 1, 0, 0)


def test_versions_that_cannot_be_compared_are_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(DragomanError, match=r"mean 1\.0"):
        compare(store, "1.00", "2.0")
    store.add([Coded(document("d", text="x"), (), ())], Coder(name="made", version="3.0"))
    with pytest.raises(DragomanError, match="E696"):
        compare(store, "1.0", "3.0")


def filled_in(store: Store, verdicts: list[str], **others: str) -> str:
    rows = list(csv.DictReader(io.StringIO(sheet(store, sample(store, 10, Filters(coder="1.0"))))))
    for row, verdict in zip(rows, verdicts, strict=False):
        row |= {"right": verdict, **others}
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def test_a_sample_is_random_and_the_same_for_a_seed(store: Store) -> None:
    def ids(size: int, seed: int) -> list[str]:
        return [r.report_id for r in sample(store, size, seed=seed)]

    assert ids(3, 1) == ids(3, 1) == ids(5, 1)[:3]
    assert len({tuple(ids(5, seed)) for seed in range(20)}) > 5
    assert len(ids(100, 0)) == 5
    with pytest.raises(DragomanError, match="E691"):
        sample(store, 3, Filters(countries=("TUV",)))


def test_a_sheet_shows_the_report_in_its_sentence(store: Store) -> None:
    rows = list(csv.DictReader(io.StringIO(sheet(store, sample(store, 1, Filters(types=("REJECT",)))))))
    (row,) = rows
    assert list(row) == list(COLUMNS)
    assert (row["actors"], row["recipients"], row["date"]) == ("China (CHN GOV)", "Japan (JPN GOV)", "2024-01-01")
    assert row["sentence"] == "China‹ di›d this. Japan did that."
    assert row["right"] == ""


def test_judgements_give_precision_with_its_interval(store: Store) -> None:
    found = read(filled_in(store, ["yes", "Y", "no", "1", ""], type_right="yes"))
    share, judged = found.fields["right"]
    assert (share.value, judged, found.rows) == (0.75, 4, 5)
    assert (share.low, share.high) == (pytest.approx(0.3006, abs=1e-4), pytest.approx(0.9544, abs=1e-4))
    assert found.fields["type_right"][0].value == 1
    assert found.confidence == pytest.approx(0.9)
    assert found.types == {}
    assert "date_right" not in found.fields


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n1,2\n", "E697"),
        ("", "E697"),
        ("event_type,confidence,right\nAID,0.5,perhaps\n", "E698"),
        ("event_type,confidence,right\nAID,0.5,\n", "E699"),
    ],
)
def test_sheets_that_cannot_be_read_are_told(text: str, code: str) -> None:
    with pytest.raises(DragomanError, match=code):
        read(text)


def test_types_with_enough_judgements_have_their_own_precision() -> None:
    lines = "".join(f"AID,0.5,{'yes' if n else 'no'}\n" for n in range(5)) + "ACCUSE,0.5,no\n"
    found = read("\ufeffevent_type,confidence,right\n" + lines)
    assert list(found.types) == ["AID"]
    assert found.types["AID"][0].value == 0.8


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share(counts: tuple[int, int]) -> None:
    right, judged = counts
    found = wilson(right, judged)
    assert 0 <= found.low <= found.value + 1e-12 and found.value - 1e-12 <= found.high <= 1
    assert found.low < found.high
