"""RSS and Atom: from the bytes of a feed to its entries."""

from __future__ import annotations

import io
import re
from typing import Any

import msgspec

from dragoman.errors import DragomanError
from dragoman.reading.days import iso_day
from dragoman.reading.html import MAX_DEPTH, depth
from dragoman.reading.net.addresses import normal

MAX_FEED = 5_000_000
"""Longest feed in bytes; most are under a twentieth of it."""

MAX_TAGS = 200_000
"""Tags of a feed; beyond it the time that reading takes is a minute and more."""

MAX_ENTRIES = 500
"""Entries of a feed that are taken, from its top: where the newest stand."""

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{1,500}>")


class Entry(msgspec.Struct, frozen=True):
    """One entry of a feed: ``key`` tells it apart from all others, ``html`` is its text or summary."""

    key: str
    url: str | None
    title: str | None
    published: str | None
    html: str | None


class Parsed(msgspec.Struct, frozen=True):
    """A feed: its title and entries."""

    title: str | None
    entries: list[Entry]


def parse_feed(data: bytes, url: str, kind: str = "") -> Parsed:
    """The entries of a feed, in its order, each once. Raises ``DragomanError`` E120 for declared entities, E132."""
    import feedparser

    plain = data.replace(b"\0", b"")
    if _ENTITY.search(plain):
        raise DragomanError("E120", where=url)
    if plain.count(b"<") > MAX_TAGS or depth(plain.decode("latin-1")) > MAX_DEPTH:
        raise DragomanError("E132", where=url, detail="it has tags without end")
    headers = {"content-location": url, **({"content-type": kind} if kind else {})}
    try:
        found: Any = feedparser.parse(io.BytesIO(data), response_headers=headers)
    except (RecursionError, ValueError, LookupError, AttributeError) as error:
        raise DragomanError("E132", where=url, detail=_line(error)) from error
    entries: dict[str, Entry] = {}
    for raw in found.entries[:MAX_ENTRIES]:
        entry = _entry(raw, url)
        if entry is not None:
            entries.setdefault(entry.key, entry)
    if not entries and (found.bozo or not found.version):
        raise DragomanError("E132", where=url, detail=_line(found.get("bozo_exception") or "it has no entries"))
    return Parsed(_plain(found.feed.get("title")), list(entries.values()))


def article_key(url: str) -> str:
    """An article's address without what only tells how a reader came to it, so that two feeds' links to it agree."""
    from courlan import normalize_url

    return str(normalize_url(url)).partition("#")[0]


def _entry(raw: Any, base: str) -> Entry | None:
    link = _address(raw.get("link"), base)
    key = article_key(link) if link else raw.get("id")
    if not key:
        return None
    contents = [content.get("value") for content in raw.get("content", [])]
    texts = [text for text in (*contents, raw.get("summary")) if text]
    return Entry(
        key=key,
        url=link,
        title=_plain(raw.get("title")),
        published=iso_day(raw.get("published") or raw.get("updated") or ""),
        html=max(texts, key=len, default=None),
    )


def _address(link: str | None, base: str) -> str | None:
    try:
        return normal(link, base) if link else None
    except DragomanError:
        return None


def _plain(value: str | None) -> str | None:
    return " ".join(_TAG.sub("", value).split()) or None if value else None


def _line(error: object) -> str:
    return str(error).partition("\n")[0].rstrip(".") or type(error).__name__
