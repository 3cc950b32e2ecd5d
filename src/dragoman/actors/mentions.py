"""Who is named in a text: for every noun, name, adjective and pronoun that can be a political party, a
mention.

``find_mentions`` reads a document once, from left to right. Each candidate's phrase is read by
:mod:`dragoman.actors.phrases`; what the phrase leaves open is filled from what the document said before
(:mod:`dragoman.actors.reference`) and from where it is set (:mod:`dragoman.actors.setting`).
"""

from __future__ import annotations

from dragoman.actors.mention import LEAST_CERTAINTY, Mention, Mentions
from dragoman.actors.reader import Reader
from dragoman.actors.registry import Registry
from dragoman.language.pipeline import ParsedDocument


def find_mentions(parsed: ParsedDocument, registry: Registry) -> Mentions:
    """The mentions of a parsed document: who its words name, on the day it was published."""
    return Reader(parsed, registry).run()


__all__ = ["LEAST_CERTAINTY", "Mention", "Mentions", "find_mentions"]
