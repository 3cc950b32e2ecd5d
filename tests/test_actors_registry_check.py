"""The check of a registry names file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.actors.lint import lint
from dragoman.errors import DragomanError

STATES = ("id,name,kind,source", "FRA,France,state,test", "GBR,United Kingdom,state,test")
OFFICES = ("office,rank,single", "president,1,yes", "minister,6,")
ROLES = "person,office,country,start,end,end_kind,source"
PERSONS = ("id,name,source", "p-a,Ada Aa,test", "p-b,Bea Bb,test")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "states", *STATES)
    write(tmp_path, "offices", *OFFICES)
    write(tmp_path, "persons", *PERSONS)
    return tmp_path


def write(folder: Path, table: str, *lines: str) -> None:
    (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def the_finding(folder: Path) -> DragomanError:
    (finding,) = lint([folder])
    assert finding.remedy
    return finding


def test_a_sound_registry_has_no_findings(folder: Path) -> None:
    write(folder, "roles", ROLES, "p-a,president,FRA,1990-01-01,1995-05-17,known,test")
    assert lint([folder]) == []


def test_an_unknown_country(folder: Path) -> None:
    write(folder, "groups", "id,name,country,source", "g,Gang,FRA,test", "h,Horde,XXX,test")
    finding = the_finding(folder)
    assert finding.code == "E302"
    assert "groups.csv:3" in str(finding)
    assert "XXX" in str(finding)


def test_an_unknown_sector(folder: Path) -> None:
    write(folder, "groups", "id,name,country,sector,source", "g,Gang,FRA,HLH,test")
    assert the_finding(folder).code == "E303"


@pytest.mark.parametrize(("start", "end"), [("1990-13-01", "1995"), ("1995", "1990"), ("yesterday", "1999")])
def test_a_bad_date(folder: Path, start: str, end: str) -> None:
    write(folder, "roles", ROLES, f"p-a,president,FRA,{start},{end},known,test")
    finding = the_finding(folder)
    assert finding.code == "E304"
    assert "roles.csv:2" in str(finding)


def test_an_end_that_its_kind_denies(folder: Path) -> None:
    write(folder, "roles", ROLES, "p-a,president,FRA,1990,1995,open,test")
    assert the_finding(folder).code == "E304"


def test_a_row_without_a_source(folder: Path) -> None:
    write(folder, "groups", "id,name,country,source", "g,Gang,FRA,")
    finding = the_finding(folder)
    assert finding.code == "E305"
    assert "source" in str(finding)


def test_two_presidents_at_a_time(folder: Path) -> None:
    write(
        folder,
        "roles",
        ROLES,
        "p-a,president,FRA,1990-01-01,1995-05-17,known,test",
        "p-b,president,FRA,1993-01-01,1999-01-01,known,test",
    )
    finding = the_finding(folder)
    assert finding.code == "E307"
    assert "roles.csv:3" in (finding.where or "")
    assert "roles.csv:2" in str(finding)


def test_a_handover_on_one_day_and_marked_overlaps_are_allowed(folder: Path) -> None:
    write(
        folder,
        "roles",
        ROLES,
        "p-a,president,FRA,1990-01-01,1995-05-17,known,test",
        "p-b,president,FRA,1995-05-17,1999-01-01,known,test",
        "p-a,president,FRA,1998-01-01,1999-05-17,known,test; sources differ",
        "p-a,minister,FRA,1998,1999,known,test",
        "p-b,minister,FRA,1998,1999,known,test",
    )
    assert lint([folder]) == []


def test_a_name_that_nothing_tells_apart(folder: Path) -> None:
    header = "id,name,country,kind,start,end,source"
    write(folder, "groups", header, "g,Red Front,FRA,party,1990,,test", "h,Red Front,FRA,party,1995,,test")
    finding = the_finding(folder)
    assert finding.code == "E306"
    assert "groups.csv:3" in (finding.where or "")
    write(
        folder, "groups", header, "g,Red Front,FRA,party,1990,1993,test", "h,Red Front,FRA,party,1995,,test"
    )
    assert lint([folder]) == []


def test_an_id_twice(folder: Path) -> None:
    write(folder, "groups", "id,name,country,source", "g,Gang,FRA,test", "g,Horde,FRA,test")
    assert the_finding(folder).code == "E306"


def test_a_circle_of_membership(folder: Path) -> None:
    write(folder, "organisations", "id,name,source", "a,Aa,test", "b,Bb,test", "c,Cc,test")
    write(folder, "members", "organisation,member,source", "a,b,test", "b,c,test", "c,a,test", "a,FRA,test")
    finding = the_finding(folder)
    assert finding.code == "E308"
    assert "a > b > c > a" in str(finding)


def test_a_role_of_nobody(folder: Path) -> None:
    write(folder, "roles", ROLES, "p-x,president,FRA,1990,1995,known,test")
    finding = the_finding(folder)
    assert finding.code == "E309"
    assert "p-x" in str(finding)


def test_a_damaged_file_is_one_finding_and_the_others_are_checked(folder: Path) -> None:
    write(folder, "groups", "id,name,country,source", "g,Gang,FRA")
    write(folder, "seats", "id,name,country,source", "s,Seat,XXX,test")
    assert {finding.code for finding in lint([folder])} == {"E301", "E302"}


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(DragomanError):
        lint([tmp_path / "none"])
