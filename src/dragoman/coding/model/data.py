"""Training examples: the project's own sentences, and gold relations where a gold folder is given.

A line of a training file reads ``TYPE[/mode] | status[ reciprocal] | context,context | sentence``;
``#`` opens a comment, and ``## template NAME`` a group of lines made from one template, which ends at the
next comment or empty line.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from dragoman.coding.model.labels import NONE, Labels, load_labels
from dragoman.coding.model.markup import Marked, read_markup

YIELD = ("CONCEDE", "RETREAT")
"""What the older class YIELD of the published gold stands for today."""

RELATIONS_FILE = "relations_dev.jsonl"

_TEMPLATE = re.compile(r"##\s*template\s+(\S.*)")

T = TypeVar("T")


@dataclass(frozen=True)
class Example:
    """A marked sentence and what is known about it.

    ``types`` holds the types that count as right (two for YIELD). ``detailed`` tells whether mode,
    status, contexts and reciprocity are known, as they are for the project's own sentences.
    ``group`` keeps together what must not be split between training and testing.
    """

    marked: Marked
    types: tuple[str, ...]
    group: str
    mode: str | None = None
    status: str | None = None
    contexts: tuple[str, ...] = ()
    reciprocal: bool = False
    detailed: bool = False
    source: str = ""


def read_training_line(line: str, group: str = "", source: str = "") -> Example:
    """The example that a line of a training file states; without a group, it is its sentence's own.

    Raises ``ValueError`` where the line is malformed.
    """
    labels = load_labels()
    parts = [part.strip() for part in line.split("|", 3)]
    if len(parts) != 4:
        raise ValueError("expected: TYPE[/mode] | status | contexts | sentence")
    event_type, _, mode = parts[0].partition("/")
    status, _, reciprocal = parts[1].partition(" ")
    contexts = tuple(c.strip() for c in parts[2].split(",") if c.strip() not in ("", "-"))
    _check_labels(labels, event_type, mode, status, reciprocal.strip(), contexts)
    marked = read_markup(parts[3])
    if not marked.text.strip():
        raise ValueError("no sentence")
    return Example(
        marked=marked,
        types=(event_type,),
        group=group or marked.text,
        mode=mode or None,
        status=None if event_type == NONE else status,
        contexts=contexts,
        reciprocal=bool(reciprocal),
        detailed=True,
        source=source,
    )


def _check_labels(
    labels: Labels, event_type: str, mode: str, status: str, reciprocal: str, contexts: tuple[str, ...]
) -> None:
    if event_type not in labels.types:
        raise ValueError(f"unknown type {event_type!r}")
    if mode and (event_type, mode) not in labels.modes:
        raise ValueError(f"{event_type} has no mode {mode!r}")
    if event_type == NONE and status != "-":
        raise ValueError("the status of NONE is written -")
    if event_type != NONE and status not in labels.statuses:
        raise ValueError(f"unknown status {status!r}")
    if reciprocal not in ("", "reciprocal"):
        raise ValueError(f"unknown word after the status: {reciprocal!r}")
    if unknown := [c for c in contexts if c not in labels.contexts]:
        raise ValueError(f"unknown context {unknown[0]!r}")


def read_training_file(path: Path) -> tuple[list[Example], list[str]]:
    """The examples of a file, and its faults, each with file name and line number."""
    examples: list[Example] = []
    faults: list[str] = []
    group = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if template := _TEMPLATE.match(line):
            group = f"{path.stem}/{template[1].strip()}"
        elif not line.strip() or line.startswith("#"):
            group = ""
        else:
            source = f"{path.name}:{number}"
            try:
                examples.append(read_training_line(line, group, source))
            except ValueError as error:
                faults.append(f"{source}: {error}")
    return examples, faults


def read_training_folder(folder: Path) -> tuple[list[Example], list[str]]:
    """The examples and the faults of every ``.txt`` file of a folder, in the order of their names.

    A sentence that occurs twice with the same marks is taken once.
    """
    examples: dict[Marked, Example] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.txt")):
        found, wrong = read_training_file(path)
        faults += wrong
        for example in found:
            examples.setdefault(example.marked, example)
    return list(examples.values()), faults


def read_gold_relations(path: Path) -> list[Example]:
    """The examples of a file in the form of ``relations_dev.jsonl``; YIELD counts as CONCEDE or RETREAT."""
    examples = []
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        if line.strip():
            row = json.loads(line)
            types = YIELD if row["type"] == "YIELD" else (row["type"],)
            marked = gold_markup(row)
            examples.append(Example(marked, types, group=row["sentence"], source=f"{path.name}:{number}"))
    return examples


def gold_markup(row: dict[str, str]) -> Marked:
    """The marked sentence of a gold row; where tags are broken, the parties are looked up in it."""
    try:
        return read_markup(row["marked"])
    except (ValueError, KeyError):
        text = row["sentence"]
        actor, recipient = (_find(text, row.get(key, "")) for key in ("actor", "recipient"))
        return Marked(text, actor, recipient)


def _find(text: str, wanted: str) -> tuple[tuple[int, int], ...]:
    at = text.find(wanted) if wanted else -1
    return ((at, at + len(wanted)),) if at >= 0 else ()


def folds(examples: Sequence[Example], count: int, seed: int) -> list[list[int]]:
    """Indices of ``examples`` in ``count`` parts of about the same mixture of types; groups stay whole."""
    by_group: dict[str, list[int]] = {}
    for i, example in enumerate(examples):
        by_group.setdefault(example.group, []).append(i)
    groups = sorted(by_group.values(), key=lambda g: (examples[g[0]].types, _shuffle_key(examples[g[0]], seed)))
    parts: list[list[int]] = [[] for _ in range(count)]
    for i, group in enumerate(groups):
        parts[i % count] += group
    return [sorted(part) for part in parts]


def _shuffle_key(example: Example, seed: int) -> str:
    return hashlib.sha256(f"{seed}\x1f{example.group}".encode("utf-8", "surrogatepass")).hexdigest()


def hold_out(examples: Sequence[Example], share: float, seed: int) -> tuple[list[Example], list[Example]]:
    """Examples to train on and examples held out, by group: a template is wholly in one of the two.

    The choice depends on a group's name alone, so files that grow do not reshuffle what was held out.
    """
    kept: list[Example] = []
    held: list[Example] = []
    for example in examples:
        place = int(_shuffle_key(example, seed)[:8], 16) / 0x1_0000_0000
        (held if place < share else kept).append(example)
    return kept, held


def sample(items: Sequence[T], count: int, rng: random.Random) -> list[T]:
    """``count`` of the items (all where there are fewer), in random order."""
    return rng.sample(list(items), min(count, len(items)))


def pick(items: Sequence[T], indices: Iterable[int]) -> list[T]:
    """The items at some indices."""
    return [items[i] for i in indices]
