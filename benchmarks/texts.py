"""The documents that are measured on: newswire of the gold folder, else the repository's examples."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from dragoman import reading
from dragoman.records import Document

EXAMPLES = Path(__file__).parents[1] / "examples"


def newswire(gold: Path | None, limit: int) -> list[Document]:
    """The first ``limit`` stories of ``newswire.jsonl.gz``; all where it is 0, none where there is no file."""
    path = gold / "newswire.jsonl.gz" if gold else None
    if path is None or not path.is_file():
        return []
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found.append(Document(**{k: row[k] for k in Document.__struct_fields__ if k in row}))
            if len(found) == limit:
                break
    return found


def examples() -> list[Document]:
    """The example documents of the repository."""
    return [d for d in reading.read([str(EXAMPLES)], reading.Options()) if isinstance(d, Document)]


def words(documents: list[Document]) -> int:
    """How many words documents have, by blanks."""
    return sum(len(d.text.split()) for d in documents)
