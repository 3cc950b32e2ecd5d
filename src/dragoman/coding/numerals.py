"""Numbers in running text: digits with every usual grouping, words, scales, ranges and bounds.

>>> [(n.value, n.low, n.high) for n in find_numbers("at least 1.2 million and between 20 and thirty")]
[(1200000.0, 1200000.0, None), (None, 20.0, 30.0)]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from text_to_num import text2num

from dragoman.coding.dates.scan import load_table

LARGEST = 1e15
"""Numbers beyond this count nothing in the news."""

WIDEST_RANGE = 100
"""How many times its lower end a range's upper end may be; "1.1728-1730" is a quotation."""

_NAME_BEFORE = re.compile(r"[A-Za-z]\w*-$")
"""The first part of a name with a number in it: "A330-200"."""

_SPACES = r"[ \u00a0\u2009\u202f]"
_WESTERN, _INDIAN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", r"\d{1,2}(?:,\d{2})+,\d{3}"
_GROUPED = rf"{_WESTERN}|{_INDIAN}|\d{{1,3}}(?:{_SPACES}\d{{3}})+(?!\d)|\d+(?:\.\d+)?"
_DIGITS = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORD = rf"(?:{_TENS})(?:[- ](?:{_DIGITS}))?|{_DIGITS}|{_TEENS}"
_WORDS = rf"(?:{_WORD}|a)[ -]hundred(?:(?: and)? (?:{_WORD}))?|{_WORD}"


@dataclass(frozen=True)
class Number:
    """A number in a text: ``start`` and ``end`` with its bound, ``core`` where the number itself begins.

    ``value`` is None where the text gives only bounds; ``bare`` is the end of the number, its scale included.
    """

    start: int
    end: int
    core: int
    value: float | None
    low: float | None
    high: float | None


@cache
def tables() -> dict[str, dict[str, Any]]:
    """The words of ``quantity_words.toml``."""
    return load_table("quantity_words.toml")


@cache
def patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of a number, of a bound before one, and of what joins a range."""
    words = tables()
    scales = "|".join(sorted((s for s in words["scales"] if len(s) > 2), key=len, reverse=True))
    phrases = "|".join(
        re.escape(p) for p in sorted([*words["vague"], *words["exact"]], key=len, reverse=True)
    )
    number = re.compile(
        rf"(?<![\w.,/:])(?<![A-Za-z]-)(?:(?P<phrase>{phrases})(?![\w-])"
        rf"|(?P<digits>{_GROUPED})"
        rf"(?:(?:[ \u00a0-]?(?P<scale>{scales})(?![a-z])|(?P<short>k|mn|m|bn|b|tn)(?![A-Za-z])))?"
        rf"|(?P<words>{_WORDS})(?![\w])(?:[ -](?P<scale2>{scales})(?![a-z]))?)",
        re.IGNORECASE,
    )
    bounds = "|".join(sorted(words["bounds"], key=len, reverse=True))
    bound = re.compile(rf"\b(?P<bound>{bounds})(?: the)?\s+(?:US)?[$€£¥₹]?\s?$", re.IGNORECASE)
    join = re.compile(r"^\s*(?:-|–|—|to|and|or)\s*(?:US)?[$€£¥₹]?\s?$", re.IGNORECASE)
    return number, bound, join


def find_numbers(text: str) -> list[Number]:
    """The numbers of a text in order; a range is one number with ``low`` and ``high``."""
    pattern, bound, _ = patterns()
    plain: list[Number] = []
    scales: list[float] = []
    for match in pattern.finditer(text):
        value, low, scale = _read(match)
        if (value is None and low is None) or _NAME_BEFORE.search(
            text[max(0, match.start() - 12) : match.start()]
        ):
            continue
        end = match.end()
        start, low, high = match.start(), low, None
        before = bound.search(text[max(0, start - 24) : start])
        if before is not None:
            start = max(0, start - 24) + before.start()
            kind = tables()["bounds"][before["bound"].lower()]
            if kind == "low" and value is not None:
                low = value
            elif kind == "high":
                high = value
        more = re.match(r" or (?:more|above)\b", text[end : end + 12], re.IGNORECASE)
        if more and value is not None:
            low, end = value, end + more.end()
        plain.append(Number(start, end, match.start(), value, low, high))
        scales.append(scale)
    return _ranges(text, plain, scales)


def _read(match: re.Match[str]) -> tuple[float | None, float | None, float]:
    """Value, least value, and scale of a match."""
    words = tables()
    if match["phrase"]:
        phrase = match["phrase"].lower()
        if phrase in words["exact"]:
            return float(words["exact"][phrase]), None, 1.0
        return None, float(words["vague"][phrase]), 1.0
    scale_word = (match["scale"] or match["short"] or match["scale2"] or "").lower()
    scale = float(words["scales"].get(scale_word, 1))
    if match["digits"]:
        if len(match["digits"]) > 20:
            return None, None, 1.0
        value = Decimal(re.sub(r"[^\d.]", "", match["digits"]))
    else:
        spelled = match["words"].lower().replace("-", " ").replace("a hundred", "one hundred")
        try:
            value = Decimal(text2num(spelled, "en"))
        except ValueError:
            return None, None, 1.0
    value *= Decimal(scale)
    return (float(value), None, scale) if value <= LARGEST else (None, None, 1.0)


def _ranges(text: str, found: list[Number], scales: list[float]) -> list[Number]:
    """Numbers joined as "between 20 and 30" or "20-30" made one; a scale at the end holds for both."""
    join = patterns()[2]
    result: list[Number] = []
    i = 0
    while i < len(found):
        one = found[i]
        if i + 1 < len(found):
            two = found[i + 1]
            gap = text[one.end : two.core]
            opened = re.search(
                r"\b(between|from)\s+(?:US)?[$€£¥₹]?\s?$",
                text[max(0, one.core - 14) : one.core],
                re.IGNORECASE,
            )
            joined = (
                join.match(gap)
                and (opened or "and" not in gap.lower())
                and ("or" not in gap.lower() or not one.low)
            )
            if joined and one.value is not None and two.value is not None:
                low = (
                    one.value * scales[i + 1]
                    if scales[i] == 1 and scales[i + 1] > 1 and one.value < 1000
                    else one.value
                )
                if low < two.value <= WIDEST_RANGE * low:
                    start = max(0, one.core - 14) + opened.start() if opened else one.start
                    result.append(Number(start, two.end, one.core, None, low, two.value))
                    i += 2
                    continue
        result.append(one)
        i += 1
    return result
