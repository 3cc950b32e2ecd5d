"""The kinds of gold that Dragoman is measured on: how each is read, predicted and scored."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError
from dragoman.evaluation.counts import Unit

Items = list[dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """One kind of gold. ``predict``, ``score`` and ``units`` take the gold's path; ``given`` hands places their spans.

    ``units`` gives what was counted in each document, of which come classes, intervals, the confusion table and the
    paired test; a kind without it has only its own figures. ``headline`` is the measure of the paired test.
    """

    name: str
    summary: str
    predict: Callable[[Path, bool], Items]
    score: Callable[[Path, bool, Items], dict[str, Any]]
    units: Callable[[Path, bool, Items], list[Unit]] | None = None
    headline: str = "f1"


def read_lines(path: Path, kind: str) -> Items:
    """The objects of a JSON lines file. Raises ``DragomanError`` E107, E701."""
    if not path.is_file():
        raise DragomanError("E107", str(path))
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except ValueError as error:
            raise DragomanError("E701", f"{path}:{number}", kind=kind, detail=str(error)) from error
        if not isinstance(item, dict):
            raise DragomanError("E701", f"{path}:{number}", kind=kind, detail="a line is no object")
        found.append(item)
    return found


def _predict_reports(gold: Path, given: bool) -> Items:
    from dragoman.evaluation import reports

    return reports.predict(reports.read_gold(gold))


def _score_reports(gold: Path, given: bool, made: Items) -> dict[str, Any]:
    from dragoman.evaluation import reports

    return reports.score(reports.read_gold(gold), made)


def _units_reports(gold: Path, given: bool, made: Items) -> list[Unit]:
    from dragoman.evaluation import reports

    return reports.units(reports.read_gold(gold), made)


def _predict_relations(gold: Path, given: bool) -> Items:
    from dragoman.evaluation import relations

    return [dict(p) for p in relations.predict(gold)]


def _score_relations(gold: Path, given: bool, made: Items) -> dict[str, Any]:
    from dragoman.evaluation import relations

    return relations.evaluate(gold, made)  # type: ignore[arg-type]


def _units_relations(gold: Path, given: bool, made: Items) -> list[Unit]:
    from dragoman.evaluation import relations

    return relations.units(gold, made)


def _predict_actors(gold: Path, given: bool) -> Items:
    from dragoman.evaluation import actors

    return [dict(p) for p in actors.predict(actors.read_gold(gold))]


def _score_actors(gold: Path, given: bool, made: Items) -> dict[str, Any]:
    from dragoman.evaluation import actors

    return actors.score(actors.read_gold(gold), made)


def _units_actors(gold: Path, given: bool, made: Items) -> list[Unit]:
    from dragoman.evaluation import actors

    return actors.units(actors.read_gold(gold), made)


def _predict_dates(gold: Path, given: bool) -> Items:
    from dragoman.evaluation import dates

    return dates.predict(read_lines(gold, "dates"))


def _score_dates(gold: Path, given: bool, made: Items) -> dict[str, Any]:
    from dragoman.evaluation import dates

    return dates.evaluate(read_lines(gold, "dates"), made)


def _units_dates(gold: Path, given: bool, made: Items) -> list[Unit]:
    from dragoman.evaluation import dates

    return dates.units(read_lines(gold, "dates"), made)


def _predict_places(gold: Path, given: bool) -> Items:
    from dragoman.evaluation import places

    return places.predict(read_lines(gold, "places"), given)


def _score_places(gold: Path, given: bool, made: Items) -> dict[str, Any]:
    from dragoman.evaluation import places

    return places.evaluate(read_lines(gold, "places"), given, made)


def _units_places(gold: Path, given: bool, made: Items) -> list[Unit]:
    from dragoman.evaluation import places

    return places.units(read_lines(gold, "places"), given, made)


def _predict_copies(gold: Path, given: bool) -> Items:
    from dragoman.evaluation import copies

    return copies.predict(read_lines(gold, "copies"))


def _score_copies(gold: Path, given: bool, made: Items) -> dict[str, Any]:
    from dragoman.evaluation import copies

    return copies.score(read_lines(gold, "copies"), made)


def _units_copies(gold: Path, given: bool, made: Items) -> list[Unit]:
    from dragoman.evaluation import copies

    return copies.units(read_lines(gold, "copies"), made)


def _predict_events(gold: Path, given: bool) -> Items:
    from dragoman.evaluation import events

    return events.predict(events.read_gold(gold))


def _score_events(gold: Path, given: bool, made: Items) -> dict[str, Any]:
    from dragoman.evaluation import events

    return events.score(events.read_gold(gold), made)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("reports", "coded reports of whole documents", _predict_reports, _score_reports, _units_reports),
        Kind(
            "relations",
            "the type between two marked parties",
            _predict_relations,
            _score_relations,
            _units_relations,
            "macro_f1",
        ),
        Kind("actors", "country and sector of actor phrases", _predict_actors, _score_actors, _units_actors),
        Kind("dates", "time expressions and their values", _predict_dates, _score_dates, _units_dates),
        Kind("places", "place names and their coordinates", _predict_places, _score_places, _units_places),
        Kind("copies", "documents that repeat one another", _predict_copies, _score_copies, _units_copies),
        Kind("events", "reports that tell of one event", _predict_events, _score_events),
    )
}
