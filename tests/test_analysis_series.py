"""Series: what is counted where, how sure it is, and where it changes."""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import ontology
from dragoman.analysis.behind import reports_behind
from dragoman.analysis.changes import BASELINE, change_points, unusual_periods
from dragoman.analysis.figures import figure_format, image
from dragoman.analysis.periods import end_of, periods, start_of
from dragoman.analysis.series import Z, series
from dragoman.errors import DragomanError
from dragoman.records import Event, EventParty
from dragoman.store import Filters, Store
from dragoman.store.events import enter_events, write_events
from made_reports import day, document, fill, party, report

CHINA, RUSSIA, JAPAN = party("China", "CHN:GOV"), party("Russia", "RUS:GOV"), party("Japan", "JPN:GOV")
JAN, FEB, MAY = document("jan", "2024-01-10"), document("feb", "2024-02-10"), document("may", "2024-05-01")
COPY = document("copy", "2024-01-11", "They did it!")
REPORTS = {
    JAN: [
        report(JAN, [CHINA], "AID", [RUSSIA], at=0, confidence=0.9),
        report(JAN, [CHINA, JAPAN], "CONSULT", at=1, reciprocal=True, confidence=0.5),
        report(JAN, [CHINA], "ASSAULT", [RUSSIA], at=2, status="negated"),
        report(JAN, [CHINA], "AID", [RUSSIA], at=3, status="historical"),
        report(JAN, [CHINA], "AID", [RUSSIA], at=4, date=day("2023-01-01", "2023-12-31", "year")),
    ],
    COPY: [report(COPY, [CHINA], "AID", [RUSSIA], confidence=0.9)],
    FEB: [
        report(FEB, [RUSSIA], "ACCUSE", [CHINA], at=0, confidence=0.8),
        report(FEB, [CHINA, RUSSIA], "CONSULT", at=1, reciprocal=True, confidence=1.0),
        report(FEB, [CHINA], "AID", [RUSSIA], at=2, status="historical", date=day("2023-11-20"), confidence=0.6),
    ],
    MAY: [report(MAY, [CHINA], "ASSAULT", [RUSSIA], confidence=0.7, date=day("2024-04-29", "2024-05-01", "interval"))],
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.open(fill(tmp_path / "s", REPORTS), write=True)
    numbers = dict(made.catalog.execute("SELECT id, number FROM documents").fetchall())
    made.catalog.execute("INSERT INTO links VALUES (?, ?, 'near', 0.9)", (numbers["copy"], numbers["jan"]))
    return made


def counts(store: Store, *parties: str, **how: Any) -> dict[str, list[int]]:
    return {line.label: line.counts for line in series(store, parties, **how).lines}


def test_a_dyad_has_a_line_each_way_without_gaps(store: Store) -> None:
    found = series(store, ["CHN", "Russia"])
    assert found.starts == [f"2023-{m}-01" for m in (11, 12)] + [f"2024-0{m}-01" for m in (1, 2, 3, 4)]
    assert {line.label: line.counts for line in found.lines} == {
        "China to Russia": [1, 0, 1, 1, 0, 1],
        "Russia to China": [0, 0, 0, 2, 0, 0],
    }
    assert found.unit == "reports"


def test_undirected_an_act_counts_once(store: Store) -> None:
    assert counts(store, "RUS", "CHN", directed=False) == {"Russia and China": [1, 0, 1, 2, 0, 1]}


def test_one_party_is_counted_with_everybody(store: Store) -> None:
    assert counts(store, "JPN") == {"Japan to others": [1], "others to Japan": [1]}
    assert counts(store, "JPN", directed=False) == {"Japan": [1]}


def test_what_cannot_be_placed_is_told(store: Store) -> None:
    found = series(store, ["CHN", "RUS"])
    assert found.unplaced == {"the date is longer than a month": 1, "no date is known": 1}
    daily = series(store, ["CHN", "RUS"], period="day")
    assert daily.unplaced["the date is longer than a day"] == 2
    assert sum(counts(store, "CHN", "RUS", period="year")["China to Russia"]) == 5


def test_statuses_can_be_asked_for(store: Store) -> None:
    assert sum(counts(store, "CHN", "RUS", filters=Filters(statuses=("negated",)))["China to Russia"]) == 1


def test_days_bound_the_series_and_fill_it_with_zeros(store: Store) -> None:
    found = counts(store, "CHN", "RUS", filters=Filters(since="2024-01-01", until="2024-12-31"))
    assert found["China to Russia"] == [1, 1, 0, 1, *[0] * 8]


def test_expected_numbers_and_scores_follow_from_confidence(store: Store) -> None:
    found = series(store, ["RUS", "CHN"], scores=["plover", "goldstein-icews"])
    february = found.lines[0].points[3]
    spread = Z * math.sqrt(0.8 * 0.2)
    assert february.expected.value == pytest.approx(1.8)
    assert february.expected.low == pytest.approx(1.8 - spread)
    assert february.expected.high == 2
    accuse, consult = ontology.score("ACCUSE"), ontology.score("CONSULT")
    assert accuse is not None and consult is not None
    mean = (0.8 * accuse + consult) / 1.8
    told = february.scores["plover"]
    assert told is not None and told.value == pytest.approx(mean)
    assert told.high - told.value == pytest.approx(Z * math.sqrt(0.16 * (accuse - mean) ** 2) / 1.8)
    assert february.scores["goldstein_icews"] is not None
    assert found.lines[0].points[0].scores == {"plover": None, "goldstein_icews": None}


def test_counts_are_told_beside_the_volume_of_documents(store: Store) -> None:
    january = series(store, ["CHN", "RUS"]).lines[0].points[2]
    assert (january.documents, january.per_1000) == (1, 1000.0)
    assert series(store, ["CHN", "RUS"]).lines[0].points[0].per_1000 is None


def test_where_a_store_is_linked_events_count_once(store: Store) -> None:
    both = (REPORTS[JAN][0].report_id, REPORTS[COPY][0].report_id)
    event = Event(
        event_id="e-1", event_type="AID", actors=(EventParty(name="China", country="CHN"),), outlets=1,
        recipients=(EventParty(name="Russia", country="RUS"),), reports=both, documents=("jan", "copy"),
        first_told="2024-01-10", confidence=0.9,
    )  # fmt: skip
    segment = write_events(store, [event])
    with store.transaction():
        enter_events(store, segment, [event])
    found = series(store, ["CHN", "RUS"])
    assert (found.unit, found.lines[0].counts) == ("events", [1])
    behind = reports_behind(store, found, found.lines[0], found.starts[0])
    assert sorted(r.report_id for r in behind) == sorted(both)
    assert series(store, ["CHN", "RUS"], unit="reports").unit == "reports"


def test_the_reports_behind_a_point_are_found(store: Store) -> None:
    found = series(store, ["CHN", "RUS"])
    behind = reports_behind(store, found, found.lines[0], "2024-02-01")
    assert [(r.document_id, r.event_type) for r in behind] == [("feb", "CONSULT")]


def test_the_table_has_a_row_for_each_line_and_period(store: Store) -> None:
    table = series(store, ["CHN", "RUS"]).table()
    assert table.num_rows == 12
    assert {"line", "start", "end", "count", "expected", "low", "high", "documents", "per_1000_documents"} <= set(
        table.column_names
    )
    assert table["end"][0].as_py() == "2023-11-30"


@pytest.mark.parametrize(
    ("parties", "how", "code"),
    [
        (["CHN", "RUS", "JPN"], {}, "E690"),
        ([], {}, "E690"),
        (["TUV"], {}, "E691"),
        (["CHN"], {"period": "mnoth"}, "E609"),
        (["CHN"], {"scores": ["goldstien-oeda"]}, "E609"),
        (["CHN"], {"period": "day", "filters": Filters(since="0001-01-01")}, "E692"),
    ],
)
def test_what_cannot_be_drawn_is_told(store: Store, parties: list[str], how: dict[str, Any], code: str) -> None:
    with pytest.raises(DragomanError, match=code):
        series(store, parties, **how)


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_figures_are_whole_and_the_same_each_time(store: Store, form: str) -> None:
    found = series(store, ["CHN", "RUS"])
    made = image(found, form, "plover", "China and Russia")
    assert made.startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[form])
    assert made == image(found, form, "plover", "China and Russia")
    assert form != "svg" or b"China to Russia" in made


