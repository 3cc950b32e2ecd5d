"""The lists of ``data/words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def words(kind: str) -> frozenset[str]:
    """One list, in lower case."""
    return _lists()[kind]


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = (files("dragoman.coding.places") / "data" / "words.toml").read_text(encoding="utf-8")
    return {kind: frozenset(listed) for kind, listed in tomllib.loads(text).items()}
