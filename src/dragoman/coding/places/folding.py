"""One way of writing a place's name, for looking it up.

``St. Paul's`` and ``Saint Pauls``, ``Xi'an`` and ``Xian``, ``Düsseldorf`` and ``Dusseldorf`` fold to the same key.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ı": "i",
        "ə": "a",
        "ħ": "h",
        "ŋ": "ng",
    }
)
_DROPPED = re.compile(r"['’‘`ʼʻʿʾ.·]")
_SEPARATORS = re.compile(r"[-‐‑–—/,\s]+")
_WHOLE_WORDS = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt", "and": "&"}


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The key of a name: lower case, no accents, apostrophes or full stops, hyphens as spaces, "saint" as "st"."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = _SEPARATORS.sub(" ", _DROPPED.sub("", plain)).split()
    return " ".join(_WHOLE_WORDS.get(word, word) for word in words)


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters, as English news text writes names."""
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "‘’ʼʻʿʾ–" for c in name)
