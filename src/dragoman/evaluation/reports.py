"""Coded reports against text-anchored gold.

A coded report stands in the sentence in which its predicate starts, and is right where a gold report of that sentence
accepts its type and their parties agree:

- two parties agree where their countries are equal; where the gold names no country, the coded party must have none and
  share half of its words;
- on each side one party must agree and at most half of the coded ones be wrong; where the gold has none, there must be
  none (one surplus recipient is forgiven, and so are missing recipients that the gold marks optional);
- of reciprocal parties two must be found, on whichever side;
- where all parties are of one country, who did it to whom must show in words (0.3) or in sectors.

Recall is over the gold's core reports, precision over everything coded in its sentences.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError

OPEN_OVERLAP = 0.5
"""Parties without a country agree where they share this part of their words."""

HOME_OVERLAP = 0.3
"""Inside one country parties agree where they share this part of their words."""

SPEAKER_OVERLAP = 0.3
SMALL_WORDS = frozenset(("the", "a", "an", "of", "s"))
PRONOUNS = frozenset(["i", "we", "us", "he", "she", "him", "her", "it", "they", "them", "you", "who", "which", "that"])

Record = Mapping[str, Any]


@dataclass
class Tally:
    """What was counted over the matched reports."""

    coded: int = 0
    core: int = 0
    found: int = 0
    right: int = 0
    dates: int = 0
    modes: int = 0
    statuses: list[tuple[str, str]] = field(default_factory=list)
    speakers: Counter[str] = field(default_factory=Counter)
    types: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[dict[str, Any]] = field(default_factory=list)


def read_gold(path: Path) -> dict[str, Any]:
    """A gold file of documents and reports. Raises ``DragomanError`` E107, E701."""
    if not path.is_file():
        raise DragomanError("E107", str(path))
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(gold, dict) or not {"documents", "reports"} <= set(gold):
            raise ValueError("it has no documents or no reports")
    except ValueError as error:
        raise DragomanError("E701", str(path), kind="reports", detail=str(error)) from error
    return gold


def predict(gold: Record) -> list[dict[str, Any]]:
    """What Dragoman codes of the gold's documents, as reports in their JSON form."""
    import msgspec

    from dragoman.coding import EventCoder
    from dragoman.records import Document

    documents = [
        Document(**{k: d.get(k) for k in ("id", "text", "title", "published", "dateline", "source")})
        for d in gold["documents"]
    ]
    return [msgspec.to_builtins(r) for coded in EventCoder.load().code(documents) for r in coded.reports]


def score(gold: Record, reports: Iterable[Record]) -> dict[str, Any]:
    """Precision, recall and F1; on matched reports date, mode, status and attribution; F1 by type; the errors.

    Raises ``DragomanError`` E701 where a record of either lacks what the form asks for.
    """
    try:
        return _summary(_tally(gold, reports))
    except (KeyError, TypeError) as error:
        raise DragomanError("E701", kind="reports", detail=f"missing {error}") from error


def _tally(gold: Record, reports: Iterable[Record]) -> Tally:
    sentences = {d["id"]: d["sentences"] for d in gold["documents"]}
    texts = {d["id"]: d["text"] for d in gold["documents"]}
    coded: dict[tuple[str, int], list[Record]] = {}
    for report in reports:
        start = report["predicate"]["start"]
        spans = sentences.get(report["document_id"], ())
        number = next((i for i, (a, b) in enumerate(spans) if a <= start < b), None)
        if number is not None:
            coded.setdefault((report["document_id"], number), []).append(report)
    wanted: dict[tuple[str, int], list[Record]] = {}
    for report in gold["reports"]:
        wanted.setdefault((report["doc"], report["sent"]), []).append(report)
    tally = Tally(coded=sum(map(len, coded.values())))
    for key in sorted({*coded, *wanted}):
        a, b = sentences[key[0]][key[1]]
        _match_sentence(tally, wanted.get(key, []), list(coded.get(key, [])), texts[key[0]][a:b])
    return tally


def _match_sentence(tally: Tally, wanted: Sequence[Record], left: list[Record], sentence: str) -> None:
    for report in sorted(wanted, key=lambda r: not r["core"]):
        hit = next((c for c in left if c["event_type"] in report["types"] and parties_agree(report, c)), None)
        tally.core += report["core"]
        if hit is None:
            if report["core"]:
                tally.types["missed", report["types"][0]] += 1
                tally.errors.append(
                    {"kind": "missed", "type": report["types"][0], "words": report["trigger"], "sentence": sentence}
                )
            continue
        left.remove(hit)
        tally.found += report["core"]
        tally.right += 1
        tally.types["right", hit["event_type"]] += 1
        _count_fields(tally, report, hit)
    for surplus in left:
        tally.types["surplus", surplus["event_type"]] += 1
        tally.errors.append(
            {
                "kind": "surplus",
                "type": surplus["event_type"],
                "words": surplus["predicate"]["text"],
                "sentence": sentence,
            }
        )


