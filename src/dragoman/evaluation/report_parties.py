"""Whether the parties of a coded report are those of a gold report.

- Two parties agree where their countries are equal; where the gold names no country, the coded party must have none and
  share half of its words;
- on each side one party must agree and at most half of the coded ones be wrong; where the gold has none, there must be
  none (one surplus recipient is forgiven, and so are missing recipients that the gold marks optional);
- of reciprocal parties two must be found, on whichever side;
- where all parties are of one country, who did it to whom must show in words (0.3) or in sectors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

OPEN_OVERLAP = 0.5
"""Parties without a country agree where they share this part of their words."""

HOME_OVERLAP = 0.3
"""Inside one country parties agree where they share this part of their words."""

SMALL_WORDS = frozenset(("the", "a", "an", "of", "s"))
PRONOUNS = frozenset(["i", "we", "us", "he", "she", "him", "her", "it", "they", "them", "you", "who", "which", "that"])

Record = Mapping[str, Any]


def words(text: str | None) -> set[str]:
    """The words of a name that tell it from others, lower case."""
    return set(re.findall(r"\w+", (text or "").lower())) - SMALL_WORDS


def overlap(one: str | None, other: str | None) -> float:
    """Shared words over all words of two names, 0 to 1."""
    a, b = words(one), words(other)
    return len(a & b) / len(a | b) if a | b else 0.0


def parties_agree(gold: Record, coded: Record) -> bool:
    """Whether a coded report's parties are those of a gold report."""
    doers, targets = gold["actor"], gold["recipient"]
    actors, recipients = list(coded.get("actors") or ()), list(coded.get("recipients") or ())
    if {_place(p) for p in actors} & {_place(p) for p in recipients}:
        return False
    everybody = [*doers, *targets]
    countries = {p.get("country") for p in everybody}
    least = HOME_OVERLAP if len(everybody) > 1 and len(countries) == 1 and None not in countries else 0.0
    if gold.get("reciprocal"):
        both = [*actors, *recipients]
        met = sum(any(_same_party(g, c, least) for c in both) for g in doers)
        return _side_agrees(doers, both, least) and met >= min(2, len(doers))
    if bool(doers) != bool(actors) or (doers and not _side_agrees(doers, actors, least)):
        return False
    if not recipients:
        return not targets or bool(gold.get("recipient_optional"))
    return _side_agrees(targets, recipients, least) if targets else len(recipients) == 1


def _side_agrees(gold: Sequence[Record], coded: Sequence[Record], least: float) -> bool:
    right = sum(any(_same_party(g, c, least) for g in gold) for c in coded)
    return right > 0 and 2 * right >= len(coded)


def _same_party(gold: Record, coded: Record, least: float) -> bool:
    if not gold.get("country"):
        return not coded.get("country") and overlap(gold["text"], coded.get("text")) >= OPEN_OVERLAP
    if gold["country"] != coded.get("country"):
        return False
    same_sector = bool(gold.get("sector")) and gold["sector"] == coded.get("sector")
    return same_sector or overlap(gold["text"], coded.get("text")) >= least or gold["text"].lower() in PRONOUNS


def _place(party: Record) -> tuple[Any, Any, Any]:
    return party.get("start"), party.get("end"), party.get("text")
