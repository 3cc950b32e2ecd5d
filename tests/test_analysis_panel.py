"""Panels: dyads and countries by period, with codes and quads of a named scheme."""

from __future__ import annotations

import csv
import importlib.resources
from pathlib import Path
from typing import Any

import pytest

from dragoman import ontology
from dragoman.analysis.panel import panel
from dragoman.errors import DragomanError
from dragoman.ontology.codes import cameo_actors, country_codes
from dragoman.store import Filters, Store
from made_reports import day, document, fill, party, report

CHINA, GERMANY, UN = party("China", "CHN:GOV"), party("Berlin", "DEU:GOV"), party("UN", "UNO")
A, B = document("a", "2024-01-10"), document("b", "2024-03-10")
REPORTS = {
    A: [
        report(A, [CHINA], "AID", [GERMANY], at=0, confidence=0.5),
        report(A, [CHINA, party("Xi", "CHN:GOV")], "AID", [GERMANY], at=1, confidence=1.0),
        report(A, [GERMANY], "PROTEST", [CHINA], at=2),
        report(A, [CHINA, GERMANY, UN], "CONSULT", at=3, reciprocal=True),
        report(A, [CHINA], "ASSAULT", [GERMANY], at=4, status="negated"),
        report(A, [CHINA], "ASSAULT", at=5),
    ],
    B: [report(B, [CHINA], "THREATEN", [CHINA], at=0), report(B, [UN], "AID", [CHINA], date=day("2024-03-01"))],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store.open(fill(tmp_path_factory.mktemp("made") / "s", REPORTS))


def rows(store: Store, **how: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = panel(store, **how).table.to_pylist()
    return found


def test_dyads_have_codes_and_quads(store: Store) -> None:
    found = {(r["iso3_a"], r["iso3_b"], r["start"]): r for r in rows(store)}
    one = found["CHN", "DEU", "2024-01-01"]
    assert (one["cow_a"], one["cow_b"], one["gw_b"], one["dyad_cow"]) == (710, 255, 260, 710255)
    assert (one["n"], one["expected"], one["end"]) == (3, pytest.approx(2.4), "2024-01-31")
    assert [one[f"q{n}_dragoman"] for n in (1, 2, 3, 4)] == [1, 2, 0, 0]
    aid, consult = ontology.score("AID"), ontology.score("CONSULT")
    assert aid is not None and consult is not None
    assert one["plover"] == pytest.approx((1.5 * aid + 0.9 * consult) / 2.4)
    assert found["UNO", "CHN", "2024-03-01"]["cow_a"] is None
    assert found["CHN", "CHN", "2024-03-01"]["q3_dragoman"] == 1
    assert ("CHN", "CHN", "2024-01-01") not in found
    assert sum(r["n"] for r in found.values()) == 3 + 2 + 4 + 1 + 1


@pytest.mark.parametrize(("scheme", "quad"), [("gdelt", 3), ("phoenix", 4), ("icews", 4), ("plover_manual", 4)])
def test_protest_goes_by_the_scheme(store: Store, scheme: str, quad: int) -> None:
    found = rows(store, quads=scheme, filters=Filters(types=("PROTEST",)))
    assert found[0][f"q{quad}_{scheme}"] == 1
    assert ("q0_phoenix" in found[0]) == (scheme == "phoenix")


def test_countries_act_and_are_acted_on(store: Store) -> None:
    found = {(r["iso3"], r["start"]): r for r in rows(store, kind="country")}
    china = found["CHN", "2024-01-01"]
    assert (china["out_n"], china["in_n"], china["cow"]) == (4, 3, 710)
    assert found["UNO", "2024-03-01"]["in_n"] == 0
    assert found["UNO", "2024-03-01"]["in_plover"] is None


def test_a_balanced_panel_has_a_row_for_every_period(store: Store) -> None:
    sparse, full = rows(store), rows(store, balanced=True)
    dyads = {(r["iso3_a"], r["iso3_b"]) for r in sparse}
    assert len(full) == 3 * len(dyads)
    assert sum(r["n"] for r in full) == sum(r["n"] for r in sparse)
    assert all(r["q1_dragoman"] is not None and r["end"] for r in full)
    assert len(rows(store, kind="country", balanced=True)) == 9


@pytest.mark.parametrize("kind", ["dyad", "country"])
@pytest.mark.parametrize("quads", ["dragoman", "phoenix"])
def test_every_column_is_told(store: Store, kind: str, quads: str) -> None:
    for balanced in (False, True):
        found = panel(store, kind, quads=quads, scores=("plover", "goldstein_icews"), balanced=balanced)
        assert sorted(found.table.column_names) == sorted(found.columns)
        assert all(found.columns.values())


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"kind": "triad"}, "E60[29]"),
        ({"quads": "gdetl"}, "E609"),
        ({"period": "weak"}, "E609"),
        ({"filters": Filters(countries=("TUV",))}, "E691"),
    ],
)
def test_what_cannot_be_built_is_told(store: Store, how: dict[str, Any], code: str) -> None:
    with pytest.raises(DragomanError, match=code):
        panel(store, **how)


def test_countries_have_the_codes_of_other_lists() -> None:
    codes = country_codes()
    assert (codes["DEU"].cow, codes["DEU"].gw, codes["DEU"].fips) == (255, 260, "GM")
    assert (codes["YEM"].cow, codes["YEM"].gw) == (679, 678)
    assert (codes["SRB"].cow, codes["SRB"].gw) == (345, 340)
    assert (codes["ROU"].cameo, codes["ROU"].gdelt) == ("ROU", "ROM")
    assert (codes["KOS"].cameo, codes["KOS"].iso2) == ("KSV", "XK")
    assert (codes["CHN"].iso2, codes["CHN"].iso_numeric) == ("CN", "156")
    current = [c for c in codes.values() if c.iso3 not in ("SUN", "YUG", "SCG", "CSK", "DDR", "YMD", "VDR")]
    for name in ("cow", "gw", "fips"):
        known = [getattr(c, name) for c in current if getattr(c, name) is not None]
        assert len(set(known)) == len(known), name


def test_the_codes_agree_with_the_registry_of_states() -> None:
    path = importlib.resources.files("dragoman.actors") / "data" / "states.csv"
    with Path(str(path)).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if len(row["id"]) == 3:
                cow = country_codes()[row["id"]].cow
                assert str(cow or "") == row["cow"], row["id"]


def test_every_sector_and_body_has_a_line_in_cameo() -> None:
    assert set(cameo_actors()) == set(ontology.SECTORS) | set(ontology.COUNTRY_CODES_INTERNATIONAL)
    assert (cameo_actors()["JRN"].type, cameo_actors()["MED"].type) == ("MED", "HLH")
