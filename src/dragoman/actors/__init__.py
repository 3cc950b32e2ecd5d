"""Who: the registry, names and roles in text, reference."""

from dragoman.actors.bare_phrases import Resolved, resolve_phrase
from dragoman.actors.mentions import Mention, Mentions, find_mentions
from dragoman.actors.registry import Registry, load_registry

__all__ = ["Mention", "Mentions", "Registry", "Resolved", "find_mentions", "load_registry", "resolve_phrase"]
