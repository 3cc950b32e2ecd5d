"""The tokens of a parsed document as plain lists: reading them is many times faster than asking spaCy for
each.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from spacy.tokens import Doc

from dragoman.actors.lexicon import word_set

OUTSIDE_PHRASE = word_set("outside_phrase")
"""Children of a head that are not part of its phrase when they stand to its right."""

LEFT_OUT = frozenset(("conj", "cc", "relcl", "preconj", "prep", "mark", "appos", "advcl"))
KEPT_MARKS = frozenset(("-", "'", '"', ".", "(", ")"))
"""Children to the left of a head that end its phrase, and the marks that do not."""

_NO_START = frozenset(('"', "''", "``", "'", "-", ".", ")"))
"""Marks with which no phrase begins."""

KEPT_PREPOSITIONS = frozenset({"of"})
MAX_APPOSITION = 12
"""Longest phrase, in tokens, that takes its apposition into the span."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words, tags and tree of a document, by token index."""

    words: list[str]
    low: list[str]
    tags: list[str]
    pos: list[str]
    deps: list[str]
    heads: list[int]
    lemmas: list[str]
    ent_type: list[str]
    ent_iob: list[str]
    starts: list[int]
    ends: list[int]
    sentence: list[int]
    bounds: list[tuple[int, int]]
    children: list[list[int]]

    @classmethod
    def of(cls, doc: Doc) -> Tokens:
        """The lists of a parsed document."""
        words = [t.text for t in doc]
        starts = [t.idx for t in doc]
        heads = [t.head.i for t in doc]
        children: list[list[int]] = [[] for _ in words]
        for i, h in enumerate(heads):
            if h != i:
                children[h].append(i)
        sentence, bounds = [0] * len(words), []
        for number, sent in enumerate(doc.sents):
            bounds.append((sent.start, sent.end))
            sentence[sent.start : sent.end] = [number] * (sent.end - sent.start)
        return cls(
            words,
            [w.lower() for w in words],
            [t.tag_ for t in doc],
            [t.pos_ for t in doc],
            [t.dep_ for t in doc],
            heads,
            [t.lemma_.lower() for t in doc],
            [t.ent_type_ for t in doc],
            [t.ent_iob_ for t in doc],
            starts,
            [s + len(w) for s, w in zip(starts, words, strict=True)],
            sentence,
            bounds,
            children,
        )

    def __len__(self) -> int:
        return len(self.words)

    def left_edge(self, i: int) -> int:
        """The leftmost token under ``i``."""
        while self.children[i] and self.children[i][0] < i:
            i = self.children[i][0]
        return i

    def right_edge(self, i: int) -> int:
        """The rightmost token under ``i``."""
        while self.children[i] and self.children[i][-1] > i:
            i = self.children[i][-1]
        return i

    def phrase(self, head: int) -> tuple[int, int]:
        """The noun phrase of a head, end exclusive: determiners, modifiers, "of" complements, a short
        apposition.
        """
        start = self._phrase_start(head)
        return start, self._phrase_end(head, start)

    def _phrase_start(self, head: int) -> int:
        start = head
        for child in reversed([c for c in self.children[head] if c < head]):
            edge = self.left_edge(child)
            if self.deps[child] in LEFT_OUT or (
                self.deps[child] == "punct" and self.words[child] not in KEPT_MARKS
            ):
                break
            if self.right_edge(child) + 1 != start or any(
                self.deps[k] == "appos" for k in range(edge, child)
            ):
                break
            start = edge
        while start < head and self.words[start] in _NO_START:
            start += 1
        return start

    def _phrase_end(self, head: int, start: int) -> int:
        end = head + 1
        for child in self.children[head]:
            if child < end:
                continue
            dep = self.deps[child]
            if dep in ("case", "possessive"):
                continue
            if dep == "amod" and self.right_edge(child) > child:
                break  # "a source present at the talks"
            if dep == "prep" and self._takes_noun(child) and self.left_edge(child) == end:
                stop = self.clause_free_end(child)
                if stop <= end + 1:
                    break
                end = stop
                if end <= self.right_edge(child):
                    break
            elif dep == "appos" and self.ent_type[child] == "PERSON" and self.words[child - 1] != "(":
                stop = self._phrase_end(child, child)
                if stop - start > MAX_APPOSITION or not self._only_names(child):
                    break
                end = stop
            elif dep == "punct" and self.words[child] in (",", "(", "-"):
                if self.words[child] == "(" or not any(
                    self.deps[c] == "appos" for c in self.children[head] if c > child
                ):
                    break
            elif dep in OUTSIDE_PHRASE:
                if dep == "prep" and any(self.deps[c] == "appos" for c in self.children[head] if c > child):
                    continue
                break
            elif self.left_edge(child) == end:
                end = self.clause_free_end(child)
        return self._trimmed(head, end)

    def _takes_noun(self, i: int) -> bool:
        return self.low[i] in KEPT_PREPOSITIONS and any(self.deps[c] == "pobj" for c in self.children[i])

    def _only_names(self, head: int) -> bool:
        return all(
            self.pos[i] == "PROPN" or self.words[i] in "-'." for i in range(self.left_edge(head), head + 1)
        )

    def clause_free_end(self, head: int) -> int:
        """The end of what hangs on ``head``, cut before a clause, a coordination or a comma."""
        last = self.right_edge(head)
        for i in range(head + 1, last + 1):
            if self.deps[i] in ("relcl", "acl", "advcl", "cc", "appos") or self.words[i] in (
                ",",
                "(",
                ";",
                ":",
                "--",
            ):
                if self.deps[i] == "cc" and self._names_continue(i):
                    continue
                if self.deps[i] in ("relcl", "acl", "advcl"):
                    return max(head + 1, self.left_edge(i))
                return i
        return last + 1

    def _names_continue(self, i: int) -> bool:
        """Whether "and" joins two capitalised words, as in a ministry's name."""
        return (
            0 < i < len(self) - 1
            and self.pos[i - 1] == "PROPN"
            and self.pos[i + 1] == "PROPN"
            and self.ent_type[i] == "ORG"
        )

    def _trimmed(self, head: int, end: int) -> int:
        while end > head + 1 and (
            self.words[end - 1] in (",", "-", "--", '"', "(", "'", "'s", ":")
            or not self.words[end - 1].strip()
        ):
            end -= 1
        return end

    def first_conjunct(self, i: int) -> int:
        """The first member of the coordination that ``i`` belongs to; ``i`` itself where it is in none."""
        while self.deps[i] == "conj" and self.heads[i] != i:
            i = self.heads[i]
        return i

    def governed(self, i: int, prepositions: Collection[str]) -> list[int]:
        """The objects of some prepositions that hang on ``i``."""
        return [
            inner
            for child in self.children[i]
            if self.deps[child] == "prep" and self.low[child] in prepositions
            for inner in self.children[child]
            if self.deps[inner] == "pobj"
        ]

    def conjuncts(self, i: int) -> list[int]:
        """The later members of the coordination that starts at ``i``, in order."""
        found = []
        for child in self.children[i]:
            if self.deps[child] == "conj":
                found += [child, *self.conjuncts(child)]
        return sorted(found)
