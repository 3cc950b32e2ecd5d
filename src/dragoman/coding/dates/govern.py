"""The time expression that governs a predicate: the one that says when its act took place, or is to take place.

An expression belongs to the word that it depends on in the parse: the verb it modifies, or the noun ("Thursday's
attack", "the 1994 accord"). A predicate takes the date of that word where the two are one happening: the word
itself, its light verb ("held talks on Monday"), a verb it is coordinated with, a participle beside it. A date of the
saying is never that of the said, and a date of one happening never that of another merely named in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from dragoman.coding.dates.bounds import Bounded, bounded
from dragoman.coding.dates.calendar import parse_day
from dragoman.coding.dates.direction import tense_of
from dragoman.coding.dates.find import TimeExpression, dateline_day
from dragoman.coding.dates.readings import FUTURE
from dragoman.coding.dates.scan import load_table
from dragoman.language.pipeline import ParsedDocument
from dragoman.records import DateValue

MAX_STEPS = 12
"""How many words up the tree an expression is followed."""

MAX_NESTED_NOUNS = 4
"""How deep nouns are nested: "on the sidelines of a meeting of the group"."""


@cache
def verbs(kind: str) -> frozenset[str]:
    """A list of ``date_verbs.toml``."""
    return frozenset(load_table("date_verbs.toml")[kind])


def date_of(parsed: ParsedDocument, predicate: Token, expressions: Sequence[TimeExpression]) -> DateValue | None:
    """When the act that ``predicate`` states took place, or None where no expression of its sentence says so.

    A date that lies ahead, of an act that is to come, is left to ``planned_date_of``.
    """
    found = governing(parsed, predicate, expressions) or _misplaced(parsed, predicate, expressions)
    to_come = _is_future(predicate)
    if found and found.value and not found.ahead and not _lies_ahead(found.value, _anchor(parsed), to_come):
        return found.value
    return _date_of_saying(parsed, predicate, expressions) if to_come else None


def _date_of_saying(parsed: ParsedDocument, predicate: Token, expressions: Sequence[TimeExpression]) -> DateValue | None:
    """For what will be done, the day it was announced: "said on Monday that it will send aid" is a promise of Monday."""
    said = predicate.head
    if said == predicate or predicate.dep_ not in ("ccomp", "xcomp") or said.lemma_ not in verbs("saying") or _is_future(said):
        return None
    found = governing(parsed, said, expressions, inherit=False)
    return found.value if found and not found.ahead and found.value and not _after(found.value, _anchor(parsed)) else None


def _misplaced(parsed: ParsedDocument, predicate: Token, expressions: Sequence[TimeExpression]) -> Bounded | None:
    """A date that the parse gives to what is announced, though it is not to come: "threatened to leave on Tuesday"."""
    anchor = _anchor(parsed)
    for child in predicate.children:
        if anchor is None or child.dep_ != "xcomp" or not _is_future(child):
            continue
        found = governing(parsed, child, expressions, inherit=False)
        if found and found.value and not found.ahead and not _after(found.value, anchor):
            return found
    return None


def planned_date_of(parsed: ParsedDocument, predicate: Token, expressions: Sequence[TimeExpression]) -> DateValue | None:
    """When an act that is promised, planned or threatened is to happen, or None.

    For "will travel on Monday" that is the date of the predicate itself; for "vowed to strike next week" and "said it
    would send troops in May" that of what it announces. Only dates from the day of publication on count.
    """
    anchor = _anchor(parsed)
    announced = [c for c in predicate.subtree if c != predicate and c.dep_ in ("xcomp", "ccomp", "acl", "pcomp", "pobj", "dobj")]
    for word in (predicate, *announced):
        found = governing(parsed, word, expressions, inherit=word == predicate)
        if found is None or found.value is None:
            continue
        to_come = _is_future(word) or found.ahead or word.pos_ in ("NOUN", "PROPN")
        if to_come and _after(found.value, anchor, or_same=True):
            return found.value
    return None


def governing(
    parsed: ParsedDocument, predicate: Token, expressions: Sequence[TimeExpression], inherit: bool = True
) -> Bounded | None:
    """The expression that governs a predicate, with its preposition worked in, or None."""
    sentence = predicate.sent
    inside = [e for e in expressions if sentence.start_char <= e.start < sentence.end_char and e.type != "SET"]
    owners: dict[int, list[Bounded]] = {}
    anchor = _anchor(parsed)
    for expression in inside:
        owner = owner_of(parsed, expression)
        if owner is not None:
            owners.setdefault(owner.i, []).append(bounded(parsed, expression, inside, anchor))
    for word in candidates(predicate) if inherit else [predicate]:
        if (found := _best(owners.get(word.i, ()))) is not None:
            return found
    return None


def _best(found: Iterable[Bounded]) -> Bounded | None:
    """Of several dates of one word the finest; one that only sets a bound counts last."""
    order = {"day": 0, "week": 1, "interval": 2, "month": 3, "quarter": 4, "season": 5, "year": 6}
    dated = [b for b in found if b.value is not None]
    return min(dated, key=lambda b: (b.ahead, order.get(b.value.precision if b.value else "", 7)), default=None)


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
        if head.pos_ in ("ADP", "SCONJ", "ADV", "PART", "NUM", "ADJ", "DET") or head.ent_type_ in ("DATE", "TIME") or head.i in range(span.start, span.end):
            token = head
            continue
        return head
    return None


def _said_before(first: Token) -> Token | None:
    """The verb of saying right before an expression: "said Tuesday", "told reporters on Friday", "said here late Monday"."""
    doc, i = first.doc, first.i - 1
    passed = 0
    while i >= first.sent.start and passed < 4:
        word = doc[i]
        if word.pos_ in ("VERB", "AUX") and word.lemma_ in verbs("saying") and word.tag_ in ("VBD", "VBZ", "VBP"):
            return word
        if word.lower_ not in ("on", "late", "early", "earlier", "here", "reporters", "journalists", "in", "a", "statement", "there", "later"):
            return None
        i -= 1
        passed += 1
    return None


def _finite_after(span: TokenSpan) -> Token | None:
    """The finite verb right after a bare expression: "Russia Sunday signed", "the council last week expressed"."""
    doc, first = span.doc, span[0]
    if span.end >= len(doc) or span.start <= first.sent.start:
        return None
    verb, before = doc[span.end], doc[span.start - 1]
    if verb.tag_ != "VBD" or verb.sent.start != first.sent.start:
        return None
    return verb if before.pos_ in ("NOUN", "PROPN", "PRON") or before.text == ")" else None


def _noun_before(span: TokenSpan) -> Token | None:
    """The noun that a date interrupts: "the killings on Sept. 8 of 12 soldiers", "the attack yesterday on a school"."""
    doc, i, after = span.doc, span.start - 1, span.end
    if i >= 0 and doc[i].lower_ in ("on", "in", "at", "during"):
        i -= 1
    if after < len(doc) and doc[after].text == "(":
        after = next((j + 1 for j in range(after, min(after + 5, len(doc))) if doc[j].text == ")"), after)
    if i < 0 or after >= len(doc) or doc[i].pos_ != "NOUN" or doc[i].sent.start != doc[span.start].sent.start:
        return None
    return doc[i] if doc[after].lower_ in ("of", "on", "against", "between") and doc[after].pos_ == "ADP" else None


def _before_clause(span: TokenSpan) -> Token | None:
    """The verb before "five months before the army revolted": the one whose act came so long before."""
    doc = span.doc
    if span.end >= len(doc) or doc[span.end].dep_ != "mark" or doc[span.end].lower_ not in ("before", "after"):
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
        return found + [head, *_noun_candidates(head)]
    if noun.dep_ in ("compound", "nmod") and head.pos_ in ("NOUN", "PROPN"):
        return found + [head, *_noun_candidates(head)]
    if noun.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "oprd") and head.lemma_ in verbs("light"):
        return found + [head, *_verb_candidates(head)]
    if noun.dep_ == "nsubj" and head.pos_ in ("VERB", "AUX") and tense_of(head) != FUTURE and head.lemma_ not in verbs("saying"):
        return [*found, head]
    if noun.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_ in verbs("partitive"):
        return found + [head.head, *_noun_candidates(head.head)]
    if noun.dep_ == "pobj" and head.lower_ in verbs("same_time"):
        above = head.head
        if above.pos_ in ("NOUN", "PROPN"):
            return [*found, above]
        if above.pos_ in ("VERB", "AUX") and above.lemma_ not in verbs("saying"):
            return found + [above, *_verb_candidates(above)]
    return found


def _verb_candidates(verb: Token) -> list[Token]:
    """For a verb: its object ("signed an accord on Friday"), those coordinated with it, what it depends on."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ in ("dobj", "attr", "nsubjpass") and child.pos_ == "NOUN" and child.i > verb.i:
            found.append(child)
        if child.dep_ == "acomp" and verb.lemma_ == "be":
            found.append(child)
    for other in (verb, *_coordinated(verb)):
        found += [other, *(c for c in other.children if c.dep_ == "xcomp" and other.lemma_ in verbs("together"))]
        found += _happenings_beside(other)
    head = verb.head
    if head == verb:
        return found
    if verb.dep_ == "xcomp" and head.lemma_ in verbs("together"):
        found += [head, *_coordinated(head)]
    elif verb.dep_ == "advcl" and _participle_or_purpose(verb):
        found += [head, *_coordinated(head)]
    elif verb.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN") and _contemporary(verb):
        found.append(head)
        above = head.head
        if head.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj", "attr"):
            verb_above = above.head if above.pos_ == "ADP" else above
            if verb_above.pos_ in ("VERB", "AUX") and verb.dep_ == "relcl" and _same_tense(verb, verb_above) and head.dep_ != "nsubj":
                found.append(verb_above)
    elif verb.dep_ in ("pcomp",) and head.pos_ == "ADP" and head.head.pos_ in ("VERB", "AUX"):
        found.append(head.head)
    return found


