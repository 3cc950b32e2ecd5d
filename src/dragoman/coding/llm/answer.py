"""What the language model is asked to answer, and how its answer is read."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from dragoman import ontology

MOST_REPORTS = 200
"""So many reports at most in one answer; a chunk of text has a few dozen sentences."""

Quote = Annotated[str, msgspec.Meta(max_length=1_000)]
"""Words of a sentence, in characters."""

Name = Annotated[str, msgspec.Meta(max_length=100)]


class Told(msgspec.Struct, frozen=True):
    """One report as the model tells it: quoted words, the number of their sentence, and names of the codebook."""

    sentence: int
    predicate: Quote
    type: Name
    actors: Annotated[tuple[Quote, ...], msgspec.Meta(max_length=20)] = ()
    recipients: Annotated[tuple[Quote, ...], msgspec.Meta(max_length=20)] = ()
    mode: Name | None = None
    status: Name = "actual"
    reciprocal: bool = False


class Answer(msgspec.Struct, frozen=True):
    """All reports of one chunk of text."""

    reports: Annotated[tuple[Told, ...], msgspec.Meta(max_length=MOST_REPORTS)]


_DECODER = msgspec.json.Decoder(Answer)


def read_answer(content: str) -> Answer:
    """The answer in a message; words around the JSON object (a code fence, thoughts) are passed over.

    Raises ``ValueError`` (``msgspec.DecodeError`` and ``msgspec.ValidationError`` are such) where it has
    another form.
    """
    _, _, said = content.rpartition("</think>")
    start, end = said.find("{"), said.rfind("}")
    if start < 0 or end < start:
        raise ValueError("no JSON object in it")
    return _DECODER.decode(said[start : end + 1])


def schema() -> dict[str, Any]:
    """The JSON schema of an answer, with the names of the ontology, as servers take it for strict output."""
    quotes = {"type": "array", "items": {"type": "string"}}
    modes = sorted({mode for known in ontology.TYPES.values() for mode in known.modes})
    fields = {
        "sentence": {"type": "integer"},
        "actors": quotes,
        "predicate": {"type": "string"},
        "recipients": quotes,
        "type": {"type": "string", "enum": list(ontology.TYPES)},
        "mode": {"anyOf": [{"type": "string", "enum": modes}, {"type": "null"}]},
        "status": {"type": "string", "enum": list(ontology.STATUSES)},
        "reciprocal": {"type": "boolean"},
    }
    return _object({"reports": {"type": "array", "items": _object(fields)}})


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
