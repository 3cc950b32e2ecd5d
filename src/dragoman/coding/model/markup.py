"""Sentences with marked parties: the written form used in training files and gold, and token ids.

Markup is ``<s>actor</s>``, ``<t>recipient</t>``, ``<p>predicate</p>``. Inside the model the six
marks are entries of BERT's vocabulary that no text can produce (``[unused1]`` to ``[unused6]``),
put between the word pieces, so nothing that a document says can pass for a mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

Offsets = tuple[int, int]
"""Start and end of some characters, end exclusive."""

ROLES = ("s", "t", "p")
"""Actor (source), recipient (target), predicate: the letters of the marks."""

CLS, SEP = 101, 102
OPEN = {"s": 2, "t": 4, "p": 6}
CLOSE = {"s": 3, "t": 5, "p": 7}
MAX_TOKENS = 112
"""Longer sentences are cut around the marks; 99.9 % of newswire sentences with two parties are shorter."""

_TAG = re.compile(r"<(/?)([stp])>")


@dataclass(frozen=True)
class Marked:
    """A sentence and the offsets of what is marked in it."""

    text: str
    actors: tuple[Offsets, ...] = ()
    recipients: tuple[Offsets, ...] = ()
    predicates: tuple[Offsets, ...] = ()

    def spans(self) -> list[tuple[int, int, str]]:
        """Every mark as (start, end, role), in the order of the text; of overlapping ones the longer."""
        by_role = zip(ROLES, (self.actors, self.recipients, self.predicates), strict=True)
        wanted = [(a, b, role) for role, spans in by_role for a, b in spans if b > a]
        kept: list[tuple[int, int, str]] = []
        for a, b, role in sorted(wanted, key=lambda s: (s[0] - s[1], s[0])):
            if all(b <= x or a >= y for x, y, _ in kept):
                kept.append((a, b, role))
        return sorted(kept)


@dataclass
class _Reading:
    text: str = ""
    open: tuple[str, int] | None = None
    found: dict[str, list[Offsets]] = field(default_factory=lambda: {role: [] for role in ROLES})


def read_markup(marked: str) -> Marked:
    """The sentence without its tags, and what they marked.

    White space just inside a tag stays outside the span. Raises ``ValueError`` for tags that are
    nested, left open, closed without being opened, or empty.
    """
    reading, done = _Reading(), 0
    for tag in _TAG.finditer(marked):
        reading.text += marked[done : tag.start()]
        done = tag.end()
        _take_tag(reading, tag[2], closing=bool(tag[1]))
    if reading.open:
        raise ValueError(f"<{reading.open[0]}> is never closed")
    text = reading.text + marked[done:]
    return Marked(text, *(tuple(reading.found[role]) for role in ROLES))


def _take_tag(reading: _Reading, role: str, *, closing: bool) -> None:
    if not closing:
        if reading.open:
            raise ValueError(f"<{role}> inside <{reading.open[0]}>")
        reading.open = (role, len(reading.text))
        return
    if not reading.open or reading.open[0] != role:
        raise ValueError(f"</{role}> closes nothing")
    start, reading.open = reading.open[1], None
    inside = reading.text[start:]
    if not inside.strip():
        raise ValueError(f"<{role}></{role}> marks nothing")
    start += len(inside) - len(inside.lstrip())
    reading.found[role].append((start, start + len(inside.strip())))


def write_markup(marked: Marked) -> str:
    """The sentence with its tags: the inverse of ``read_markup``."""
    parts, done = [], 0
    for a, b, role in marked.spans():
        parts += [marked.text[done:a], f"<{role}>", marked.text[a:b], f"</{role}>"]
        done = b
    return "".join([*parts, marked.text[done:]])


class WordPieces(Protocol):
    """What is needed of a tokenizer: the ids of a text, without special tokens."""

    def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        """The word-piece ids of each text."""
        ...


def encode(marked: Sequence[Marked], pieces: WordPieces, max_tokens: int = MAX_TOKENS) -> list[list[int]]:
    """Token ids of marked sentences, with marks, between [CLS] and [SEP].

    The text is tokenized stretch by stretch, so the marks never change how a word is cut
    beyond the span that they enclose.
    """
    stretches: list[str] = []
    plans: list[list[int]] = []
    for item in marked:
        plan, done = [], 0
        for a, b, role in item.spans():
            plan += [len(stretches), -OPEN[role], len(stretches) + 1, -CLOSE[role]]
            stretches += [item.text[done:a], item.text[a:b]]
            done = b
        plan.append(len(stretches))
        stretches.append(item.text[done:])
        plans.append(plan)
    ids = pieces(stretches)
    rows = [[i for step in plan for i in (ids[step] if step >= 0 else [-step])] for plan in plans]
    return [[CLS, *_window(row, max_tokens - 2), SEP] for row in rows]


def _window(row: list[int], room: int) -> list[int]:
    """At most ``room`` ids of a row: the stretch with the marks in its middle, or the marks' surroundings."""
    if len(row) <= room:
        return row
    marks = [i for i, token in enumerate(row) if token in _MARKS]
    if not marks:
        return row[:room]
    first, last = marks[0], marks[-1]
    if last - first < room:
        start = min(max(0, first - (room - (last - first + 1)) // 2), len(row) - room)
        return row[start : start + room]
    kept = _nearest(len(row), marks, room)
    return [row[i] for i in kept]


def _nearest(length: int, marks: list[int], room: int) -> list[int]:
    """The ``room`` positions nearest to a mark, in order."""
    distance = {i: min(abs(i - m) for m in marks) for i in range(length)}
    return sorted(sorted(distance, key=lambda i: (distance[i], i))[:room])


_MARKS = frozenset({*OPEN.values(), *CLOSE.values()})
