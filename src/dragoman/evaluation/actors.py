"""How well bare actor phrases are resolved: text and day to country and sector.

The gold (``actors_dev.jsonl``) holds a phrase a line: ``{id, text, date, country, sector}``. There null is
not scored
and the empty string means none. Its codes are NGEC's: ``HLH`` is health (our MED), ``JNK`` no actor,
``XKX`` Kosovo.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dragoman.actors import load_registry, resolve_phrase
from dragoman.errors import DragomanError
from dragoman.evaluation.counts import Unit
from dragoman.evaluation.forms import check

SECTOR_CODES = {"HLH": "MED", "JNK": ""}
NONE = "none"
"""No sector, in a confusion table."""

COUNTRY_CODES = {"XKX": "KOS", "JNK": ""}
_MONTHS = {
    m: f"{i:02d}"
    for i, m in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        start=1,
    )
}


def read_gold(path: Path | str) -> list[dict[str, Any]]:
    """The phrases of a gold file. Raises ``DragomanError`` E107 where it is missing, E701 where it is of
    another form.
    """
    path = Path(path)
    if not path.is_file():
        raise DragomanError("E107", str(path))
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except json.JSONDecodeError as error:
            raise DragomanError("E701", f"{path}:{number}", kind="actors", detail=str(error)) from error
        check("actors", item, f"{path}:{number}")
        found.append(item)
    return found


def predict(items: Iterable[dict[str, Any]]) -> Iterator[dict[str, str]]:
    """``{id, country, sector}`` for each phrase; the empty string where there is none."""
    registry = load_registry()
    for item in items:
        found = resolve_phrase(item["text"], iso_day(item.get("date")), registry)
        yield {"id": item["id"], "country": found.country or "", "sector": found.sector or ""}


def score(items: Iterable[dict[str, Any]], predictions: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The share of right countries and sectors among those the gold gives, and what was wrong."""
    counts = {"country": [0, 0], "sector": [0, 0]}
    wrong = []
    for item, field, gold, given in _answers(items, predictions):
        counts[field][0] += given == gold
        counts[field][1] += 1
        if given != gold:
            wrong.append({"id": item["id"], "text": item.get("text"), "field": field, "gold": gold, "given": given})
    return {
        "country": _share(counts["country"]),
        "countries": counts["country"][1],
        "sector": _share(counts["sector"]),
        "sectors": counts["sector"][1],
        "errors": wrong,
    }


def units(items: Iterable[dict[str, Any]], predictions: Iterable[dict[str, Any]]) -> list[Unit]:
    """What was counted in each phrase: countries as one class, sectors as a class each."""
    counted: dict[str, Unit] = {}
    for item, field, gold, given in _answers(items, predictions):
        unit = counted.setdefault(item["id"], Unit(item["id"]))
        wanted, made = ("country", "country") if field == "country" else (f"sector {gold}", f"sector {given}")
        unit.pair(wanted, None, given == gold)
        unit.pair(None, made, given == gold)
        if field == "sector":
            unit.confused[gold or NONE, given or NONE] += 1
    return list(counted.values())


def _answers(
    items: Iterable[dict[str, Any]], predictions: Iterable[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], str, str, str]]:
    """Phrase, field, right answer and given one, for everything the gold scores."""
    by_id = {p.get("id"): p for p in predictions}
    for item in items:
        predicted = by_id.get(item["id"], {})
        for field, codes in (("country", COUNTRY_CODES), ("sector", SECTOR_CODES)):
            gold = item.get(field)
            if gold is not None:
                given = predicted.get(field) or ""
                yield item, field, codes.get(gold, gold), codes.get(given, given)


def evaluate(gold_path: Path | str) -> dict[str, Any]:
    """Score Dragoman on a gold file of actor phrases: shares right (0..1), their bases, and the errors."""
    items = read_gold(gold_path)
    return score(items, predict(items))


def iso_day(value: str | None) -> str | None:
    """A day as ISO: "12 April 2022" is "2022-04-12"; None where it is none."""
    if not value:
        return None
    parts = value.split()
    if len(parts) == 3 and parts[1].lower() in _MONTHS and parts[0].isdigit():
        return f"{parts[2]}-{_MONTHS[parts[1].lower()]}-{int(parts[0]):02d}"
    return value


def _share(pair: list[int]) -> float:
    return round(pair[0] / pair[1], 4) if pair[1] else 0.0
