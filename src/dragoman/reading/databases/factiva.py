"""Factiva: its display form, and the form with field codes (``HD``, ``LP``, ``TD``, ``AN``).

Display: title, author, ``523 words``, day, time, source, its code, language, copyright, the text, and
``Document LBA0000020200512eg5c00abc``. Written after descriptions of these forms, not yet verified on real exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.reading.days import iso_day

Record = dict[str, str | None]

_DOCUMENT = re.compile(r"Document (?P<id>[A-Z][A-Za-z0-9]{15,39})$")
_WORDS = re.compile(r"[\d,.]+ words$", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:copyright\b|©|\(c\))", re.IGNORECASE)
_CODE = re.compile(r"(?:SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|CO|IN|NS|RE|PUB|AN|RF|IPD|IPC|ART|CLM)$")
_SHORT = re.compile(r"[A-Z0-9]{2,6}$")
_LANGUAGES = frozenset(
    (
        "english", "french", "german", "spanish", "portuguese", "italian", "dutch", "russian", "arabic", "chinese",
        "japanese", "korean", "turkish",
    )
)  # fmt: skip
_HEAD = 8
"""Lines after the day in which the copyright line is looked for."""


def is_from(lines: list[str]) -> bool:
    """Whether lines hold articles of Factiva."""
    return any(_DOCUMENT.match(line) for line in lines) or {"HD", "PD", "SN", "AN"} <= set(lines)


def records(lines: list[str]) -> Iterator[Record]:
    """The articles of an export in either form."""
    if "HD" in lines and "PD" in lines:
        blocks, form = _coded_blocks(lines), _coded
    else:
        blocks, form = _blocks(lines), _displayed
    for block in blocks:
        found = form(block)
        if found and found["text"]:
            yield found


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        block.append(line)
        if _DOCUMENT.match(line):
            yield block
            block = []


def _displayed(block: list[str]) -> Record | None:
    words = next((n for n, line in enumerate(block) if _WORDS.match(line)), None)
    if not words:
        return None
    day = next((n for n in range(words + 1, min(words + 4, len(block))) if iso_day(block[n])), None)
    document = _DOCUMENT.match(block[-1])
    if day is None or document is None:
        return None
    rest = [line for line in block[day + 1 : -1] if not re.match(r"\d{1,2}:\d\d", line)]
    begin = _text_begins(rest)
    language = next((line for line in rest[:begin] if line.strip("()").lower() in _LANGUAGES), None)
    return {
        "id": document["id"],
        "title": _title(block[:words]),
        "published": block[day],
        "source": rest[0] if rest else None,
        "language": language.strip("()") if language else None,
        "text": "\n\n".join(rest[begin:]),
    }


def _title(head: list[str]) -> str:
    """The headline among section, headline and author, which nothing tells apart: the longest without the author."""
    return max((line for line in head if not line.startswith("By ")), key=len, default=head[0])


def _text_begins(rest: list[str]) -> int:
    """The first line of the text: behind the copyright, else behind language or code of the source."""
    for number, line in enumerate(rest[:_HEAD]):
        if _COPYRIGHT.match(line):
            return number + 1
    for number in range(min(len(rest), _HEAD) - 1, -1, -1):
        if rest[number].strip("()").lower() in _LANGUAGES or _SHORT.match(rest[number]):
            return number + 1
    return 1


def _coded_blocks(lines: list[str]) -> Iterator[list[str]]:
    """Articles by their codes: the accession number is the last field that is needed."""
    block: list[str] = []
    for number, line in enumerate(lines):
        block.append(line)
        if number and lines[number - 1] == "AN":
            yield block
            block = []


def _coded(block: list[str]) -> Record | None:
    fields: dict[str, list[str]] = {}
    current: list[str] = []
    for line in block:
        if _CODE.match(line):
            current = fields.setdefault(line, [])
        else:
            current.append(line)
    first = {code: values[0] for code, values in fields.items() if values}
    number = first.get("AN", "")
    document = _DOCUMENT.match(number)
    return {
        "id": document["id"] if document else number or None,
        "title": " ".join(fields.get("HD", [])) or None,
        "published": first.get("PD"),
        "source": first.get("SN"),
        "language": first.get("LA"),
        "text": "\n\n".join(fields.get("LP", []) + fields.get("TD", [])),
    }
