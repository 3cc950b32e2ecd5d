"""Finding known names in text in one pass.

Names of states, bodies, seats and groups are looked up as written (case matters, so "us" is not the US);
full names of persons are looked up by a spelling skeleton, so that Zelensky, Zelenskyy and Zelenskiy are one.
Both work on tokens, so a name matches only on word boundaries, over any white space, with or without
diacritics and with any quotation mark or dash.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from dragoman.actors.schema import NameEntry, NameMatch
from dragoman.actors.spelling import PARTICLES, skeleton

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
_COMBINING = re.compile("[\u0300-\u036f]")

_CAPITALISED = r"[A-Z][^\W_]*"
_PARTICLE = "|".join(sorted(PARTICLES, key=len, reverse=True))
_RUN = re.compile(
    rf"\b(?:{_CAPITALISED}|[a-z]{{2}}-{_CAPITALISED})"
    rf"(?:(?:\.?\s+|['-]|\.)(?:(?:{_PARTICLE})[\s-]+){{0,3}}{_CAPITALISED}"
    r"|[-'][a-z]+\b)+"
)
"""A run of capitalised words that may hold a person's full name: "Abdel Fattah el-Sisi", "Kim Jong-un"."""

SHORTEST_CAPITALS = 4
"""Names shorter than this are not looked for in capitals: "MALI" is Mali's headline, "MAN" nobody's."""

LONGEST_PERSON = 9
"""Tokens in the longest personal name that is tried."""


def _fold_table() -> dict[int, str]:
    """Maps each accented letter, quotation mark, dash and odd space to one plain character, keeping
    lengths.
    """
    table = {ord(mark): "'" for mark in "‘’‛ʼʻ`´ʹ′"}
    table |= {ord(mark): '"' for mark in "“”„‟"}
    table |= {ord(mark): "-" for mark in "‐‑‒–—−"}
    table |= dict(zip(map(ord, "øØłŁđĐıħĦŧŦəƏðÐ"), "oOlLdDihHtTeEdD", strict=True))
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """``text`` with plain letters, quotes and dashes, one character for one, so that offsets stay."""
    return text if text.isascii() else text.translate(_FOLD)


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """The form under which a name is looked up: its tokens, folded, with single spaces between."""
    return " ".join(_TOKEN.findall(fold(unicodedata.normalize("NFC", name))))


def person_key(name: str) -> str:
    """The spelling skeleton of a full name; spaces, hyphens and particles such as "al-" do not count."""
    return "".join(skeleton(token) for token in _TOKEN.findall(fold(unicodedata.normalize("NFC", name))))


