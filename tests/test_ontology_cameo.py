"""CAMEO by named table, the repaired crosswalk to PLOVER, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import ontology
from dragoman.errors import DragomanError

CASES = [(name, mode) for name, found in ontology.TYPES.items() for mode in (None, *found.modes)]

REPAIRED = {
    # the context name in the mode's place
    "175": ("ASSAULT", None),
    # modes that the manual does not list
    "0842": ("RETREAT", "release"),
    "085": ("CONCEDE", None),
    "132": ("THREATEN", "restrict"),
    "1321": ("THREATEN", "restrict"),
    "1322": ("THREATEN", "restrict"),
    "1712": ("ASSAULT", "destroy"),
    "1722": ("COERCE", "restrict"),
    "185": ("ASSAULT", "targeted"),
    "186": ("ASSAULT", "targeted"),
    "200": ("ASSAULT", None),
    "201": ("ASSAULT", None),
    "202": ("ASSAULT", "targeted"),
    "203": ("ASSAULT", None),
    # contexts that the manual does not list
    "0333": ("AGREE", None),
    "073": ("AID", None),
    "0863": ("RETREAT", "access"),
    "1033": ("REQUEST", "assist"),
    "1223": ("REJECT", "assist"),
    "1623": ("SANCTION", "discontinue"),
    "0811": ("CONCEDE", None),
    "0812": ("CONCEDE", None),
    "082": ("CONCEDE", None),
    # not mapped
    "0357": ("AGREE", None),
    "109": ("REQUEST", None),
    "1641": ("SANCTION", "expel"),
    "1642": ("SANCTION", "expel"),
    "1643": ("SANCTION", "expel"),
    # against the manual's own text
    "116": ("SANCTION", "convict"),
    "055": ("CONCEDE", None),
    "056": ("CONCEDE", None),
    "0813": ("CONCEDE", None),
    "0814": ("CONCEDE", None),
    "195": ("ASSAULT", "aerial"),
    "143": ("PROTEST", "strike"),
    "163": ("SANCTION", "discontinue"),
}


@pytest.mark.parametrize(("code", "expected"), REPAIRED.items())
def test_a_known_defect_of_the_published_crosswalk_is_repaired(
    code: str, expected: tuple[str, str | None]
) -> None:
    found = ontology.from_cameo(code)
    assert found is not None
    assert (found.event_type, found.mode) == expected
    assert found.repair_reason and found.repair_reason.endswith(".")
    assert found.printed


def test_a_repair_and_what_was_printed_go_together() -> None:
    for code, found in ontology.CROSSWALK.items():
        assert (found.printed is None) == (found.repair_reason is None), code
        now = "/".join(filter(None, (found.event_type, found.mode)))
        if found.contexts:
            now += f" [{';'.join(found.contexts)}]"
        assert found.printed != now, f"{code} is called repaired but stands as printed"


def test_the_crosswalk_uses_known_names_alone() -> None:
    for code, found in ontology.CROSSWALK.items():
        assert code in ontology.CAMEO_CODES
        named = filter(None, (found.mode, *found.other_modes))
        assert all(ontology.is_mode(found.event_type, mode) for mode in named), code
        assert set(found.contexts) <= set(ontology.CONTEXTS), code


def test_the_crosswalk_covers_every_code_but_statements_and_appeals() -> None:
    for code, found in ontology.CAMEO_CODES.items():
        dropped = found.root in ("01", "02")
        assert (ontology.from_cameo(code) is None) == dropped, code


def test_codes_that_name_two_modes_say_so() -> None:
    strike = ontology.from_cameo("143")
    assert strike is not None and strike.other_modes == ("boycott",)
    aerial = ontology.from_cameo("195")
    assert aerial is not None and aerial.other_modes == ("drone",)


@pytest.mark.parametrize(
    ("old", "new"), [("0357", "0356"), ("1641", "1661"), ("1642", "1662"), ("1643", "1663")]
)
def test_older_and_newer_numbers_mean_the_same(old: str, new: str) -> None:
    a, b = ontology.from_cameo(old), ontology.from_cameo(new)
    assert a is not None and b is not None
    assert (a.event_type, a.mode, a.contexts) == (b.event_type, b.mode, b.contexts)


def test_a_root_counts_as_its_general_code() -> None:
    assert ontology.from_cameo("04") == ontology.from_cameo("040")
    assert ontology.from_cameo("01") is None


@pytest.mark.parametrize(("event_type", "mode"), CASES)
def test_every_type_and_mode_has_a_way_back_or_a_reason(event_type: str, mode: str | None) -> None:
    chosen = ontology.choose_cameo(event_type, mode)
    if chosen.code is None:
        assert chosen.fit == "none" and chosen.reason
        return
    found = ontology.from_cameo(chosen.code)
    assert found is not None
    leads_back = found.event_type == event_type and mode in (found.mode, *found.other_modes)
    assert chosen.fit == ("exact" if leads_back else "nearest")
    assert leads_back or chosen.reason


def test_only_what_cameo_cannot_say_has_no_code() -> None:
    without = {case for case in CASES if ontology.to_cameo(*case) is None}
    assert without == {("COERCE", "misinformation"), ("COERCE", "cyber")}


def test_nearest_codes_stay_within_the_type_except_where_cameo_cannot_tell() -> None:
    crossing = set()
    for event_type, mode in CASES:
        code = ontology.to_cameo(event_type, mode)
        found = ontology.from_cameo(code) if code else None
        if found and found.event_type != event_type:
            crossing.add((event_type, mode))
    assert crossing == {("RETREAT", None), ("RETREAT", "ceasefire"), ("RETREAT", "resign")}


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (("CONSULT", "phone"), "041"),
        (("CONSULT", "visit"), "042"),
        (("AID",), "070"),
        (("AID", None, "future"), "033"),
        (("AID", None, "negated"), "122"),
        (("CONSULT", "visit", "future"), "036"),
        (("CONSULT", None, "negated"), "125"),
        (("RETREAT", "release", "future"), "0353"),
        (("RETREAT", "release", "negated"), "1243"),
        (("ASSAULT", "firearms", "future"), "138"),
        (("REQUEST", "meet", "future"), "106"),
        (("ASSAULT", "firearms", "historical"), "193"),
        (("ASSAULT", "firearms", "hypothetical"), None),
        (("ASSAULT", "firearms", "negated"), None),
        (("REJECT", "yield"), "124"),
    ],
)
def test_a_case_gets_its_code_by_mode_and_status(case: tuple[str, ...], code: str | None) -> None:
    assert ontology.to_cameo(*case) == code


def test_a_context_makes_the_code_finer() -> None:
    assert ontology.to_cameo("AID", contexts=("military",)) == "072"
    assert ontology.to_cameo("AID", contexts=("gender", "economic")) == "071"
    assert ontology.to_cameo("AID", contexts=("gender",)) == "070"
    assert ontology.to_cameo("AID", None, "future", contexts=("military",)) == "0332"
    assert ontology.to_cameo("ASSAULT", "firearms", contexts=("military",)) == "193"


@given(
    case=st.sampled_from(CASES),
    status=st.sampled_from(sorted(ontology.STATUSES)),
    contexts=st.lists(st.sampled_from(sorted(ontology.CONTEXTS)), max_size=3),
)
def test_every_case_has_a_known_code_or_a_reason(
    case: tuple[str, str | None], status: str, contexts: list[str]
) -> None:
    chosen = ontology.choose_cameo(*case, status, contexts)
    if chosen.code is None:
        assert chosen.fit == "none" and chosen.reason
    else:
        assert chosen.code in ontology.CAMEO_CODES
        assert chosen.fit in ("exact", "nearest")
        assert ontology.from_cameo(chosen.code) is not None


@given(case=st.sampled_from(CASES), context=st.sampled_from(sorted(ontology.CONTEXTS)))
def test_a_finer_code_stays_with_its_type(case: tuple[str, str | None], context: str) -> None:
    plain, finer = ontology.choose_cameo(*case), ontology.choose_cameo(*case, contexts=(context,))
    if finer == plain or finer.reason:
        return
    assert finer.code is not None
    found = ontology.from_cameo(finer.code)
    assert found is not None and found.event_type == case[0]
    assert context in found.contexts


def test_the_coarse_type_of_a_promise_or_refusal_follows_the_folding_of_statuses() -> None:
    for name, found in ontology.TYPES.items():
        code = ontology.to_cameo(name, None, "future")
        back = ontology.from_cameo(code) if code else None
        assert back is not None
        # CAMEO has the intent to yield under AGREE; PLOVER keeps an announced concession a CONCEDE
        expected = "AGREE" if name in ("CONCEDE", "RETREAT") else ontology.fold_status(name, "future")
        assert back.event_type == expected
        negated = ontology.to_cameo(name, None, "negated")
        assert (negated is None) == (found.quad in (3, 4))


def test_the_goldstein_tables_differ_on_six_codes() -> None:
    pairs = {
        code: (ontology.goldstein(code), ontology.goldstein(code, "icews")) for code in ontology.CAMEO_CODES
    }
    differ = {code: both for code, both in pairs.items() if None not in both and both[0] != both[1]}
    assert differ == {
        "016": (3.4, -5.0),
        "124": (-5.0, -4.0),
        "1246": (-5.0, -4.0),
        "163": (-6.5, -8.0),
        "164": (-7.0, -6.5),
        "166": (-8.0, -7.0),
    }
    assert sum(oeda is not None for oeda, _ in pairs.values()) == 287
    assert sum(icews is not None for _, icews in pairs.values()) == 312


def test_a_code_that_one_table_lacks_has_no_value_in_it() -> None:
    assert ontology.goldstein("0251") is None
    assert ontology.goldstein("0251", "icews") == -0.3
    assert ontology.goldstein("1641", "icews") is None


def test_goldstein_values_lie_on_the_scale() -> None:
    for found in ontology.CAMEO_CODES.values():
        assert all(value is None or -10 <= value <= 10 for value in found.goldstein.values())


@pytest.mark.parametrize(
    ("code", "quads"),
    [
        ("010", {"gdelt": 1, "phoenix": 0, "icews": 1, "plover_manual": None, "dragoman": None}),
        ("0871", {"gdelt": 2, "phoenix": 2, "icews": 2, "plover_manual": 1, "dragoman": 1}),
        ("141", {"gdelt": 3, "phoenix": 4, "icews": 4, "plover_manual": 4, "dragoman": 4}),
        ("163", {"gdelt": 4, "phoenix": 3, "icews": 4, "plover_manual": 3, "dragoman": 4}),
        ("190", {"gdelt": 4, "phoenix": 4, "icews": 4, "plover_manual": 4, "dragoman": 4}),
    ],
)
def test_the_quad_of_a_code_depends_on_the_scheme(code: str, quads: dict[str, int | None]) -> None:
    assert set(quads) == set(ontology.QUAD_SCHEMES)
    assert {scheme: ontology.quad_of_cameo(code, scheme) for scheme in quads} == quads


def test_every_code_and_type_has_a_quad_in_the_schemes_over_cameo() -> None:
    for scheme in ontology.CAMEO_SCHEMES:
        assert all(ontology.quad_of_cameo(code, scheme) in range(5) for code in ontology.CAMEO_CODES)
        assert all(ontology.quad(name, scheme) in range(1, 5) for name in ontology.TYPES)
    assert ontology.quad("PROTEST", "gdelt") == 3
    assert ontology.quad("CONCEDE", "gdelt") == 2


def test_codes_keep_their_leading_zeros_and_belong_to_a_root() -> None:
    for code, found in ontology.CAMEO_CODES.items():
        assert code.isdigit() and 2 <= len(code) <= 4
        assert found.root in ontology.CAMEO_CODES
        assert found.label or found.note, code


def test_unknown_codes_and_tables_are_refused() -> None:
    for bad in ("41", "999", "", "0411", "CONSULT"):
        with pytest.raises(DragomanError, match="E215"):
            ontology.from_cameo(bad)
    with pytest.raises(DragomanError, match="E215"):
        ontology.goldstein("999")
    with pytest.raises(DragomanError, match=r"E213.*oeda, icews"):
        ontology.goldstein("041", "gdelt")
    with pytest.raises(DragomanError, match=r"E212.*phoenix"):
        ontology.quad_of_cameo("041", "penta")
    with pytest.raises(DragomanError, match="E211"):
        ontology.to_cameo("AID", "phone")
    with pytest.raises(DragomanError, match="E214"):
        ontology.to_cameo("AID", None, "planned")
