"""Which way a bare "Thursday" or "February" points: back, or forward, by the tense of its clause."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from dragoman.coding.dates.readings import FUTURE, NEAR, PAST, PRESENT
from dragoman.coding.dates.scan import context_words, verbs

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SOON = re.compile(r"\bas (?:early|soon) as(?: on| next)?\s+$", re.IGNORECASE)
_FUTURE_TEXT = re.compile(
    r"\b(?:will|shall|would|won't|'ll|(?:is|are|was|were|be)(?: \w+)? "
    r"(?:to|going to|due|expected|scheduled|set|slated|planned)|upcoming|forthcoming|plans? to|deadline"
    r"|(?:scheduled|planned|set|slated) for|scheduled to|due (?:on|to|in|by))\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[.;!?\n\"”]\s|,\s(?:said|says|according|told)\b")
_AHEAD = re.compile(r"(?:by|until|till|before)\s+(?:the\s+)?(?:end\s+of\s+)?$", re.IGNORECASE)
_SAID = re.compile(
    r"(?:\b(?:said|told|announced|reported|warned|added|stated|quoted|declared|confirmed|insisted|read|predicted|\w+ed)"
    r"(?: reporters| journalists| here| in \w+)?(?: on| late| early| earlier)*\s+)$",
    re.IGNORECASE,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
_WINDOW = 160
"""Characters on either side in which a clause without a parse is sought."""


def direction_in(text: str, doc: Doc | None) -> Callable[[int, int], str]:
    """A function from offsets of an expression to past, future, present or near."""

    def direction(start: int, end: int) -> str:
        token = _token_at(doc, start, end) if doc is not None else None
        return _from_parse(token, text, start) if token is not None else _from_text(text, start, end)

    return direction


def _token_at(doc: Doc, start: int, end: int) -> Token | None:
    span = doc.char_span(start, end, alignment_mode="expand")
    return span.root if span else None


def _from_parse(token: Token, text: str, start: int) -> str:
    """The direction of the nearest verb above a token, or of the noun that it dates ("Thursday's attack")."""
    if _SOON.search(text[max(0, start - 20) : start]):
        return FUTURE
    before = token.doc[token.i - 1] if token.i else token
    if before.lower_ in ("on", "late", "early") and before.i:
        before = token.doc[before.i - 1]
    if before.tag_ == "VBD" and before.lower_ not in context_words("announcing_verbs"):
        return PAST
    verb, scheduled = token, False
    while verb.head != verb and not _is_clause_head(verb, token):
        if verb.pos_ == "NOUN" and any(
            child.lower_ in context_words("announcing_adjectives")
            for child in verb.children
            if child.i < verb.i
        ):
            return FUTURE
        scheduled = scheduled or verb.lower_ in context_words("scheduled")
        if verb.dep_ in ("poss", "compound", "nmod", "nummod") and verb.head.pos_ in ("NOUN", "PROPN"):
            return _noun_direction(verb.head)
        verb = verb.head
    if not _is_clause_head(verb, token):
        return PAST
    if verb.lemma_ in context_words("postponing") and _AHEAD.search(text[max(0, start - 25) : start]):
        return FUTURE
    tense = tense_of(verb)
    ahead = scheduled and tense == PAST and verb.lemma_ in context_words("looking_ahead")
    return NEAR if ahead else tense


def _is_clause_head(word: Token, below: Token) -> bool:
    return word != below and word.pos_ in ("VERB", "AUX") and word.dep_ not in ("aux", "auxpass", "amod")


def _noun_direction(noun: Token) -> str:
    """The direction of a happening after its date: past, unless it is the subject of what will be."""
    if any(
        child.lower_ in context_words("announcing_adjectives") for child in noun.children
    ) or noun.lower_ in context_words("awaited"):
        return FUTURE
    if noun.dep_ in ("nsubj", "nsubjpass") or noun.lower_ in context_words("scheduled"):
        verb = noun.head
        while verb.head != verb and verb.pos_ not in ("VERB", "AUX"):
            verb = verb.head
        if verb.pos_ in ("VERB", "AUX") and tense_of(verb) == FUTURE:
            return FUTURE
    return PAST


def tense_of(verb: Token) -> str:
    """Past, future, or present: what is going on, or is fixed for a day ahead."""
    children = {child.lower_: child for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if any(word in context_words("future_auxiliaries") for word in children) and not _perfect(verb):
        return FUTURE
    if verb.lower_ in context_words("announcing_verbs") and (
        verb.tag_ in ("VBN", "VBG", "JJ", "VBZ", "VBP", "VBD") and verb.lower_ != "set"
    ):
        return FUTURE
    if "to" in children and not _perfect(verb):
        head = verb.head
        if verb.dep_ == "advcl" and head != verb:
            return tense_of(head)
        if head.lemma_ in context_words("implicative"):
            return tense_of(head) if head != verb else PAST
        return FUTURE
    if verb.tag_ in ("VBD", "VBN"):
        finite = [child for child in children.values() if child.tag_ in ("VBZ", "VBP", "VBD")]
        if finite and all(child.lemma_ == "be" and child.tag_ != "VBD" for child in finite):
            return PRESENT
        return PAST
    if verb.tag_ == "VBG":
        if any(child.tag_ in ("VBZ", "VBP") for child in children.values()):
            return PRESENT
        return (
            tense_of(verb.head)
            if verb.dep_ in ("advcl", "conj", "pcomp", "acl")
            and verb.head != verb
            and verb.head.pos_ in ("VERB", "AUX")
            else PAST
        )
    present = verb.tag_ in ("VBZ", "VBP", "VB") and verb.lemma_ not in verbs("saying")
    return PRESENT if present else PAST


def _perfect(verb: Token) -> bool:
    return any(child.lemma_ == "have" and child.dep_ == "aux" for child in verb.children)


def _from_text(text: str, start: int, end: int) -> str:
    """The direction of the words of the clause around, where there is no parse."""
    before = _BREAK.split(text[max(0, start - _WINDOW) : start])[-1]
    after = _BREAK.split(text[end : end + _WINDOW])[0]
    if _SAID.search(before) or text[end : end + 2] in ("'s", "’s"):
        return PAST
    if _AHEAD.search(before) or _FUTURE_TEXT.search(before[-90:]) or _FUTURE_TEXT.search(after[:60]):
        return FUTURE
    return PAST
