"""What linking knows of a document: its words, its shingles, and the facts it names.

No parser is needed, so that a whole store can be sketched in minutes. Words, shingles and facts are kept as numbers
(CRC-32 of the words, mixed by 64-bit multiplication), the same on every machine.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from dragoman.linking.titles import mark
from dragoman.records import Document

Hashes = npt.NDArray[np.uint64]

SHINGLE = 3
"""Words in a shingle: single edited words spoil few of them, and chance makes few alike."""

LEAD_WORDS = 60
"""Words of the text that count as its lead: about two paragraphs of newswire."""

OPENING_WORDS = 25
"""Words of its first sentence, which is all that an urgent story has."""

WEIGHTS = {"name": 1.0, "number": 1.0, "small": 0.3, "country": 0.4}
"""How much facts of each kind tell: numbers below three and countries stand in many stories."""

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+(?:[.,:]\d+)*|[.!?\"\n]")
_FOLD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "—": "-", "–": "-"})
_DATELINE = re.compile(
    r"\A\s*[A-Z][A-Z' .,-]{2,40}(?:,? [A-Z][a-z]+\.? \d{1,2}(?: ?, ?\d{4})?)?\s*(?:\([^)\n]{1,40}\)\s*)?-{1,2}\s"
)
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))


@dataclass(frozen=True, slots=True)
class Sketch:
    """A document as linking sees it. ``day`` counts from year 1, 0 where unknown; ``facts`` have weights."""

    id: str
    day: int
    source: str | None
    mark: int
    length: int
    exact: int
    shingles: Hashes
    lead: Hashes
    opening: Hashes
    facts: dict[int, float]
    words: frozenset[int]
    quotes: frozenset[int]


def sketch(document: Document) -> Sketch:
    """The sketch of a document. The dateline is no part of what is compared."""
    text = _DATELINE.sub("", document.text.translate(_FOLD), count=1)
    tokens = _TOKEN.findall(text)
    words = [token.lower() for token in tokens if token[0].isalnum()]
    numbers = np.fromiter(map(number, words), np.uint64, len(words))
    shingles = _shingled(numbers)
    return Sketch(
        id=document.id,
        day=_day(document.published),
        source=document.source,
        mark=mark(document.title),
        length=len(words),
        exact=int(_mixed(numbers)),
        shingles=np.unique(shingles),
        lead=np.unique(shingles[: LEAD_WORDS - SHINGLE + 1]),
        opening=np.unique(shingles[: OPENING_WORDS - SHINGLE + 1]),
        facts=dict(facts(tokens)),
        words=frozenset(number(stem(word)) for word in set(words) if len(word) > 3 and word not in common()),
        quotes=frozenset(_quoted(tokens)),
    )


def facts(tokens: list[str]) -> Iterator[tuple[int, float]]:
    """What a text names, as hashes with weights: names, numbers, and countries by name, people or capital.

    A word with a capital counts as a name where it does not begin a sentence, or stands elsewhere inside one.
    """
    inner: set[str] = set()
    first: set[str] = set()
    begins = True
    for token in tokens:
        if token[0].isdigit():
            value = token.replace(",", "").rstrip("0") if "." in token else token.replace(",", "")
            yield number("#" + value.rstrip(".")), WEIGHTS["number"] if value not in ("1", "2") else WEIGHTS["small"]
        elif not token[0].isalpha():
            begins = True
            continue
        elif token[0].isupper():
            (first if begins else inner).add(token)
        elif token in _lists()["numbers"]:
            value = _lists()["numbers"][token]
            yield number("#" + value), WEIGHTS["number"] if value not in ("1", "2") else WEIGHTS["small"]
        begins = False
    lower = {token for token in tokens if token.islower()}
    names = inner | {t for t in first if t.lower() not in lower and t.lower() not in common()}
    for name in names:
        yield from _named(name.removesuffix("'s"))


def _named(name: str) -> Iterator[tuple[int, float]]:
    folded = name.lower()
    if folded in _lists()["calendar"] or folded in _lists()["titles"] or folded in common() or len(folded) < 2:
        return
    code = countries().get(folded)
    if code is not None:
        yield number("@" + code), WEIGHTS["country"]
    else:
        yield number("n" + folded.removesuffix("s")), WEIGHTS["name"]


def _quoted(tokens: list[str]) -> Iterator[int]:
    """Hashes of the pairs of words inside quotation marks."""
    inside, last = False, ""
    for token in tokens:
        if token == '"':
            inside, last = not inside, ""
        elif token == "\n":
            inside, last = False, ""
        elif inside and token[0].isalnum():
            if last:
                yield number(f"{last} {token.lower()}")
            last = token.lower()


def stem(word: str) -> str:
    """A word without its commonest endings: enough to see "pledged" in "pledges"."""
    word = word.removesuffix("'s")
    for ending in ("ing", "ies", "ied", "es", "ed", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


@cache
def common() -> frozenset[str]:
    """Words that every text has."""
    return frozenset(_lists()["common"])


def word_list(name: str) -> frozenset[str]:
    """A list of ``words.toml``."""
    return frozenset(_lists()[name])


@cache
def _lists() -> dict[str, Any]:
    text = files("dragoman.linking").joinpath("data", "words.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)
    return {name: value if isinstance(value, dict) else frozenset(value) for name, value in lists.items()}


@cache
def countries() -> dict[str, str]:
    """Codes of countries by single words: name, people, capital."""
    text = files("dragoman.coding").joinpath("places", "data", "countries.csv").read_text(encoding="utf-8")
    return {
        word.lower(): row["alpha3"]
        for row in csv.DictReader(text.splitlines())
        for word in (row["name"], row["capital"], *row["names"].split(";"), *row["demonyms"].split(";"))
        if word and " " not in word
    }


@lru_cache(maxsize=1 << 18)
def number(word: str) -> int:
    """A word as a number."""
    return crc32(word.encode("utf-8", "surrogatepass"))


def _shingled(numbers: Hashes) -> Hashes:
    """The hash of each run of ``SHINGLE`` words; of the whole where it is shorter."""
    if len(numbers) < SHINGLE:
        return np.array([_mixed(numbers)], np.uint64) if len(numbers) else np.empty(0, np.uint64)
    count = len(numbers) - SHINGLE + 1
    found = np.zeros(count, np.uint64)
    for offset in range(SHINGLE):
        found = (found ^ numbers[offset : offset + count]) * _MIX[offset]
        found ^= found >> np.uint64(29)
    return found


def _mixed(numbers: Hashes) -> np.uint64:
    """One hash of all words in their order."""
    return np.uint64(int.from_bytes(_blake(numbers.tobytes()), "little"))


def _blake(data: bytes) -> bytes:
    from hashlib import blake2b

    return blake2b(data, digest_size=8).digest()


def _day(published: str | None) -> int:
    try:
        return date.fromisoformat(published).toordinal() if published else 0
    except ValueError:
        return 0


def in_order(sketches: Iterable[Sketch]) -> list[Sketch]:
    """Sketches as the documents came out: by day of publication, then as given."""
    return sorted(sketches, key=lambda s: s.day)
