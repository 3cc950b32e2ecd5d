"""Variation of training sentences, so that the model learns frames and not names.

Countries are exchanged for others (name for name, adjective for adjective, capital for capital),
parties are now and then hidden behind a general word, predicate marks are left out at random,
and actor and recipient are exchanged to show that the wrong direction is no event.
"""

from __future__ import annotations

import csv
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path

from dragoman.coding.model.data import Example
from dragoman.coding.model.labels import NONE
from dragoman.coding.model.markup import Marked

MUTUAL_TYPES = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Types whose actor and recipient often stand for each other; they are never shown as NONE when exchanged."""

HIDDEN = ("the group", "the government", "they", "the man", "officials", "the organisation", "the two men")


_WORD = re.compile(r"[\w'-]+")


@dataclass(frozen=True)
class Rates:
    """How often each variation is made, 0 to 1."""

    countries: float = 0.5
    hide: float = 0.06
    drop_predicate: float = 0.5
    shorten_predicate: float = 0.4
    face_each_other: float = 0.4
    reverse: float = 0.06


class Countries:
    """Names of countries in columns (name, adjective, capital), to be exchanged within a column."""

    def __init__(self, rows: list[tuple[str, ...]]) -> None:
        self.rows = rows
        self._where = {word: (i, j) for i, row in enumerate(rows) for j, word in enumerate(row) if word}
        words = sorted(self._where, key=len, reverse=True)
        self._pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")(?![\w-])")

    @classmethod
    def read(cls, path: Path) -> Countries:
        """The table of a CSV file with a header line."""
        with path.open(encoding="utf-8", newline="") as lines:
            rows = [tuple(cell.strip() for cell in row) for row in csv.reader(lines) if row]
        return cls(rows[1:])

    def exchange(self, parts: list[str], rng: random.Random) -> list[str]:
        """The parts of a sentence with every country replaced by another, the same one throughout."""
        found = {self._where[w][0] for part in parts for w in self._pattern.findall(part)}
        others = [i for i in range(len(self.rows)) if i not in found]
        if not found or len(others) < len(found):
            return parts
        chosen = dict(zip(sorted(found), rng.sample(others, len(found)), strict=True))

        def other(match: re.Match[str]) -> str:
            row, column = self._where[match[0]]
            return self.rows[chosen[row]][column] or match[0]

        return [self._pattern.sub(other, part) for part in parts]


def split_parts(marked: Marked) -> list[tuple[str, str]]:
    """The sentence as (text, role) parts in order; the role is empty between the marks."""
    parts, done = [], 0
    for a, b, role in marked.spans():
        parts += [(marked.text[done:a], ""), (marked.text[a:b], role)]
        done = b
    return [*parts, (marked.text[done:], "")]


def join_parts(parts: list[tuple[str, str]]) -> Marked:
    """The marked sentence of some (text, role) parts: the inverse of ``split_parts``."""
    text = ""
    found: dict[str, list[tuple[int, int]]] = {"s": [], "t": [], "p": []}
    for words, role in parts:
        if role:
            found[role].append((len(text), len(text) + len(words)))
        text += words
    return Marked(text, tuple(found["s"]), tuple(found["t"]), tuple(found["p"]))


def vary(example: Example, rates: Rates, countries: Countries, rng: random.Random) -> Example:
    """One random variation of an example. The same state of ``rng`` gives the same variation."""
    if rng.random() < rates.reverse and reversible(example):
        example = reverse(example)
    if rng.random() < rates.face_each_other:
        example = face_each_other(example)
    parts = split_parts(example.marked)
    if rng.random() < rates.drop_predicate:
        parts = [(text, "" if role == "p" else role) for text, role in parts]
    elif rng.random() < rates.shorten_predicate:
        parts = shorten_predicate(parts, rng)
    if rng.random() < rates.countries:
        texts = countries.exchange([text for text, _ in parts], rng)
        parts = [(text, role) for text, (_, role) in zip(texts, parts, strict=True)]
    parts = [
        (rng.choice(HIDDEN), role) if role in ("s", "t") and rng.random() < rates.hide else (text, role)
        for text, role in parts
    ]
    return replace(example, marked=join_parts(parts))


def face_each_other(example: Example) -> Example:
    """Of several actors without a recipient who do it to each other, the last becomes the recipient."""
    marked = example.marked
    if not example.reciprocal or marked.recipients or len(marked.actors) < 2:
        return example
    both = replace(marked, actors=marked.actors[:-1], recipients=marked.actors[-1:])
    return replace(example, marked=both)


def shorten_predicate(parts: list[tuple[str, str]], rng: random.Random) -> list[tuple[str, str]]:
    """Only one word of the first predicate mark stays marked: parsers point to heads, people to phrases."""
    shortened: list[tuple[str, str]] = []
    done = False
    for text, role in parts:
        if role != "p":
            shortened.append((text, role))
        elif done:
            shortened.append((text, ""))
        else:
            words = [m.span() for m in _WORD.finditer(text)] or [(0, len(text))]
            start, end = rng.choice((words[0], words[-1]))
            shortened += [(text[:start], ""), (text[start:end], "p"), (text[end:], "")]
            done = True
    return shortened


def reversible(example: Example) -> bool:
    """Whether exchanging actor and recipient leaves no event: two parties, one direction."""
    marked = example.marked
    one_way = not example.reciprocal and MUTUAL_TYPES.isdisjoint(example.types) and NONE not in example.types
    return one_way and bool(marked.actors) and bool(marked.recipients)


def reverse(example: Example) -> Example:
    """The same sentence with actor and recipient exchanged: nothing happens in that direction."""
    marked = replace(example.marked, actors=example.marked.recipients, recipients=example.marked.actors)
    return replace(example, marked=marked, types=(NONE,), mode=None, status=None, contexts=())
