"""To which verb or noun of the parse a time expression belongs.

Mostly the word that it depends on; the places where a small parser errs, and the order of words tells
better, come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.dates.find import TimeExpression
from dragoman.coding.dates.scan import verbs

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

    from dragoman.language.pipeline import ParsedDocument

MAX_STEPS = 12
"""How many words up the tree an expression is followed."""


def owner_of(parsed: ParsedDocument, expression: TimeExpression) -> Token | None:
    """The verb or noun that an expression dates."""
    span = parsed.doc.char_span(expression.start, expression.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    said = _said_before(span[0]) or _finite_after(span) or _noun_before(span)
    if said is None and expression.type == "DURATION":
        said = _before_clause(span)
    if said is not None:
        return said
    token = span.root
    for _ in range(MAX_STEPS):
        head = token.head
        if head == token:
            return token
        if token.dep_ in ("poss", "compound", "nmod", "nummod", "amod") and head.pos_ in ("NOUN", "PROPN"):
            return _head_noun(head)
        if (
            head.pos_ in ("ADP", "SCONJ", "ADV", "PART", "NUM", "ADJ", "DET")
            or head.ent_type_ in ("DATE", "TIME")
            or head.i in range(span.start, span.end)
        ):
            token = head
            continue
        return head
    return None


def _said_before(first: Token) -> Token | None:
    """The verb of saying right before an expression: "said Tuesday", "told reporters here on Friday"."""
    doc, i = first.doc, first.i - 1
    passed = 0
    while i >= first.sent.start and passed < 4:
        word = doc[i]
        if (
            word.pos_ in ("VERB", "AUX")
            and word.lemma_ in verbs("saying")
            and word.tag_ in ("VBD", "VBZ", "VBP")
        ):
            return word
        if word.lower_ not in (
            "on",
            "late",
            "early",
            "earlier",
            "here",
            "reporters",
            "journalists",
            "in",
            "a",
            "statement",
            "there",
            "later",
        ):
            return None
        i -= 1
        passed += 1
    return None


def _finite_after(span: TokenSpan) -> Token | None:
    """The finite verb after a bare expression: "Russia Sunday signed", "the council last week met"."""
    doc, first = span.doc, span[0]
    if span.end >= len(doc) or span.start <= first.sent.start:
        return None
    verb, before = doc[span.end], doc[span.start - 1]
    if verb.tag_ != "VBD" or verb.sent.start != first.sent.start:
        return None
    return verb if before.pos_ in ("NOUN", "PROPN", "PRON") or before.text == ")" else None


def _noun_before(span: TokenSpan) -> Token | None:
    """The noun that a date interrupts: "the killings on Sept. 8 of 12 soldiers"."""
    doc, i, after = span.doc, span.start - 1, span.end
    if i >= 0 and doc[i].lower_ in ("on", "in", "at", "during"):
        i -= 1
    if after < len(doc) and doc[after].text == "(":
        after = next((j + 1 for j in range(after, min(after + 5, len(doc))) if doc[j].text == ")"), after)
    if i < 0 or after >= len(doc) or doc[i].pos_ != "NOUN" or doc[i].sent.start != doc[span.start].sent.start:
        return None
    return (
        doc[i]
        if doc[after].lower_ in ("of", "on", "against", "between") and doc[after].pos_ == "ADP"
        else None
    )


def _before_clause(span: TokenSpan) -> Token | None:
    """The verb before "five months before the army revolted": the one whose act came so long before."""
    doc = span.doc
    if (
        span.end >= len(doc)
        or doc[span.end].dep_ != "mark"
        or doc[span.end].lower_ not in ("before", "after")
    ):
        return None
    clause = doc[span.end].head
    if clause.head != clause and clause.head.i < span.start:
        return clause.head
    ahead = [doc[i] for i in range(span.start - 1, span.sent.start - 1, -1)]
    return next((word for word in ahead if word.tag_ in ("VBD", "VBZ") and word.pos_ == "VERB"), None)


def _head_noun(noun: Token) -> Token:
    while noun.dep_ in ("compound", "nmod") and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    return noun
