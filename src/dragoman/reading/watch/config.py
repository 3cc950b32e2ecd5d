"""The list of feeds that is watched, a TOML file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from dragoman.errors import DragomanError
from dragoman.reading.net.addresses import normal


class Feed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One feed. ``source`` is the outlet's name, else the feed's title; ``text`` says where articles are read.

    ``page``: each entry's page is fetched; ``feed``: the entry holds the whole text. ``minutes`` overrides the list's.
    """

    url: str
    source: str | None = None
    text: Literal["page", "feed"] = "page"
    minutes: float | None = None


class Feeds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All feeds, and manners. ``contact`` is told to servers, so that they can write to whoever asks them.

    ``minutes`` lie between two looks at a feed, ``seconds_per_host`` between two requests to one host.
    """

    feed: list[Feed]
    contact: str | None = None
    minutes: float = 30.0
    seconds_per_host: float = 5.0


def load_feeds(path: Path) -> Feeds:
    """The list in a file. Raises ``DragomanError`` E107, E108, E130."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DragomanError("E107", where=str(path)) from error
    except OSError as error:
        raise DragomanError("E108", where=str(path), detail=error.strerror or str(error)) from error
    try:
        feeds = msgspec.toml.decode(data, type=Feeds)
    except (msgspec.DecodeError, ValueError) as error:
        raise DragomanError("E130", where=str(path), detail=str(error).partition("\n")[0]) from error
    for feed in feeds.feed:
        normal(feed.url)
    _check(feeds, path)
    return feeds


def _check(feeds: Feeds, path: Path) -> None:
    if not feeds.feed:
        raise DragomanError("E130", where=str(path), detail="it names no feed")
    minutes = [feeds.minutes, *(feed.minutes for feed in feeds.feed if feed.minutes is not None)]
    if min(minutes) < 1 or feeds.seconds_per_host < 1:
        raise DragomanError("E130", where=str(path), detail="minutes and seconds_per_host are 1 or more")
    urls = [normal(feed.url) for feed in feeds.feed]
    if double := next((url for url in urls if urls.count(url) > 1), None):
        raise DragomanError("E130", where=str(path), detail=f"{double} stands in it twice")
