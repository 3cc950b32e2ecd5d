"""``dragoman explain``: why a sentence is coded as it is."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli import options as o
from dragoman.errors import DragomanError


class Form(StrEnum):
    """How the explanation is printed."""

    text = "text"
    json = "json"


def explain(
    sentence: Annotated[
        str, typer.Argument(help='The sentence in quotes, or "-" to read it from standard input.')
    ],
    published: Annotated[
        str | None, typer.Option("--published", help="Day of publication, YYYY-MM-DD.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", help="Another configuration of the coder.")
    ] = None,
    format_: Annotated[Form, typer.Option("--format", help="For people, or JSON for programs.")] = Form.text,
) -> None:
    """Explain a sentence: its parties, clauses, candidate reports, and what decided about each."""
    import msgspec

    from dragoman.cli.console import out
    from dragoman.coding import EventCoder
    from dragoman.running.coder import one_thread

    text = sys.stdin.read() if sentence == "-" else sentence
    if not text.strip():
        raise DragomanError("E106")
    one_thread()
    explanation = EventCoder.load(config, every_voice=True).explain(text, o.day(published))
    if format_ is Form.json:
        print(msgspec.json.format(msgspec.json.encode(explanation.to_dict()).decode(), indent=2))
    else:
        out().print(explanation.render(), markup=False)
