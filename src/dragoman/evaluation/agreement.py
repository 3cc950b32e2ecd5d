"""Agreement between two codings of the same documents: two coders, or two passes.

F1 is the scorer's own: one coding is gold, the other is what was coded, and then the other way round; the figure is
the mean of the two. Only reports that a coder holds for certain (``core``) must be found or count as surplus.

For kappa the reports of a sentence are paired where they mean the same act: their triggers share characters, or, among
what is left, their parties agree. Cohen's kappa (1960) is over the preferred types and the statuses of the pairs, so it
says how far the coders name the same act alike, and not how far they see the same acts: that is in F1 and in the counts
of reports that only one has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.errors import DragomanError
from dragoman.evaluation.forms import read_object
from dragoman.evaluation.report_parties import overlap, parties_agree, words
from dragoman.evaluation.reports import SPEAKER_OVERLAP, units
from dragoman.evaluation.resampling import DRAWS, SEED, intervals

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Pair:
    """A report of either coding, or of one alone, and whether the two agree on type, parties and the rest."""

    first: Record | None
    second: Record | None

    @property
    def differs(self) -> tuple[str, ...]:
        """What the two coders see differently; ``alone`` where only one has the report."""
        if self.first is None or self.second is None:
            return ("alone",)
        found = []
        if not set(self.first["types"]) & set(self.second["types"]):
            found.append("type")
        if not parties_agree(self.first, as_coded(self.second)) and not parties_agree(
            self.second, as_coded(self.first)
        ):
            found.append("parties")
        found += [name for name in ("statuses", "dates", "modes") if not _meet(self.first[name], self.second[name])]
        if not _same_speaker(self.first.get("attribution"), self.second.get("attribution")):
            found.append("attribution")
        return tuple(found)


def read_coding(path: Path) -> dict[str, Any]:
    """A coding: a file of the form of reports. Raises ``DragomanError`` E107, E701."""
    return read_object(path, "reports")


def agreement(first: Record, second: Record) -> dict[str, Any]:
    """How far two codings agree: F1 both ways and their mean, kappa of type and status, and every disagreement.

    ``f1`` accepts every type that a coder accepts; ``f1_preferred`` asks for the same preferred type. Raises
    ``DragomanError`` E704 where the two are not of the same documents.
    """
    texts = {d["id"]: d["text"] for d in first["documents"]}
    if texts != {d["id"]: d["text"] for d in second["documents"]}:
        raise DragomanError("E704")
    pairs = paired(first["reports"], second["reports"])
    both = [p for p in pairs if p.first is not None and p.second is not None]
    sentences = {d["id"]: d["sentences"] for d in first["documents"]}
    return {
        "first": len(first["reports"]),
        "second": len(second["reports"]),
        "both": len(both),
        "f1": _mean_f1(first, second),
        "f1_preferred": _mean_f1(_preferred(first), _preferred(second)),
        "kappa_type": _kappa(both, "types"),
        "kappa_status": _kappa(both, "statuses"),
        "differences": dict(Counter(name for p in pairs for name in p.differs).most_common()),
        "errors": [_told(p, texts, sentences) for p in pairs if p.differs],
    }


def paired(first: Iterable[Record], second: Iterable[Record]) -> list[Pair]:
    """The reports of two codings, side by side, in the order of sentences; each stands in one pair."""
    ours, theirs = _by_sentence(first), _by_sentence(second)
    pairs = []
    for key in sorted({*ours, *theirs}):
        left = list(theirs.get(key, []))
        waiting = []
        for report in ours.get(key, []):
            other = _nearest(report, left)
            if other is None:
                waiting.append(report)
                continue
            left.remove(other)
            pairs.append(Pair(report, other))
        for report in waiting:
            other = next((o for o in left if _same_parties(report, o)), None)
            if other is not None:
                left.remove(other)
            pairs.append(Pair(report, other))
        pairs += [Pair(None, other) for other in left]
    return pairs


def as_coded(report: Record) -> dict[str, Any]:
    """A gold report as if a program had coded it: its first answers."""
    return {
        "document_id": report["doc"],
        "predicate": {"text": report["trigger"], "start": report.get("start"), "end": report.get("end")},
        "event_type": report["types"][0],
        "mode": report["modes"][0],
        "status": report["statuses"][0],
        "date": report["dates"][0],
        "attribution": None if report.get("attribution") == "either" else report.get("attribution"),
        "actors": report["actor"],
        "recipients": report["recipient"],
    }


def cohen_kappa(table: np.ndarray[Any, Any]) -> float:
    """Cohen's kappa of a square table of counts, first coder by second; 1 where chance alone would agree wholly."""
    total = table.sum()
    if not total:
        return 0.0
    agreed = float(np.trace(table) / total)
    chance = float((table.sum(axis=0) * table.sum(axis=1)).sum() / total**2)
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def _by_sentence(reports: Iterable[Record]) -> dict[tuple[str, int], list[Record]]:
    found: dict[tuple[str, int], list[Record]] = {}
    for report in reports:
        found.setdefault((report["doc"], report["sent"]), []).append(report)
    return found


