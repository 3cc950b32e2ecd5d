"""Offices of several portfolios before a name: "Trade and Energy Minister Ann Doe", "Minister of Health,
Labour and Sports John Roe".

Their commas and "and" look like the coordination of parties, and the parse often takes them for it. They are
found here by the words of portfolios in ``word_sets.txt``, so that the whole is read as one person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.actors.lexicon import word_set
from dragoman.actors.tokens import Tokens

PORTFOLIO = word_set("portfolio")
DAYS = word_set("days") - {"jr", "sr"}
MINISTERIAL = word_set("ministerial")
_JOINING = frozenset((",", "and", "&"))
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class Holder:
    """A person after a long office: the office from token ``first``, the name from ``name`` to ``end``."""

    first: int
    name: int
    end: int


def holders(tokens: Tokens) -> Iterator[Holder]:
    """The persons named right behind an office that has "and", a comma, "of" or "for" in it, in text order."""
    for i, word in enumerate(tokens.low):
        if word not in MINISTERIAL or not tokens.words[i][:1].isupper():
            continue
        first, last = _before(tokens, i), _behind(tokens, i)
        inside = set(tokens.low[first:last])
        end = _name_end(tokens, last)
        if end > last and inside & {*_JOINING, "for", "of"}:
            yield Holder(first, last, end)


def _before(tokens: Tokens, i: int) -> int:
    """Where the portfolios before a minister begin."""
    first = j = i
    while j > 0 and (tokens.low[j - 1] in _JOINING or _is_portfolio(tokens, j - 1)):
        j -= 1
        if _is_portfolio(tokens, j):
            first = j
    return first


def _behind(tokens: Tokens, i: int) -> int:
    """Where the portfolios after "Minister of" end, exclusive."""
    last = j = i + 1
    if j >= len(tokens) or tokens.low[j] not in ("of", "for"):
        return last
    j += 1
    while j < len(tokens) and (tokens.low[j] in (*_JOINING, "of", "for") or _is_portfolio(tokens, j)):
        j += 1
        if _is_portfolio(tokens, j - 1):
            last = j
    return last


def _is_portfolio(tokens: Tokens, i: int) -> bool:
    return tokens.low[i] in PORTFOLIO and tokens.words[i][:1].isupper()


def _name_end(tokens: Tokens, first: int) -> int:
    """The end of the personal name that begins at ``first``; ``first`` where none does."""
    end = first
    while end < min(len(tokens), first + _LONGEST_NAME) and (
        tokens.words[end][:1].isupper() and tokens.low[end] not in DAYS and tokens.pos[end] in ("PROPN", "ADJ", "NOUN")
    ):
        end += 1
    return end
