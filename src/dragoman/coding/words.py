"""The coder's small word lists, from ``data/words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """A list by its section and name: ``words("modals.future")``. Raises ``KeyError`` where there is none."""
    section, _, key = name.partition(".")
    return frozenset(_read()[section][key])


@cache
def _read() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("dragoman.coding") / "data" / "words.toml").read_text(encoding="utf-8"))
