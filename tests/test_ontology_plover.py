"""The PLOVER tables are complete, and names that they do not have are refused with those they have."""

from __future__ import annotations

from collections import Counter

import pytest

from dragoman import ontology
from dragoman.errors import DragomanError
from dragoman.records import SECTORLESS_COUNTRIES

PAIRS = [(name, mode) for name, found in ontology.TYPES.items() for mode in found.modes]


def test_the_tables_have_the_published_sizes() -> None:
    assert len(ontology.TYPES) == 16
    assert len(PAIRS) == 67
    assert len(ontology.CONTEXTS) == 37
    assert len(ontology.SECTORS) == 25
    assert list(ontology.STATUSES) == ["actual", "historical", "future", "hypothetical", "negated"]


def test_each_type_has_its_number_of_modes() -> None:
    assert Counter(name for name, _ in PAIRS) == {
        "CONSULT": 4,
        "RETREAT": 6,
        "REQUEST": 4,
        "ACCUSE": 3,
        "REJECT": 4,
        "THREATEN": 6,
        "PROTEST": 7,
        "SANCTION": 4,
        "MOBILIZE": 4,
        "COERCE": 10,
        "ASSAULT": 15,
    }
    assert ontology.modes("AGREE") == ()
    assert ontology.modes("CONSULT") == ("visit", "third-party", "multilateral", "phone")


def test_everything_has_a_meaning() -> None:
    assert all(t.definition.endswith(".") for t in ontology.TYPES.values())
    assert all(m.meaning.endswith(".") for t in ontology.TYPES.values() for m in t.modes.values())
    assert all(c.meaning and c.family for c in ontology.CONTEXTS.values())
    assert all(s.label and s.meaning for s in ontology.SECTORS.values())
    assert len({c.family for c in ontology.CONTEXTS.values()}) == 4


def test_only_three_types_require_a_recipient() -> None:
    assert {n for n, t in ontology.TYPES.items() if t.recipient_required} == {"COOPERATE", "AID", "SANCTION"}


def test_scores_have_the_sign_of_their_quad() -> None:
    for name, found in ontology.TYPES.items():
        if name == "REQUEST":  # asking stands at the middle of the scale; REQUEST/assist is above it
            continue
        scores = [found.score, *(m.score for m in found.modes.values() if m.score is not None)]
        assert all(-10 <= s <= 10 and (s > 0) == (found.quad in (1, 2)) for s in scores), name


def test_scores_of_types_and_modes() -> None:
    assert ontology.score("AID") == 10
    assert ontology.score("CONSULT") == 2.5
    assert ontology.score("CONSULT", "phone") == 1.5
    assert ontology.score("ASSAULT", "unconventional") == -10
    assert ontology.score("PROTEST", "vandalize") is None


def test_the_misprinted_score_of_accuse_is_noted() -> None:
    assert ontology.score("ACCUSE") == -3
    assert "+3" in (ontology.TYPES["ACCUSE"].note or "")


def test_a_mode_belongs_to_its_type_alone() -> None:
    assert ontology.is_mode("RETREAT", "withdraw")
    assert ontology.is_mode("SANCTION", "withdraw")
    assert not ontology.is_mode("COERCE", "withdraw")


def test_sanction_is_material_with_us_and_verbal_in_the_manuals_numbers() -> None:
    assert ontology.quad("SANCTION") == 4
    assert ontology.quad("SANCTION", "plover_manual") == 3
    differ = {n for n in ontology.TYPES if ontology.quad(n) != ontology.quad(n, "plover_manual")}
    assert differ == {"SANCTION"}


def test_international_bodies_are_those_that_records_use() -> None:
    assert tuple(ontology.COUNTRY_CODES_INTERNATIONAL) == SECTORLESS_COUNTRIES


@pytest.mark.parametrize(
    ("event_type", "status", "folded"),
    [
        ("COOPERATE", "future", "AGREE"),
        ("AID", "negated", "SANCTION"),
        ("CONSULT", "negated", "REJECT"),
        ("ASSAULT", "future", "THREATEN"),
        ("ASSAULT", "negated", "RETREAT"),
        ("ACCUSE", "future", "ACCUSE"),
        ("THREATEN", "negated", "AGREE"),
        ("CONCEDE", "future", "CONCEDE"),
        ("CONCEDE", "negated", "REJECT"),
        ("RETREAT", "future", "CONCEDE"),
        ("RETREAT", "negated", "SANCTION"),
        ("ASSAULT", "historical", "ASSAULT"),
        ("ASSAULT", "hypothetical", None),
    ],
)
def test_a_status_folds_into_a_type(event_type: str, status: str, folded: str | None) -> None:
    assert ontology.fold_status(event_type, status) == folded


def test_a_refusal_to_help_in_future_is_a_rejection() -> None:
    assert ontology.fold_status("AID", "negated", future=True) == "REJECT"
    assert ontology.fold_status("ASSAULT", "negated", future=True) == "AGREE"


def test_every_type_folds_into_a_known_type() -> None:
    for name in ontology.TYPES:
        for status in ("actual", "historical", "future", "negated"):
            for future in (False, True):
                assert ontology.fold_status(name, status, future=future) in ontology.TYPES


def test_unknown_names_are_refused_with_the_known_ones() -> None:
    with pytest.raises(DragomanError, match=r"FIGHT \[E210\].*ASSAULT"):
        ontology.modes("FIGHT")
    with pytest.raises(DragomanError, match=r"ASSAULT has no mode massacre \[E211\].*targeted"):
        ontology.score("ASSAULT", "massacre")
    with pytest.raises(DragomanError, match=r"AGREE has no mode visit \[E211\].*none"):
        ontology.score("AGREE", "visit")
    with pytest.raises(DragomanError, match=r"E212.*plover_manual"):
        ontology.quad("AID", "cameo")
    with pytest.raises(DragomanError, match=r"E214.*negated"):
        ontology.fold_status("AID", "possible")


def test_names_are_case_sensitive_like_the_records() -> None:
    with pytest.raises(DragomanError, match="E210"):
        ontology.quad("aid")


def test_the_tables_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        ontology.TYPES["FIGHT"] = ontology.TYPES["ASSAULT"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        ontology.TYPES["AID"].score = 0.0  # type: ignore[misc]


def test_a_table_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="VERBS"):
        _ = ontology.VERBS