class NameIndex:
    """All known names. Built once from ``(name, entity, form)``; then :meth:`find` and :meth:`lookup`
    read it.
    """

    def __init__(
        self,
        names: Iterable[tuple[str, str, str]],
        persons: Mapping[str, str],
        names_of: Callable[[str], Sequence[str]],
        word_like: frozenset[str] = frozenset(),
    ) -> None:
        """``persons`` maps the skeletons of full names to ids separated by spaces; ``names_of`` spells
        them out.

        ``word_like`` are abbreviations that are also words, in lower case.
        """
        self._phrases: dict[str, tuple[NameEntry, ...]] = {}
        self._capitals: dict[str, str] = {}
        self._word_like = frozenset(word.upper() for word in word_like)
        for name, entity, form in names:
            self._add(name, NameEntry(entity, form))
        self._add_capitals()
        self._lengths = self._lengths_by_first_token()
        self._persons = persons
        self._names_of = names_of

    def _add(self, name: str, entry: NameEntry) -> None:
        key = " ".join(_TOKEN.findall(fold(name)))
        known = self._phrases.get(key, ())
        if any(other.entity_id == entry.entity_id for other in known):
            return
        self._phrases[key] = (*known, entry)

    def _lengths_by_first_token(self) -> dict[str, tuple[int, ...]]:
        """For each first token how many tokens the names have that begin with it, longest first."""
        lengths: dict[str, set[int]] = {}
        for key in (*self._phrases, *self._capitals):
            lengths.setdefault(key.partition(" ")[0], set()).add(key.count(" ") + 1)
        return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def _add_capitals(self) -> None:
        for key in list(self._phrases):
            shouted = key.upper()
            if shouted != key and len(key) >= SHORTEST_CAPITALS and shouted not in self._phrases:
                self._capitals.setdefault(shouted, key)

    def lookup(self, name: str) -> tuple[NameEntry, ...]:
        """All that exactly this name can stand for, persons by their full name; () where unknown."""
        key = name_key(name)
        entries = self._phrases.get(key) or self._phrases.get(self._capitals.get(key, ""), ())
        if " " in key:
            entries = (*entries, *self._person_entries(key.split(" ")))
        return entries

    def find(self, text: str, caseless: bool = False) -> list[NameMatch]:
        """The names in ``text``, leftmost and longest first, none overlapping.

        ``caseless`` looks for names of four letters and more in any case, for text without capitals.
        """
        if _COMBINING.search(text):
            return self._find_composed(text, caseless)
        folded = fold(text)
        found = [*self._find_phrases(folded, text, caseless), *self._find_persons(folded, text)]
        found.sort(key=lambda match: (match.start, -match.end))
        return list(_without_overlaps(found))

    def _find_composed(self, text: str, caseless: bool) -> list[NameMatch]:
        """Find in text whose accents are characters of their own: without them, then map the offsets back."""
        kept = [index for index, character in enumerate(text) if not "\u0300" <= character <= "\u036f"]
        kept.append(len(text))
        plain = "".join(text[index] for index in kept[:-1])
        return [
            NameMatch(start, end, text[start:end], match.entries)
            for match in self.find(plain, caseless)
            for start, end in ((kept[match.start], kept[match.end]),)
        ]

    def _find_phrases(self, folded: str, text: str, caseless: bool) -> Iterator[NameMatch]:
        words = _TOKEN.findall(folded)
        candidates = [word.upper() for word in words] if caseless else words
        spans: list[tuple[int, int]] | None = None
        lengths_of = self._lengths
        free_from = 0
        for index, word in enumerate(candidates):
            lengths = lengths_of.get(word)
            if lengths is None or index < free_from:
                continue
            hit = self._longest(candidates, index, lengths, caseless)
            if hit is None:
                continue
            if spans is None:
                spans = [match.span() for match in _TOKEN.finditer(folded)]
            entries, length = hit
            if length == 1 and word in self._word_like and _shouted_around(words, index):
                continue
            free_from = index + length
            start, end = spans[index][0], spans[free_from - 1][1]
            yield NameMatch(start, end, text[start:end], entries)

    def _longest(
        self, words: Sequence[str], index: int, lengths: tuple[int, ...], caseless: bool
    ) -> tuple[tuple[NameEntry, ...], int] | None:
        """The entries of the longest name that starts at a token, and its tokens without a closing hyphen."""
        for length in lengths:
            if index + length > len(words):
                continue
            key = words[index] if length == 1 else " ".join(words[index : index + length])
            entries = self._phrases.get(key)
            if entries is None or (caseless and len(key) < SHORTEST_CAPITALS):
                shouted = self._capitals.get(key)
                entries = self._phrases[shouted] if shouted is not None else None
            if entries is not None:
                return entries, length - 1 if key.endswith(" -") else length
        return None

    def _find_persons(self, folded: str, text: str) -> Iterator[NameMatch]:
        for run in _RUN.finditer(folded):
            tokens = [
                (match.group(), run.start() + match.start(), run.start() + match.end())
                for match in _TOKEN.finditer(run.group())
            ]
            yield from self._persons_in_run(tokens, text)

    def _persons_in_run(self, tokens: list[tuple[str, int, int]], text: str) -> Iterator[NameMatch]:
        skeletons = [skeleton(token[0]) for token in tokens]
        index = 0
        while index < len(tokens) - 1:
            stop = self._person_end(skeletons, index)
            entries = self._person_entries([token[0] for token in tokens[index:stop]]) if stop else ()
            if entries:
                start, end = tokens[index][1], tokens[stop - 1][2]
                yield NameMatch(start, end, text[start:end], entries)
                index = stop
            else:
                index += 1

    def _person_end(self, skeletons: Sequence[str], index: int) -> int:
        """The token after the longest known personal name that starts at ``index``; 0 where none does."""
        if not skeletons[index]:
            return 0
        for stop in range(min(len(skeletons), index + LONGEST_PERSON), index + 1, -1):
            if len(skeletons[stop - 1]) < 2:
                continue
            parts = skeletons[index:stop]
            if "".join(parts) in self._persons or _without_initials(parts) in self._persons:
                return stop
        return 0

    def _person_entries(self, tokens: Sequence[str]) -> tuple[NameEntry, ...]:
        """Persons of this full name; those spelt just so, where there are any, otherwise those alike."""
        parts = [skeleton(token) for token in tokens]
        if sum(map(bool, parts)) < 2:
            return ()
        known = (self._persons.get("".join(parts)) or self._persons.get(_without_initials(parts), "")).split()
        if len(known) > 1:
            letters = "".join(tokens).lower()
            same = [person for person in known if letters in map(_letters, self._names_of(person))]
            known = same or known
        return tuple(NameEntry(person, "name") for person in known)


def _letters(name: str) -> str:
    return name_key(name).replace(" ", "").lower()


def _without_initials(skeletons: Sequence[str]) -> str:
    """A personal name's skeleton without the initials in its middle: "Donald J. Trump" is "Donald Trump"."""
    return skeletons[0] + "".join(part for part in skeletons[1:] if len(part) > 1)


def _shouted_around(words: Sequence[str], index: int) -> bool:
    """Whether the words on both sides are in capitals, as in a headline, where "WHO" may be the pronoun."""
    around = [word for word in (*words[max(0, index - 2) : index], *words[index + 1 : index + 3]) if word.isalpha()]
    return bool(around) and all(word.isupper() and len(word) > 1 for word in around)


def _without_overlaps(matches: Iterable[NameMatch]) -> Iterator[NameMatch]:
    """Of sorted matches the leftmost longest; two over the same characters become one with both's entries."""
    last: NameMatch | None = None
    for match in matches:
        if last is None or match.start >= last.end:
            if last is not None:
                yield last
            last = match
        elif (match.start, match.end) == (last.start, last.end):
            entries = tuple(dict.fromkeys((*last.entries, *match.entries)))
            last = NameMatch(last.start, last.end, last.text, entries)
    if last is not None:
        yield last
