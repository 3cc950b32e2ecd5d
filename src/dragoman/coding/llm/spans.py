"""Quoted words found again in the text they were taken from."""

from __future__ import annotations

import re

from dragoman.records import Span, span_of

_ALIKE = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "’": "'", "‘": "'", "`": "'", "´": "'",
        "‐": "-", "‑": "-", "–": "-", "—": "-",
    }
)  # fmt: skip


def find_quote(quote: str, text: str, start: int, end: int) -> Span | None:
    """Where ``text[start:end]`` has the quoted words, or None.

    Exact words come first, then words that differ only in white space and the shape of quotation marks and
    dashes; the span is always that of the text itself. Parts of words do not count: "Iran" is not found in
    "Iranian".
    """
    part = text[start:end]
    if found := _search(quote.strip(), part):
        return span_of(text, start + found.start(), start + found.end())
    plain, origins = _plain(part)
    if found := _search(_plain(quote)[0].strip(), plain):
        return span_of(text, start + origins[found.start()], start + origins[found.end() - 1] + 1)
    return None


def _search(quote: str, text: str) -> re.Match[str] | None:
    if not any(c.isalnum() for c in quote):
        return None
    before = r"(?<!\w)" if quote[0].isalnum() else ""
    after = r"(?!\w)" if quote[-1].isalnum() else ""
    return re.search(before + re.escape(quote) + after, text)


def _plain(text: str) -> tuple[str, list[int]]:
    """The text with plain signs and single spaces, and for each of its characters where it stood."""
    kept: list[str] = []
    origins: list[int] = []
    for i, character in enumerate(text):
        if character.isspace():
            if kept and kept[-1] == " ":
                continue
            character = " "
        kept.append(character.translate(_ALIKE))
        origins.append(i)
    return "".join(kept), origins
