"""What the model tells apart: PLOVER's types, modes, statuses and contexts, in the order of its outputs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

NONE = "NONE"
"""The type of a pair of parties with nothing political between them."""

LABELS_FILE = Path(__file__).with_name("labels.json")


@dataclass(frozen=True)
class Labels:
    """The labels of every head of the model.

    ``types`` ends with NONE. ``modes`` holds, for every type that has modes, ``(type, None)``
    (no mode told) followed by its modes, so that each type's modes are a block of the mode head.
    """

    type_modes: dict[str, tuple[str, ...]]
    quads: dict[str, int]
    statuses: tuple[str, ...]
    contexts: tuple[str, ...]

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The 16 types, then NONE."""
        return (*self.type_modes, NONE)

    @cached_property
    def modes(self) -> tuple[tuple[str, str | None], ...]:
        """Every type with each of its modes, ``None`` first."""
        return tuple((t, m) for t, ms in self.type_modes.items() if ms for m in (None, *ms))

    @cached_property
    def mode_blocks(self) -> dict[str, slice]:
        """The outputs of the mode head that belong to a type."""
        blocks: dict[str, slice] = {}
        for i, (event_type, _) in enumerate(self.modes):
            start = blocks[event_type].start if event_type in blocks else i
            blocks[event_type] = slice(start, i + 1)
        return blocks

    @cached_property
    def heads(self) -> tuple[tuple[str, int], ...]:
        """Name and width of each head, in the order in which the network writes them out."""
        return (
            ("type", len(self.types)),
            ("mode", len(self.modes)),
            ("status", len(self.statuses)),
            ("context", len(self.contexts)),
            ("reciprocal", 1),
        )

    @cached_property
    def slices(self) -> dict[str, slice]:
        """Where each head stands in the row of outputs."""
        found, at = {}, 0
        for name, width in self.heads:
            found[name] = slice(at, at + width)
            at += width
        return found

    @property
    def width(self) -> int:
        """How many outputs the network has."""
        return sum(width for _, width in self.heads)


@cache
def load_labels(path: Path = LABELS_FILE) -> Labels:
    """The labels of a ``labels.json``."""
    data = json.loads(path.read_text("utf-8"))
    return Labels(
        type_modes={t: tuple(ms) for t, ms in data["types"].items()},
        quads=dict(data["quads"]),
        statuses=tuple(data["statuses"]),
        contexts=tuple(data["contexts"]),
    )
