"""A phrase alone, without a sentence: who is "an American destroyer", "Scott Morrison", "Kyiv police"?

Used by ``dragoman evaluate actors`` and ``dragoman actors search``; nothing is parsed. A bare state has no
sector here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from dragoman.actors.lexicon import Lexicon, word_set
from dragoman.actors.naming import names_in
from dragoman.actors.people import by_surname
from dragoman.actors.phrases import PREPOSITIONS, Name, Reading, read
from dragoman.actors.registry import Registry

_WORD = re.compile(r"'s\b|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’](?!s\b)[^\W_]+)*|[^\w\s]")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
_PRONOUNS_OF_NOBODY = word_set("pronouns_of_nobody")


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who a bare phrase names. A country or sector that it does not tell is None."""

    country: str | None = None
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    entity_id: str | None = None
    role: str | None = None


def resolve_phrase(text: str, day: str | None, registry: Registry) -> Resolved:
    """Who a phrase names on an ISO day; without a day, as known last."""
    text = text.strip().translate(_PLAIN)
    spans = [m.span() for m in _WORD.finditer(text)]
    words = [text[a:b] for a, b in spans]
    if not words:
        return Resolved()
    if len(words) == 1 and words[0].lower() in _PRONOUNS_OF_NOBODY:
        return Resolved(None, "UNK", ("UNK",))
    names = names_in(text, [a for a, _ in spans], [b for _, b in spans], words, day, registry)
    names = names or _title_cased(text, spans, words, day, registry)
    segments = _segments(words, names)
    lex = registry.lexicon
    readings = [(_head_of(words, names, a, b, lex), a, b) for a, b in segments]
    best = Resolved()
    for head, a, b in readings:
        found = _resolved(read(words, head, names, a, b, lex=lex), words, day, registry)
        best = found if best == Resolved() else _joined(best, found)
    return best


def _title_cased(
    text: str, spans: list[tuple[int, int]], words: list[str], day: str | None, registry: Registry
) -> list[Name]:
    """The names in a phrase that was written without capitals: "paris railway police"."""
    if any(w[:1].isupper() for w in words):
        return []
    titled = text.title()
    return names_in(
        titled, [a for a, _ in spans], [b for _, b in spans], [w.title() for w in words], day, registry
    )


def _segments(words: list[str], names: list[Name]) -> list[tuple[int, int]]:
    """The phrase and its apposition: cut at commas that stand in no name."""
    cuts = [i for i, w in enumerate(words) if w == "," and not any(n.first <= i < n.last for n in names)]
    edges = [-1, *cuts, len(words)]
    return [(a + 1, b) for a, b in pairwise(edges) if b > a + 1]


def _head_of(words: list[str], names: list[Name], start: int, end: int, lex: Lexicon) -> int:
    """The head of a phrase: its last word before a preposition or a clause."""
    whole = next((n for n in names if n.first == start and n.last == end), None)
    if whole is not None:
        return end - 1
    low = [w.lower() for w in words]
    for i in range(start, end):
        if any(n.first < i < n.last for n in names):
            continue
        if i > start and (low[i] in PREPOSITIONS or low[i] in ("who", "which", "that", "and")):
            if lex.noun_around(low, i - 1) and (around := lex.noun_around(low, i - 1)) and around[2] > i:
                continue
            if low[i] == "of" and low[i - 1] in _QUANTITIES and i + 1 < end:
                return _head_of(words, names, i + 1, end, lex)
            if (
                low[i] == "and"
                and low[i - 1] not in lex.last_words
                and i + 1 < end
                and low[i + 1] not in lex.last_words
            ):
                continue
            return i - 1
    return end - 1


_QUANTITIES = word_set("quantities")


def _resolved(reading: Reading, words: list[str], day: str | None, registry: Registry) -> Resolved:
    name = reading.name
    country = reading.countries[0]
    sector, sectors, role = reading.sector, reading.sectors, reading.role
    if name is not None and name.kind in ("state", "demonym"):
        sector = name.sector
        return Resolved(country, sector, (sector,) if sector else (), name.entity_id)
    if name is not None and name.kind == "place":
        return Resolved(country, "CVL", ("CVL",))
    if name is None and reading.person_name is not None and (country is None or reading.noun is None):
        first, last = reading.person_name
        known = None
        if last - first == 1:
            titled = reading if reading.role else None
            known = by_surname(words[first], titled, country, day, registry, first)
        if known is not None:
            return Resolved(
                known.country, sector or known.sector, sectors or known.sectors, known.entity_id, known.role
            )
    if country is None and name is not None:
        country = name.country
    if country is None and len(words) > 2 and words[-2].lower() == "of" and words[-1][:1].isupper():
        led = by_surname(words[-1], None, None, day, registry, len(words) - 1)
        country = led.country if led is not None else None
    return Resolved(country, sector, sectors, name.entity_id if name else None, role)


def _joined(first: Resolved, second: Resolved) -> Resolved:
    """A name and its apposition: what the name leaves open the apposition tells."""
    return Resolved(
        first.country or second.country,
        first.sector or second.sector,
        first.sectors or second.sectors,
        first.entity_id or second.entity_id,
        first.role or second.role,
    )
