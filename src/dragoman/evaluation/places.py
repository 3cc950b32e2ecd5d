"""Finding and resolving names of places, measured against gold.

Finding is measured by F1 of exact spans and of overlapping spans; adjectives and peoples ("Iraqi") are left out of
what is found, since they name no place. Resolving is measured where the gold has coordinates: the share of names
within 161 km (100 miles, the custom of toponym resolution: Gritta et al. 2018) and the median error in km. Names of
whole countries are left out of it (``country_name``): their coordinates say nothing.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from dragoman.coding.places import ResolvedToponym, find_toponyms, resolve, resolve_given
from dragoman.coding.places.gazetteer import Gazetteer, great_circle_km
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
    makes its own. Documents that share an id (the gold has some) take the predictions of that id in order.
    """
    made = list(predictions) if predictions is not None else predict(gold, given, parser)
    by_id: dict[str, deque[list[dict[str, Any]]]] = defaultdict(deque)
    for prediction in made:
        by_id[prediction["id"]].append(prediction["toponyms"])
    exact = overlapping = wanted = got = 0
    errors: list[float] = []
    for document in gold:
        mine = by_id[document["id"]].popleft() if by_id[document["id"]] else []
        spans = {(t["start"], t["end"]): t for t in mine}
        wanted += len(document["toponyms"])
        got += len(mine)
        overlapping += _overlapping(document["toponyms"], mine)
        for toponym in document["toponyms"]:
            match = spans.get((toponym["start"], toponym["end"]))
            exact += match is not None
            if toponym.get("lat") is None or toponym.get("country_name") or (match is None and not given):
                continue
            errors.append(_error_km(toponym, match))
    return {
        "documents": len(gold),
        "toponyms": wanted,
        "found": got,
        "exact": _scores(exact, got, wanted),
        "overlap": _scores(overlapping, got, wanted),
        "measured": len(errors),
        "within_161_km": sum(e <= WITHIN_KM for e in errors) / len(errors) if errors else None,
        "median_km": median(errors) if errors else None,
        "unresolved": sum(e == NOWHERE_KM for e in errors),
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
