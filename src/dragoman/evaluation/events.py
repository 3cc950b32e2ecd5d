"""Events against gold: which reports tell of one.

The gold names the words that state an act, and the event. A coded report is that of the gold whose words its predicate
touches. Over these reports the measure is B-cubed (Bagga and Baldwin 1998): for each report the part of its event's
reports that are the gold's (precision), and the part of the gold's that are in its event (recall), averaged. Reports
that the coder misses are counted, and in ``missed ones alone`` each stands as an event of its own. The same measure is
given for two classic ways to tell events apart.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError
from dragoman.evaluation.copies import document_of
from dragoman.evaluation.forms import read_object
from dragoman.records import Party, Report

Record = Mapping[str, Any]
Clusters = Mapping[Any, Hashable]

BASELINES = ("same day, parties' countries and type", "same words for actor, act and recipient")
"""One event a day for each pair of countries and type ("one a day"), and one for each triple of words."""


def read_gold(path: Path) -> dict[str, Any]:
    """A gold file of documents and reports. Raises ``DragomanError`` E107, E701."""
    return read_object(path, "events")


def predict(gold: Record) -> list[dict[str, Any]]:
    """The reports that Dragoman codes: the predicate's offsets, the event, and what the baselines call one event."""
    from dragoman.coding import EventCoder
    from dragoman.linking.joining import Joiner
    from dragoman.linking.settings import settings_with
    from dragoman.linking.telling import tellings

    documents = [document_of(item) for item in gold["documents"]]
    joiner, found = Joiner(settings_with().events), []
    for coded in sorted(EventCoder.load().code(documents), key=lambda coded: coded.document.published or ""):
        reports = {report.report_id: report for report in coded.reports}
        for telling in tellings(coded.document, coded.reports):
            event = joiner.join(telling).event_id
            found.append(_item(reports[telling.report_id], event, coded.document.published))
    return found


def _item(report: Report, event: str, published: str | None) -> dict[str, Any]:
    day = report.date.start if report.date else published
    countries = sorted({p.country or p.text for p in (*report.actors, *report.recipients)})
    words = [_names(report.actors), report.predicate.lemma, _names(report.recipients)]
    return {
        "document": report.document_id,
        "start": report.predicate.start,
        "end": report.predicate.end,
        "event": event,
        "type": report.event_type,
        "baselines": [f"{day} {'-'.join(countries)} {report.event_type}", " / ".join(words)],
    }


def _names(parties: Iterable[Party]) -> str:
    return ", ".join(sorted(p.name or p.text for p in parties))


def score(gold: Record, made: Sequence[Record]) -> dict[str, Any]:
    """B-cubed precision, recall and F1, by part of the gold, with the baselines; events that are split or mixed.

    Raises ``DragomanError`` E701 where a record of either lacks what the form asks for.
    """
    try:
        wanted, got, missed = _matched(gold, made)
        parts = {item["id"]: item.get("part", "all") for item in gold["documents"]}
    except (KeyError, TypeError) as error:
        raise DragomanError("E701", kind="events", detail=f"missing {error}") from error
    alone: dict[Any, Hashable] = {("missed", number): event for number, event in enumerate(missed)}
    events: dict[Any, Hashable] = {number: made[number]["event"] for number in got}
    figures: dict[str, Any] = {
        "events": len({r["event"] for r in gold["reports"]}),
        "reports": len(gold["reports"]),
        "coded": len(gold["reports"]) - len(missed),
        "linked": b_cubed(wanted, events),
        "missed ones alone": b_cubed({**wanted, **alone}, {**events, **{key: key for key in alone}}),
        "doubled": doubled(wanted, events),
    }
    for part in sorted(set(parts.values())) if len(set(parts.values())) > 1 else ():
        inside = {n for n in got if parts[made[n]["document"]] == part}
        figures[f"part {part}"] = b_cubed({n: wanted[n] for n in inside}, events)
    for number, name in enumerate(BASELINES):
        if all("baselines" in made[n] for n in got):
            figures[name] = b_cubed(wanted, {n: made[n]["baselines"][number] for n in got})
    figures["errors"] = [*_errors("split", wanted, events, made), *_errors("mixed", events, wanted, made)]
    return figures


def _matched(gold: Record, made: Sequence[Record]) -> tuple[dict[Any, Hashable], list[int], list[str]]:
    """The gold's event of each coded report that it has; their numbers; the events of reports that were missed."""
    by_document: dict[str, list[int]] = {}
    for number, item in enumerate(made):
        by_document.setdefault(item["document"], []).append(number)
    wanted: dict[Any, Hashable] = {}
    missed = []
    for report in gold["reports"]:
        near = by_document.get(report["document"], ())
        hits = [n for n in near if made[n]["start"] < report["end"] and report["start"] < made[n]["end"]]
        wanted |= dict.fromkeys(hits, report["event"])
        if not hits:
            missed.append(report["event"])
    return wanted, [n for n in range(len(made)) if n in wanted], missed


def doubled(wanted: Clusters, got: Clusters) -> dict[str, float]:
    """How many of the gold's events that several coded reports tell of came out as more than one event."""
    told = [members for members in _members(wanted, wanted).values() if len(members) > 1]
    split = sum(len({got[item] for item in members}) > 1 for members in told)
    return {"told several times": len(told), "split": split, "share": split / len(told) if told else 0.0}


def b_cubed(wanted: Clusters, got: Clusters) -> dict[str, float]:
    """B-cubed precision, recall and F1 of ``got`` over the items of ``wanted``."""
    golds, mades = _members(wanted, wanted), _members(wanted, got)
    if not wanted:
        return {"items": 0, "precision": 0.0, "recall": 0.0, "f1": 0.0}
    both = {item: len(golds[wanted[item]] & mades[got[item]]) for item in wanted}
    precision = sum(n / len(mades[got[item]]) for item, n in both.items()) / len(both)
    recall = sum(n / len(golds[wanted[item]]) for item, n in both.items()) / len(both)
    f1 = 2 * precision * recall / (precision + recall)
    return {"items": len(wanted), "precision": precision, "recall": recall, "f1": f1}


def _members(items: Iterable[Hashable], clusters: Clusters) -> dict[Hashable, set[Hashable]]:
    found: dict[Hashable, set[Hashable]] = {}
    for item in items:
        found.setdefault(clusters[item], set()).add(item)
    return found


def _errors(kind: str, one: Clusters, other: Clusters, made: Sequence[Record]) -> Iterable[dict[str, Any]]:
    """Clusters of the one that are several in the other, with the reports of each."""
    items = [item for item in one if item in other]
    for name, members in _members(items, one).items():
        parts = _members(members, other)
        if len(parts) > 1:
            told = [
                " + ".join(_shown(made[int(str(n))]) for n in sorted(map(str, part), key=int))
                for part in parts.values()
            ]
            yield {"kind": kind, "event": name, "reports": " | ".join(sorted(told))}


def _shown(item: Record) -> str:
    return f"{item['document']}:{item['start']}"
