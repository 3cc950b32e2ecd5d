"""Write the JSON schemas of the gold forms to ``docs/schemas``: python scripts/docs/schemas.py"""

from __future__ import annotations

import json
from pathlib import Path

from dragoman.evaluation.forms import FORMS, schema

FOLDER = Path(__file__).parents[2] / "docs" / "schemas"


def pages() -> dict[str, str]:
    """The schema of each kind as text, by file name."""
    return {f"{kind}.schema.json": json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n" for kind in FORMS}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
