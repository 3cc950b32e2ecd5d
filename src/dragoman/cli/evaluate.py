"""``dragoman evaluate``: measure Dragoman, or another's predictions, against gold; compare coders."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.errors import DragomanError

AGREEMENT = "agreement"
"""The word that compares two coders instead of measuring a program."""


class Form(StrEnum):
    """How the figures are printed."""

    text = "text"
    json = "json"


def evaluate(
    kind: Annotated[
        str, typer.Argument(help="reports, relations, actors, dates, places, copies or events; or agreement.")
    ],
    gold: Annotated[Path, typer.Argument(help="The gold file; for agreement the first coding.")],
    other: Annotated[Path | None, typer.Argument(help="For agreement: the second coding.")] = None,
    predictions: Annotated[
        Path | None, typer.Option("--predictions", help="Write what Dragoman predicts there, a line an item.")
    ] = None,
    score: Annotated[
        Path | None,
        typer.Option("--score", help="Score the predictions in this file (JSON lines or CSV) instead of Dragoman's."),
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="Compare with the predictions in this file by a paired test.")
    ] = None,
    given: Annotated[
        bool, typer.Option("--given", help="Places: resolve the gold's names instead of finding them.")
    ] = False,
    errors: Annotated[int, typer.Option("--errors", min=0, help="List so many errors with their sentences.")] = 0,
    format_: Annotated[Form, typer.Option("--format", help="For people, or JSON for programs.")] = Form.text,
) -> None:
    """Measure predictions against a gold file."""
    from dragoman.cli import figures as shown
    from dragoman.evaluation.kinds import KINDS

    if kind == AGREEMENT:
        found = _agreement(gold, other)
    elif other is not None:
        raise DragomanError("E708", str(other))
    elif kind in KINDS:
        found = _measure(kind, gold, predictions, score, against, given)
    else:
        raise DragomanError("E602", value=kind, field="the kind of gold", known=", ".join([*KINDS, AGREEMENT]))
    wrong = found.pop("errors", [])
    if format_ is Form.json:
        print(json.dumps({**found, "errors": wrong[:errors]}, ensure_ascii=False, indent=2))
        return
    shown.print_figures(found, wrong[:errors])


def _agreement(first: Path, second: Path | None) -> dict[str, Any]:
    from dragoman.evaluation.agreement import agreement, read_coding

    if second is None:
        raise DragomanError("E707")
    return agreement(read_coding(first), read_coding(second))


def _measure(
    kind: str, gold: Path, predictions: Path | None, score: Path | None, against: Path | None, given: bool
) -> dict[str, Any]:
    from dragoman.cli.console import counted, err
    from dragoman.evaluation.kinds import KINDS
    from dragoman.evaluation.measuring import compare, measure, read_predictions

    if not gold.is_file():
        raise DragomanError("E107", str(gold))
    chosen = KINDS[kind]
    made, dropped = read_predictions(chosen, score, gold) if score else (chosen.predict(gold, given), 0)
    if dropped:
        what = "statements and appeals (CAMEO 01, 02), which PLOVER does not have"
        err().print(f"{counted(dropped, 'row')} left out: {what}")
    if predictions is not None:
        _write(predictions, made)
    found = measure(chosen, gold, made, given)
    if against is not None:
        rival, _ = read_predictions(chosen, against, gold)
        found["comparison"] = compare(chosen, gold, made, rival, given)
    return found


def _write(path: Path, made: list[dict[str, Any]]) -> None:
    try:
        path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in made), encoding="utf-8")
    except OSError as error:
        raise DragomanError("E702", str(path), detail=error.strerror or str(error)) from error
