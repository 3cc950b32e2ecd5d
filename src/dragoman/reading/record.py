"""From a record of fields, as JSON lines and tables have them, to a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.errors import DragomanError
from dragoman.reading import language
from dragoman.reading.dateline import parse_dateline
from dragoman.reading.days import iso_day
from dragoman.reading.items import Failure, Item, Options
from dragoman.records import Document, document_id

FIELDS = ("id", "title", "text", "published", "dateline", "source", "url", "language")
"""The fields of a record that are read; only ``text`` is needed. Others are passed over."""


def read_record(record: Mapping[str, Any], where: str, options: Options) -> Iterator[Item]:
    """The document that a record holds, after a failure for each field that could not be read (E110).

    The text is kept character for character. Yields only a failure, E106, where there is no text.
    """
    values = {field: record.get(options.columns.get(field, field)) for field in FIELDS}
    text = values["text"]
    if not isinstance(text, str) or not text.strip():
        yield Failure(DragomanError("E106", where=where))
        return
    given = values["published"]
    published = iso_day(given)
    if published is None and given not in (None, ""):
        yield Failure(DragomanError("E110", where=where, value=_short(given)), lost=False)
    yield _document({k: _string(v) for k, v in values.items()} | {"text": text}, published, options)


def _document(values: Mapping[str, str | None], published: str | None, options: Options) -> Document:
    text = values["text"] or ""
    source = values["source"] or options.source
    url = values["url"] or options.url
    day = published or options.published or _dateline_day(values["dateline"], text)
    spoken = values["language"]
    if spoken:
        spoken = language.normal(spoken)
    elif options.recognise_language:
        spoken = language.recognise(text)
    return Document(
        id=values["id"] or document_id(source, url, text),
        text=text,
        title=values["title"],
        published=day,
        dateline=values["dateline"],
        source=source,
        url=url,
        language=spoken,
    )


def _dateline_day(dateline: str | None, text: str) -> str | None:
    found = parse_dateline(dateline, alone=True) if dateline else parse_dateline(text)
    return found.date if found else None


def _string(value: object) -> str | None:
    """A field as a string; null, empty strings and what is no single value are None."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
