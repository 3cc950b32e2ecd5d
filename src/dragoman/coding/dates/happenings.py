"""Which words of a sentence tell one happening: a verb, its light verb, its participle, its event noun."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from dragoman.coding.dates.direction import tense_of
from dragoman.coding.dates.readings import FUTURE
from dragoman.coding.dates.scan import load_table

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_NESTED_NOUNS = 4
"""How deep nouns are nested: "on the sidelines of a meeting of the group"."""


@cache
def verbs(kind: str) -> frozenset[str]:
    """A list of ``date_verbs.toml``."""
    return frozenset(load_table("date_verbs.toml")[kind])


def candidates(predicate: Token) -> list[Token]:
    """The words whose date is the predicate's, the nearest first."""
    if predicate.pos_ in ("NOUN", "PROPN") or predicate.dep_ in ("pobj", "dobj", "nsubj", "nsubjpass"):
        return _unique([predicate, *_noun_candidates(predicate)])
    return _unique([predicate, *_verb_candidates(predicate)])


def _unique(tokens: Iterable[Token]) -> list[Token]:
    seen: dict[int, Token] = {}
    for token in tokens:
        seen.setdefault(token.i, token)
    return list(seen.values())


def _noun_candidates(noun: Token) -> list[Token]:
    """For "talks": "held talks", "the talks began", "talks held in Rome", "was killed in the attack"."""
    found = [c for c in noun.children if c.dep_ in ("acl", "relcl") and c.lemma_ in verbs("light")]
    head = noun.head
    if noun.dep_ == "conj" and head != noun:
        return [*found, head, *_noun_candidates(head)]
    if noun.dep_ in ("compound", "nmod") and head.pos_ in ("NOUN", "PROPN"):
        return [*found, head, *_noun_candidates(head)]
    if noun.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "oprd") and head.lemma_ in verbs("light"):
        return [*found, head, *_verb_candidates(head)]
    if (
        noun.dep_ == "nsubj"
        and head.pos_ in ("VERB", "AUX")
        and tense_of(head) != FUTURE
        and head.lemma_ not in verbs("saying")
    ):
        return [*found, head]
    if noun.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_ in verbs("partitive"):
        return [*found, head.head, *_noun_candidates(head.head)]
    if noun.dep_ == "pobj" and head.lower_ in verbs("same_time"):
        above = head.head
        if above.pos_ in ("NOUN", "PROPN"):
            return [*found, above]
        if above.pos_ in ("VERB", "AUX") and above.lemma_ not in verbs("saying"):
            return [*found, above, *_verb_candidates(above)]
    return found


def _verb_candidates(verb: Token) -> list[Token]:
    """For a verb: its object ("signed an accord on Friday"), verbs beside it, what it depends on."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ in ("dobj", "attr", "nsubjpass") and child.pos_ == "NOUN" and child.i > verb.i:
            found.append(child)
        if child.dep_ == "acomp" and verb.lemma_ == "be":
            found.append(child)
    for other in (verb, *_coordinated(verb)):
        found += [
            other,
            *(c for c in other.children if c.dep_ == "xcomp" and other.lemma_ in verbs("together")),
        ]
        found += _happenings_beside(other)
    head = verb.head
    if head == verb:
        return found
    if (verb.dep_ == "xcomp" and head.lemma_ in verbs("together")) or (
        verb.dep_ == "advcl" and _participle_or_purpose(verb)
    ):
        found += [head, *_coordinated(head)]
    elif verb.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN") and _contemporary(verb):
        found.append(head)
        above = head.head
        if head.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj", "attr"):
            verb_above = above.head if above.pos_ == "ADP" else above
            if (
                verb_above.pos_ in ("VERB", "AUX")
                and verb.dep_ == "relcl"
                and _same_tense(verb, verb_above)
                and head.dep_ != "nsubj"
            ):
                found.append(verb_above)
    elif verb.dep_ in ("pcomp",) and head.pos_ == "ADP" and head.head.pos_ in ("VERB", "AUX"):
        found.append(head.head)
    return found


def _coordinated(verb: Token) -> list[Token]:
    """The verbs joined to one by "and" or "but" that are of its time, without a subject of their own."""
    chain = [verb]
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        chain.append(verb.head)
    chain += [
        c for c in verb.children if c.dep_ == "conj" and c.pos_ in ("VERB", "AUX") and not _own_subject(c)
    ]
    return [v for v in chain[1:] if _same_tense(v, verb)]


def _own_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)


def _same_tense(one: Token, other: Token) -> bool:
    return (tense_of(one) == FUTURE) == (tense_of(other) == FUTURE) and _perfect(one) == _perfect(other)


def _perfect(verb: Token) -> bool:
    return any(child.lemma_ == "have" and child.dep_ == "aux" for child in verb.children)


def _participle_or_purpose(verb: Token) -> bool:
    """Whether an adverbial clause is one happening with its main clause: "joining ...", "to urge ..."."""
    marked = any(child.dep_ == "mark" for child in verb.children)
    return (
        not marked
        and not _perfect(verb)
        and (verb.tag_ in ("VBG", "VBN") or any(c.lower_ == "to" for c in verb.children))
    )


def _contemporary(verb: Token) -> bool:
    return not _perfect(verb)


def _happenings_beside(verb: Token) -> list[Token]:
    """What the act was part of: "wounded in clashes", "met on the sidelines of a summit held ..."."""
    found: list[Token] = []
    level = [verb]
    for depth in range(MAX_NESTED_NOUNS):
        prepositions = [c for word in level for c in word.children if c.dep_ == "prep"]
        allowed = verbs("circumstance") if depth == 0 else verbs("circumstance") | {"of"}
        level = [
            n
            for p in prepositions
            if p.lower_ in allowed
            for n in p.children
            if n.dep_ == "pobj" and n.pos_ == "NOUN"
        ]
        for noun in level:
            found += [
                noun,
                *(v for v in noun.children if v.dep_ in ("acl", "relcl") and v.lemma_ in verbs("light")),
            ]
    return found
