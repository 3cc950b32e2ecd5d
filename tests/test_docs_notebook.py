"""The notebook of the documentation runs from raw text to a figure, and holds what it gave."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.coding import EventCoder

NOTEBOOK = Path(__file__).parents[1] / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def cells() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == "code"]


def test_the_notebook_runs(
    cells: list[dict[str, Any]], coder: EventCoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    pytest.importorskip("IPython")
    pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(EventCoder, "load", lambda *_, **__: coder)
    names: dict[str, Any] = {}
    for number, cell in enumerate(cells):
        exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)
    assert b"Kazakhstan to Uzbekistan" in (tmp_path / "figure.svg").read_bytes()
    assert (tmp_path / "events.tsv.about.json").is_file()
    assert "THREATEN" in capsys.readouterr().out
    names["store"].close()


def test_the_notebook_holds_what_its_cells_gave(cells: list[dict[str, Any]]) -> None:
    silent = [number for number, cell in enumerate(cells) if not cell["outputs"]]
    assert silent == []
    kinds = {kind for cell in cells for output in cell["outputs"] for kind in output.get("data", {})}
    assert "image/png" in kinds
    assert not any(output["output_type"] == "error" for cell in cells for output in cell["outputs"])
