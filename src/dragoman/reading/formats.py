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
    "warc": Format("dragoman.reading.warc:read_warc", (".warc",), is_text=False),
    "newsml": Format("dragoman.reading.newsml:read_newsml", (".xml", ".newsml"), is_text=False),
    "eml": Format("dragoman.reading.mail:read_mail", (".eml",), is_text=False),
    "rtf": Format("dragoman.reading.databases.files:read_rtf", (".rtf",)),
    "docx": Format("dragoman.reading.databases.files:read_docx", (".docx",), is_text=False),
    "zip": Format("dragoman.reading.zips:read_zip", (".zip",), is_text=False),
}

SUFFIXES = {suffix: name for name, entry in READERS.items() for suffix in entry.suffixes}

_HTML = re.compile(rb"\s*(?:<!doctype\s+html|<html|<\?xml[^>]*>\s*<(?:!doctype\s+)?html)", re.IGNORECASE)


def format_of(name: str, suffix: str, stream: io.BufferedReader, where: str) -> Format:
    """The format of a source: as named, else by suffix, else by its first bytes. The name of a format that is read
    from a zip archive is that of its members.

    Raises ``DragomanError``: E113 for an unknown name; E101 to E103 where a text format is not text.
    """
    if name != "auto" and name not in READERS:
        raise DragomanError("E113", name=name, known=", ".join(("auto", *READERS)))
    head = peek(stream)
    if name == "auto" or suffix == ".zip":
        name = SUFFIXES.get(suffix) or _sniff(head)
    found = READERS[name]
    if found.is_text or not head:
        check_text(head, where)
    return found


def document_stream(stream: io.BufferedReader, where: str, options: Options, suffix: str = "") -> Iterator[Item]:
    """Documents from bytes that are already open. Raises ``DragomanError``, which ends them."""
    yield from format_of(options.format, suffix, stream, where).load()(stream, where, options)


_MAGIC = ((b"PAR1", "parquet"), (b"WARC/", "warc"), (b"PK\x03\x04", "zip"), (b"{\\rtf", "rtf"))


def _sniff(head: bytes) -> str:
    if head.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in head:
        return "docx"
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[{")) or re.match(rb"\[\s*\{", start):
        return "jsonl"
    if start.startswith(b"<?xml") and b"//iptc.org/std/" in start:
        return "newsml"
    return "html" if _HTML.match(start) else "text"
