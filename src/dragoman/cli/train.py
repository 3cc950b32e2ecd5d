"""``dragoman train``: training the model that decides types, modes, statuses and contexts."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from dragoman.errors import DragomanError

NEEDED = {"torch": "torch", "safetensors": "safetensors", "onnx": "onnx", "onnxscript": "onnxscript"}
"""Modules that training needs, and the packages that have them."""

app = typer.Typer(add_completion=False)


@app.command()
def train(
    config: Annotated[Path, typer.Option(help="The configuration of the run.")] = Path(
        "training/config.toml"
    ),
    gold: Annotated[
        Path | None,
        typer.Option(
            envvar="DRAGOMAN_GOLD", help="Folder with relations_dev.jsonl; without it, own sentences alone."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="Where the model is written; without it, into the installed package.")
    ] = None,
    cross_validate: Annotated[bool, typer.Option(help="Measure the gold stage by folds as well.")] = False,
    start: Annotated[
        Path | None, typer.Option(help="Checkpoint of the first stage: read where it is there, else written.")
    ] = None,
) -> None:
    """Train the model, write it with its calibration and card, and print what was measured."""
    console = Console(stderr=True)
    try:
        for module, package in NEEDED.items():
            if find_spec(module) is None:
                raise DragomanError("E405", package=package)
        from dragoman.coding.model import train as training

        metrics = training.train(config, gold, output, cross_validate, start, log=console.print)
    except DragomanError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    console.print(_summary(metrics))


def _summary(metrics: dict[str, Any]) -> Table:
    table = Table(title=f"Trained {metrics['version']} in {metrics['minutes']} minutes")
    table.add_column("measure")
    table.add_column("value", justify="right")
    shipped = metrics["shipped"]
    rows = {
        "type, macro-F1 on held-out own sentences": shipped["type_macro_f1"],
        "NONE, F1": shipped["none_f1"],
        "expected calibration error": shipped["type_calibration_error"],
        "direction": shipped["direction"],
    }
    if crossed := metrics.get("cross_validation"):
        rows["relations, macro-F1 by cross-validation"] = crossed["macro_f1"]
        rows["relations, quads macro-F1"] = crossed["quads_macro_f1"]
    for name, value in rows.items():
        table.add_row(name, f"{value:.3f}")
    return table
