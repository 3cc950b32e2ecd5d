"""``dragoman evaluate``: measure Dragoman, or another's predictions, against gold."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.errors import DragomanError


class Form(StrEnum):
    """How the figures are printed."""

    text = "text"
    json = "json"


def evaluate(
    kind: Annotated[str, typer.Argument(help="reports, relations, actors, dates or places.")],
    gold: Annotated[Path, typer.Argument(help="The gold file.")],
    predictions: Annotated[
        Path | None, typer.Option("--predictions", help="Write what Dragoman predicts there, a line an item.")
    ] = None,
    score: Annotated[
        Path | None, typer.Option("--score", help="Score the predictions in this file instead of Dragoman's.")
    ] = None,
    given: Annotated[
        bool, typer.Option("--given", help="Places: resolve the gold's names instead of finding them.")
    ] = False,
    errors: Annotated[int, typer.Option("--errors", min=0, help="List so many errors with their sentences.")] = 0,
    format_: Annotated[Form, typer.Option("--format", help="For people, or JSON for programs.")] = Form.text,
) -> None:
    """Measure predictions against a gold file."""
    from dragoman.evaluation.kinds import KINDS, read_lines

    if kind not in KINDS:
        raise DragomanError("E602", value=kind, field="the kind of gold", known=", ".join(KINDS))
    if not gold.is_file():
        raise DragomanError("E107", str(gold))
    chosen = KINDS[kind]
    made = read_lines(score, kind) if score is not None else chosen.predict(gold, given)
    if predictions is not None:
        try:
            predictions.write_text(
                "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in made), encoding="utf-8"
            )
        except OSError as error:
            raise DragomanError("E702", str(predictions), detail=error.strerror or str(error)) from error
    figures = chosen.score(gold, given, made)
    wrong = figures.pop("errors", None) or figures.pop("wrong", None) or []
    if format_ is Form.json:
        print(json.dumps({**figures, "errors": wrong[:errors]}, ensure_ascii=False, indent=2))
        return
    for line in _lines(figures):
        print(line)
    for item in wrong[:errors]:
        print("  " + "  ".join(f"{key}: {value}" for key, value in item.items()))


def _lines(figures: dict[str, Any], indent: str = "") -> list[str]:
    lines = []
    for name, value in figures.items():
        if isinstance(value, dict):
            flat = all(not isinstance(v, dict | list) for v in value.values())
            if flat:
                lines.append(f"{indent}{name}: " + "  ".join(f"{k} {_shown(v)}" for k, v in value.items()))
            else:
                lines += [f"{indent}{name}", *_lines(value, indent + "  ")]
        else:
            lines.append(f"{indent}{name}: {_shown(value)}")
    return lines


def _shown(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
