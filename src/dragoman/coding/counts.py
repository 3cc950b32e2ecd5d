"""What a number counts: dead, injured, arrested, displaced, demonstrators, troops, vehicles, other people.

The noun that the number stands with may say it ("12 deaths", "40 tanks"); people take their kind from the
verb that governs them ("killed at least 30 people"). The words are in ``data/quantity_words.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragoman.coding.numerals import Number, tables
from dragoman.records import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

CASUALTIES = ("dead", "injured", "arrested", "displaced")
"""Kinds that an act brings about: told in a clause below it, they are still the act's."""

COUNTED_ALONE = ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos", "attr", "nummod", "oprd")
"""What a number that stands without a noun may be in its clause."""

SUFFERED = ("die", "perish", "flee", "drown")
"""Verbs whose subject it happened to."""

REACH = 6
"""How many words after a number its noun may stand."""


def count_of(text: str, number: Number, doc: Doc | None) -> Quantity | None:
    """What a number counts, or None where that is nothing of the kinds known here."""
    if re.match(
        r"\s*(?:%|percent|per cent|-year|years?\b|degrees|km|kilomet|miles)",
        text[number.end : number.end + 12],
        re.IGNORECASE,
    ):
        return None
    found = _by_parse(doc, number) if doc is not None else _by_words(text, number)
    if found is None:
        return None
    kind, end = found
    return Quantity(
        text=text[number.start : end], start=number.start, end=end, kind=kind,
        value=number.value, low=number.low, high=number.high,
    )  # fmt: skip


