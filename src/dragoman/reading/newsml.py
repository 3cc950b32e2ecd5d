"""NewsML-G2, the agencies' XML, and the NITF and XHTML that its items hold; bare NITF files too."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from dragoman.errors import DragomanError
from dragoman.reading.content import MAX_BYTES
from dragoman.reading.items import Failure, Item, Options
from dragoman.reading.record import read_record

_ROOTS = ("newsItem", "nitf")
_SENT = ("usable",)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_newsml(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The text items of a file, one after the other; pictures and packages are passed over.

    Items that their provider withdrew or holds back are told (E121) and not read. Raises ``DragomanError`` E115
    where the XML breaks, E120 where it declares entities, E111 where an item is too long.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    source = _Limited(stream, where)
    number = 0
    above: list[Any] = []
    try:
        for event, node in iterparse(source, events=("start", "end"), forbid_entities=True, forbid_external=True):
            if event == "start":
                above.append(node)
                continue
            above.pop()
            if _name(node) not in _ROOTS or any(_name(outer) in _ROOTS for outer in above):
                continue
            number += 1
            yield from _item(node, f"{where}:item {number}", options.without_columns())
            source.done = 0
            for outer in above:
                outer.clear()
    except ParseError as error:
        raise DragomanError("E115", where=where, format="NewsML-G2", detail=str(error)) from error
    except DefusedXmlException as error:
        raise DragomanError("E120", where=where) from error
    if not number:
        raise DragomanError("E115", where=where, format="NewsML-G2", detail="it holds no news item")


def _item(item: Any, where: str, options: Options) -> Iterator[Item]:
    status = _code(_first(item, "pubStatus"))
    if status and status not in _SENT:
        yield Failure(DragomanError("E121", where=where, status=status), lost=False)
        return
    kind = _code(_first(item, "itemClass"))
    text = _text(item)
    if text is None and kind not in (None, "text"):
        return
    yield from read_record(_values(item) | {"text": text}, where, options)


def _values(item: Any) -> dict[str, str | None]:
    version = item.get("version")
    guid = item.get("guid") or _attribute(item, "doc-id", "id-string")
    body = _first(item, "inlineXML")
    dates = (_text_of(item, name) for name in ("contentCreated", "firstCreated", "versionCreated"))
    return {
        "id": f"{guid}#{version}" if guid and version not in (None, "1") else guid,
        "title": _text_of(item, "headline") or _text_of(item, "hl1") or _text_of(item, "title"),
        "published": next(filter(None, dates), None) or _attribute(item, "date.issue", "norm"),
        "dateline": _text_of(item, "dateline"),
        "source": _provider(item),
        "language": _attribute(item, "language", "tag") or (body.get(_LANG) if body is not None else None),
    }


def _text(item: Any) -> str | None:
    """The paragraphs of the content; None where an item has none, as a picture."""
    for holder in _all(item, "inlineXML", "body.content"):
        scope = next(_all(holder, "body.content"), None)
        scope = next(_all(holder, "body"), holder) if scope is None else scope
        paragraphs = [_words(p) for p in _all(scope, "p")] or [_words(scope)]
        if text := "\n\n".join(filter(None, paragraphs)):
            return text
    for data in _all(item, "inlineData"):
        if data.get("contenttype", "text/plain").startswith("text/") and (data.text or "").strip():
            return str(data.text)
    return None


def _provider(item: Any) -> str | None:
    for name in ("provider", "infoSource", "creditline"):
        node = _first(item, name)
        if node is not None:
            return _text_of(node, "name") or node.get("literal") or _words(node) or _code(node)
    return None


def _code(node: Any) -> str | None:
    """The value of a coded element, without the scheme: ``usable`` of ``stat:usable``."""
    if node is None:
        return None
    value = node.get("qcode") or node.get("uri") or ""
    return value.replace("#", ":").replace("/", ":").rpartition(":")[2] or None


def _all(node: Any, *names: str) -> Iterator[Any]:
    return (inner for inner in node.iter() if _name(inner) in names)


def _first(node: Any, name: str) -> Any:
    return next(_all(node, name), None)


def _text_of(node: Any, name: str) -> str | None:
    found = _first(node, name)
    return None if found is None else _words(found) or None


def _attribute(node: Any, name: str, attribute: str) -> str | None:
    found = _first(node, name)
    return None if found is None else found.get(attribute)


def _words(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


def _name(node: Any) -> str:
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class _Limited:
    """A stream that refuses items without end; the reader sets ``done`` to 0 after each item."""

    def __init__(self, stream: io.BufferedReader, where: str) -> None:
        self._stream = stream
        self._where = where
        self.done = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.done += len(data)
        if self.done > MAX_BYTES:
            raise DragomanError("E111", where=self._where, limit=f"{MAX_BYTES:,}")
        return data