def _nearest(report: Record, others: Sequence[Record]) -> Record | None:
    """The report whose trigger shares most with this one's, types and parties deciding between equals."""
    best, most = None, (0.0, False, False)
    for other in others:
        shared = _shared(report, other)
        here = (shared, bool(set(report["types"]) & set(other["types"])), _same_parties(report, other))
        if shared > 0 and here > most:
            best, most = other, here
    return best


def _shared(one: Record, other: Record) -> float:
    if one.get("start") is None or other.get("start") is None:
        return overlap(one["trigger"], other["trigger"])
    common = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return float(common > 0 and bool(words(one["trigger"]) & words(other["trigger"])))


def _same_parties(one: Record, other: Record) -> bool:
    return parties_agree(one, as_coded(other))


def _mean_f1(first: Record, second: Record) -> dict[str, float]:
    ways = [intervals(units(gold, _coded(other, gold)))["f1"] for gold, other in ((first, second), (second, first))]
    mean = {name: sum(way[name] for way in ways) / 2 for name in ("value", "low", "high")}
    return {**mean, "first_as_gold": ways[0]["value"], "second_as_gold": ways[1]["value"]}


def _coded(coding: Record, gold: Record) -> list[dict[str, Any]]:
    """The certain reports of a coding as coded ones; without offsets they stand at the start of their sentence."""
    sentences = {d["id"]: d["sentences"] for d in gold["documents"]}
    made = []
    for report in coding["reports"]:
        if report["core"]:
            coded = as_coded(report)
            if coded["predicate"]["start"] is None:
                coded["predicate"]["start"] = sentences[report["doc"]][report["sent"]][0]
            made.append(coded)
    return made


def _preferred(coding: Record) -> dict[str, Any]:
    return {**coding, "reports": [{**r, "types": r["types"][:1]} for r in coding["reports"]]}


def _kappa(pairs: Sequence[Pair], field: str) -> dict[str, float]:
    """Kappa over the first answers of a field, with its bootstrap interval over documents."""
    answers = [(p.first["doc"], p.first[field][0], p.second[field][0]) for p in pairs if p.first and p.second]
    names = {name: i for i, name in enumerate(sorted({n for _, *both in answers for n in both}))}
    documents = {doc: i for i, doc in enumerate(dict.fromkeys(doc for doc, _, _ in answers))}
    tables = np.zeros((len(documents), len(names), len(names)))
    for doc, one, other in answers:
        tables[documents[doc], names[one], names[other]] += 1
    if not len(tables):
        return {"value": 0.0, "low": 0.0, "high": 0.0}
    rng = np.random.default_rng(SEED)
    drawn = [cohen_kappa(tables[rng.integers(0, len(tables), len(tables))].sum(axis=0)) for _ in range(DRAWS)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {"value": cohen_kappa(tables.sum(axis=0)), "low": float(low), "high": float(high)}


def _meet(one: Sequence[Any], other: Sequence[Any]) -> bool:
    return any(a in other for a in one)


def _same_speaker(one: Any, other: Any) -> bool:
    if "either" in (one, other):
        return True
    if not one or not other:
        return not one and not other
    return overlap(one["text"], other["text"]) >= SPEAKER_OVERLAP


def _told(pair: Pair, texts: Mapping[str, str], sentences: Mapping[str, Any]) -> dict[str, Any]:
    known = pair.first or pair.second
    assert known is not None
    a, b = sentences[known["doc"]][known["sent"]]
    return {
        "differs": ", ".join(pair.differs),
        "first": _short(pair.first),
        "second": _short(pair.second),
        "document": known["doc"],
        "sentence": texts[known["doc"]][a:b],
    }


def _short(report: Record | None) -> str | None:
    if report is None:
        return None
    sides = [", ".join(f"{p['text']} ({p.get('country')})" for p in report[side]) for side in ("actor", "recipient")]
    arrow = "<->" if report.get("reciprocal") else "->"
    shown = f"{report['trigger']}: {'/'.join(report['types'])} {sides[0] or 'nobody'} {arrow} {sides[1] or 'nobody'}"
    return shown if report["core"] else f"{shown} (optional)"
