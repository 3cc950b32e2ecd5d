"""The registry's bodies, groups, memberships and ties: complete, consistent, and true where spot-checked."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

import dragoman.actors
from dragoman.actors.schema import INTERNATIONAL, SECTORS
from dragoman.actors.schema import TABLES as COLUMNS

DATA = Path(dragoman.actors.__file__).parent / "data"
DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
OURS = ("organisations", "groups", "dated_status", "members", "ties")
TIE_KINDS = {
    "defence_treaty",
    "alliance",
    "territorial_dispute",
    "claims",
    "nonrecognition",
    "occupation",
    "union",
}

Row = dict[str, str]


def read(table: str) -> list[Row]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TABLES = {table: read(table) for table in OURS}
ENTITIES = {row["id"]: row for table in ("organisations", "groups") for row in TABLES[table]}
STATES = {row["id"] for row in read("states")}


def holds(row: Row, day: str) -> bool:
    """Whether a row's dates may hold on a day: partial dates are taken at their widest."""
    started = not row["start"] or row["start"] <= day
    ended = row["end"] not in ("", "open") and row["end"] < day[: len(row["end"])]
    return started and not ended


def members(organisation: str, day: str) -> set[str]:
    return {r["member"] for r in TABLES["members"] if r["organisation"] == organisation and holds(r, day)}


def status(entity: str, day: str) -> tuple[str, list[str]]:
    """Country and sectors of an entity on a day, by the dated rows first."""
    for row in TABLES["dated_status"]:
        if row["entity"] == entity and holds(row, day):
            return row["country"], row["sectors"].split(";")
    row = ENTITIES[entity]
    return row["country"], row["sectors"].split(";")


def named(name: str) -> set[str]:
    return {key for key, row in ENTITIES.items() if name in row["names"].split(";")}


@pytest.mark.parametrize("table", OURS)
def test_every_table_has_its_columns_and_no_ragged_row(table: str) -> None:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == COLUMNS[table]
    assert [row for row in rows if len(row) != len(header)] == []


def test_the_registry_is_as_large_as_promised() -> None:
    assert len(TABLES["organisations"]) >= 400
    assert len(TABLES["groups"]) >= 600
    assert len(TABLES["members"]) >= 1000
    assert len(TABLES["ties"]) >= 200
    assert len(TABLES["dated_status"]) >= 300


def test_at_least_four_hundred_organisations_are_bodies_of_states() -> None:
    kinds = Counter(row["kind"] for row in TABLES["organisations"])
    assert sum(kinds[kind] for kind in ("igo", "un", "eu", "court", "alliance", "bank", "forum")) >= 400


def test_ids_are_slugs_and_stand_once() -> None:
    ids = [row["id"] for table in ("organisations", "groups") for row in TABLES[table]]
    assert [key for key, count in Counter(ids).items() if count > 1] == []
    assert [key for key in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)] == []
    assert [key for key in ids if key in {row["id"] for row in read("seats")} | STATES] == []


def test_wikidata_ids_are_well_formed_and_stand_once() -> None:
    known = [row["wikidata"] for row in ENTITIES.values() if row["wikidata"]]
    assert all(re.fullmatch(r"Q[1-9]\d*", key) for key in known)
    assert len(known) == len(set(known))


def test_every_name_is_among_the_names_and_none_is_blank_or_doubled() -> None:
    for key, row in ENTITIES.items():
        names = row["names"].split(";")
        assert row["name"] in names, key
        assert len(names) == len(set(names)), key
        assert all(name == name.strip() and len(name) > 1 for name in names), key


def test_common_words_alone_are_no_names() -> None:
    words = {"Congress", "Parliament", "Labour", "Most", "Solidarity", "Senate", "Army", "Police"}
    assert [word for word in words if named(word)] == []


