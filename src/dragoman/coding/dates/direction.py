"""Which way a bare "Thursday" or "February" points: back, or forward, by the tense of its clause."""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.tokens import Doc, Token

from dragoman.coding.dates.readings import FUTURE, NEAR, PAST

FUTURE_AUXILIARIES = {"will", "shall", "'ll", "wo", "would", "should", "must", "can", "could", "may", "might"}
FUTURE_WORDS = {
    "scheduled", "due", "expected", "planned", "set", "slated", "upcoming", "forthcoming", "plan", "plans", "planning",
    "intend", "intends", "going", "deadline", "begin", "arrive", "expect", "expects", "hopes", "invited", "vowed", "promised",
}  # fmt: skip
"""Words that announce what is still to come, though their own verb may be in the past."""

_FUTURE_TEXT = re.compile(
    r"\b(?:will|shall|would|won't|'ll|(?:is|are|was|were|be)(?: \w+)? (?:to|going to|due|expected|scheduled|set|slated|planned)|upcoming"
    r"|forthcoming|plans? to|scheduled (?:for|to)|deadline|due (?:on|to|in|by)|planned for|set for|slated for)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[.;!?\n\"”]\s|,\s(?:said|says|according|told)\b")
_AHEAD = re.compile(r"(?:by|until|till|before)\s+(?:the\s+)?(?:end\s+of\s+)?$", re.IGNORECASE)
_WINDOW = 160
"""Characters on either side in which a clause without a parse is sought."""


def direction_in(text: str, doc: Doc | None) -> Callable[[int, int], str]:
    """A function from offsets of an expression to past, future or near."""

    def direction(start: int, end: int) -> str:
        token = _token_at(doc, start, end) if doc is not None else None
        return _from_parse(token) if token is not None else _from_text(text, start, end)

    return direction


def _token_at(doc: Doc, start: int, end: int) -> Token | None:
    span = doc.char_span(start, end, alignment_mode="expand")
    return span.root if span else None


def _from_parse(token: Token) -> str:
    """The direction of the nearest verb above a token."""
    verb = token
    for _ in range(8):
        if verb.pos_ in ("VERB", "AUX") and verb.dep_ not in ("aux", "auxpass") and verb is not token:
            break
        if verb.head is verb:
            break
        verb = verb.head
    if verb.pos_ not in ("VERB", "AUX"):
        return PAST
    return tense_of(verb)


def tense_of(verb: Token) -> str:
    """Past, future, or near (the present, which reports what is going on or what is fixed)."""
    children = {child.lower_: child for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if any(word in FUTURE_AUXILIARIES for word in children) and not _perfect(verb):
        return FUTURE
    if verb.lower_ in FUTURE_WORDS and (verb.tag_ in ("VBN", "VBG", "JJ", "VBZ", "VBP", "VBD") and verb.lower_ not in ("set", "invited")):
        return FUTURE
    if "to" in children and not _perfect(verb):
        head = verb.head
        if verb.dep_ == "advcl" and head is not verb:
            return tense_of(head)
        if head.lemma_ in ("manage", "try", "begin", "start", "continue", "fail", "help", "have", "use", "seem", "appear", "force"):
            return tense_of(head) if head is not verb else PAST
        return FUTURE
    if verb.tag_ in ("VBD", "VBN"):
        finite = [child for child in children.values() if child.tag_ in ("VBZ", "VBP", "VBD")]
        if finite and all(child.lemma_ == "be" and child.tag_ != "VBD" for child in finite):
            return NEAR
        return PAST
    if verb.tag_ == "VBG":
        if any(child.tag_ in ("VBZ", "VBP") for child in children.values()):
            return NEAR
        return tense_of(verb.head) if verb.dep_ in ("advcl", "conj", "pcomp", "acl") and verb.head is not verb and verb.head.pos_ in ("VERB", "AUX") else PAST
    return NEAR if verb.tag_ in ("VBZ", "VBP", "VB") else PAST


def _perfect(verb: Token) -> bool:
    return any(child.lemma_ == "have" and child.dep_ == "aux" for child in verb.children)


def _from_text(text: str, start: int, end: int) -> str:
    """The direction of the words of the clause around, where there is no parse."""
    before = _BREAK.split(text[max(0, start - _WINDOW) : start])[-1]
    after = _BREAK.split(text[end : end + _WINDOW])[0]
    if _AHEAD.search(before) or _FUTURE_TEXT.search(before[-90:]) or _FUTURE_TEXT.search(after[:60]):
        return FUTURE
    return PAST
