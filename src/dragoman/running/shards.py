"""How input is cut: into shards of a size, and into parts for several machines."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import msgspec

from dragoman.errors import DragomanError
from dragoman.records import Document

DOCUMENTS = 256
"""Documents of a full shard, which become one segment and are safe together."""

CHARACTERS = 1_000_000
"""A shard is full, too, when its texts are so long: it bounds memory and the work that a crash undoes."""


class Part(msgspec.Struct, frozen=True):
    """One of several parts of an input, by a hash of the document's id, so that order changes nothing."""

    index: int = 1
    count: int = 1

    @classmethod
    def parse(cls, text: str) -> Part:
        """The part that ``I/N`` names, from 1/N to N/N. Raises ``DragomanError`` E606."""
        found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text.strip())
        if not found or not 1 <= int(found[1]) <= int(found[2]):
            raise DragomanError("E606", value=text)
        return cls(int(found[1]), int(found[2]))

    def holds(self, document_id: str) -> bool:
        """Whether a document belongs to this part."""
        if self.count == 1:
            return True
        digest = hashlib.sha256(document_id.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.index - 1


class Shard(msgspec.Struct):
    """Documents that are coded and kept together, and the bytes read when the last one was taken."""

    documents: list[Document] = []
    characters: int = 0
    position: int = 0

    @property
    def full(self) -> bool:
        """Whether the shard takes no more documents."""
        return len(self.documents) >= DOCUMENTS or self.characters >= CHARACTERS

    def take(self, document: Document, position: int) -> None:
        """Add a document, read when the reading had come to a position."""
        self.documents.append(document)
        self.characters += len(document.text)
        self.position = position


def cut(documents: Iterator[tuple[Document, int]]) -> Iterator[Shard]:
    """Shards of the documents of a reading, in its order."""
    shard = Shard(documents=[])
    for document, position in documents:
        shard.take(document, position)
        if shard.full:
            yield shard
            shard = Shard(documents=[])
    if shard.documents:
        yield shard
