"""Quality floors: what the file must hold, and what counts as a fall."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
sys.path.insert(0, str(HOME))
floors = importlib.import_module("benchmarks.floors")

ONE = """
[[floor]]
kind = "reports"
gold = "gold.json"
measure = "f1"
values = [{ value = 0.6, since = "2026-11-25" }%s]
"""


def text(more: str = "") -> str:
    return ONE % more


def test_the_committed_file_can_be_read_and_covers_the_corpus() -> None:
    found = floors.read(floors.FILE.read_text(encoding="utf-8"))
    assert any(f.kind == "reports" and f.path(None) for f in found)
    assert all(0 < f.least <= 1 for f in found)
    assert len({f.name for f in found}) == len(found)


def test_the_last_value_counts() -> None:
    (floor,) = floors.read(text(', { value = 0.7, since = "2026-12-01" }'))
    assert floor.least == 0.7


def test_a_floor_falls_only_with_a_reason() -> None:
    lower = ', { value = 0.5, since = "2026-12-01"%s }'
    with pytest.raises(ValueError, match="without a reason"):
        floors.read(text(lower % ""))
    with pytest.raises(ValueError, match="without a reason"):
        floors.read(text(lower % ', reason = " "'))
    assert floors.read(text(lower % ', reason = "the gold was corrected"'))[0].least == 0.5


@pytest.mark.parametrize("broken", ["[[floor]]\nkind = 'reports'\n", ONE.replace("reports", "riddles") % "", "["])
def test_a_file_of_another_form_is_refused(broken: str) -> None:
    with pytest.raises(ValueError):
        floors.read(broken)


def test_old_values_are_not_rewritten_and_floors_do_not_vanish() -> None:
    old = floors.read(text())
    grown = floors.read(text(', { value = 0.5, since = "2026-12-01", reason = "harder gold" }'))
    quiet = floors.read(text().replace("0.6", "0.3"))
    assert list(floors.rewritten(old, grown)) == []
    assert "earlier values were changed" in next(floors.rewritten(old, quiet))
    assert "is gone" in next(floors.rewritten(old, ()))


def test_a_figure_below_the_floor_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gold.json").write_text("{}", encoding="utf-8")
    for figure, held in ((0.61, True), (0.5996, True), (0.59, False)):
        monkeypatch.setattr(floors, "_scores", lambda *_, figure=figure: {"f1": figure})
        broken: list[str] = []
        table = list(floors.lines(floors.read(text()), tmp_path, broken))
        assert (not broken) is held
        assert ("holds" in table[-1]) is held


def test_gold_that_is_not_given_is_passed_over() -> None:
    broken: list[str] = []
    assert "not given" in list(floors.lines(floors.read(text()), None, broken))[-1]
    assert broken == []


def test_a_measure_may_lie_deeper() -> None:
    floor = floors.Floor(kind="dates", gold="x", measure="value.f1", values=())
    assert floors.measured(floor, Path("x"), lambda *_: {"value": {"f1": 0.5}}) == 0.5