def _count_fields(tally: Tally, gold: Record, coded: Record) -> None:
    tally.dates += _same_date(gold["dates"], coded.get("date"))
    tally.modes += coded.get("mode") in gold["modes"]
    status = coded.get("status", "actual")
    tally.statuses.append((status if status in gold["statuses"] else gold["statuses"][0], status))
    speaker = gold["attribution"]
    if speaker == "either":
        return
    said = coded.get("attribution")
    tally.speakers["gold"] += bool(speaker)
    tally.speakers["coded"] += bool(said)
    tally.speakers["right"] += bool(said and speaker and overlap(said["text"], speaker["text"]) >= SPEAKER_OVERLAP)


def _same_date(accepted: Sequence[Record | None], coded: Record | None) -> bool:
    if coded is None:
        return None in accepted
    return any(d is not None and (d["start"], d["end"]) == (coded["start"], coded["end"]) for d in accepted)


def words(text: str | None) -> set[str]:
    """The words of a name that tell it from others, lower case."""
    return set(re.findall(r"\w+", (text or "").lower())) - SMALL_WORDS


def overlap(one: str | None, other: str | None) -> float:
    """Shared words over all words of two names, 0 to 1."""
    a, b = words(one), words(other)
    return len(a & b) / len(a | b) if a | b else 0.0


def parties_agree(gold: Record, coded: Record) -> bool:
    """Whether a coded report's parties are those of a gold report."""
    doers, targets = gold["actor"], gold["recipient"]
    actors, recipients = list(coded.get("actors") or ()), list(coded.get("recipients") or ())
    if {_place(p) for p in actors} & {_place(p) for p in recipients}:
        return False
    everybody = [*doers, *targets]
    countries = {p.get("country") for p in everybody}
    least = HOME_OVERLAP if len(everybody) > 1 and len(countries) == 1 and None not in countries else 0.0
    if gold.get("reciprocal"):
        both = [*actors, *recipients]
        met = sum(any(_same_party(g, c, least) for c in both) for g in doers)
        return _side_agrees(doers, both, least) and met >= min(2, len(doers))
    if bool(doers) != bool(actors) or (doers and not _side_agrees(doers, actors, least)):
        return False
    if not recipients:
        return not targets or bool(gold.get("recipient_optional"))
    return _side_agrees(targets, recipients, least) if targets else len(recipients) == 1


def _side_agrees(gold: Sequence[Record], coded: Sequence[Record], least: float) -> bool:
    right = sum(any(_same_party(g, c, least) for g in gold) for c in coded)
    return right > 0 and 2 * right >= len(coded)


def _same_party(gold: Record, coded: Record, least: float) -> bool:
    if not gold.get("country"):
        return not coded.get("country") and overlap(gold["text"], coded.get("text")) >= OPEN_OVERLAP
    if gold["country"] != coded.get("country"):
        return False
    same_sector = bool(gold.get("sector")) and gold["sector"] == coded.get("sector")
    return same_sector or overlap(gold["text"], coded.get("text")) >= least or gold["text"].lower() in PRONOUNS


def _place(party: Record) -> tuple[Any, Any, Any]:
    return party.get("start"), party.get("end"), party.get("text")


def _summary(tally: Tally) -> dict[str, Any]:
    precision, recall = _ratio(tally.right, tally.coded), _ratio(tally.found, tally.core)
    matched = len(tally.statuses)
    return {
        "coded": tally.coded,
        "core": tally.core,
        "matched": matched,
        "precision": precision,
        "recall": recall,
        "f1": _ratio(2 * precision * recall, precision + recall),
        "date": _ratio(tally.dates, matched),
        "mode": _ratio(tally.modes, matched),
        "status_macro_f1": _macro_f1(tally.statuses),
        "attribution_precision": _ratio(tally.speakers["right"], tally.speakers["coded"]),
        "attribution_recall": _ratio(tally.speakers["right"], tally.speakers["gold"]),
        "types": {
            name: {outcome: tally.types[outcome, name] for outcome in ("right", "missed", "surplus")}
            for name in sorted({name for _, name in tally.types})
        },
        "errors": tally.errors,
    }


def _macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    classes = {gold for gold, _ in pairs}
    scores = [
        _ratio(2 * sum(g == c == name for g, c in pairs), sum((g == name) + (c == name) for g, c in pairs))
        for name in classes
    ]
    return _ratio(sum(scores), len(scores))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
