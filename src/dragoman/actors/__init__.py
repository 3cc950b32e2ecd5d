"""Who: the registry, names and roles in text, reference.

Names are imported when they are used: the registry alone needs no parser.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.actors.bare_phrases import Resolved, resolve_phrase
    from dragoman.actors.mention import Mention, Mentions
    from dragoman.actors.mentions import find_mentions
    from dragoman.actors.registry import Registry, load_registry

__all__ = ["Mention", "Mentions", "Registry", "Resolved", "find_mentions", "load_registry", "resolve_phrase"]

_HOMES = {
    "Mention": "mention",
    "Mentions": "mention",
    "Registry": "registry",
    "Resolved": "bare_phrases",
    "find_mentions": "mentions",
    "load_registry": "registry",
    "resolve_phrase": "bare_phrases",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"dragoman.actors.{_HOMES[name]}"), name)
