"""How much and how many: money with its currency, and the people and vehicles that reports count.

A number counts only where its words say what it counts: a currency beside it, or a noun and the verb that
governs it ("killed at least 30 people", "30 people were arrested"). Ages, percentages, distances and bare
numbers are left.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.coding.numerals import Number, find_numbers, tables
from dragoman.records import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.language.pipeline import ParsedDocument

CASUALTIES = ("dead", "injured", "arrested", "displaced")
"""Kinds that an act brings about: told in a clause below it, they are still the act's."""

REACH = 6
"""How many words after a number its noun may stand, and how far above it the verb."""


def find_quantities(text: str, doc: Doc | None = None) -> list[Quantity]:
    """The quantities of a text, in order.

    ``doc``, parsed with the same offsets, finds nouns and verbs by syntax; else the words beside a number do.
    """
    found = []
    for number in find_numbers(text):
        quantity = _money(text, number) or _counted(text, number, doc)
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


# --- money --------------------


@cache
def _currencies() -> tuple[dict[str, str | None], re.Pattern[str], re.Pattern[str]]:
    """Codes by form, and patterns of what stands before and after an amount (``data/currencies.csv``)."""
    table = files("dragoman.coding").joinpath("data", "currencies.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    codes: dict[str, str | None] = {row["form"]: row["code"] or None for row in rows}

    def forms(*places: str) -> str:
        chosen = sorted((row["form"] for row in rows if row["place"] in places), key=len, reverse=True)
        return "|".join(re.escape(form) for form in chosen)

    before = re.compile(rf"(?<![A-Za-z])(?P<form>{forms('before', 'code')})\s?$")
    after = re.compile(rf"(?:\s|-)?(?P<form>{forms('after', 'code')}|€|£)(?![A-Za-z])")
    return codes, before, after


def _money(text: str, number: Number) -> Quantity | None:
    codes, before, after = _currencies()
    ahead = before.search(text[max(0, number.core - 6) : number.core])
    behind = after.match(text, number.end)
    if ahead is not None:
        form, start, end = ahead["form"], min(number.start, number.core - len(ahead.group())), number.end
        if behind is not None and codes.get(behind["form"]):
            form, end = behind["form"], behind.end()
    elif behind is not None and not _is_weight(text, behind):
        form, start, end = behind["form"], number.start, behind.end()
    else:
        return None
    return Quantity(
        text=text[start:end], start=start, end=end, kind="money",
        value=number.value, low=number.low, high=number.high, unit=codes[form],
    )  # fmt: skip


def _is_weight(text: str, currency: re.Match[str]) -> bool:
    """Whether "pounds" are a weight, or "won" a verb."""
    rest = text[currency.end() : currency.end() + 12]
    if currency["form"] in ("pounds", "pound"):
        return bool(
            re.match(r"(?: of (?!the|his|its|their)|\)? of |\) of)", rest)
        ) or currency.group().startswith("-")
    return currency["form"] in ("won", "real", "dong") and not re.match(
        r"\s*(?:[.,;()]|for|in|to|a|per|from|on|and|$)", rest
    )


# --- people and vehicles --------------------


def _counted(text: str, number: Number, doc: Doc | None) -> Quantity | None:
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
    noun = _noun_of(span.root, span.end)
    if noun is None or noun.pos_ in ("VERB", "AUX"):
        return None
    words = tables()
    stated = words["nouns"].get(noun.lower_)
    person = noun.lower_ in words["people"] or noun.lower_.capitalize() in words["people"]
    alone = noun.i in range(span.start, span.end)
    if not (stated or person or alone):
        return None
    end = noun.idx + len(noun)
    end = max(number.end, end) if noun.i < span.end + REACH else number.end
    if stated in CASUALTIES:
        return stated, end
    kind = _kind_by_verb(noun)
    if kind is not None:
        return kind, end
    if stated is not None:
        return stated, end
    return ("people", end) if person else None


def _noun_of(token: Token, after: int) -> Token | None:
    """The noun that a number counts.

    "30 people", "dozens of people", "30 of the soldiers", or the number itself.
    """
    if token.dep_ in ("nummod", "quantmod", "compound", "amod") and token.head.pos_ in (
        "NOUN",
        "PROPN",
        "NUM",
        "ADJ",
    ):
        return token.head if token.head.pos_ != "NUM" else _noun_of(token.head, after)
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            inner = next((n for n in child.children if n.dep_ == "pobj"), None)
            if inner is not None:
                return inner
    if token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos", "attr", "nummod", "oprd"):
        return token
    return None


def _kind_by_verb(noun: Token) -> str | None:
    """What was done to those counted, or what they did: the verb of which they are object or subject."""
    verbs, results = tables()["verbs"], tables()["results"]
    for child in noun.children:
        if child.lower_ in results and child.i > noun.i and child.dep_ in ("acl", "amod", "oprd", "acomp"):
            return str(results[child.lower_])
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    if after.lower_ in ("dead", "homeless") or (
        after.lower_ in results and after.dep_ in ("oprd", "acomp", "ccomp")
    ):
        return str(results[after.lower_])
    counted = noun
    while (
        counted.dep_ in ("conj", "appos")
        and counted.head != counted
        and counted.head.pos_ in ("NOUN", "PROPN", "NUM")
    ):
        counted = counted.head
    if counted.dep_ == "pobj" and counted.head.lower_ == "of":
        counted = counted.head.head
    verb = counted.head
    if (
        counted.dep_ == "pobj"
        and verb.lower_ in ("of", "to")
        and verb.head.lower_ in ("death", "deaths", "toll", "killing", "killings")
    ):
        return "dead"
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    kind = verbs.get(verb.lemma_.lower())
    if kind is None and counted.dep_ in ("dobj", "nsubj", "nsubjpass"):
        kind = next(
            (
                results[c.lower_]
                for c in verb.children
                if c.lower_ in results and c.dep_ in ("oprd", "acomp", "attr", "advcl", "ccomp")
            ),
            None,
        )
        if kind is None and verb.lower_ in results:
            kind = results[verb.lower_]
    if kind is None:
        return None
    acts = kind == "demonstrators" or verb.lemma_.lower() in ("die", "perish", "flee", "drown")
    subject = counted.dep_ == "nsubj" or (counted.dep_ == "pobj" and False)
    object_ = counted.dep_ in ("dobj", "nsubjpass") or (counted.dep_ == "nsubj" and _passive(verb))
    return (
        str(kind)
        if (acts and subject)
        or (
            (not acts and (object_ or verb.lower_ in results))
            and not (subject and not object_ and _has_object(verb))
        )
        else None
    )


def _passive(verb: Token) -> bool:
    return any(child.dep_ == "auxpass" for child in verb.children) or verb.tag_ == "VBN"


def _has_object(verb: Token) -> bool:
    return any(child.dep_ == "dobj" for child in verb.children)


@cache
def _word_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """For text without a parse: a verb right before a number, its noun, a participle after the noun."""
    words = tables()
    nouns = "|".join(re.escape(n) for n in sorted([*words["nouns"], *words["people"]], key=len, reverse=True))
    before = re.compile(
        r"\b(?P<verb>kill(?:ed|ing|s)?|murder(?:ed|ing)|execut(?:ed|ing)|wound(?:ed|ing)|injur(?:ed|ing)|arrest(?:ed|ing)|detain(?:ed|ing)"
        r"|displac(?:ed|ing)|evacuat(?:ed|ing))\s+(?:the\s+)?$",
        re.IGNORECASE,
    )
    noun = re.compile(rf"\s*(?:of\s+)?(?:[\w-]+\s+){{0,3}}?(?P<noun>{nouns})\b", re.IGNORECASE)
    results = "|".join(words["results"])
    after = re.compile(
        rf"\s*(?:(?:have|has|had|were|was|are|is|been|being|more|others|reportedly|also)\s+){{0,4}}(?P<result>{results}|died|fled|protested|marched|rallied|demonstrated)\b",
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
    if stated in CASUALTIES:
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


# --- whose --------------------


def _belongs(token: Token, predicate: Token, kind: str) -> bool:
    """Whether a quantity's word is reached from the predicate without passing into another act."""
    word = token
    for _ in range(4 * REACH):
        if word == predicate:
            return True
        head = word.head
        if head == word:
            return False
        if word.pos_ in ("VERB", "AUX") and not _part_of(word, head, predicate, kind):
            return _raised(word, predicate, kind)
        word = head
    return False


def _part_of(verb: Token, head: Token, predicate: Token, kind: str) -> bool:
    """Whether the clause of ``verb`` is still the predicate's: an infinitive, or the toll that it took."""
    if verb.dep_ in ("xcomp", "aux", "auxpass", "amod", "compound"):
        return True
    if kind in CASUALTIES and verb.dep_ in ("advcl", "acl", "relcl", "conj", "pcomp"):
        return not any(child.dep_ == "mark" for child in verb.children)
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
