"""Finding and resolving names of places, measured against gold.

Finding is measured by F1 of exact spans and of overlapping spans; adjectives and peoples ("Iraqi") are left out of
what is found, since they name no place. Resolving is measured where the gold has coordinates: the share of names
within 161 km (100 miles, the custom of toponym resolution: Gritta et al. 2018) and the median error in km. Names of
whole countries are left out of it (``country_name``): their coordinates say nothing.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from dragoman.coding.places import ResolvedToponym, find_toponyms, resolve, resolve_given
from dragoman.coding.places.gazetteer import Gazetteer, great_circle_km
from dragoman.errors import DragomanError
from dragoman.evaluation.counts import NOTHING, Unit
from dragoman.evaluation.forms import check
from dragoman.evaluation.passages import around
from dragoman.language.pipeline import ParsedDocument, Parser
from dragoman.records import Document

WITHIN_KM = 161.0
NOWHERE_KM = 20_039.0
"""The error of a name that was not resolved: half of the Earth's circumference."""


def predict(
    gold: Iterable[Mapping[str, Any]], given: bool = False, parser: Parser | None = None
) -> list[dict[str, Any]]:
    """The places of each document: ``{id, toponyms: [{start, end, name, lat, lon}]}``.

    With ``given`` the gold's spans are resolved, in its order; without, Dragoman finds them itself.
    """
    parser = parser or Parser()
    gazetteer = Gazetteer.load()
    documents = list(gold)
    parses = parser.parse(Document(id=d["id"], text=d["text"], published=d.get("published")) for d in documents)
    found = []
    for document, parsed in zip(documents, parses, strict=True):
        resolved = _resolved(document, parsed, gazetteer, given)
        found.append({"id": document["id"], "toponyms": [_as_dict(r) for r in resolved]})
    return found


def _resolved(
    document: Mapping[str, Any], parsed: ParsedDocument, gazetteer: Gazetteer, given: bool
) -> list[ResolvedToponym]:
    if given:
        return resolve_given(parsed, [(t["start"], t["end"]) for t in document["toponyms"]], gazetteer)
    resolved = resolve(find_toponyms(parsed, gazetteer), parsed, gazetteer)
    return [r for r in resolved if r.toponym.kind != "demonym"]


def _as_dict(resolved: ResolvedToponym) -> dict[str, Any]:
    toponym = resolved.toponym
    return {
        "start": toponym.start,
        "end": toponym.end,
        "name": resolved.name or toponym.text,
        "lat": resolved.lat,
        "lon": resolved.lon,
    }


def evaluate(
    gold: Sequence[Mapping[str, Any]],
    given: bool = False,
    predictions: Iterable[Mapping[str, Any]] | None = None,
    parser: Parser | None = None,
) -> dict[str, Any]:
    """Finding (exact and overlapping spans) and resolving (accuracy within 161 km, median error in km).

    ``gold`` is a list of ``{id, text, toponyms: [{start, end, name, lat, lon, country_name}]}``. Distances are measured
    on the gold's names that were found with the same span; with ``given``, on all. Without ``predictions`` Dragoman
    makes its own. Raises ``DragomanError`` E701.
    """
    for document in gold:
        check("places", document, str(document.get("id")))
    exact = overlapping = wanted = got = 0
    distances: list[float] = []
    errors: list[dict[str, Any]] = []
    for document, mine in _paired(gold, predictions if predictions is not None else predict(gold, given, parser)):
        spans = {(t["start"], t["end"]): t for t in mine}
        wanted += len(document["toponyms"])
        got += len(mine)
        overlapping += _overlapping(document["toponyms"], mine)
        for toponym in document["toponyms"]:
            match = spans.pop((toponym["start"], toponym["end"]), None)
            exact += match is not None
            far = None
            if toponym.get("lat") is not None and not toponym.get("country_name") and (match is not None or given):
                far = _error_km(toponym, match)
                distances.append(far)
            if match is None or (far is not None and far > WITHIN_KM):
                errors.append(_error("missed" if match is None else "elsewhere", toponym, document, far))
        errors += [_error("surplus", toponym, document) for toponym in spans.values()]
    return {
        "documents": len(gold),
        "toponyms": wanted,
        "found": got,
        "exact": _scores(exact, got, wanted),
        "overlap": _scores(overlapping, got, wanted),
        "measured": len(distances),
        "within_161_km": sum(e <= WITHIN_KM for e in distances) / len(distances) if distances else None,
        "median_km": median(distances) if distances else None,
        "unresolved": sum(e == NOWHERE_KM for e in distances),
        "errors": errors,
    }


def units(gold: Sequence[Mapping[str, Any]], given: bool, predictions: Iterable[Mapping[str, Any]]) -> list[Unit]:
    """What was counted in each document: exact spans (``name``), and names resolved within 161 km (``resolved``)."""
    counted = []
    for number, (document, mine) in enumerate(_paired(gold, predictions)):
        unit = Unit(f"{document['id']}#{number}")
        spans = {(t["start"], t["end"]): t for t in mine}
        for toponym in document["toponyms"]:
            match = spans.pop((toponym["start"], toponym["end"]), None)
            unit.pair("name", "name" if match else None, match is not None)
            unit.confused["name", "name" if match else NOTHING] += 1
            if toponym.get("lat") is not None and not toponym.get("country_name") and (match or given):
                near = _error_km(toponym, match) <= WITHIN_KM
                unit.pair("resolved", "resolved", near)
        for _ in spans:
            unit.pair(None, "name", False)
            unit.confused[NOTHING, "name"] += 1
        counted.append(unit)
    return counted


def _paired(
    gold: Iterable[Mapping[str, Any]], predictions: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[Mapping[str, Any], list[dict[str, Any]]]]:
    """Each document with what was made of it; documents of one id (the gold has some) take predictions in order."""
    by_id: dict[str, deque[list[dict[str, Any]]]] = defaultdict(deque)
    try:
        for prediction in predictions:
            by_id[prediction["id"]].append(prediction["toponyms"])
    except (KeyError, TypeError) as error:
        raise DragomanError("E701", kind="places", detail=f"missing {error}") from error
    for document in gold:
        waiting = by_id[document["id"]]
        yield document, waiting.popleft() if waiting else []


def _error(
    kind: str, toponym: Mapping[str, Any], document: Mapping[str, Any], km: float | None = None
) -> dict[str, Any]:
    start, end = toponym["start"], toponym["end"]
    return {
        "kind": kind,
        "words": document["text"][start:end],
        **({"km": round(km)} if km is not None else {}),
        "document": document["id"],
        "sentence": around(document["text"], start, end),
    }


def _overlapping(wanted: Sequence[Mapping[str, Any]], got: Sequence[Mapping[str, Any]]) -> int:
    """How many of the gold's names overlap a found one, each found one counted once."""
    left = sorted(got, key=lambda t: int(t["start"]))
    count = 0
    for one in sorted(wanted, key=lambda t: int(t["start"])):
        for other in left:
            if one["start"] < other["end"] and other["start"] < one["end"]:
                left.remove(other)
                count += 1
                break
    return count


def _error_km(gold: Mapping[str, Any], found: Mapping[str, Any] | None) -> float:
    if found is None or found.get("lat") is None or found.get("lon") is None:
        return NOWHERE_KM
    return great_circle_km(gold["lat"], gold["lon"], found["lat"], found["lon"])


def _scores(right: int, made: int, wanted: int) -> dict[str, float]:
    precision = right / made if made else 0.0
    recall = right / wanted if wanted else 0.0
    total = precision + recall
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / total if total else 0.0}
