"""A Wikidata JSON dump, streamed: people with a position held (P39) and its dates, and organisations.

The dump is read line by line (plain, ``.gz`` or ``.bz2``), so its size does not matter; twice, because what a
position is called stands elsewhere in the dump than who held it.
"""

from __future__ import annotations

import bz2
import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from dragoman.actors.importers.tables import Imported
from dragoman.actors.positions import office_of
from dragoman.actors.registry import Registry, load_registry
from dragoman.errors import DragomanError

HUMAN = "Q5"
POSITION_HELD, START_TIME, END_TIME = "P39", "P580", "P582"
INSTANCE_OF, COUNTRY, APPLIES_TO, DISSOLVED, INCEPTION = "P31", "P17", "P1001", "P576", "P571"

ORGANISATION_CLASSES: dict[str, tuple[str, str, str]] = {
    # class: (table, kind, sector)
    "Q484652": ("organisations", "international organisation", ""),
    "Q245065": ("organisations", "international organisation", ""),
    "Q79913": ("organisations", "ngo", ""),
    "Q192350": ("groups", "ministry", "GOV"),
    "Q327333": ("groups", "government agency", "GOV"),
    "Q7278": ("groups", "party", "PTY"),
    "Q17149090": ("groups", "armed", "UAF"),
    "Q1788992": ("groups", "armed", "UAF"),
    "Q47913": ("groups", "intelligence agency", "SPY"),
}
"""Which Wikidata classes are taken as organisations, and as what."""

Item = dict[str, Any]


def import_wikidata(
    paths: Iterable[Path], registry: Registry | None = None, source: str = "Wikidata"
) -> Imported:
    """People with dated positions and organisations of a dump as registry rows.

    Countries are resolved with ``registry`` (Dragoman's own where none is given). Raises ``DragomanError``
    E107 for a missing file, E105 where a line is broken JSON and E301 where the dump is cut off.
    """
    known = registry or load_registry()
    states = (state for kind in ("state", "former") for state in known.entities(kind))
    countries = {state.wikidata: state.id for state in states if state.wikidata}
    files = list(paths)
    imported = Imported()
    held: list[tuple[str, Item]] = []
    for item, place in _items(files):
        classes = set(_targets(item, INSTANCE_OF))
        if HUMAN in classes:
            held.extend(_positions(item, imported, place, source))
        else:
            _add_organisation(imported, item, classes, countries, source)
    _add_roles(imported, held, _described(files, {claim["position"] for _, claim in held}), countries, source)
    return imported


def _items(paths: Iterable[Path]) -> Iterator[tuple[Item, str]]:
    """The items of the dumps with the file and line of each."""
    for path in paths:
        if not path.is_file():
            raise DragomanError("E107", str(path))
        number = 0
        try:
            with _opened(path) as lines:
                for number, line in enumerate(lines, start=1):
                    text = line.strip().rstrip(",")
                    if text not in ("", "[", "]"):
                        yield json.loads(text), f"{path}:{number}"
        except json.JSONDecodeError as error:
            raise DragomanError("E105", f"{path}:{number}", detail=error.msg) from error
        except EOFError as error:
            raise DragomanError(
                "E301", f"{path}:{number}", detail="the compressed dump is cut off"
            ) from error


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    if path.suffix == ".bz2":
        return bz2.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _positions(item: Item, imported: Imported, place: str, source: str) -> Iterator[tuple[str, Item]]:
    """Enters a person who held a position and yields (person, position with its days)."""
    name = _label(item)
    claims = [claim for claim in item.get("claims", {}).get(POSITION_HELD, ()) if _target(claim["mainsnak"])]
    if not claims:
        return
    if not name:
        imported.skipped.append((place, f"{item.get('id')} has no English label"))
        return
    names = [alias["value"].replace(";", ",") for alias in item.get("aliases", {}).get("en", ())]
    imported.add(
        "persons", id=item["id"], wikidata=item["id"], name=name, names=";".join(names), source=source
    )
    for claim in claims:
        if claim.get("rank") != "deprecated":
            yield (
                item["id"],
                {
                    "position": _target(claim["mainsnak"]),
                    "start": _day(claim, START_TIME),
                    "end": _day(claim, END_TIME),
                },
            )


