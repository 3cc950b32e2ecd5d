"""Which words of a document name places.

Candidates are the spans that the pipeline calls places and the longest capitalised names that the gazetteer knows.
Each gets a score from what stands around it and from what the gazetteer knows; the weights are in
``data/find_weights.toml``. A name that is surely a place once is one wherever the document repeats it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Span, Token

from dragoman.coding.places.folding import fold
from dragoman.coding.places.gazetteer import ADMIN1, ADMIN2, COUNTRY, TOWN, Entry, Gazetteer
from dragoman.coding.places.words import words
from dragoman.language.pipeline import ParsedDocument

LONGEST_NAME = 7
"""Tokens of the longest name that is looked up ("Democratic Republic of the Congo" has five)."""


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name of a place in a document: characters, head token, and what it stands for there.

    ``kind`` is ``locative`` (under a preposition of place), ``demonym`` (an adjective or a people), ``metonym``
    (a place that acts, as governments do) or ``plain``.
    """

    start: int
    end: int
    text: str
    head: int
    kind: str


def find_toponyms(parsed: ParsedDocument, gazetteer: Gazetteer | None = None) -> list[Toponym]:
    """The names of places of a document, in order, without overlaps."""
    return Finder(parsed, gazetteer or Gazetteer.load()).toponyms()


class Finder:
    """The search in one document."""

    def __init__(self, parsed: ParsedDocument, gazetteer: Gazetteer) -> None:
        self.parsed = parsed
        self.doc = parsed.doc
        self.gazetteer = gazetteer
        self._entity = {token.i: entity for entity in self.doc.ents for token in entity}

    def toponyms(self) -> list[Toponym]:
        """The accepted candidates."""
        scored = [(span, self.score(span)) for span in self.candidates()]
        threshold = _weights()["threshold"]
        surely = {span.text for span, score in scored if score >= threshold + 1.5}
        found: list[Toponym] = []
        taken: set[int] = set()
        for span, score in scored:
            repeated = span.text in surely and score > threshold - 3
            if score >= threshold or repeated:
                found.append(self.toponym(span))
                taken.update(range(span.start, span.end))
        return sorted(found + self._demonyms(taken), key=lambda t: t.start)

    def toponym(self, span: Span) -> Toponym:
        """A span of tokens as a toponym."""
        start, end = span.start_char, span.end_char
        return Toponym(start, end, self.parsed.document.text[start:end], span.root.i, kind_of(span))

    # candidates

    def candidates(self) -> Iterator[Span]:
        """Spans that may name a place, in order, without overlaps."""
        i = 0
        while i < len(self.doc):
            span = self._candidate_at(i)
            if span is None:
                i += 1
            else:
                yield span
                i = span.end

    def _candidate_at(self, i: int) -> Span | None:
        token = self.doc[i]
        if not _starts_name(token):
            return None
        longest = None
        for end in range(i + 1, min(i + LONGEST_NAME, len(self.doc)) + 1):
            last = self.doc[end - 1]
            if last.is_space or (last.is_sent_start and end - 1 > i):
                break
            if not (_starts_name(last) or last.lower_ in words("inside_names")):
                break
            if _starts_name(last) and self._known(self.doc[i:end]):
                longest = self.doc[i:end]
        entity = self._entity.get(i)
        if entity is not None and entity.label_ in ("GPE", "LOC", "FAC"):
            trimmed = _trimmed(entity)
            if trimmed is not None and trimmed.start == i and (longest is None or trimmed.end > longest.end):
                return trimmed
        return longest

    def _known(self, span: Span) -> bool:
        text = span.text
        if self.gazetteer.abbreviated(text):
            return len(span) > 1 or text.isupper() or text.endswith(".")
        return self.gazetteer.knows(text)

    # score

    def score(self, span: Span) -> float:
        """How surely a candidate is a place."""
        weights = _weights()
        return sum(weights.get(name, 0.0) * value for name, value in self.features(span).items())

    def features(self, span: Span) -> dict[str, float]:
        """What speaks for and against a candidate, by name."""
        found: dict[str, float] = {}
        found[f"entity_{self._entity_relation(span)}"] = 1.0
        found |= self._gazetteer_features(span)
        found |= self._context_features(span)
        return found

    def _entity_relation(self, span: Span) -> str:
        entity = self._entity.get(span.root.i) or self._entity.get(span.start)
        if entity is None:
            return "none"
        whole = _trimmed(entity)
        relation = "whole" if whole is not None and (whole.start, whole.end) == (span.start, span.end) else "part"
        label = entity.label_ if entity.label_ in ("GPE", "LOC", "FAC", "ORG", "PERSON", "NORP") else "other"
        return f"{label}_{relation}"

    def _gazetteer_features(self, span: Span) -> dict[str, float]:
        text = span.text
        if self.gazetteer.abbreviated(text):
            after_comma = span.start > 1 and self.doc[span.start - 1].text == ","
            return {"abbreviation_after_comma" if after_comma else "abbreviation": 1.0}
        found = self.gazetteer.lookup(text)
        if not found:
            return {"unknown": 1.0}
        best = max(found, key=_prominence)
        features = {f"best_{_class(best)}": 1.0}
        if text.lower() in words("rarely_places"):
            features["rarely_place"] = 1.0
        if len(span) > 1:
            features["several_words"] = 1.0
        elif span[0].is_sent_start:
            features["opens_sentence"] = 1.0
        if text.isupper() and len(text) > 4:
            features["capitals_opening" if span[0].is_sent_start else "capitals_inside"] = 1.0
        return features

    def _context_features(self, span: Span) -> dict[str, float]:
        before = self.doc[span.start - 1] if span.start else None
        after = self.doc[span.end] if span.end < len(self.doc) else None
        found: dict[str, float] = {}
        if span.root.pos_ != "PROPN":
            found["not_proper"] = 1.0
        if before is not None:
            found |= self._before_features(span, before)
        if after is not None:
            found |= self._after_features(span, after)
        if span.root.dep_ in ("nsubj", "nsubjpass"):
            found["subject"] = 1.0
        elif span.root.dep_ == "compound":
            found["compound"] = 1.0
        return found

    def _before_features(self, span: Span, before: Token) -> dict[str, float]:
        word = before.lower_
        if word == "the" and before.i:
            before, word = self.doc[before.i - 1], self.doc[before.i - 1].lower_
        found: dict[str, float] = {}
        if word in words("at_a_place"):
            found["after_at"] = 1.0
        elif word == "of" and before.i and self.doc[before.i - 1].lower_ in words("before"):
            found["after_town_of"] = 1.0
        elif word in words("to_a_place"):
            found["after_to"] = 1.0
        elif word in words("directions"):
            found["after_direction"] = 1.0
        elif word in words("before"):
            found["after_noun"] = 1.0
        elif word in words("titles"):
            found["after_title"] = 1.0
        elif word == ",":
            found["after_comma"] = 1.0
        elif before.pos_ == "PROPN" and before.ent_type_ == "PERSON":
            found["after_name"] = 1.0
        elif before.pos_ == "PROPN":
            found["after_proper"] = 1.0
        return found

    def _after_features(self, span: Span, after: Token) -> dict[str, float]:
        word = after.lower_.strip(".")
        found: dict[str, float] = {}
        if word in words("facilities") and after.text[:1].isupper():
            found["before_facility"] = 1.0
        elif word in words("diseases"):
            found["before_disease"] = 1.0
        elif word in words("agreements"):
            found["before_agreement"] = 1.0
        elif word in words("after"):
            found["before_noun"] = 1.0
        elif after.text == "," and after.i + 1 < len(self.doc) and self._larger_place(after.i + 1):
            found["before_larger"] = 1.0
        elif after.pos_ == "PROPN" and after.text[:1].isupper():
            found["before_proper"] = 1.0
        elif after.text in ("'s", "'"):
            found["before_possessive"] = 1.0
        return found

    def _larger_place(self, i: int) -> bool:
        """Whether a state, a province or a country is named from this token on."""
        for end in range(min(i + 4, len(self.doc)), i, -1):
            text = self.doc[i:end].text
            if self.gazetteer.abbreviated(text):
                return True
            if any(e.kind in (COUNTRY, ADMIN1) for e in self.gazetteer.lookup(text)):
                return True
        return False

    # demonyms

    def _demonyms(self, taken: set[int]) -> list[Toponym]:
        """Adjectives and peoples, of two words ("South Korean") before one."""
        found = []
        for token in self.doc:
            if token.i in taken or not _starts_name(token):
                continue
            for span in (self.doc[token.i : token.i + 2], self.doc[token.i : token.i + 1]):
                if _starts_name(span[-1]) and fold(span.text) in self.gazetteer.demonyms:
                    found.append(Toponym(span.start_char, span.end_char, span.text, span.root.i, "demonym"))
                    taken.update(range(span.start, span.end))
                    break
        return found


