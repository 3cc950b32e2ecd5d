"""What is counted, how sure the figures are, and the paired test."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import DragomanError
from dragoman.evaluation.counts import NOTHING, Unit, classes_of, confusion, macro, micro, table
from dragoman.evaluation.resampling import by_class, compare, intervals

CLASSES = ("AID", "ASSAULT", "CONSULT")


def unit(name: str, *pairs: tuple[str | None, str | None, bool]) -> Unit:
    made = Unit(name)
    for gold, coded, right in pairs:
        made.pair(gold, coded, right)
    return made


def right(name: str, event_type: str = "AID") -> Unit:
    return unit(name, (event_type, event_type, True))


def missed(name: str, event_type: str = "AID") -> Unit:
    return unit(name, (event_type, None, False))


def test_precision_and_recall_of_each_class() -> None:
    units = [unit("a", ("AID", "AID", True), ("AID", None, False), (None, "ASSAULT", False))]
    found = by_class(units)
    assert (found["AID"]["precision"], found["AID"]["recall"], found["AID"]["f1"]) == (1, 0.5, pytest.approx(2 / 3))
    assert (found["ASSAULT"]["precision"], found["ASSAULT"]["wanted"], found["ASSAULT"]["made"]) == (0, 0, 1)


def test_what_is_kept_but_not_wanted_costs_neither_precision_nor_recall() -> None:
    one = right("a")
    one.pair("AID", "AID", True, wanted=False)
    assert intervals([one])["f1"]["value"] == 1


def test_micro_counts_items_and_macro_counts_classes() -> None:
    units = [right(f"d{i}") for i in range(9)] + [missed("z", "ASSAULT")]
    counts = table(units, classes_of(units)).sum(axis=0)
    assert float(micro(counts)) == pytest.approx(2 * 0.9 / 1.9)
    assert float(macro(counts)) == 0.5


def test_nothing_counted_is_nought_and_no_fault() -> None:
    assert intervals([])["f1"] == {"value": 0.0, "low": 0.0, "high": 0.0}
    assert intervals([Unit("a")])["macro_f1"]["value"] == 0.0
    assert by_class([]) == {}
    assert compare([], [])["p"] == 1.0


def test_more_documents_make_an_interval_narrower() -> None:
    few = [right(f"d{i}") if i % 2 else missed(f"d{i}") for i in range(10)]
    many = [right(f"d{i}") if i % 2 else missed(f"d{i}") for i in range(400)]
    wide, narrow = intervals(few)["f1"], intervals(many)["f1"]
    assert narrow["high"] - narrow["low"] < (wide["high"] - wide["low"]) / 2
    assert wide["low"] <= wide["value"] <= wide["high"]


def test_the_same_counts_give_the_same_interval() -> None:
    units = [right("a"), missed("b"), right("c", "CONSULT")]
    assert intervals(units) == intervals(units)
    assert by_class(units) == by_class(units)


def test_confusion_adds_up_over_documents() -> None:
    units = [Unit("a"), Unit("b")]
    for one in units:
        one.confused["AID", "ASSAULT"] += 1
    units[1].confused["AID", NOTHING] += 1
    assert confusion(units) == [
        {"gold": "AID", "coded": "ASSAULT", "count": 2},
        {"gold": "AID", "coded": NOTHING, "count": 1},
    ]


def test_equal_predictions_do_not_differ() -> None:
    units = [right(f"d{i}") for i in range(20)] + [missed("x")]
    found = compare(units, units)
    assert (found["difference"], found["low"], found["high"], found["p"]) == (0, 0, 0, 1)


def test_a_coder_that_is_better_everywhere_is_told_from_one_that_is_not() -> None:
    good = [right(f"d{i}") for i in range(20)]
    bad = [missed(f"d{i}") for i in range(20)]
    found = compare(good, bad)
    assert found["difference"] == 1 and found["p"] < 0.001
    assert compare(bad, good)["difference"] == -1


def test_one_document_of_difference_is_not_taken_for_more() -> None:
    one = [right(f"d{i}") for i in range(20)]
    other = [*one[:-1], missed("d19")]
    found = compare(one, other)
    assert found["p"] > 0.3 and found["low"] <= 0 <= found["high"]


def test_predictions_of_other_documents_are_not_compared() -> None:
    with pytest.raises(DragomanError, match="E703"):
        compare([right("a")], [right("b")])


@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from(CLASSES), st.sampled_from((*CLASSES, None)), st.booleans()), max_size=4
        ),
        min_size=1,
        max_size=8,
    )
)
def test_figures_are_shares_whatever_was_counted(documents) -> None:
    units = []
    for i, pairs in enumerate(documents):
        units.append(unit(str(i), *((g, c, ok and c is not None) for g, c, ok in pairs)))
    counts = table(units, classes_of(units))
    assert np.all(counts[..., 1] <= counts[..., 0]) and np.all(counts[..., 3] <= counts[..., 2])
    for part in intervals(units).values():
        assert 0 <= part["low"] <= part["high"] <= 1
    for part in by_class(units).values():
        assert 0 <= part["f1"] <= max(part["precision"], part["recall"]) + 1e-9