def _described(paths: Iterable[Path], wanted: set[str]) -> dict[str, tuple[str, list[str]]]:
    """Label and countries of the wanted positions, from a second pass."""
    return {
        item["id"]: (_label(item), [*_targets(item, APPLIES_TO), *_targets(item, COUNTRY)])
        for item, _ in _items(paths)
        if item.get("id") in wanted
    }


def _add_roles(
    imported: Imported,
    held: Iterable[tuple[str, Item]],
    described: dict[str, tuple[str, list[str]]],
    countries: dict[str, str],
    source: str,
) -> None:
    registry = load_registry()
    for person, claim in held:
        title, places = described.get(claim["position"], ("", []))
        if not title:
            imported.skipped.append((person, f"the dump does not describe position {claim['position']}"))
            continue
        office = office_of(
            title.split(" of ")[0] if title.startswith(("President of", "Prime Minister of")) else title
        )
        sectors = registry.office_sectors(office)
        imported.add(
            "roles",
            person=person,
            office=office,
            title=title,
            country=next((countries[place] for place in places if place in countries), None),
            sector=sectors[0] if sectors else None,
            sectors=";".join(sectors),
            start=claim["start"],
            end=claim["end"],
            end_kind="known" if claim["end"] else "unknown",
            source=source,
        )


def _add_organisation(
    imported: Imported, item: Item, classes: set[str], countries: dict[str, str], source: str
) -> None:
    found = next((ORGANISATION_CLASSES[c] for c in ORGANISATION_CLASSES if c in classes), None)
    name = _label(item)
    if found is None or not name:
        return
    table, kind, sector = found
    country = next((countries[place] for place in _targets(item, COUNTRY) if place in countries), None)
    international = {"international organisation": "IGO", "ngo": "NGO"}.get(kind)
    names = [alias["value"].replace(";", ",") for alias in item.get("aliases", {}).get("en", ())]
    imported.add(
        table,
        id=item["id"],
        wikidata=item["id"],
        name=name,
        names=";".join(names),
        country=international or country,
        sector=sector,
        sectors=sector,
        kind=kind,
        start=_first_time(item, INCEPTION),
        end=_first_time(item, DISSOLVED),
        source=source,
    )


def _label(item: Item) -> str:
    return str(item.get("labels", {}).get("en", {}).get("value", ""))


def _target(snak: Item) -> str | None:
    """The id of the item that a snak points to; None for no or unknown value."""
    value = snak.get("datavalue", {}).get("value")
    return value.get("id") if isinstance(value, dict) else None


def _targets(item: Item, prop: str) -> list[str]:
    claims = item.get("claims", {}).get(prop, ())
    return [target for claim in claims if (target := _target(claim.get("mainsnak", {})))]


def _day(claim: Item, prop: str) -> str | None:
    snaks = claim.get("qualifiers", {}).get(prop, ())
    return _time(snaks[0]) if snaks else None


def _first_time(item: Item, prop: str) -> str | None:
    claims = item.get("claims", {}).get(prop, ())
    return _time(claims[0].get("mainsnak", {})) if claims else None


def _time(snak: Item) -> str | None:
    """A Wikidata time as a partial ISO day by its precision: 9 year, 10 month, 11 day; coarser is unknown."""
    value = snak.get("datavalue", {}).get("value")
    if not isinstance(value, dict) or not str(value.get("time", "")).startswith("+"):
        return None
    length = {9: 4, 10: 7, 11: 10}.get(int(value.get("precision", 0)))
    return str(value["time"])[1 : 1 + length] if length else None
