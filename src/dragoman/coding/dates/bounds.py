"""Words around an expression that change its days: "since 2003", "between May and July", "weeks before"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from dragoman.coding.dates.amounts import VAGUE
from dragoman.coding.dates.calendar import Interval, parse_day, shift_units
from dragoman.coding.dates.find import TimeExpression, date_value
from dragoman.coding.dates.relative import shifted
from dragoman.records import DateValue, Span, span_of

if TYPE_CHECKING:
    from dragoman.language.pipeline import ParsedDocument

SOME_UNITS = {"D": 7, "W": 8, "M": 12, "Y": 10}
"""So many days, weeks, months or years one names by a larger unit; half as many are taken for "some"."""

_SINCE = re.compile(r"\b(?:since|ever since)\s+(?:the\s+)?$", re.IGNORECASE)
_BOUND = re.compile(r"\b(?:by|until|till|before|prior to)\s+(?:the\s+)?(?:end\s+of\s+)?$", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|following)\s+(?:the\s+)?$", re.IGNORECASE)
_OPENING = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$", re.IGNORECASE)
_JOIN = re.compile(r"^\s*(?:and|to|until|till|through|-|–|—)\s*(?:the\s+)?$", re.IGNORECASE)
_DASH = re.compile(r"^\s*(?:to|through|-|–|—)\s*(?:the\s+)?$", re.IGNORECASE)
_SIDE = re.compile(r"^\s*(before|after|prior to|ahead of|following)\b", re.IGNORECASE)
_VALUE = re.compile(r"^P(\d+|X)([DWMY])$")


@dataclass(frozen=True)
class Bounded:
    """An expression with its surroundings worked in; ``ahead`` where they bound what is to come."""

    expression: TimeExpression
    value: DateValue | None
    ahead: bool = False


def bounded(
    parsed: ParsedDocument, expression: TimeExpression, inside: Sequence[TimeExpression], anchor: date | None
) -> Bounded:
    """The days that an expression gives with the words around it; ``inside`` are those of its sentence."""
    text = parsed.document.text
    before = text[max(0, expression.start - 30) : expression.start]
    if expression.type == "DURATION" and expression.date is None:
        return Bounded(expression, _beside(text, expression, inside))
    own = expression.date
    if own is None:
        return Bounded(expression, None)
    pair = _range(text, expression, inside)
    if pair is not None:
        return Bounded(expression, pair)
    if _SINCE.search(before):
        start = parse_day(own.start)
        if start is None or anchor is None or start > anchor:
            return Bounded(expression, own if anchor is None else None)
        if own.start == own.end == anchor.isoformat():
            return Bounded(expression, own)
        until_now = Interval(start, anchor, "interval", "")
        return Bounded(expression, date_value(until_now, "publication", own.expression))
    if _BOUND.search(before):
        return Bounded(expression, _until(own, anchor), ahead=True)
    if _AFTER.search(before):
        return Bounded(expression, None)
    return Bounded(expression, own)


def _until(own: DateValue, anchor: date | None) -> DateValue | None:
    """From publication to a deadline; None where the deadline is past."""
    end = parse_day(own.end)
    if anchor is None or end is None or end < anchor:
        return None
    return date_value(Interval(anchor, end, "interval", ""), "publication", own.expression)


def _range(text: str, expression: TimeExpression, inside: Sequence[TimeExpression]) -> DateValue | None:
    """From the first to the second of two expressions joined as "between A and B", "from A to B", "A-B"."""
    ordered = [e for e in inside if e.date is not None and e.type != "DURATION"]
    place = next((i for i, e in enumerate(ordered) if e is expression), None)
    if place is None:
        return None
    for first, second in pairwise(ordered):
        if expression is not first and expression is not second:
            continue
        gap = text[first.end : second.start]
        opened = _OPENING.search(text[max(0, first.start - 30) : first.start])
        if not (_JOIN.match(gap) if opened else _DASH.match(gap)):
            continue
        start = parse_day(first.date.start) if first.date else None
        end = parse_day(second.date.end) if second.date else None
        if start and end and start <= end and first.date and second.date:
            basis = "text" if first.date.basis == second.date.basis == "text" else "publication"
            span = span_of(text, first.start, second.end)
            return date_value(Interval(start, end, "interval", ""), basis, span)
    return None


def _beside(text: str, expression: TimeExpression, inside: Sequence[TimeExpression]) -> DateValue | None:
    """ "Five months before the coup in March": counted from the date that follows in the sentence.

    An unstated number of units gives the interval from half of ``SOME_UNITS`` before to that date's end.
    """
    side, amount = _SIDE.match(text[expression.end :][:20]), _VALUE.match(expression.value)
    later = [e for e in inside if e.start > expression.end and e.date and e.type in ("DATE", "TIME")]
    if side is None or amount is None or not later or later[0].date is None:
        return None
    if re.search(r"[;:,]", text[expression.end : later[0].start]):
        return None
    base = later[0].date
    start, end = parse_day(base.start), parse_day(base.end)
    if start is None or end is None:
        return None
    back = side.group(1).lower() in ("before", "prior to", "ahead of")
    count = VAGUE if amount.group(1) == "X" else int(amount.group(1))
    unit = amount.group(2)
    span = span_of(text, expression.start, later[0].end)
    if count == VAGUE:
        return _some_units(start, end, unit, back, base, span)
    exact = shifted(start, unit, -count if back else count)
    if exact is None:
        return None
    if unit in "DW" and base.precision != "day":
        days = (1 if unit == "D" else 7) * (-count if back else count)
        exact = Interval(start + timedelta(days=days), end + timedelta(days=days), "interval", "")
    return date_value(exact, base.basis, span)


def _some_units(
    start: date, end: date, unit: str, back: bool, base: DateValue, span: Span
) -> DateValue | None:
    """An unstated number of units before or after a date."""
    far = shift_units(start if back else end, unit, SOME_UNITS[unit] // 2 * (-1 if back else 1))
    if far is None:
        return None
    interval = Interval(far, end, "interval", "") if back else Interval(start, far, "interval", "")
    return date_value(interval, base.basis, span)
