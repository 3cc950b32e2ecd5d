"""How much and how many: money with its currency, and the people and vehicles that reports count.

A number counts only where its words say what it counts: a currency beside it, or a noun and the verb that
governs it ("killed at least 30 people", "30 people were arrested"). Ages, percentages, distances and bare
numbers are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.coding.counts import CASUALTIES, count_of
from dragoman.coding.money import money_of
from dragoman.coding.numerals import find_numbers
from dragoman.records import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.language.pipeline import ParsedDocument

REACH = 6
"""How many steps up the tree a quantity, and the noun of an act, may stand from its verb."""


def find_quantities(text: str, doc: Doc | None = None) -> list[Quantity]:
    """The quantities of a text, in order.

    ``doc``, parsed with the same offsets, finds nouns and verbs by syntax; else the words beside a number do.
    """
    found = []
    for number in find_numbers(text):
        quantity = money_of(text, number) or count_of(text, number, doc)
        if quantity is not None:
            found.append(quantity)
    return found


def quantities_of(
    parsed: ParsedDocument, predicate: Token, quantities: Sequence[Quantity]
) -> tuple[Quantity, ...]:
    """The quantities of a predicate: those of its clause and arguments, and the casualties it brought about.

    Those of a clause that tells another act, or what somebody said, are not among them.
    """
    sentence = predicate.sent
    mine = []
    for quantity in quantities:
        if not sentence.start_char <= quantity.start < sentence.end_char:
            continue
        span = parsed.doc.char_span(quantity.start, quantity.end, alignment_mode="expand")
        if span is not None and len(span) and _belongs(span.root, predicate, quantity.kind):
            mine.append(quantity)
    return tuple(mine)


def _belongs(token: Token, predicate: Token, kind: str) -> bool:
    """Whether a quantity's word is reached from the predicate without passing into another act."""
    word = token
    for _ in range(4 * REACH):
        if word == predicate:
            return True
        head = word.head
        if head == word:
            return _raised(word, predicate, kind)
        if word.pos_ in ("VERB", "AUX") and not _part_of(word, head, predicate, kind):
            return _raised(word, predicate, kind)
        word = head
    return False


def _part_of(verb: Token, head: Token, predicate: Token, kind: str) -> bool:
    """Whether the clause of ``verb`` is still the predicate's: an infinitive, or the toll that it took."""
    if verb.dep_ in ("xcomp", "aux", "auxpass", "amod", "compound"):
        return True
    if kind in CASUALTIES and verb.dep_ in ("advcl", "conj", "pcomp"):
        return not any(child.dep_ == "mark" for child in verb.children)
    if kind in CASUALTIES and verb.dep_ in ("acl", "relcl"):
        return head == predicate or (head.head == predicate and head.dep_ in ("dobj", "nsubj"))
    return verb.dep_ in ("acl", "pcomp") and head != predicate.head and head.pos_ in ("NOUN", "ADP")


def _raised(verb: Token, predicate: Token, kind: str) -> bool:
    """Whether a noun predicate's verb tells its quantities.

    "the attack killed 17", "17 died in the attack".
    """
    if predicate.pos_ not in ("NOUN", "PROPN"):
        return False
    word = predicate
    for _ in range(REACH):
        if word.head == verb:
            return kind in CASUALTIES or word.dep_ in ("nsubj", "dobj")
        if word.head == word or word.head.pos_ in ("VERB", "AUX"):
            return False
        word = word.head
    return False
