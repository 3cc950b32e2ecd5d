"""Who is named in a text: for every noun, name, adjective and pronoun that can be a political party, a
mention.

``find_mentions`` reads a document once, from left to right. Each candidate's phrase is read by
:mod:`dragoman.actors.phrases`; what the phrase leaves open is filled from what the document said before
(:mod:`dragoman.actors.reference`) and from where it is set (:mod:`dragoman.actors.setting`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from dragoman.records import Party

LEAST_CERTAINTY = 0.5
"""Below this certainty of who is meant a party keeps its words and has no country: wrong is worse than
open.
"""


@dataclass(frozen=True, slots=True)
class Mention:
    """The words that name one or more parties, by the index of their head token.

    ``start`` and ``end`` are token indices, end exclusive. ``kind`` is name, role, nominal, demonym or
    pronoun.
    ``resolved_by`` is the head of the mention that told who is meant. ``is_place`` marks a name that only
    tells where ("in Moscow").
    """

    head: int
    start: int
    end: int
    parties: tuple[Party, ...]
    kind: str
    resolved_by: int | None = None
    certainty: float = 1.0
    is_place: bool = False


@dataclass
class Mentions:
    """The mentions of one document, by head token."""

    by_head: dict[int, Mention] = field(default_factory=dict)

    def at(self, token: Token | int) -> Mention | None:
        """The mention whose head is this token, or None."""
        return self.by_head.get(token if isinstance(token, int) else token.i)

    def __iter__(self) -> Iterator[Mention]:
        return (self.by_head[head] for head in sorted(self.by_head))

    def __len__(self) -> int:
        return len(self.by_head)
