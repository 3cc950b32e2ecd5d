"""Coded reports against text-anchored gold.

A coded report stands in the sentence in which its predicate starts, and is right where a gold report of that sentence
accepts its type and their parties agree (``report_parties``). One gold report matches one coded report; core reports
choose first. Recall is over the gold's core reports, precision over everything coded in its sentences.

A surplus report is *doubled* where it would have been right, had another coded report not taken its gold report: the
same act coded twice. A span is *exact* where the document's characters at its offsets are its text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError
from dragoman.evaluation.counts import NOTHING, Unit
from dragoman.evaluation.forms import read_object
from dragoman.evaluation.report_parties import overlap, parties_agree, words

SPEAKER_OVERLAP = 0.3
"""A speaker is right where it shares this part of the gold speaker's words."""

Record = Mapping[str, Any]


@dataclass
class Tally:
    """What was counted over the gold's sentences; ``units`` are its documents."""

    units: dict[str, Unit] = field(default_factory=dict)
    dates: int = 0
    modes: int = 0
    doubled: int = 0
    statuses: list[tuple[str, str]] = field(default_factory=list)
    speakers: Counter[str] = field(default_factory=Counter)
    spans: Counter[str] = field(default_factory=Counter)
    errors: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """Where a sentence stands, and its words."""

    document: str
    number: int
    sentence: str


def read_gold(path: Path) -> dict[str, Any]:
    """A gold file of documents and reports. Raises ``DragomanError`` E107, E701."""
    return read_object(path, "reports")


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
    """Precision, recall and F1; on matched reports date, mode, status and attribution; exact spans; the errors.

    Raises ``DragomanError`` E701 where a record of either lacks what the form asks for.
    """
    return _summary(tally(gold, reports))


def units(gold: Record, reports: Iterable[Record]) -> list[Unit]:
    """What was counted in each of the gold's documents, by type of event. Raises ``DragomanError`` E701."""
    return list(tally(gold, reports).units.values())


def tally(gold: Record, reports: Iterable[Record]) -> Tally:
    """Everything that is counted. Raises ``DragomanError`` E701."""
    try:
        return _tally(gold, list(reports))
    except (KeyError, TypeError) as error:
        raise DragomanError("E701", kind="reports", detail=f"missing {error}") from error


def _tally(gold: Record, reports: Sequence[Record]) -> Tally:
    documents = {d["id"]: d for d in gold["documents"]}
    coded: dict[tuple[str, int], list[Record]] = {}
    counted = Tally(units={name: Unit(name) for name in documents})
    for report in reports:
        document = documents.get(report["document_id"])
        number = _sentence_of(report["predicate"]["start"], document["sentences"]) if document else None
        if document is None or number is None:
            continue
        coded.setdefault((report["document_id"], number), []).append(report)
        _count_spans(counted, report, document["text"])
    wanted: dict[tuple[str, int], list[Record]] = {}
    for report in gold["reports"]:
        wanted.setdefault((report["doc"], report["sent"]), []).append(report)
    for name, number in sorted({*coded, *wanted}):
        a, b = documents[name]["sentences"][number]
        place = _Place(name, number, documents[name]["text"][a:b])
        _match_sentence(counted, wanted.get((name, number), []), list(coded.get((name, number), [])), place)
    return counted


def _sentence_of(start: int, sentences: Sequence[Sequence[int]]) -> int | None:
    return next((i for i, (a, b) in enumerate(sentences) if a <= start < b), None)


def spans_of(report: Record) -> Iterator[Record]:
    """All spans of a coded report that have offsets."""
    days = [report.get("date"), report.get("planned_for")]
    single = [report.get("predicate"), report.get("place"), report.get("attribution")]
    single += [d.get("expression") for d in days if d]
    several = ("actors", "recipients", "quantities")
    for span in (*single, *(s for name in several for s in report.get(name) or ())):
        if span and span.get("end") is not None and span.get("text") is not None:
            yield span


def _count_spans(counted: Tally, report: Record, text: str) -> None:
    for span in spans_of(report):
        counted.spans["all"] += 1
        counted.spans["exact"] += text[span["start"] : span["end"]] == span["text"]


