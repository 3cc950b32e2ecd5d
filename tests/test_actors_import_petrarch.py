"""PETRARCH dictionaries become registry rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.actors import resolve_phrase
from dragoman.actors.importers import import_petrarch
from dragoman.actors.importers.petrarch import (
    dictionary_day,
    plover_codes,
    read_actors,
    read_agents,
    reading_case,
)
from dragoman.actors.lint import lint
from dragoman.actors.registry import DATA, load_registry
from dragoman.errors import DragomanError

DICTIONARY = """\
# a comment
RURITANIAN_LIBERATION_ARMY_  ; another
+R.L.A._
+ARMY_OF_RURITANIA_
\t[FRAREB 900101-991231]
\t[FRAGOVMIL >20000101]
ZENDA_TIMES_ [FRAMED]
"""


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    path = tmp_path / "test.actors.txt"
    path.write_text(DICTIONARY, encoding="utf-8")
    return path


def test_names_synonyms_and_dated_codes_are_read(dictionary: Path) -> None:
    army, paper = read_actors(dictionary)
    assert army.names == ("Ruritanian Liberation Army", "R.L.A.", "Army of Ruritania")
    assert [tuple(code) for code in army.codes] == [
        ("FRAREB", "1990-01-01", "1999-12-31"),
        ("FRAGOVMIL", "2000-01-01", None),
    ]
    assert (army.line, paper.line) == (2, 7)


def test_an_imported_dictionary_answers_by_date(dictionary: Path, tmp_path: Path) -> None:
    import_petrarch([dictionary]).write(tmp_path / "mine")
    registry = load_registry([tmp_path / "mine"])
    (entry,) = registry.named("Army of Ruritania")
    assert registry.status(entry.entity_id, "1995-06-01").sector == "REB"
    now = registry.status(entry.entity_id, "2005-06-01")
    assert (now.country, now.sectors) == ("FRA", ("GOV", "MIL"))
    (paper,) = registry.named("Zenda Times")
    assert registry.status(paper.entity_id, None).sector == "JRN", "CAMEO's MED is PLOVER's JRN"


@pytest.mark.parametrize(
    ("digits", "day"), [("900131", "1990-01-31"), ("070101", "2007-01-01"), ("19390322", "1939-03-22")]
)
def test_days_have_two_or_four_digit_years(digits: str, day: str) -> None:
    assert dictionary_day(digits) == day


@pytest.mark.parametrize("digits", ["2004017", "991301", "90023", ""])
def test_what_is_no_day_is_refused(digits: str) -> None:
    with pytest.raises(ValueError, match="no day"):
        dictionary_day(digits)


@pytest.mark.parametrize("code", ["[FRAREB 9008223-991231]", "[FRAREB 990101-980101]"])
def test_a_damaged_code_is_noted_with_its_line_and_passed_over(tmp_path: Path, code: str) -> None:
    path = tmp_path / "bad.actors.txt"
    path.write_text(f"OLD_GUARD_\n\t{code}\n\t[FRAGOV]\n", encoding="utf-8")
    imported = import_petrarch([path])
    assert len(imported.rows["groups"]) == 1
    assert imported.skipped[0][0].endswith(":2")


@pytest.mark.parametrize(
    ("code", "country", "sectors"),
    [
        ("RUSGOVMIL", "RUS", ("GOV", "MIL")),
        ("IGOUNOHLH", "UNO", ("MED",)),
        ("IGOEUREEC", "EUR", ()),
        ("NGOHRI", "NGO", ()),
        ("~JUD", None, ("JUD",)),
        ("KSVGOV", "KOS", ("GOV",)),
    ],
)
def test_cameo_codes_become_plover_codes(code: str, country: str | None, sectors: tuple[str, ...]) -> None:
    assert plover_codes(code) == (country, sectors)


def test_names_are_put_in_the_case_of_news() -> None:
    assert reading_case("VALERY_GISCARD_D'ESTAING_") == "Valery Giscard D'Estaing"
    assert reading_case("+SAMIR_AL-HADI") == "Samir Al-Hadi"
    assert reading_case("KIM_JONG-UN_") == "Kim Jong-un"


def test_agents_are_read_with_their_sets(tmp_path: Path) -> None:
    path = tmp_path / "test.agents.txt"
    path.write_text(
        "!PERSON! = MAN, WOMAN\nFARMER [~AGR]\nDAIRY!PERSON! [~AGR]  # c\nBANK {BANKS} [~BUS]\n",
        encoding="utf-8",
    )
    agents = [(agent.name, agent.code) for agent in read_agents(path)]
    assert agents == [("farmer", "AGR"), ("dairyman", "AGR"), ("dairywoman", "AGR"), ("bank", "BUS")]


def test_a_file_without_actors_or_without_itself_is_an_error(tmp_path: Path) -> None:
    empty = tmp_path / "empty.actors.txt"
    empty.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(DragomanError) as nothing:
        import_petrarch([empty])
    assert nothing.value.code == "E301"
    with pytest.raises(DragomanError) as missing:
        import_petrarch([tmp_path / "none.actors.txt"])
    assert missing.value.code == "E107"


def test_agents_become_nouns_that_a_stacked_registry_knows(tmp_path: Path) -> None:
    path = tmp_path / "mine.agents.txt"
    path.write_text("!PERSON! = MAN, WOMAN\nFLARGLE [~REB]\nGOAT!PERSON! [~AGR]\nOBELISK [~DEV]\n", encoding="utf-8")
    imported = import_petrarch([path])
    imported.write(tmp_path / "own")
    assert imported.counts() == {"nouns": 3}
    assert [why for _, why in imported.skipped] == ["PLOVER has no sector for DEV"]
    own = load_registry((tmp_path / "own",))
    assert resolve_phrase("Kenyan flargles", None, own).sector == "REB"
    assert resolve_phrase("Kenyan flargles", None, load_registry()).sector is None
    assert not [f for f in lint([DATA, tmp_path / "own"]) if str(tmp_path) in (f.where or "")]


def test_regions_of_the_world_and_unknown_codes_leave_the_country_empty(tmp_path: Path) -> None:
    path = tmp_path / "mine.actors.txt"
    path.write_text("SAHARA_LEAGUE_ [AFRREB]\nODD_LEAGUE_ [QQQREB]\n", encoding="utf-8")
    imported = import_petrarch([path])
    assert [row["country"] for row in imported.rows["groups"]] == ["", ""]
    assert [why for _, why in imported.skipped] == ["no state has the code QQQ; the country stays empty"]
