"""Agreement between people who judged the same reports, field by field.

Krippendorff's alpha for nominal data, any number of judges and missing values: one minus observed over expected
disagreement in the matrix of coincidences (K. Krippendorff, *Content Analysis*, 3rd ed. 2013, section 12.3.3).
Cohen's kappa for two judges: ``(observed - expected) / (1 - expected)`` (J. Cohen, *Educational and Psychological
Measurement* 20, 1960). Both are 1 for full agreement, about 0 for chance, and None where they are not defined:
fewer than two judgements, or one value alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

import msgspec

from dragoman.store.corrections import Correction
from dragoman.store.fields import FIELDS, essence

VERDICT = "is a report"
"""The first question: whether the words state what the coder read at all."""

Judgements = dict[str, dict[str, dict[str, Hashable]]]
"""By field, by unit (a report), by judge: the value."""


class Agreement(msgspec.Struct, frozen=True):
    """How far judges agree on one field. ``units`` were judged by at least two; ``same`` is their raw agreement."""

    field: str
    units: int
    same: float | None
    alpha: float | None
    kappa: float | None


def agreements(corrections: Iterable[Correction], judges: Sequence[str] | None = None) -> list[Agreement]:
    """Agreement of all judges, or of those that are named, on each field. Kappa only where there are two."""
    found = judgements(corrections)
    result = []
    for field in (VERDICT, *FIELDS):
        units = {
            unit: {judge: value for judge, value in values.items() if judges is None or judge in judges}
            for unit, values in found.get(field, {}).items()
        }
        shared = [list(values.values()) for values in units.values() if len(values) > 1]
        named = sorted({judge for values in units.values() for judge in values})
        pairs = _pairs(units.values(), named[0], named[1]) if len(named) == 2 else []
        same = sum(len(set(values)) == 1 for values in shared) / len(shared) if shared else None
        result.append(Agreement(field, len(shared), same, alpha(shared), kappa(pairs)))
    return result


def judgements(corrections: Iterable[Correction]) -> Judgements:
    """What each judge says of each report, from corrections that were not taken back; their latest word counts."""
    found: Judgements = defaultdict(lambda: defaultdict(dict))
    for correction in corrections:
        if correction.undone is not None or correction.verdict == "missed":
            continue
        unit = f"{correction.document_id}\x1f{msgspec.json.encode(correction.anchor).decode()}"
        judge = correction.reviewer
        found[VERDICT][unit][judge] = correction.verdict != "wrong"
        if correction.verdict == "right":
            for field in FIELDS:
                found[field][unit][judge] = _hashable(field, correction.before.get(field))
        elif correction.verdict == "change" and correction.field:
            found[correction.field][unit][judge] = _hashable(correction.field, correction.after)
    return {field: dict(units) for field, units in found.items()}


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal data: for each unit the values that its judges gave."""
    coincidences: Counter[tuple[Hashable, Hashable]] = Counter()
    for values in units:
        if len(values) < 2:
            continue
        for i, one in enumerate(values):
            for j, other in enumerate(values):
                if i != j:
                    coincidences[one, other] += 1 / (len(values) - 1)  # type: ignore[assignment]
    totals: Counter[Hashable] = Counter()
    for (one, _), weight in coincidences.items():
        totals[one] += weight
    n = sum(totals.values())
    expected = n * n - sum(total * total for total in totals.values())
    if n <= 1 or expected == 0:
        return None
    observed = sum(weight for (one, other), weight in coincidences.items() if one != other)
    return 1 - (n - 1) * observed / expected


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa for the values that two judges gave to the same units."""
    if not pairs:
        return None
    n = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(first[value] * second[value] for value in first) / (n * n)
    if expected == 1:
        return None
    return (sum(a == b for a, b in pairs) / n - expected) / (1 - expected)


def _pairs(units: Iterable[Mapping[str, Hashable]], one: str, other: str) -> list[tuple[Hashable, Hashable]]:
    return [(values[one], values[other]) for values in units if one in values and other in values]


def _hashable(field: str, value: object) -> Hashable:
    return msgspec.json.encode(essence(field, value))
