"""Where words go: tables that were asked for to standard output, all else for people to standard error."""

from __future__ import annotations

from functools import cache

from rich.console import Console
from rich.text import Text

from dragoman.errors import DragomanError


@cache
def out() -> Console:
    """Standard output."""
    return Console(highlight=False)


@cache
def err() -> Console:
    """Standard error."""
    return Console(stderr=True, highlight=False)


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 report``, ``1,200 reports``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def error_line(error: DragomanError, style: str = "red") -> Text:
    """An error as one line: its code in colour, the rest plain."""
    label = "error" if style == "red" else "note"
    return Text.assemble(
        (f"{label} {error.code} ", f"bold {style}"), str(error).replace(f" [{error.code}]", "")
    )


def tell_error(error: DragomanError) -> None:
    """Tell an error on standard error, in one line however long."""
    err().print(error_line(error), soft_wrap=True)
