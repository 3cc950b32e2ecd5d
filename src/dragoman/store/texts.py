"""How much of the texts a store keeps: all, nothing, or quotes up to a length.

A text that is not kept whole has blanks where its words were, at their places. So every offset stays true, and
``text[start:end] == span.text`` holds for every span: of a span outside the quotes there are blanks in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Self

import msgspec

from dragoman.errors import DragomanError
from dragoman.records import Document, Report, Span

if TYPE_CHECKING:
    import sqlite3

BLANK = " "
"""What stands for a character that is not kept. Whatever reads words finds none there."""

Window = tuple[int, int]
"""First and last-but-one character of a quote."""

_FORM = re.compile(r"all|none|quotes:([1-9]\d{0,4})")
_DOCUMENT_FIELDS = tuple(f.name for f in msgspec.structs.fields(Document))


class Keep(msgspec.Struct, frozen=True):
    """How much of texts is kept: ``characters`` is None for all, 0 for nothing, else the length of quotes.

    One quote is kept of each sentence that gave a report. Titles are kept up to the same length; names of parties and
    places, which are facts and not wording, always are.
    """

    characters: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """What ``all``, ``none`` or ``quotes:N`` mean. Raises ``DragomanError`` E602."""
        found = _FORM.fullmatch(text.strip().lower())
        if found is None:
            known = "all, none, quotes:N with N from 1 to 99999"
            raise DragomanError("E602", value=text, field="--keep-text", known=known)
        return cls(int(found[1]) if found[1] else 0 if found[0] == "none" else None)

    def __str__(self) -> str:
        return "all" if self.characters is None else f"quotes:{self.characters}" if self.characters else "none"

    def windows(self, text: str, reports: Iterable[Report]) -> tuple[Window, ...]:
        """The quotes of a text: for each sentence with a report the words around the first predicate, in order."""
        if not self.characters:
            return ()
        found: dict[int, Window] = {}
        for report in reports:
            if report.sentence.start not in found:
                found[report.sentence.start] = self._window(text, report)
        return tuple(sorted(window for window in found.values() if window[0] < window[1]))

    def _window(self, text: str, report: Report) -> Window:
        most = self.characters or 0
        first, last = report.sentence.start, report.sentence.end
        if last - first <= most:
            return first, last
        start, end = report.predicate.start, report.predicate.end
        if not first <= start < end <= last or end - start > most:
            return first, first
        begin = max(first, min(start - (most - (end - start)) // 2, last - most))
        stop = min(last, begin + most)
        if begin > first and not text[begin - 1].isspace():
            begin = min(_after_space(text, begin, start), start)
        if stop < last and not text[stop].isspace():
            stop = max(text.rfind(" ", end, stop), end)
        return begin, stop


WHOLE = Keep()
"""Whole texts are kept."""


def blanked(text: str, windows: Sequence[Window]) -> str:
    """The text with blanks for all that stands outside the windows."""
    parts, at = [], 0
    for start, end in windows:
        parts += [BLANK * (start - at), text[start:end]]
        at = end
    return "".join(parts) + BLANK * (len(text) - at)


def reworded(report: Report, text: str) -> Report:
    """The report with the words that stand at its spans in a text."""
    found: Report = _reworded(report, text)
    return found


def document_of(row: sqlite3.Row) -> Document:
    """The document of a row of the catalog, its text with blanks where it is not kept."""
    values = {name: row[name] for name in _DOCUMENT_FIELDS}
    if row["quotes"] is not None:
        values["text"] = _text(msgspec.json.decode(row["quotes"]), row["length"])
    return Document(**values)


def indexed(text: str, quotes: str | None) -> str:
    """What full-text search looks into: the text, or the quotes."""
    return text if quotes is None else "\n".join(words for _, words in msgspec.json.decode(quotes))


def kept_columns(document: Document, keep: Keep, windows: Sequence[Window]) -> dict[str, Any]:
    """The columns ``title``, ``text``, ``quotes`` and ``length`` of a document of which not all is kept."""
    quotes = [[start, document.text[start:end]] for start, end in windows]
    title = (document.title or "")[: keep.characters] or None
    return {
        "title": title,
        "text": "",
        "quotes": msgspec.json.encode(quotes).decode(),
        "length": len(document.text),
    }


def _text(quotes: list[tuple[int, str]], length: int) -> str:
    parts, at = [], 0
    for start, words in quotes:
        parts += [BLANK * (start - at), words]
        at = start + len(words)
    return "".join(parts) + BLANK * (length - at)


def _after_space(text: str, begin: int, end: int) -> int:
    found = re.compile(r"\s+").search(text, begin, end)
    return found.end() if found else end


def _reworded(value: Any, text: str) -> Any:
    if isinstance(value, tuple):
        return tuple(_reworded(inner, text) for inner in value)
    if not isinstance(value, msgspec.Struct):
        return value
    changed = {name: _reworded(getattr(value, name), text) for name in value.__struct_fields__}
    if isinstance(value, Span):
        changed["text"] = text[value.start : value.end]
    return type(value)(**changed)
