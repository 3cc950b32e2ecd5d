"""Who was what on which day."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.actors.registry import DATA, load_registry
from dragoman.actors.schema import holds_on
from dragoman.errors import DragomanError

REGISTRY = load_registry()


def person(name: str) -> str:
    (entry,) = REGISTRY.named(name)
    return entry.entity_id


def test_the_date_decides_which_bush_is_meant() -> None:
    assert REGISTRY.surname("Bush", day="1990-06-01")[0] == person("George H. W. Bush")
    assert REGISTRY.surname("Bush", day="2005-06-01")[0] == person("George W. Bush")


def test_a_surname_can_be_asked_for_in_one_country() -> None:
    found = REGISTRY.surname("Wu", "TWN", "2022-05-01")
    assert found[0] == person("Joseph Wu")
    assert all("TWN" in {role.country for role in REGISTRY.roles(p)} for p in found)


def test_either_of_two_spanish_surnames_is_enough() -> None:
    assert {person("Enrique Peña Nieto")} <= set(REGISTRY.surname("Pena Nieto"))
    assert {person("Enrique Peña Nieto")} <= set(REGISTRY.surname("Nieto"))


@pytest.mark.parametrize(
    ("name", "day", "country", "sector", "role"),
    [
        ("Vladimir Putin", "2010-01-01", "RUS", "GOV", "prime minister"),
        ("Barack Obama", "2012-01-01", "USA", "GOV", "president"),
        ("Barack Obama", "2018-01-01", "USA", "ELI", "former president"),
        ("Colin Powell", "1991-01-01", "USA", "MIL", "army chief"),
        ("Ban Ki-moon", "2010-01-01", "UNO", None, "secretary-general"),
    ],
)
def test_a_person_is_what_the_office_of_the_day_was(
    name: str, day: str, country: str, sector: str | None, role: str
) -> None:
    status = REGISTRY.status(person(name), day)
    assert (status.country, status.sector, status.role, status.certain) == (country, sector, role, True)


def test_an_office_that_was_open_is_uncertain_later() -> None:
    assert REGISTRY.status(person("Sergei Lavrov"), "2024-01-01").certain
    assert not REGISTRY.status(person("Sergei Lavrov"), "2040-01-01").certain


def test_states_have_no_sector_and_breakaways_that_of_their_kind() -> None:
    assert REGISTRY.status("FRA", None).sector is None
    abkhazia = REGISTRY.status("abkhazia", "2010-01-01")
    assert (abkhazia.country, abkhazia.sector) == ("GEO", "PRE")


def test_territories_and_regions_fold_into_their_state() -> None:
    assert REGISTRY.status("GRL", None).country == "DNK"
    assert REGISTRY.status("us-texas", None).country == "USA"
    assert REGISTRY.status("HKG", None).country == "HKG"


def test_the_pentagon_is_military() -> None:
    assert REGISTRY.status("pentagon", None).sector == "MIL"


def test_holders_of_an_office_on_a_day() -> None:
    def names(office: str, place: str, day: str) -> list[str]:
        return [REGISTRY.entity(role.person).name for role in REGISTRY.holders(office, place, day)]

    assert names("foreign minister", "USA", "2022-03-01")[0] == "Antony Blinken"
    assert names("head of government", "GBR", "1995-01-01")[0] == "John Major"
    assert names("secretary-general", "nato", "2022-03-01")[0] == "Jens Stoltenberg"
    assert names("president", "USA", "1700-01-01") == []


def test_an_unknown_id_is_an_error() -> None:
    with pytest.raises(KeyError):
        REGISTRY.entity("nobody")
    with pytest.raises(KeyError):
        REGISTRY.status("nobody", None)


def test_partial_days_hold_for_all_that_they_can_mean() -> None:
    assert holds_on("2005", "2006-02", "2005-01-01")
    assert holds_on("2005", "2006-02", "2006-02-28")
    assert not holds_on("2005", "2006-02", "2006-03-01")
    assert holds_on("", "", "1990-01-01")


def test_members_and_ties_are_dated(tmp_path: Path) -> None:
    write(tmp_path, "organisations", "id,name,country,source", "club,The Testers Club,IGO,test")
    write(tmp_path, "members", "organisation,member,start,end,source", "club,FRA,1990,2000-06-30,test")
    write(tmp_path, "ties", "kind,a,b,start,end,source", "treaty,FRA,GBR,1995,,test-only")
    registry = load_registry([tmp_path])
    assert registry.members("club", "1999-01-01") == ("FRA",)
    assert registry.members("club", "2001-01-01") == ()
    assert any(tie.source == "test-only" for tie in registry.ties("GBR", "FRA", "treaty", "1996-01-01"))
    assert not registry.ties("GBR", "FRA", "treaty", "1990-01-01")


def test_a_user_registry_stacks_over_ours(tmp_path: Path) -> None:
    write(tmp_path, "persons", "id,name,names,source", "p-ada,Ada Testperson,Adatest,test")
    write(
        tmp_path,
        "roles",
        "person,office,country,sector,start,end,end_kind,source",
        "p-ada,foreign minister,FRA,GOV,1850-01-01,1851-01-01,known,test",
    )
    registry = load_registry([tmp_path])
    assert registry.named("Ada Testperson")[0].entity_id == "p-ada"
    assert [match.text for match in registry.find("So Adatest said")] == ["Adatest"]
    assert registry.surname("Testperson") == ("p-ada",)
    assert registry.status("p-ada", "1850-06-01").role == "foreign minister"
    assert registry.named("Vladimir Putin"), "ours stay"
    assert not REGISTRY.named("Ada Testperson"), "and the plain registry does not know"


def test_the_same_registry_is_loaded_once() -> None:
    assert load_registry() is REGISTRY


def test_a_missing_or_damaged_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(DragomanError) as missing:
        load_registry([tmp_path / "none"])
    assert missing.value.code == "E107"
    write(tmp_path, "groups", "id,name,nonsense", "a,b,c")
    with pytest.raises(DragomanError) as damaged:
        load_registry([tmp_path])
    assert damaged.value.code == "E301"
    assert "groups.csv:1" in str(damaged.value)
    assert "nonsense" in str(damaged.value)


def write(folder: Path, table: str, *lines: str) -> None:
    (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_the_wheel_carries_the_data() -> None:
    assert (DATA / "states.csv").exists()


def test_a_surname_alone_recalls_who_is_in_office_or_was_of_late() -> None:
    registry = load_registry()
    merkel = registry.surname("Merkel", "DEU")[0]
    assert registry.is_remembered(merkel, "Merkel", "2010-05-01")
    assert registry.is_remembered(merkel, "Merkel", "2024-05-01")
    assert not registry.is_remembered(merkel, "Merkel", "1985-05-01")
    assert not registry.is_remembered(merkel, "Mercel", "2010-05-01")
