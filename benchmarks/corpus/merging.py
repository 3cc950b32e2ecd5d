"""Two passes into one gold: what both coders see is core, what one sees is settled by a written decision.

Rules, so that no decision hides in code:

- A report that both have accepts the types, modes, statuses and days of either; the first coder's come first unless a
  decision says ``second``. It is core where both hold it for certain. Where the two name different speakers the
  attribution is "either": it is not scored. A recipient is optional where either coder says so, or names none.
- Where their parties disagree, those of the coder that the decision names are taken (``first`` without a decision), or
  with ``either`` the parties of both, each of which is right.
- A report that only one has is ``optional`` without a decision; a decision may make it ``core`` or ``drop`` it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dragoman.evaluation.agreement import Pair, paired

VERDICTS = frozenset(("first", "second", "either", "core", "optional", "drop"))

Record = dict[str, Any]


def read_decisions(path: Path) -> dict[int, str]:
    """Verdicts by the number of the pair: a CSV of ``number,verdict,reason``."""
    with path.open(encoding="utf-8", newline="") as lines:
        found = {int(row["number"]): row["verdict"] for row in csv.DictReader(lines)}
    wrong = {v for v in found.values() if not set(v.split("+")) <= VERDICTS}
    if wrong:
        raise ValueError(f"no such verdict: {', '.join(sorted(wrong))}")
    return found


def merge(first: Iterable[Record], second: Iterable[Record], decisions: Mapping[int, str]) -> list[Record]:
    """The reconciled reports, in the order of the text. Verdicts may be joined: ``second+optional``."""
    merged = []
    for number, pair in enumerate(paired(first, second)):
        verdict = set(decisions.get(number, "").split("+"))
        if "drop" not in verdict:
            merged.append(_merged(pair, verdict))
    return sorted(merged, key=lambda r: (r["doc"], r["sent"], r["start"], r["types"][0]))


def _merged(pair: Pair, verdict: set[str]) -> Record:
    if pair.first is None or pair.second is None:
        alone = dict(pair.first or pair.second or {})
        return {**alone, "core": "core" in verdict, "coders": 1}
    chosen, other = dict(pair.first), dict(pair.second)
    if "second" in verdict:
        chosen, other = other, chosen
    merged = {**chosen, "coders": 2}
    for name in ("types", "modes", "statuses", "dates"):
        merged[name] = chosen[name] + [value for value in other[name] if value not in chosen[name]]
    if "either" in verdict:
        for name in ("actor", "recipient"):
            known = {(p["text"], p["country"]) for p in chosen[name]}
            merged[name] = chosen[name] + [p for p in other[name] if (p["text"], p["country"]) not in known]
    merged["core"] = ("core" in verdict) or (chosen["core"] and other["core"] and "optional" not in verdict)
    if "attribution" in pair.differs:
        merged["attribution"] = "either"
    for name in ("planned_for", "place"):
        merged[name] = chosen[name] or other[name]
    optional = [
        r.get("recipient_optional") or bool(r["recipient"]) != bool(chosen["recipient"]) for r in (chosen, other)
    ]
    if chosen["recipient"] and any(optional):
        merged["recipient_optional"] = True
    else:
        merged.pop("recipient_optional", None)
    return merged
