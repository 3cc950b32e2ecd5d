"""The readers, by format and by suffix: the one table to enter a new format in."""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Callable, Iterator

import msgspec

from dragoman.errors import DragomanError
from dragoman.reading.content import check_text, peek
from dragoman.reading.items import Item, Options

Reader = Callable[[io.BufferedReader, str, Options], Iterator[Item]]
"""Takes the bytes of a source, the name to tell in errors, and options; gives documents and failures.

It may raise a ``DragomanError``, which ends that source and no other.
"""


class Format(msgspec.Struct, frozen=True):
    """A format: the function that reads it, as ``module:name``, its suffixes, whether it is text."""

    reader: str
    suffixes: tuple[str, ...]
    is_text: bool = True

    def load(self) -> Reader:
        """The reader; its module is imported only now."""
        module, _, name = self.reader.partition(":")
        reader: Reader = getattr(importlib.import_module(module), name)
        return reader


READERS = {
    "text": Format("dragoman.reading.plain:read_plain", (".txt", ".text")),
    "html": Format("dragoman.reading.html:read_html", (".html", ".htm", ".xhtml")),
    "jsonl": Format("dragoman.reading.jsonlines:read_json", (".jsonl", ".json", ".ndjson")),
    "csv": Format("dragoman.reading.tables:read_csv", (".csv",)),
    "tsv": Format("dragoman.reading.tables:read_tsv", (".tsv", ".tab")),
    "parquet": Format("dragoman.reading.tables:read_parquet", (".parquet",), is_text=False),
}

SUFFIXES = {suffix: name for name, entry in READERS.items() for suffix in entry.suffixes}

_HTML = re.compile(rb"\s*(?:<!doctype\s+html|<html|<\?xml[^>]*>\s*<(?:!doctype\s+)?html)", re.IGNORECASE)


def format_of(name: str, suffix: str, stream: io.BufferedReader, where: str) -> Format:
    """The format of a source: as named, else by suffix, else by its first bytes.

    Raises ``DragomanError``: E113 for an unknown name; E101 to E103 where a text format is not text.
    """
    if name != "auto" and name not in READERS:
        raise DragomanError("E113", name=name, known=", ".join(("auto", *READERS)))
    head = peek(stream)
    if name == "auto":
        name = SUFFIXES.get(suffix) or _sniff(head)
    found = READERS[name]
    if found.is_text or not head:
        check_text(head, where)
    return found


def _sniff(head: bytes) -> str:
    if head.startswith(b"PAR1"):
        return "parquet"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[{")) or re.match(rb"\[\s*\{", start):
        return "jsonl"
    return "html" if _HTML.match(start) else "text"
