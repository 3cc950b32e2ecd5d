"""Finding and normalising time expressions, measured against gold as in TempEval-3.

An expression of the gold is found where one of the predictions overlaps it (relaxed) or has the same
offsets (strict); each counts once. The value score is the F1 of relaxed matches whose TIMEX3 values are
equal (UzZaman et al., SemEval-2013 Task 1), after writing weeks and durations one way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dragoman.coding.dates import find_expressions
from dragoman.errors import DragomanError
from dragoman.evaluation.counts import NOTHING, Unit
from dragoman.evaluation.forms import check
from dragoman.evaluation.passages import around
from dragoman.records import Document

if TYPE_CHECKING:
    from dragoman.language.pipeline import Parser

_WEEK = re.compile(r"-W(\d)(?!\d)")
_WEEKS = re.compile(r"P(\d+)W")


def predict(documents: Iterable[Mapping[str, Any]], parser: Parser | None = None) -> list[dict[str, Any]]:
    """The expressions of each document: ``{id, expressions: [{start, end, type, value}]}``.

    Documents have ``id``, ``text`` and ``published``. The parser gives the tense of clauses; without one the
    default parser is loaded.
    """
    if parser is None:
        from dragoman.language.pipeline import Parser

        parser = Parser()
    records = [Document(id=d["id"], text=d["text"], published=d.get("published")) for d in documents]
    return [
        {
            "id": parsed.document.id,
            "expressions": [
                {"start": e.start, "end": e.end, "type": e.type, "value": e.value}
                for e in find_expressions(parsed.document.text, parsed.document.published, parsed.doc)
            ],
        }
        for parsed in parser.parse(records)
    ]


def evaluate(
    gold: Sequence[Mapping[str, Any]],
    predictions: Iterable[Mapping[str, Any]] | None = None,
    parser: Parser | None = None,
) -> dict[str, Any]:
    """Precision, recall and F1 of finding (relaxed, strict), and of values and types on relaxed matches.

    ``gold`` is a list of ``{id, text, published, expressions}``. Without ``predictions`` Dragoman makes them.
    Raises ``DragomanError`` E701 where a record of either lacks what the form asks for.
    """
    for document in gold:
        check("dates", document, str(document.get("id")))
    return _score(gold, _by_id(predict(gold, parser) if predictions is None else predictions))


def units(gold: Sequence[Mapping[str, Any]], predictions: Iterable[Mapping[str, Any]]) -> list[Unit]:
    """What was counted in each document by TIMEX3 type; right is an overlapping expression of equal value."""
    by_id = _by_id(predictions)
    return [_unit(document, list(by_id.get(document["id"], ()))) for document in gold]


def _by_id(predictions: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    try:
        return {p["id"]: p["expressions"] for p in predictions}
    except (KeyError, TypeError) as error:
        raise DragomanError("E701", kind="dates", detail=f"missing {error}") from error


def _unit(document: Mapping[str, Any], got: list[Mapping[str, Any]]) -> Unit:
    unit = Unit(document["id"])
    pairs = matched(document["expressions"], got)
    for one, other in pairs:
        unit.pair(one["type"], other["type"], normal_value(one["value"]) == normal_value(other["value"]))
        unit.confused[one["type"], other["type"]] += 1
    for one in _rest(document["expressions"], [a for a, _ in pairs]):
        unit.pair(one["type"], None, False)
        unit.confused[one["type"], NOTHING] += 1
    for other in _rest(got, [b for _, b in pairs]):
        unit.pair(None, other["type"], False)
        unit.confused[NOTHING, other["type"]] += 1
    return unit


def _rest(everything: Iterable[Mapping[str, Any]], used: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [e for e in everything if not any(e is u for u in used)]


def _score(gold: Sequence[Mapping[str, Any]], by_id: Mapping[str, Any]) -> dict[str, Any]:
    total_gold = total_made = relaxed = strict = values = types = 0
    errors: list[dict[str, Any]] = []
    for document in gold:
        wanted, got = list(document["expressions"]), list(by_id.get(document["id"], ()))
        total_gold += len(wanted)
        total_made += len(got)
        strict += len({(e["start"], e["end"]) for e in wanted} & {(e["start"], e["end"]) for e in got})
        pairs = matched(wanted, got)
        for one, other in pairs:
            relaxed += 1
            values += normal_value(one["value"]) == normal_value(other["value"])
            types += one["type"] == other["type"]
        errors += _errors(document, pairs, got)
    right = {"relaxed": relaxed, "strict": strict, "value": values, "type": types}
    return {
        "documents": len(gold),
        "expressions": total_gold,
        **{name: _ratios(count, total_made, total_gold) for name, count in right.items()},
        "errors": errors,
    }


def _errors(
    document: Mapping[str, Any], pairs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], got: Sequence[Any]
) -> list[dict[str, Any]]:
    """What was missed, made too much, or given another value, in the order of the text."""
    told = [
        (one, "value", {"gold": one["value"], "coded": other["value"]})
        for one, other in pairs
        if normal_value(one["value"]) != normal_value(other["value"])
    ]
    told += [(e, "missed", {"gold": e["value"]}) for e in _rest(document["expressions"], [a for a, _ in pairs])]
    told += [(e, "surplus", {"coded": e["value"]}) for e in _rest(got, [b for _, b in pairs])]
    text = document["text"]
    return [
        {
            "kind": kind,
            **values,
            "words": text[e["start"] : e["end"]],
            "document": document["id"],
            "sentence": around(text, e["start"], e["end"]),
        }
        for e, kind, values in sorted(told, key=lambda item: int(item[0]["start"]))
    ]


def matched(
    wanted: Sequence[Mapping[str, Any]], got: Sequence[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Pairs of overlapping expressions, each used once, in the order of the text; equal offsets go first."""
    left = list(got)
    pairs: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []
    for exact in (True, False):
        for one in wanted:
            if any(one is done for done, _ in pairs):
                continue
            for other in left:
                same = one["start"] == other["start"] and one["end"] == other["end"]
                overlap = one["start"] < other["end"] and other["start"] < one["end"]
                if same or (overlap and not exact):
                    pairs.append((one, other))
                    left.remove(other)
                    break
    return pairs


def normal_value(value: str) -> str:
    """A TIMEX3 value with weeks in two digits and durations of weeks in days."""
    value = _WEEK.sub(r"-W0\1", value)
    return _WEEKS.sub(lambda m: f"P{7 * int(m.group(1))}D", value)


def _ratios(right: int, made: int, wanted: int) -> dict[str, float]:
    precision = right / made if made else 0.0
    recall = right / wanted if wanted else 0.0
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
    }
