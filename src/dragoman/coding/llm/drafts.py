"""What the model tells becomes drafts: checked against the text, with the parties that the document's mentions name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec
from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from dragoman import ontology
from dragoman.actors import Mention
from dragoman.coding.llm.answer import Told
from dragoman.coding.llm.spans import find_quote
from dragoman.coding.llm.usage import Usage
from dragoman.coding.state import ONE_SIDED, Draft, State
from dragoman.language.clauses import Clause, conjuncts, noun_clause, verb_clause
from dragoman.records import Party, Span

COVERED_AT_LEAST = 0.5
"""A mention that does not head a quote names its party where it makes up so much of the quote's characters."""

_T = TypeVar("_T")


class Dropped(Exception):
    """A report that cannot be kept; the argument is the reason."""


class Drafts:
    """Makes drafts of one document. ``confidence`` is given to each: the model's own is not asked for."""

    def __init__(self, state: State, model: str, confidence: float, usage: Usage) -> None:
        self._state = state
        self._model = model
        self._confidence = confidence
        self._usage = usage

    def of(self, reports: tuple[Told, ...], numbers: range) -> list[Draft]:
        """The drafts of what was told of some sentences; what is dropped is counted by reason."""
        kept = []
        for told in reports:
            try:
                kept.append(self._draft(told, numbers))
            except Dropped as reason:
                self._usage.dropped[str(reason)] += 1
        self._usage.kept += len(kept)
        return kept

    def _draft(self, told: Told, numbers: range) -> Draft:
        if told.sentence not in numbers:
            raise Dropped("no such sentence")
        known = ontology.TYPES.get(told.type)
        if known is None:
            raise Dropped("unknown type")
        if told.mode and told.mode not in known.modes:
            raise Dropped("unknown mode")
        if told.status not in ontology.STATUSES:
            raise Dropped("unknown status")
        predicate = self._quoted(told.predicate, told.sentence)
        actors = self._parties(told.actors, told.sentence)
        recipients = tuple(p for p in self._parties(told.recipients, told.sentence) if p not in actors)
        reciprocal = told.reciprocal and known.name not in ONE_SIDED and len(actors + recipients) > 1
        if not actors and not recipients:
            raise Dropped("no party")
        if known.recipient_required and not recipients and not reciprocal:
            raise Dropped("no recipient")
        clause = self._clause(predicate)
        return Draft(
            clause=clause,
            governor=clause,
            sentence=told.sentence,
            event_type=known.name,
            mode=told.mode or None,
            actors=actors + recipients if reciprocal else actors,
            recipients=() if reciprocal else recipients,
            reciprocal=reciprocal,
            sides=(actors, recipients),
            predicate=predicate,
            status=told.status,
            confidence=self._confidence,
            evidence={"llm": self._model},
        )

    def _quoted(self, quote: str, number: int) -> Span:
        sentence = self._state.parse.sentences[number]
        found = find_quote(quote, self._state.document.text, sentence.start, sentence.end)
        if found is None:
            raise Dropped("words not in the text")
        return found

    def _clause(self, predicate: Span) -> Clause:
        """The clause of the verb, or else the noun, that heads the quoted predicate."""
        tokens = self._tokens(predicate)
        ordered = [tokens.root, *(t for t in tokens if t.pos_ == "VERB"), *tokens]
        for token in ordered:
            if token.pos_ in ("VERB", "AUX"):
                return verb_clause(token)
            if token.pos_ in ("NOUN", "PROPN"):
                return noun_clause(token)
        raise Dropped("a predicate without verb or noun")

    def _parties(self, quotes: tuple[str, ...], number: int) -> tuple[Party, ...]:
        spans = [self._quoted(quote, number) for quote in quotes]
        return _unique((p for span in spans for p in self._named(span)), lambda p: (p.start, p.end, p.country))

    def _named(self, quote: Span) -> tuple[Party, ...]:
        """Who a quote names: the mentions that head it, else the one that covers most of it, else nobody known."""
        tokens = self._tokens(quote)
        mentions = self._heading(tokens) or self._covering(quote, tokens)
        found = [_within(party, quote) for mention in mentions for party in mention.parties]
        return tuple(found) or (Party(text=quote.text, start=quote.start, end=quote.end),)

    def _heading(self, tokens: TokenSpan) -> list[Mention]:
        """The mentions of a quote's head and of the heads coordinated with it: "Chad and Niger"."""
        heads = [t for t in conjuncts(tokens.root) if tokens.start <= t.i < tokens.end]
        return [m for head in heads if (m := self._mention(head)) is not None]

    def _mention(self, head: Token) -> Mention | None:
        mentions = self._state.mentions
        found = mentions.at(head) if mentions is not None else None
        return found if found is not None and found.parties else None

    def _covering(self, quote: Span, tokens: TokenSpan) -> list[Mention]:
        found = [(self._shared(m, quote), m) for t in tokens if (m := self._mention(t)) is not None]
        shared, best = max(found, key=lambda pair: pair[0], default=(0, None))
        return [best] if best is not None and shared >= COVERED_AT_LEAST * (quote.end - quote.start) else []

    def _shared(self, mention: Mention, quote: Span) -> int:
        """How many characters a mention and a quote share."""
        doc = self._state.parse.doc
        last = doc[mention.end - 1]
        return max(0, min(last.idx + len(last), quote.end) - max(doc[mention.start].idx, quote.start))

    def _tokens(self, span: Span) -> TokenSpan:
        """The tokens that hold the characters of a span."""
        tokens = self._state.parse.doc.char_span(span.start, span.end, alignment_mode="expand")
        if tokens is None or not len(tokens):
            raise Dropped("words not in the text")
        return tokens


def _within(party: Party, quote: Span) -> Party:
    """The party with its own words where the quote holds them, else with the quote's."""
    if quote.start <= party.start and party.end <= quote.end:
        return party
    return msgspec.structs.replace(party, text=quote.text, start=quote.start, end=quote.end)


def _unique(items: Iterator[_T], key: Callable[[_T], object]) -> tuple[_T, ...]:
    return tuple({key(item): item for item in items}.values())
