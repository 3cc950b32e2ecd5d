"""Files of word processors and pages as lines of text: a paragraph or a cell of a table is a line."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from dragoman.errors import DragomanError

MAX_UNPACKED = 200_000_000
"""Bytes that a Word file may unpack to."""

_BLOCKS = frozenset(
    (
        "p", "div", "td", "th", "tr", "table", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "article",
        "section", "header", "footer", "blockquote", "center", "docfull", "hr",
    )
)  # fmt: skip
_SILENT = frozenset(("script", "style", "head", "title"))
_WRAPPED = re.compile(r"\n[ \t]*\n")


def rtf_lines(data: bytes, where: str) -> list[str]:
    """The lines of an RTF file. Raises ``DragomanError`` E115."""
    from striprtf import striprtf

    to_text: Any = striprtf.rtf_to_text

    text = data.decode("latin-1")
    if not text.lstrip().startswith("{\\rtf"):
        raise DragomanError("E115", where=where, format="RTF", detail="it does not begin with {\\rtf")
    try:
        plain = to_text(text, errors="replace")
    except (ValueError, ArithmeticError, LookupError, RecursionError) as error:
        raise DragomanError("E115", where=where, format="RTF", detail=str(error)) from error
    plain = plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves of pairs are joined
    return [cell for line in plain.splitlines() for cell in _cells(line)]


def docx_lines(data: bytes, where: str) -> list[str]:
    """The lines of a Word file, paragraphs and tables in their order. Raises ``DragomanError`` E111, E115."""
    import docx
    from docx.opc.exceptions import OpcError
    from docx.table import Table
    from lxml.etree import LxmlError

    _check_size(data, where)
    found: list[str] = []
    try:
        for block in docx.Document(io.BytesIO(data)).iter_inner_content():
            if isinstance(block, Table):
                found += [cell.text for row in block.rows for cell in row.cells]
            else:
                found.append(block.text)
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise DragomanError("E115", where=where, format="Word", detail=str(error).partition("\n")[0]) from error
    return [line for text in found for line in text.splitlines()]


def page_lines(page: str) -> list[str]:
    """The lines of a page: the words between the tags of blocks."""
    from lxml import etree, html

    try:
        tree = html.document_fromstring(page)
    except (etree.LxmlError, ValueError, AssertionError):
        return []
    return [" ".join(line.split()) for line in "".join(_pieces(tree)).split("\n")]


def wrapped_lines(text: str) -> list[str]:
    """The paragraphs of a plain text that is wrapped at a column, with empty lines between paragraphs."""
    return [" ".join(part.split()) for part in _WRAPPED.split(text.replace("\r\n", "\n"))]


def _cells(line: str) -> list[str]:
    """A line of an RTF table, of which the library ends each cell with a bar, as the cells."""
    return line.split("|") if line.rstrip().endswith("|") else [line]


def _check_size(data: bytes, where: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise DragomanError("E115", where=where, format="Word", detail=str(error)) from error
    if size > MAX_UNPACKED:
        raise DragomanError("E111", where=where, limit=f"{MAX_UNPACKED:,}")


def _pieces(tree: Any) -> Iterator[str]:
    from lxml import etree

    silent = 0
    for event, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if node.tail and not silent:
                yield _plain(node.tail)
            continue
        begins, tag = event == "start", str(node.tag).lower()
        silent += (1 if begins else -1) * (tag in _SILENT)
        if tag in _BLOCKS or (tag == "br" and begins):
            yield "\n"
        text = node.text if begins else node.tail
        if text and not silent:
            yield _plain(text)


def _plain(text: str) -> str:
    """Text without the line breaks of the source, which mean nothing in a page."""
    return re.sub(r"\s+", " ", text)