def _by_parse(doc: Doc, number: Number) -> tuple[str, int] | None:
    """Kind and end of a count, by the noun that the number modifies and the verb that governs it."""
    span = doc.char_span(number.core, number.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    noun = _noun_of(span.root)
    if noun is None or noun.pos_ in ("VERB", "AUX") or _is_age(span):
        return None
    words = tables()
    stated = words["nouns"].get(noun.lower_)
    person = noun.lower_ in words["people"] or noun.lower_.capitalize() in words["people"]
    alone = noun.i in range(span.start, span.end)
    if alone and _is_year(span):
        return None
    if not (stated or person or alone):
        return None
    end = noun.idx + len(noun)
    end = max(number.end, end) if noun.i < span.end + REACH else number.end
    if stated in CASUALTIES and not person:
        return stated, end
    kind = _kind_by_verb(noun)
    if kind is not None:
        return kind, end
    if stated is not None:
        return stated, end
    return ("people", end) if person else None


def _is_age(span: TokenSpan) -> bool:
    """Whether a number between commas is somebody's age: "the mayor, 52, was killed"."""
    doc = span.doc
    between = span.start > 0 and span.end < len(doc) and doc[span.start - 1].text == doc[span.end].text == ","
    return between and len(span) == 1


def _is_year(span: TokenSpan) -> bool:
    """Whether a bare number is a year: "the massacre of villagers in 1982"."""
    return len(span) == 1 and re.fullmatch(r"1[5-9]\d\d|20\d\d", span.text) is not None and span.root.dep_ == "pobj"


def _noun_of(token: Token) -> Token | None:
    """The noun that a number counts ("dozens of people"), or the number itself ("30 were hurt")."""
    if token.dep_ in ("nummod", "quantmod", "compound", "amod"):
        if token.head.pos_ == "NUM":
            return _noun_of(token.head)
        if token.head.pos_ in ("NOUN", "PROPN", "ADJ"):
            return token.head
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            inner = next((n for n in child.children if n.dep_ == "pobj"), None)
            if inner is not None:
                return inner
    return token if token.dep_ in COUNTED_ALONE else None


def _kind_by_verb(noun: Token) -> str | None:
    """What was done to those counted, or what they did: the verb of which they are object or subject."""
    result = _result_after(noun)
    if result is not None:
        return result
    counted = noun
    while counted.dep_ in ("conj", "appos") and counted.head.pos_ in ("NOUN", "PROPN", "NUM"):
        counted = counted.head
    if counted.dep_ == "pobj" and counted.head.lower_ == "of":
        counted = counted.head.head
    verb = counted.head
    if counted.dep_ == "pobj" and verb.head.lower_ in tables()["acts"]:
        return str(tables()["acts"][verb.head.lower_])
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    kind = _kind_of(verb)
    if kind is None:
        return None
    if kind == "demonstrators" or verb.lemma_ in SUFFERED:
        return kind if counted.dep_ == "nsubj" else None
    suffers = counted.dep_ in ("dobj", "nsubjpass") or (counted.dep_ == "nsubj" and _passive(verb))
    return kind if suffers and not (counted.dep_ == "nsubj" and _has_object(verb)) else None


def _result_after(noun: Token) -> str | None:
    """The participle or adjective after those counted: "12 people killed in the raid", "left 12 dead"."""
    results = tables()["results"]
    for child in noun.children:
        if child.lower_ in results and child.i > noun.i and child.dep_ in ("acl", "amod", "oprd", "acomp"):
            return str(results[child.lower_])
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    adjective = after.lower_ in ("dead", "homeless") or after.dep_ in ("oprd", "acomp", "ccomp")
    return str(results[after.lower_]) if after.lower_ in results and adjective else None


def _kind_of(verb: Token) -> str | None:
    """The kind that a verb, or its complement ("were left dead"), gives those it is done to."""
    words = tables()
    kind = words["verbs"].get(verb.lemma_.lower()) or words["results"].get(verb.lower_)
    if kind is None:
        complements = (c for c in verb.children if c.dep_ in ("oprd", "acomp", "attr", "advcl", "ccomp"))
        kind = next((words["results"][c.lower_] for c in complements if c.lower_ in words["results"]), None)
        if kind is not None and not _has_object(verb):
            return str(kind) if verb.lemma_ == "be" else None
    return str(kind) if kind is not None else None


def _passive(verb: Token) -> bool:
    return verb.tag_ == "VBN" or verb.lemma_ == "be" or any(c.dep_ == "auxpass" for c in verb.children)


def _has_object(verb: Token) -> bool:
    return any(child.dep_ == "dobj" for child in verb.children)


@cache
def _word_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """For text without a parse: a verb right before a number, its noun, a participle after the noun."""
    words = tables()
    nouns = "|".join(re.escape(n) for n in sorted([*words["nouns"], *words["people"]], key=len, reverse=True))
    before = re.compile(
        r"\b(?P<verb>(?:kill|murder|wound|arrest|detain)(?:ed|ing|s)|(?:execut|injur|displac|evacuat)(?:ed|ing|es))"
        r"\s+(?:the\s+)?$",
        re.IGNORECASE,
    )
    noun = re.compile(rf"\s*(?:of\s+)?(?:[\w-]+\s+){{0,3}}?(?P<noun>{nouns})\b", re.IGNORECASE)
    results = "|".join([*words["results"], "died", "fled", "protested", "marched", "rallied", "demonstrated"])
    after = re.compile(
        rf"\s*(?:(?:have|has|had|were|was|are|is|been|being|more|others|reportedly|also)\s+){{0,4}}"
        rf"(?P<result>{results})\b",
        re.IGNORECASE,
    )
    return before, noun, after


_STEMS = {
    "kill": "dead", "murd": "dead", "exec": "dead", "died": "dead", "wound": "injured", "injur": "injured",
    "arres": "arrested", "detai": "arrested", "displ": "displaced", "evacu": "displaced", "fled": "displaced",
    "prote": "demonstrators", "march": "demonstrators", "ralli": "demonstrators", "demon": "demonstrators",
}  # fmt: skip


def _by_words(text: str, number: Number) -> tuple[str, int] | None:
    """Kind and end of a count by the words beside it."""
    before, noun, after = _word_patterns()
    words = tables()
    named = noun.match(text, number.end)
    end = named.end() if named else number.end
    stated = words["nouns"].get(named["noun"].lower()) if named else None
    person = named is not None and named["noun"].lower() in words["people"]
    if stated in CASUALTIES and not person:
        return stated, end
    result = after.match(text, end)
    verb = before.search(text[max(0, number.start - 24) : number.start])
    if verb is not None:
        return _stem(verb["verb"]), end
    if result is not None:
        word = result["result"].lower()
        return str(words["results"].get(word) or _stem(word)), end
    if stated is not None:
        return stated, end
    return ("people", end) if named else None


def _stem(word: str) -> str:
    return next(kind for stem, kind in _STEMS.items() if word.lower().startswith(stem))
