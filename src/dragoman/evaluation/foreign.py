"""Predictions of other tools: CSV of who, whom and what by sentence, made into what the scorer reads.

Reports: ``document,sentence,source,target,code``, where ``sentence`` is the 0-based number of the gold, ``source`` and
``target`` are CAMEO actor codes or ISO countries with sectors (``USAGOV``, ``COD REB``), several parted by ``;``, and
``code`` is a CAMEO code or a PLOVER type, with a mode after a stroke if there is one (``CONSULT/phone``). Columns
``source_text``, ``target_text``, ``status`` and ``date`` are read where they are there.
Relations: ``sentence,code``, where ``sentence`` is the 0-based line of the gold.

CAMEO is mapped by the repaired crosswalk (``dragoman.ontology``); statements and appeals (01, 02), which PLOVER does
not have, are left out and counted. Coders that write a symmetrical act twice, once from either side, are not charged
for it: the mirrored row counts once.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman import ontology
from dragoman.actors.importers.petrarch import plover_codes
from dragoman.errors import DragomanError
from dragoman.ontology.plover import event_type_of

COLUMNS = {"reports": ("document", "sentence", "source", "target", "code"), "relations": ("sentence", "code")}
"""The columns that must be there."""

Row = Mapping[str, str]


@dataclass
class Foreign:
    """What a CSV holds: items as the scorer reads them, and how many rows have no type in PLOVER."""

    items: list[dict[str, Any]] = field(default_factory=list)
    dropped: int = 0


def read(path: Path, kind: str, gold: Mapping[str, Any] | None = None) -> Foreign:
    """The predictions in a CSV file. ``gold`` (needed for reports) tells where sentences stand.

    Raises ``DragomanError`` E107, E705 with the line, E210, E211, E215 for a code that no table has.
    """
    if kind not in COLUMNS:
        raise DragomanError("E705", str(path), detail=f"predictions of kind {kind} are JSON lines")
    found = Foreign()
    seen: set[tuple[Any, ...]] = set()
    for number, row in _rows(path, COLUMNS[kind]):
        where = f"{path}:{number}"
        coded = _code(row["code"], where)
        if coded is None:
            found.dropped += 1
            continue
        if kind == "relations":
            found.items.append({"index": _number(row, where), "type": coded[0]})
            continue
        report = _report(row, coded, gold or {"documents": []}, where)
        key = _act(report)
        if key not in seen:
            seen.add(key)
            found.items.append(report)
    return found


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise DragomanError("E705", str(path), detail=f"there is no column {', '.join(missing)}")
            for row in reader:
                yield reader.line_num, {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)}
    except FileNotFoundError as error:
        raise DragomanError("E107", str(path)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DragomanError("E705", str(path), detail=str(error)) from error


def _code(code: str, where: str) -> tuple[str, str | None] | None:
    """PLOVER type and mode of a code; None for what PLOVER drops."""
    if code[:1].isdigit():
        try:
            mapped = ontology.from_cameo(code)
        except DragomanError as error:
            raise DragomanError(error.code, where, **error.details) from error
        return (mapped.event_type, mapped.mode) if mapped else None
    name, _, mode = code.partition("/")
    try:
        return event_type_of(name.upper()).name, mode or None
    except DragomanError as error:
        raise DragomanError(error.code, where, **error.details) from error


def _number(row: Row, where: str) -> int:
    if not row["sentence"].isdigit():
        raise DragomanError("E705", where, detail=f"{row['sentence']!r} is no number of a sentence")
    return int(row["sentence"])


def _report(row: Row, coded: tuple[str, str | None], gold: Mapping[str, Any], where: str) -> dict[str, Any]:
    number = _number(row, where)
    sentences = next((d["sentences"] for d in gold["documents"] if d["id"] == row["document"]), None)
    if sentences is None or number >= len(sentences):
        detail = f"the gold has no sentence {number} of a document {row['document']!r}"
        raise DragomanError("E705", where, detail=detail)
    day = row.get("date") or None
    return {
        "document_id": row["document"],
        "predicate": {"text": None, "start": sentences[number][0]},
        "event_type": coded[0],
        "mode": coded[1],
        "status": row.get("status") or "actual",
        "date": {"start": day, "end": day} if day else None,
        "attribution": None,
        "actors": _parties(row["source"], row.get("source_text", ""), "source"),
        "recipients": _parties(row["target"], row.get("target_text", ""), "target"),
    }


def _parties(codes: str, text: str, side: str) -> list[dict[str, Any]]:
    texts = text.split(";") if text else []
    made = []
    for i, code in enumerate(c for c in codes.split(";") if c.strip(" -")):
        country, sectors = plover_codes(code.replace(" ", "").upper())
        named = texts[i].strip() if i < len(texts) else None
        made.append({"text": named, "start": (side, i), "country": country, "sector": sectors[0] if sectors else None})
    return made


def _act(report: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a row and its mirrored row share, for types that bind both sides alike; every other row is its own."""
    sides = [
        frozenset((p["country"], p["sector"], p["text"]) for p in report[side]) for side in ("actors", "recipients")
    ]
    mirrored = report["event_type"] in ("CONSULT", "COOPERATE", "AGREE") and all(sides)
    parties = frozenset(sides) if mirrored else tuple(sides)
    return report["document_id"], report["predicate"]["start"], report["event_type"], report["mode"], parties
