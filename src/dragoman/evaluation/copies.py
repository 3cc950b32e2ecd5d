"""Links among documents against labelled pairs.

All documents of the gold are linked together. A link is right where the gold gives its pair the same kind; a pair of
documents that the gold does not label is no copy. Pairs that it labels ``either`` count neither way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dragoman.errors import DragomanError
from dragoman.evaluation.counts import NOTHING, Unit
from dragoman.evaluation.forms import check
from dragoman.records import LINK_KINDS, Document, Link

Record = Mapping[str, Any]
Pair = frozenset[str]

EITHER = "either"
"""The gold's label of pairs for which a link is neither asked for nor wrong."""


def predict(gold: Iterable[Record]) -> list[dict[str, Any]]:
    """The pairs that linking the gold's documents gives, as ``{one, other, kind, score}``."""
    from dragoman.linking.copies import find_copies
    from dragoman.linking.settings import settings_with
    from dragoman.linking.sketch import in_order, sketch

    documents = [document_of(item) for item in gold if "text" in item]
    links, _ = find_copies(in_order(sketch(d) for d in documents), settings_with().copies)
    return [
        {"one": link.document_id, "other": link.original_id, "kind": link.kind, "score": link.score}
        for link in through_exact(links)
    ]


def document_of(item: Record) -> Document:
    """The document that a gold's record holds. Raises ``DragomanError`` E701."""
    try:
        return Document(
            id=item["id"],
            text=item["text"],
            title=item.get("title"),
            published=item.get("published"),
            source=item.get("source"),
        )
    except KeyError as error:
        raise DragomanError("E701", kind="copies", detail=f"a document has no {error}") from error


def through_exact(links: Sequence[Link]) -> list[Link]:
    """Links with those that follow: what is linked to a document is linked to its exact copies in the same way."""
    same: dict[str, list[str]] = {}
    for link in links:
        if link.kind == "exact":
            same.setdefault(link.original_id, []).append(link.document_id)
    found = list(links)
    for link in links:
        ones, others = ([name, *same.get(name, ())] for name in (link.document_id, link.original_id))
        pairs = ((one, other) for one in ones for other in others)
        for one, other in pairs:
            if link.kind != "exact" and (one, other) != (link.document_id, link.original_id):
                found.append(Link(document_id=one, original_id=other, kind=link.kind, score=link.score))
    return found


def score(gold: Sequence[Record], made: Iterable[Record]) -> dict[str, Any]:
    """Precision, recall and F1 over all links and for each kind, by part of the gold; the errors.

    Raises ``DragomanError`` E701 where a record of either lacks what the form asks for.
    """
    parts = {item["id"]: item.get("part", "all") for item in gold if "text" in item}
    wanted, got = _pairs(gold, made)
    figures: dict[str, Any] = {"documents": len(parts), "pairs": len(wanted), **_figures(wanted, got)}
    for part in sorted(set(parts.values())) if len(set(parts.values())) > 1 else ():
        inside = {name for name, its in parts.items() if its == part}
        figures[f"part {part}"] = _figures(_of(wanted, inside), _of(got, inside))["all"]
    figures["errors"] = [
        {"pair": " ".join(sorted(pair)), "gold": wanted.get(pair, "not labelled"), "linked": got.get(pair, "no")}
        for pair in sorted({*wanted, *got}, key=sorted)
        if _wrong(wanted.get(pair), got.get(pair))
    ]
    return figures


def units(gold: Sequence[Record], made: Iterable[Record]) -> list[Unit]:
    """What was counted for each pair of the gold's documents that is labelled or could be linked, by kind of link."""
    wanted, got = _pairs(gold, made)
    names = sorted(item["id"] for item in gold if "text" in item)
    counted = []
    for number, one in enumerate(names):
        unit = Unit(one)
        for other in names[number + 1 :]:
            label, link = wanted.get(frozenset((one, other))), got.get(frozenset((one, other)))
            kind = label if label in LINK_KINDS else None
            if label == EITHER or not (kind or link):
                continue
            unit.pair(kind, None, kind == link)
            unit.pair(None, link, kind == link)
            unit.confused[kind or NOTHING, link or NOTHING] += 1
        counted.append(unit)
    return counted


def _pairs(gold: Sequence[Record], made: Iterable[Record]) -> tuple[dict[Pair, str], dict[Pair, str]]:
    """The labelled and the linked pairs with their kinds. Raises ``DragomanError`` E701."""
    try:
        wanted = {frozenset((item["one"], item["other"])): item["kind"] for item in gold if "one" in item}
        got = {frozenset((item["one"], item["other"])): item["kind"] for item in made}
    except (KeyError, TypeError) as error:
        raise DragomanError("E701", kind="copies", detail=f"missing {error}") from error
    for item in gold:
        check("copies", item, str(item.get("id") or item.get("one")))
        if "text" not in item and "one" not in item:
            raise DragomanError("E701", kind="copies", detail="a line is neither a document nor a pair")
    return wanted, got


def _of(pairs: Mapping[Pair, str], names: set[str]) -> dict[Pair, str]:
    return {pair: kind for pair, kind in pairs.items() if pair <= names}


def _wrong(wanted: str | None, got: str | None) -> bool:
    return wanted != EITHER and (wanted if wanted in LINK_KINDS else None) != got


def _figures(wanted: Mapping[Pair, str], got: Mapping[Pair, str]) -> dict[str, Any]:
    counts: Counter[tuple[str, str]] = Counter()
    for pair in {*wanted, *got}:
        gold, made = wanted.get(pair), got.get(pair)
        if gold == EITHER:
            continue
        if made is not None:
            counts["made", made] += 1
        if gold in LINK_KINDS:
            counts["wanted", str(gold)] += 1
        if made is not None and made == gold:
            counts["right", made] += 1
    found = {"all": _ratios(*(sum(counts[what, kind] for kind in LINK_KINDS) for what in ("right", "made", "wanted")))}
    for kind in LINK_KINDS:
        found[kind] = _ratios(counts["right", kind], counts["made", kind], counts["wanted", kind])
    return found


def _ratios(right: int, made: int, wanted: int) -> dict[str, float]:
    precision = right / made if made else 0.0
    recall = right / wanted if wanted else 0.0
    total = precision + recall
    return {
        "pairs": wanted,
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / total if total else 0.0,
    }
