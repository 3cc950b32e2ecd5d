"""Which words of a sentence tell one happening: a verb, its light verb, its participle, its event noun."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dragoman.coding.dates.direction import tense_of
from dragoman.coding.dates.readings import FUTURE
from dragoman.coding.dates.scan import verbs

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_NESTED_NOUNS = 4
"""How deep nouns are nested: "on the sidelines of a meeting of the group"."""


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
    found = [] if verb.lemma_ in verbs("saying") else _objects(verb)
    for other in (verb, *_coordinated(verb)):
        found += [other, *_infinitives(other), *_happenings_beside(other)]
    head = verb.head
    if head == verb:
        return found
    if (verb.dep_ == "xcomp" and head.lemma_ in verbs("together")) or (
        verb.dep_ == "advcl" and _participle_or_purpose(verb)
    ):
        found += [head, *_coordinated(head)]
    elif verb.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN") and not _perfect(verb):
        if verb.tag_ in ("VBD", "VBN", "VBG"):
            found.append(head)
    elif verb.dep_ == "pcomp" and head.pos_ == "ADP" and head.head.pos_ in ("VERB", "AUX"):
        found.append(head.head)
    return found


def _objects(verb: Token) -> list[Token]:
    """The nouns that a date meant for the verb may hang on in the parse, and the adjective after "be"."""
    return [
        child
        for child in verb.children
        if (child.dep_ in ("dobj", "attr", "nsubjpass") and child.pos_ == "NOUN" and child.i > verb.i)
        or (child.dep_ == "acomp" and verb.lemma_ == "be")
    ]


def _infinitives(verb: Token) -> list[Token]:
    """What happened with a verb: "tried to break through"."""
    if verb.lemma_ not in verbs("together"):
        return []
    return [child for child in verb.children if child.dep_ == "xcomp"]


def _coordinated(verb: Token) -> list[Token]:
    """The verbs joined to one by "and" or "but" that are of its time, without a subject of their own."""
    chain = [verb]
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        chain.append(verb.head)
    chain += [c for c in verb.children if c.dep_ == "conj" and c.pos_ in ("VERB", "AUX") and _shares(c, verb)]
    return [v for v in chain[1:] if _same_tense(v, verb)]


def _shares(later: Token, verb: Token) -> bool:
    """Whether a date after the later of two verbs is the first's too: one subject, or two passives."""
    own = any(child.dep_ in ("nsubj", "nsubjpass") for child in later.children)
    return not own or later.tag_ == verb.tag_ == "VBN"


def _same_tense(one: Token, other: Token) -> bool:
    return (tense_of(one) == FUTURE) == (tense_of(other) == FUTURE) and _perfect(one) == _perfect(other)


def _perfect(verb: Token) -> bool:
    return any(child.lemma_ == "have" and child.dep_ == "aux" for child in verb.children)


def _participle_or_purpose(verb: Token) -> bool:
    """Whether an adverbial clause is one happening with its main clause: "joining ...", "to urge ..."."""
    if any(child.dep_ == "mark" for child in verb.children) or _perfect(verb):
        return False
    purpose = any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    return verb.lemma_ in verbs("saying") | verbs("purpose") if purpose else verb.tag_ in ("VBG", "VBN")


def _happenings_beside(verb: Token) -> list[Token]:
    """What the act was part of: "wounded in clashes", "met on the sidelines of a summit held ..."."""
    found: list[Token] = []
    level = [verb]
    for depth in range(MAX_NESTED_NOUNS):
        allowed = verbs("circumstance") if depth == 0 else verbs("circumstance") | {"of"}
        prepositions = [
            c for word in level for c in word.children if c.dep_ == "prep" and c.lower_ in allowed
        ]
        level = [n for p in prepositions for n in p.children if n.dep_ == "pobj" and n.pos_ == "NOUN"]
        for noun in level:
            held = [v for v in noun.children if v.dep_ in ("acl", "relcl") and v.lemma_ in verbs("light")]
            found += [noun, *held]
    return found
