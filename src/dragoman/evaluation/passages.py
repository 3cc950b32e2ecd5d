"""The words around an error, for people who look at it."""

from __future__ import annotations

import re

FARTHEST = 160
"""At most so many characters are shown on either side."""

_END = re.compile(r"[.!?][\"')\]]*\s|\n")


def around(text: str, start: int, end: int) -> str:
    """The sentence in which characters stand, as far as full stops and line ends tell; at most a bounded part of it."""
    before = [m.end() for m in _END.finditer(text, max(0, start - FARTHEST), start)]
    first = before[-1] if before else max(0, start - FARTHEST)
    after = _END.search(text, max(end - 1, start), end + FARTHEST)
    last = after.end() if after else min(len(text), end + FARTHEST)
    return " ".join(text[first:last].split())
