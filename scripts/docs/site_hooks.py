"""Hooks of the documentation's site: links that lead out of ``docs/`` go to the repository."""

from __future__ import annotations

import re
from typing import Any

REPOSITORY = "https://github.com/dragoman-events/dragoman/blob/main/"
OUTSIDE = re.compile(r"\]\(\.\./(?!\.\.)([^)]+)\)")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """The page's text with ``../README.md`` and the like as links into the repository."""
    return OUTSIDE.sub(rf"]({REPOSITORY}\1)", markdown)