def _coordinated(verb: Token) -> list[Token]:
    """The verbs joined to one by "and" or "but", where neither is to come and neither is a verb of another's speech."""
    chain = [verb]
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        chain.append(verb.head)
    chain += [c for c in verb.children if c.dep_ == "conj" and c.pos_ in ("VERB", "AUX") and not _own_subject(c)]
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
    return not marked and not _perfect(verb) and (verb.tag_ in ("VBG", "VBN") or any(c.lower_ == "to" for c in verb.children))


def _contemporary(verb: Token) -> bool:
    return not _perfect(verb)


def _happenings_beside(verb: Token) -> list[Token]:
    """Nouns that name what the act was part of: "wounded in clashes", "discussed on the sidelines of a summit held ..."."""
    found: list[Token] = []
    level = [verb]
    for depth in range(MAX_NESTED_NOUNS):
        prepositions = [c for word in level for c in word.children if c.dep_ == "prep"]
        allowed = verbs("circumstance") if depth == 0 else verbs("circumstance") | {"of"}
        level = [n for p in prepositions if p.lower_ in allowed for n in p.children if n.dep_ == "pobj" and n.pos_ == "NOUN"]
        for noun in level:
            found += [noun, *(v for v in noun.children if v.dep_ in ("acl", "relcl") and v.lemma_ in verbs("light"))]
    return found


def _is_future(word: Token) -> bool:
    return word.pos_ in ("VERB", "AUX") and tense_of(word) == FUTURE


def _anchor(parsed: ParsedDocument) -> date | None:
    document = parsed.document
    return parse_day(document.published) or (dateline_day(document.dateline) if document.dateline else None)


def _lies_ahead(value: DateValue, anchor: date | None, to_come: bool) -> bool:
    """Whether the days begin after publication; for an act that is to come, whether they end after it."""
    if to_come:
        return _after(value, anchor)
    start = parse_day(value.start)
    return anchor is not None and start is not None and start > anchor


def _after(value: DateValue, anchor: date | None, or_same: bool = False) -> bool:
    end = parse_day(value.end)
    return anchor is None or end is None or end > anchor or (or_same and end == anchor)