def kind_of(span: Span) -> str:
    """What a place name stands for in its clause: ``locative``, ``metonym`` or ``plain``."""
    root = span.root
    if root.dep_ == "pobj" and root.head.lower_ in words("at_a_place"):
        return "locative"
    if (
        root.dep_ in ("appos", "conj", "npadvmod")
        and root.head.dep_ == "pobj"
        and root.head.head.lower_ in words("at_a_place")
    ):
        return "locative"
    if root.dep_ == "nsubj" and root.head.lemma_.lower() in words("government_verbs"):
        return "metonym"
    if root.dep_ in ("poss", "agent") or (
        root.dep_ == "pobj" and root.head.lower_ in ("with", "by", "between", "against")
    ):
        return "metonym"
    return "plain"


def _starts_name(token: Token) -> bool:
    return token.text[:1].isupper() and token.text[0].isalpha()


def _trimmed(entity: Span) -> Span | None:
    """An entity without articles, possessives and lower-case words at its ends."""
    start, end = entity.start, entity.end
    doc: Doc = entity.doc
    while start < end and not _starts_name(doc[start]):
        start += 1
    while end > start and not _starts_name(doc[end - 1]):
        end -= 1
    return doc[start:end] if start < end else None


def _class(entry: Entry) -> str:
    if entry.kind == TOWN:
        for limit in (1_000_000, 100_000, 15_000, 2_000):
            if entry.population >= limit:
                return f"town_{limit}" if entry.primary else f"other_name_{limit}"
        return "town_small" if entry.primary else "other_name_small"
    if entry.kind == ADMIN2:
        return "admin2" if entry.primary else "admin2_short"
    if entry.kind == ADMIN1:
        return "admin1" if entry.primary else "admin1_short"
    return "country" if entry.kind == COUNTRY else "region"


_ORDER = {COUNTRY: 9e9, ADMIN1: 5e6, ADMIN2: 2e4}


def _prominence(entry: Entry) -> float:
    base = _ORDER.get(entry.kind, float(entry.population) if entry.kind == TOWN else 3e6)
    return base if entry.primary else base / 10


@cache
def _weights() -> dict[str, float]:
    text = (files("dragoman.coding.places") / "data" / "find_weights.toml").read_text(encoding="utf-8")
    return {name: float(value) for name, value in tomllib.loads(text).items()}