def _match_sentence(counted: Tally, wanted: Sequence[Record], left: list[Record], place: _Place) -> None:
    unit = counted.units[place.document]
    missed: list[Record] = []
    taken: list[Record] = []
    for report in sorted(wanted, key=lambda r: not r["core"]):
        hit = next((c for c in left if _is_right(report, c)), None)
        if hit is None:
            missed += [report] if report["core"] else []
            continue
        left.remove(hit)
        taken.append(report)
        unit.pair(report["types"][0], hit["event_type"], True, wanted=report["core"])
        unit.confused[report["types"][0], hit["event_type"]] += 1
        _count_fields(counted, report, hit)
    for report in missed:
        unit.pair(report["types"][0], None, False)
        near = _same_act(report, left)
        _tell(counted, "missed", report["types"][0], report["trigger"], place, near["event_type"] if near else None)
    for surplus in left:
        unit.pair(None, surplus["event_type"], False)
        counted.doubled += any(_is_right(report, surplus) for report in taken)
        _tell(counted, "surplus", surplus["event_type"], surplus["predicate"].get("text"), place)
    _confuse(unit, missed, left)


def _is_right(gold: Record, coded: Record) -> bool:
    return coded["event_type"] in gold["types"] and parties_agree(gold, coded)


def _same_act(gold: Record, coded: Iterable[Record]) -> Record | None:
    """The coded report that means the same act: its parties agree, or its predicate is the gold's trigger."""
    trigger = words(gold["trigger"])
    for report in coded:
        if parties_agree(gold, report) or words(report["predicate"].get("text")) & trigger:
            return report
    return None


def _confuse(unit: Unit, missed: Sequence[Record], surplus: Sequence[Record]) -> None:
    left = list(surplus)
    for report in missed:
        same = _same_act(report, left)
        if same is not None:
            left.remove(same)
        unit.confused[report["types"][0], same["event_type"] if same is not None else NOTHING] += 1
    for report in left:
        unit.confused[NOTHING, report["event_type"]] += 1


def _tell(
    counted: Tally, kind: str, event_type: str, trigger: str | None, place: _Place, near: str | None = None
) -> None:
    said = {"kind": kind, "type": event_type, "words": trigger, **({"coded": near} if near else {})}
    counted.errors.append({**said, "document": place.document, "sentence": place.sentence})


def _count_fields(counted: Tally, gold: Record, coded: Record) -> None:
    counted.dates += _same_date(gold["dates"], coded.get("date"))
    counted.modes += coded.get("mode") in gold["modes"]
    status = coded.get("status", "actual")
    counted.statuses.append((status if status in gold["statuses"] else gold["statuses"][0], status))
    speaker = gold.get("attribution")
    if speaker == "either":
        return
    said = coded.get("attribution")
    counted.speakers["gold"] += bool(speaker)
    counted.speakers["coded"] += bool(said)
    counted.speakers["right"] += bool(said and speaker and overlap(said["text"], speaker["text"]) >= SPEAKER_OVERLAP)


def _same_date(accepted: Sequence[Record | None], coded: Record | None) -> bool:
    if coded is None:
        return None in accepted
    return any(d is not None and (d["start"], d["end"]) == (coded["start"], coded["end"]) for d in accepted)


def _summary(counted: Tally) -> dict[str, Any]:
    every = counted.units.values()
    coded, core = sum(u.made.total() for u in every), sum(u.wanted.total() for u in every)
    matched = len(counted.statuses)
    precision = _ratio(sum(u.kept.total() for u in every), coded)
    recall = _ratio(sum(u.found.total() for u in every), core)
    return {
        "coded": coded,
        "core": core,
        "matched": matched,
        "precision": precision,
        "recall": recall,
        "f1": _ratio(2 * precision * recall, precision + recall),
        "date": _ratio(counted.dates, matched),
        "mode": _ratio(counted.modes, matched),
        "status_macro_f1": _macro_f1(counted.statuses),
        "attribution_precision": _ratio(counted.speakers["right"], counted.speakers["coded"]),
        "attribution_recall": _ratio(counted.speakers["right"], counted.speakers["gold"]),
        "exact_spans": _ratio(counted.spans["exact"], counted.spans["all"]) if counted.spans["all"] else None,
        "doubled": _ratio(counted.doubled, coded),
        "errors": counted.errors,
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