def test_countries_and_sectors_are_plovers() -> None:
    for row in [*ENTITIES.values(), *TABLES["dated_status"]]:
        assert row["country"] in STATES | INTERNATIONAL, row
        sectors = row["sectors"].split(";") if row["sectors"] else []
        assert set(sectors) <= SECTORS, row
        assert len(sectors) == len(set(sectors)), row
        assert sectors[:1] == ([row["sector"]] if row["sector"] else []), row


@pytest.mark.parametrize("table", OURS)
def test_dates_are_iso_and_in_order_and_every_row_has_a_source(table: str) -> None:
    for row in TABLES[table]:
        assert row["source"], row
        assert not row["start"] or DAY.fullmatch(row["start"]), row
        assert row["end"] in ("", "open") or DAY.fullmatch(row["end"]), row
        if row["start"] and row["end"] not in ("", "open"):
            assert row["start"][: len(row["end"])] <= row["end"], row


def test_dated_status_and_members_name_known_bodies_and_states() -> None:
    assert {row["entity"] for row in TABLES["dated_status"]} <= ENTITIES.keys()
    assert {row["organisation"] for row in TABLES["members"]} <= {r["id"] for r in TABLES["organisations"]}
    assert {row["member"] for row in TABLES["members"]} <= STATES


def test_an_entity_has_one_status_a_day() -> None:
    periods: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in TABLES["dated_status"]:
        periods[row["entity"]].append((row["start"], row["end"]))
    for entity, spans in periods.items():
        spans.sort()
        for (_, end), (start, _) in pairwise(spans):
            assert end not in ("", "open") and end < start, (entity, end, start)


def test_a_state_joins_no_body_twice_at_once() -> None:
    stays: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in TABLES["members"]:
        stays[row["organisation"], row["member"]].append((row["start"], row["end"]))
    for key, spans in stays.items():
        spans.sort()
        for (_, end), (start, _) in pairwise(spans):
            assert end not in ("", "open") and end < start, (key, end, start)


def test_ties_are_of_known_kinds_between_two_known_states() -> None:
    for row in TABLES["ties"]:
        assert row["kind"] in TIE_KINDS, row
        assert {row["a"], row["b"]} <= STATES and row["a"] != row["b"], row
        assert row["subject"], row
    keys = [tuple(row[column] for column in ("kind", "a", "b", "subject", "start")) for row in TABLES["ties"]]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("name", "country", "sector"),
    [
        ("NATO", "IGO", ""),
        ("North Atlantic Treaty Organisation", "IGO", ""),
        ("Collective Security Treaty Organization", "IGO", ""),
        ("World Bank", "IGO", ""),
        ("European Union", "EUR", ""),
        ("European Parliament", "EUR", "LEG"),
        ("UNHCR", "UNO", ""),
        ("International Court of Justice", "UNO", "JUD"),
        ("UNIFIL", "UNO", "MIL"),
        ("Amnesty International", "NGO", ""),
        ("Xinhua", "CHN", "JRN"),
        ("Antara", "IDN", "JRN"),
        ("FSB", "RUS", "SPY"),
        ("Northern Fleet", "RUS", "MIL"),
        ("SANDF", "ZAF", "MIL"),
        ("Quds Force", "IRN", "MIL"),
        ("Knesset", "ISR", "LEG"),
        ("Gazprom", "RUS", "BUS"),
        ("Tamil Tigers", "LKA", "REB"),
        ("Free Aceh Movement", "IDN", "REB"),
        ("al-Qaeda", "IMG", "REB"),
        ("Sinaloa Cartel", "MEX", "CRM"),
        ("CODECO", "COD", "PRM"),
        ("Scotland Yard", "GBR", "COP"),
        ("Harvard", "USA", "EDU"),
        ("Institutional Revolutionary Party", "MEX", "PTY"),
    ],
)
def test_well_known_names_have_their_country_and_sector(name: str, country: str, sector: str) -> None:
    (key,) = named(name)
    assert (ENTITIES[key]["country"], ENTITIES[key]["sector"]) == (country, sector)


