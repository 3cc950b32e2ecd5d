"""A Wikidata dump becomes persons, roles and organisations."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.actors.importers import import_wikidata
from dragoman.actors.registry import load_registry
from dragoman.errors import DragomanError


def item(
    entity: str, label: str, claims: dict[str, list[Any]], aliases: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {
        "id": entity,
        "labels": {"en": {"value": label}} if label else {},
        "aliases": {"en": [{"value": alias} for alias in aliases]},
        "claims": claims,
    }


def to(entity: str, **qualifiers: Any) -> dict[str, Any]:
    return {
        "mainsnak": {"datavalue": {"value": {"id": entity}}},
        "qualifiers": {prop: [snak] for prop, snak in qualifiers.items()},
        "rank": "normal",
    }


def time(day: str, precision: int = 11) -> dict[str, Any]:
    return {"datavalue": {"value": {"time": f"+{day}T00:00:00Z", "precision": precision}}}


PERSON = item(
    "Q900001",
    "Rudolf Testmann",
    {
        "P31": [to("Q5")],
        "P39": [to("Q900002", P580=time("1990-03-01"), P582=time("1994-00-00", 9)), to("Q900009")],
    },
    ("R. Testmann",),
)
OFFICE = item("Q900002", "Minister of Foreign Affairs", {"P1001": [to("Q142")]})
PARTY = item("Q900003", "Ruritanian Test Party", {"P31": [to("Q7278")], "P17": [to("Q142")]})


def dump(path: Path, *items: dict[str, Any]) -> Path:
    lines = ["[", *(json.dumps(one) + "," for one in items), "]"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_person_with_a_dated_position_is_known_on_that_day(tmp_path: Path) -> None:
    imported = import_wikidata([dump(tmp_path / "dump.json", PERSON, OFFICE, PARTY)])
    assert imported.counts() == {"persons": 1, "groups": 1, "roles": 1}
    imported.write(tmp_path / "mine")
    registry = load_registry([tmp_path / "mine"])
    status = registry.status("Q900001", "1992-01-01")
    assert (status.country, status.sector, status.role) == ("FRA", "GOV", "foreign minister")
    (role,) = registry.roles("Q900001")
    assert (role.start, role.end, role.end_kind) == ("1990-03-01", "1994", "known")
    assert registry.status("Q900003", None).sector == "PTY"


def test_a_position_that_the_dump_does_not_describe_is_noted(tmp_path: Path) -> None:
    imported = import_wikidata([dump(tmp_path / "dump.json", PERSON, OFFICE)])
    assert ("Q900001", "the dump does not describe position Q900009") in imported.skipped


def test_compressed_dumps_are_read(tmp_path: Path) -> None:
    plain = dump(tmp_path / "dump.json", PERSON, OFFICE)
    packed = tmp_path / "dump.json.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert import_wikidata([packed]).counts() == import_wikidata([plain]).counts()


def test_a_dump_that_is_cut_off_is_an_error(tmp_path: Path) -> None:
    plain = dump(tmp_path / "dump.json", PERSON, OFFICE)
    packed = tmp_path / "dump.json.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes())[:-20])
    with pytest.raises(DragomanError) as cut:
        import_wikidata([packed])
    assert cut.value.code == "E301"


def test_broken_json_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    path.write_text('[\n{"id": "Q1",\n', encoding="utf-8")
    with pytest.raises(DragomanError) as broken:
        import_wikidata([path])
    assert broken.value.code == "E105"
    assert "dump.json:2" in str(broken.value)


def test_a_missing_dump_says_so(tmp_path: Path) -> None:
    with pytest.raises(DragomanError) as missing:
        import_wikidata([tmp_path / "none.json"])
    assert missing.value.code == "E107"