def test_the_name_of_a_figure_says_its_format() -> None:
    assert figure_format(Path("a/b.SVG")) == "svg"
    with pytest.raises(DragomanError, match="png"):
        figure_format(Path("a/b.gif"))


def test_a_change_of_level_is_found_and_noise_is_not() -> None:
    (one, other) = change_points([3, 4, 2, 5, 3, 4, 3, 20, 22, 18, 25, 21, 19, 3, 2, 4, 3])
    assert (one.index, other.index) == (7, 13)
    assert one.after > 5 * one.before
    assert change_points([3, 5, 4, 6, 4, 3, 5, 4, 5, 3, 4, 6] * 4) == []
    assert change_points([0] * 30) == change_points([1, 9]) == []


def test_a_period_far_above_those_before_is_unusual() -> None:
    (found,) = unusual_periods([3, 4, 2, 5, 3, 4, 3, 2, 3, 20, 2, 3])
    assert (found.index, found.count, round(found.usual)) == (9, 20, 3)
    assert unusual_periods([50, 1, 1, 50]) == []
    assert unusual_periods([5] * (BASELINE + 4)) == []


DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(0, 900), st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_periods_follow_one_another_without_gaps(first: date, more: int, period: str) -> None:
    last = first + timedelta(days=more)
    found = periods(first.isoformat(), last.isoformat(), period)
    assert found[0] == start_of(first.isoformat(), period) <= first.isoformat()
    assert found[-1] <= last.isoformat() <= end_of(found[-1], period)
    for one, other in pairwise(found):
        assert date.fromisoformat(end_of(one, period)) + timedelta(days=1) == date.fromisoformat(other)
        assert start_of(end_of(one, period), period) == one
