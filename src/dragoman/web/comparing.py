"""What two texts of one story have in common, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST = 60_000
"""Characters of each text that are compared."""

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Run:
    """Some words: ``both`` texts have them, or only the ``first`` or the ``second``."""

    text: str
    side: str


def differences(first: str, second: str) -> list[Run]:
    """Both texts as one run of words, those of one alone apart."""
    a, b = _WORD.findall(first[:LONGEST]), _WORD.findall(second[:LONGEST])
    runs = []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(Run("".join(a[a1:a2]), "both"))
            continue
        if a2 > a1:
            runs.append(Run("".join(a[a1:a2]), "first"))
        if b2 > b1:
            runs.append(Run("".join(b[b1:b2]), "second"))
    return runs
