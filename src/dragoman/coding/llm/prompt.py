"""What is sent: the codebook as instruction, and the numbered sentences of a document in chunks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

from dragoman import ontology
from dragoman.records import HISTORICAL_AFTER_DAYS, Document, Sentence

AGAIN = "That was not JSON of the form asked for. Answer again, with the JSON object alone."
"""Said after an answer that could not be read."""


@dataclass(frozen=True)
class Chunk:
    """Some sentences of a document that are sent together: their numbers, and the message that holds them."""

    numbers: range
    message: str


@cache
def codebook() -> str:
    """The instruction: the types with their modes, and the statuses, as the ontology defines them."""
    text = (files("dragoman.coding") / "data" / "llm_instruction.txt").read_text(encoding="utf-8")
    return Template(text).substitute(
        types="\n".join(_type(known) for known in ontology.TYPES.values()),
        statuses="\n".join(f"- {known.name}: {known.meaning}" for known in ontology.STATUSES.values()),
        days=HISTORICAL_AFTER_DAYS,
    )


def _type(known: ontology.EventType) -> str:
    recipient = " Needs a recipient." if known.recipient_required else ""
    lines = [f"- {known.name}: {known.definition}{recipient}"]
    lines += [f"  - mode {mode.name}: {mode.meaning}" for mode in known.modes.values()]
    return "\n".join(lines)


def chunks(document: Document, sentences: tuple[Sentence, ...], size: int) -> Iterator[Chunk]:
    """The sentences of a document, numbered, in messages of about ``size`` characters of text at most.

    A single sentence that is longer is cut at ``size``.
    """
    opening = f"Published: {document.published or 'unknown'}"
    lines: list[str] = []
    start = taken = 0
    for sentence in sentences:
        text = " ".join(document.text[sentence.start : sentence.end][:size].split())
        if lines and taken + len(text) > size:
            yield _chunk(opening, lines, start)
            start, taken, lines = sentence.index, 0, []
        lines.append(f"[{sentence.index}] {text}")
        taken += len(text)
    if lines:
        yield _chunk(opening, lines, start)


def _chunk(opening: str, lines: list[str], start: int) -> Chunk:
    return Chunk(range(start, start + len(lines)), "\n".join((opening, *lines)))
