"""LexisNexis: the export of Nexis Uni and Lexis, and the older one of LexisNexis Academic.

Nexis Uni: title, source, day, copyright, ``Section:``, ``Length: 523 words``, ``Byline:``, ``Dateline:``, the line
``Body``, the text, then labels such as ``Load-Date:``, and ``End of Document``. Academic: ``1 of 20 DOCUMENTS``,
source, day, title, ``BYLINE:``, ``SECTION:``, ``LENGTH: 523 words``, ``DATELINE:``, the text, ``LOAD-DATE:``.
Written after descriptions of these forms, not yet verified on real exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.reading.dateline import MONTHS

Record = dict[str, str | None]

_END = re.compile(r"end of document$", re.IGNORECASE)
_COUNT = re.compile(r"\d+ of \d+ documents$", re.IGNORECASE)
_MONTH = "|".join(sorted((name.capitalize() for name in MONTHS), key=len, reverse=True))
_DAY = re.compile(
    rf"(?:\w+day,? )?(?P<day>(?:{_MONTH})\.? \d{{1,2}},? \d{{4}}|\d{{1,2}} (?:{_MONTH})\.? \d{{4}}|\d{{4}}-\d\d-\d\d)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?P<name>[A-Z][A-Za-z]*(?:[ -][A-Za-z]+){0,2}): ?(?P<value>.*)")
_HEAD = frozenset(
    (
        "byline", "section", "length", "dateline", "highlight", "headline", "series", "correction-date", "abstract",
    )
)  # fmt: skip
_TAIL = frozenset(
    (
        "load-date", "language", "publication-type", "subject", "graphic", "notes", "classification", "company",
        "organization", "person", "city", "state", "country", "industry", "ticker", "document-type", "journal-code",
        "url", "pub-type", "geographic", "correction",
    )
)  # fmt: skip
_BARE_TAIL = frozenset(("graphic", "classification", "notes", "load-date", "correction"))
_COPYRIGHT = re.compile(r"(?:copyright\b|©|\(c\) )", re.IGNORECASE)
_LINKED = re.compile(r'(?P<title>.*?) ?\("?(?P<url>https?://[^()\s"]+)"?\)$')


def is_from(lines: list[str]) -> bool:
    """Whether lines hold articles of LexisNexis."""
    ends = any(_END.match(line) for line in lines)
    return any(_COUNT.match(line) for line in lines) or (ends and any(_is_body(line) for line in lines))


def records(lines: list[str]) -> Iterator[Record]:
    """The articles; what has no day or no text, such as a list of the results, is none."""
    older = any(_COUNT.match(line) for line in lines) and not any(_is_body(line) for line in lines)
    for block in _blocks(lines, _COUNT if older else _END):
        found = _academic(block) if older else _uni(block)
        if found and found["text"]:
            yield found


def _blocks(lines: list[str], mark: re.Pattern[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if mark.match(line):
            yield block
            block = []
        else:
            block.append(line)
    yield block


def _uni(block: list[str]) -> Record | None:
    body = next((n for n, line in enumerate(block) if _is_body(line)), None)
    if body is None:
        return None
    head = block[:body]
    day = next((n for n in range(len(head) - 1, -1, -1) if _is_day(head[n]) and n >= 2), None)
    if day is None:
        return None
    labels = _labels(head[day + 1 :])
    text, tail = _body(block[body + 1 :])
    title, url = _title(head[day - 2])
    return {
        "title": title,
        "source": head[day - 1],
        "published": _day(head[day]),
        "dateline": labels.get("dateline"),
        "language": tail.get("language"),
        "url": url,
        "text": text,
    }


def _academic(block: list[str]) -> Record | None:
    day = next((n for n, line in enumerate(block[:8]) if _is_day(line) and n >= 1), None)
    if day is None:
        return None
    labelled = [n for n, line in enumerate(block) if n > day and _label(line)[0] in _HEAD]
    if not labelled:
        return None
    begin = day + 1
    first, last = labelled[0], _end_of_labels(block, labelled[0])
    labels = _labels(block[first:last])
    text, tail = _body(block[last:])
    return {
        "title": labels.get("headline") or (block[first - 1] if first > begin else None),
        "source": block[day - 1],
        "published": _day(block[day]),
        "dateline": labels.get("dateline"),
        "language": tail.get("language"),
        "text": text,
    }


def _end_of_labels(block: list[str], at: int) -> int:
    while at < len(block) and _label(block[at])[0] in _HEAD:
        at += 1
    return at


def _body(lines: list[str]) -> tuple[str, dict[str, str]]:
    """The text, and the labels behind it."""
    for number, line in enumerate(lines):
        name = _label(line)[0]
        if name in _TAIL or line.lower() in _BARE_TAIL or (_COPYRIGHT.match(line) and number):
            return "\n\n".join(lines[:number]), _labels(lines[number:])
    return "\n\n".join(lines), {}


def _labels(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        name, value = _label(line)
        if name in _HEAD or name in _TAIL:
            found.setdefault(name, value)
    return found


def _label(line: str) -> tuple[str, str]:
    found = _LABEL.match(line)
    return (found["name"].lower(), found["value"].strip()) if found else ("", "")


def _title(line: str) -> tuple[str, str | None]:
    """A title, and the address of the link that it was, which RTF readers put behind it in brackets."""
    linked = _LINKED.match(line)
    return (linked["title"], linked["url"]) if linked else (line, None)


def _is_body(line: str) -> bool:
    return line.lower() == "body"


def _is_day(line: str) -> bool:
    return _DAY.match(line) is not None


def _day(line: str) -> str | None:
    found = _DAY.match(line)
    return found["day"] if found else None
