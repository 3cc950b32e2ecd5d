"""Marks in titles by which news agencies tell states of a story: URGENT, 2nd Ld, ADDS, Writethru, RECASTS, UPDATE 2."""

from __future__ import annotations

import re

FIRST, LATER = 1, 2
"""Marks of a first take, such as URGENT, and of a later state."""

_FIRST = re.compile(r"\bURGENT|^\s*(?i:urgent|flash|snap)\s*[:\-]")
_LATER = re.compile(
    r"""
      \b(?:ADDS|RECASTS|RECASTING|REWRITES|UPDATES|UPDATING|CORRECTS|RELEADS|REFILES|REPEATS|RESENDING)\b
    | \b(?i:update|wrapup|wrap-up)[ -]*\d+\b
    | (?i:\bupdated?\s*[:\]-]|-\s*updated\b|\(updated?\b)
    | (?i:\b(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth)\s+(?:ld|lead)\b)
    | (?i:\bwrite-?th(?:ru|rough)\b)
    """,
    re.VERBOSE,
)


def mark(title: str | None) -> int:
    """Whether a title marks a later state of a story (``LATER``), a first take (``FIRST``), or nothing (0).

    >>> mark("2nd Ld-Writethru: Two ferries collide"), mark("URGENT: Ferries collide"), mark("Ministry adds jobs")
    (2, 1, 0)
    """
    if not title:
        return 0
    if _LATER.search(title):
        return LATER
    return FIRST if _FIRST.search(title) else 0
