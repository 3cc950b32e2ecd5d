"""The time expression that governs a predicate: when its act took place, or is to take place.

An expression belongs to the word that it depends on in the parse: the verb it modifies, or the noun
("Thursday's attack", "the 1994 accord"). A predicate takes the date of that word where the two are one
happening: the word itself, its light verb ("held talks on Monday"), a verb it is coordinated with, a
participle beside it. A date of the saying is never that of the said, and a date of one happening never
that of another merely named in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dragoman.coding.dates.attach import owner_of
from dragoman.coding.dates.bounds import Bounded, bounded
from dragoman.coding.dates.calendar import parse_day
from dragoman.coding.dates.direction import tense_of
from dragoman.coding.dates.find import TimeExpression, anchor_day
from dragoman.coding.dates.happenings import candidates
from dragoman.coding.dates.readings import FUTURE
from dragoman.coding.dates.scan import verbs
from dragoman.records import DateValue

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dragoman.language.pipeline import ParsedDocument


def date_of(
    parsed: ParsedDocument, predicate: Token, expressions: Sequence[TimeExpression]
) -> DateValue | None:
    """When the act that ``predicate`` states took place, or None where no expression of its sentence says so.

    A date that lies ahead, of an act that is to come, is left to ``planned_date_of``.
    """
    found = governing(parsed, predicate, expressions) or _misplaced(parsed, predicate, expressions)
    to_come = _is_future(predicate)
    if found and found.value and not found.ahead and not _lies_ahead(found.value, _anchor(parsed), to_come):
        return found.value
    return _date_of_saying(parsed, predicate, expressions) if to_come else None


def _date_of_saying(
    parsed: ParsedDocument, predicate: Token, expressions: Sequence[TimeExpression]
) -> DateValue | None:
    """The day of the announcement: "said on Monday that it will send aid" is a promise of Monday."""
    said = predicate.head
    if (
        said == predicate
        or predicate.dep_ not in ("ccomp", "xcomp")
        or said.lemma_ not in verbs("saying")
        or _is_future(said)
    ):
        return None
    found = governing(parsed, said, expressions, inherit=False)
    return (
        found.value
        if found and not found.ahead and found.value and not _after(found.value, _anchor(parsed))
        else None
    )


def _misplaced(
    parsed: ParsedDocument, predicate: Token, expressions: Sequence[TimeExpression]
) -> Bounded | None:
    """A past date that the parse gives to what is announced: "threatened to leave on Tuesday"."""
    anchor = _anchor(parsed)
    for child in predicate.children:
        if anchor is None or child.dep_ != "xcomp" or not _is_future(child):
            continue
        found = governing(parsed, child, expressions, inherit=False)
        if found and found.value and not found.ahead and not _after(found.value, anchor):
            return found
    return None


def planned_date_of(
    parsed: ParsedDocument, predicate: Token, expressions: Sequence[TimeExpression]
) -> DateValue | None:
    """When an act that is promised, planned or threatened is to happen, or None.

    For "will travel on Monday" that is the date of the predicate itself; for "vowed to strike next week"
    and "said it would send troops in May" that of what it announces. Only dates from the day of publication
    on count.
    """
    anchor = _anchor(parsed)
    announced = [
        c
        for c in predicate.subtree
        if c != predicate
        and c.dep_ in ("xcomp", "ccomp", "acl", "pcomp", "pobj", "dobj")
        and c.pos_ != "PROPN"
    ]
    for word in (predicate, *announced):
        found = governing(parsed, word, expressions, inherit=word == predicate)
        if found is None or found.value is None:
            continue
        to_come = _is_future(word) or found.ahead
        happening = word.pos_ == "NOUN" or word == predicate
        if (to_come or happening) and _after(found.value, anchor, or_same=to_come):
            return found.value
    return None


def governing(
    parsed: ParsedDocument, predicate: Token, expressions: Sequence[TimeExpression], inherit: bool = True
) -> Bounded | None:
    """The expression that governs a predicate, with its preposition worked in, or None."""
    sentence = predicate.sent
    inside = [
        e for e in expressions if sentence.start_char <= e.start < sentence.end_char and e.type != "SET"
    ]
    owners: dict[int, list[Bounded]] = {}
    anchor = _anchor(parsed)
    for expression in inside:
        owner = owner_of(parsed, expression)
        if owner is not None and not _of_object_only(expression, owner, predicate):
            owners.setdefault(owner.i, []).append(bounded(parsed, expression, inside, anchor))
    for word in candidates(predicate) if inherit else [predicate]:
        if (found := _best(owners.get(word.i, ()))) is not None:
            return found
    return None


def _of_object_only(expression: TimeExpression, owner: Token, predicate: Token) -> bool:
    """Whether a date before the object of the predicate is only the object's: "broke the 1994 accord"."""
    return (
        owner.head == predicate
        and owner.dep_ in ("dobj", "attr", "nsubjpass")
        and expression.end <= owner.idx
        and predicate.lemma_ not in verbs("light")
    )


def _best(found: Iterable[Bounded]) -> Bounded | None:
    """Of several dates of one word the finest; one that only sets a bound counts last."""
    order = {"day": 0, "week": 1, "interval": 2, "month": 3, "quarter": 4, "season": 5, "year": 6}
    dated = [b for b in found if b.value is not None]
    return min(
        dated, key=lambda b: (b.ahead, order.get(b.value.precision if b.value else "", 7)), default=None
    )


def _is_future(word: Token) -> bool:
    return word.pos_ in ("VERB", "AUX") and tense_of(word) == FUTURE


def _anchor(parsed: ParsedDocument) -> date | None:
    return parse_day(anchor_day(parsed.document))


def _lies_ahead(value: DateValue, anchor: date | None, to_come: bool) -> bool:
    """Whether the days begin after publication; for an act that is to come, whether they end after it."""
    if to_come:
        return _after(value, anchor)
    start = parse_day(value.start)
    return anchor is not None and start is not None and start > anchor


def _after(value: DateValue, anchor: date | None, or_same: bool = False) -> bool:
    end = parse_day(value.end)
    return anchor is None or end is None or end > anchor or (or_same and end == anchor)