@pytest.mark.parametrize(
    ("entity", "day", "country", "sectors"),
    [
        ("taliban", "1995-05-01", "AFG", ["REB"]),
        ("taliban", "2001-09-11", "AFG", ["GOV"]),
        ("taliban", "2010-05-01", "AFG", ["REB"]),
        ("taliban", "2022-05-01", "AFG", ["GOV"]),
        ("farc", "2005-01-01", "COL", ["REB"]),
        ("farc", "2019-01-01", "COL", ["PTY"]),
        ("spla", "1999-01-01", "SDN", ["REB"]),
        ("spla", "2013-01-01", "SSD", ["MIL"]),
        ("anc", "1993-06-01", "ZAF", ["PTY", "OPP"]),
        ("anc", "1997-06-01", "ZAF", ["PTY", "GOV"]),
        ("hts", "2024-12-07", "SYR", ["REB"]),
        ("hts", "2024-12-20", "SYR", ["GOV"]),
        ("labour-uk", "1997-04-30", "GBR", ["PTY", "OPP"]),
        ("labour-uk", "1997-05-03", "GBR", ["PTY", "GOV"]),
        ("ltte", "2006-06-01", "LKA", ["REB"]),
    ],
)
def test_status_follows_the_day(entity: str, day: str, country: str, sectors: list[str]) -> None:
    assert status(entity, day) == (country, sectors)


@pytest.mark.parametrize(
    ("organisation", "day", "count"),
    [
        ("nato", "1999-03-11", 16),
        ("nato", "1999-03-12", 19),
        ("nato", "2004-03-29", 26),
        ("nato", "2024-03-07", 32),
        ("eu", "1995-01-01", 15),
        ("eu", "2004-05-01", 25),
        ("eu", "2013-07-01", 28),
        ("eu", "2020-02-01", 27),
        ("eurozone", "2023-01-01", 20),
        ("asean", "1999-04-30", 10),
        ("arab-league", "1993-12-31", 22),
        ("african-union", "2017-12-31", 55),
        ("ecowas", "2010-01-01", 15),
        ("ecowas", "2025-02-01", 12),
        ("gcc", "1990-08-02", 6),
        ("g8", "2010-01-01", 8),
        ("csto", "2022-01-01", 6),
        ("un-security-council", "1990-01-01", 5),
        ("un-security-council", "2000-01-01", 5),
        ("un", "2012-01-01", 193),
        ("oecd", "2022-01-01", 38),
        ("council-of-europe", "2022-06-01", 46),
        ("osce", "2015-01-01", 57),
        ("warsaw-pact", "1985-01-01", 7),
    ],
)
def test_bodies_have_the_members_of_the_day(organisation: str, day: str, count: int) -> None:
    assert len(members(organisation, day)) == count


@pytest.mark.parametrize(
    ("subject", "pair"),
    [
        ("Kuril Islands", {"JPN", "RUS"}),
        ("Falkland Islands", {"ARG", "GBR"}),
        ("Kashmir", {"IND", "PAK"}),
        ("Senkaku Islands", {"CHN", "JPN"}),
        ("Taiwan", {"CHN", "TWN"}),
        ("Spratly Islands", {"CHN", "PHL"}),
        ("Crimea", {"RUS", "UKR"}),
        ("Golan Heights", {"ISR", "SYR"}),
        ("Nagorno-Karabakh", {"ARM", "AZE"}),
        ("Abyei", {"SDN", "SSD"}),
        ("Bakassi", {"CMR", "NGA"}),
        ("Western Sahara", {"MAR", "DZA"}),
    ],
)
def test_well_known_disputes_are_told(subject: str, pair: set[str]) -> None:
    assert any(row["subject"] == subject and {row["a"], row["b"]} == pair for row in TABLES["ties"])


def test_parties_of_one_name_are_all_candidates() -> None:
    assert {"labour-uk", "labour-norway", "labor-israel"} <= named("Labour Party")
    assert {"democratic-party", "dp-kor"} <= named("Democratic Party")
