"""One look at a feed, and the articles that are new in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from dragoman.errors import DragomanError
from dragoman.reading.faults import guarded
from dragoman.reading.formats import document_stream
from dragoman.reading.html import page_text
from dragoman.reading.items import Failure, Item, Options
from dragoman.reading.net.addresses import host_of, normal
from dragoman.reading.net.fetch import AGENT, Answer, Fetcher, Refusal
from dragoman.reading.net.source import stream_of
from dragoman.reading.record import read_record
from dragoman.reading.source import Meter
from dragoman.reading.watch.config import Feed, Feeds
from dragoman.reading.watch.feed import MAX_FEED, Entry, parse_feed
from dragoman.reading.watch.manners import Manners, wait_after
from dragoman.reading.watch.state import FeedState, WatchState
from dragoman.records import Document, text_hash

TRIES = 5
"""Rounds in which an article is asked for that its server does not give for the time being."""

_PASSING = ("E125", "E128")
"""Failures to fetch that may pass: out of reach, too slow."""


class Polled(msgspec.Struct):
    """What a look at a feed gave: the feed's title and the entries that are new, or ``error``.

    ``wait`` is the seconds for which its host is to be left alone; the feed was not asked then. ``version`` is what is
    to be remembered of the feed once its entries are dealt with: kept earlier, a crash would lose them.
    """

    title: str | None = None
    entries: list[Entry] = []
    error: DragomanError | None = None
    wait: float = 0.0
    version: FeedState = FeedState()


class Newsroom:
    """Asks feeds and fetches articles, politely; what it knows of them it keeps in a state."""

    def __init__(
        self, feeds: Feeds, state: WatchState, private: bool = False, pause: Callable[[float], object] = time.sleep
    ) -> None:
        self.feeds = feeds
        self.state = state
        agent = f"{AGENT} ({feeds.contact})" if feeds.contact else AGENT
        self._manners = Manners(private, agent, feeds.seconds_per_host, pause)
        self._fetcher = Fetcher(private, agent, self._manners)

    def close(self) -> None:
        """Close the connections."""
        self._manners.close()
        self._fetcher.close()

    def due(self, feed: Feed) -> float:
        """Seconds until a feed is to be asked again, by its interval and by what its host asked for."""
        minutes = self.feeds.minutes if feed.minutes is None else feed.minutes
        url = normal(feed.url)
        return max(self.state.feed(url).polled + 60 * minutes - time.time(), self.state.waits(host_of(url)), 0.0)

    def poll(self, feed: Feed) -> Polled:
        """Ask a feed what is new since the last time, if it has changed. Failures are in the answer."""
        url = normal(feed.url)
        if wait := self.state.waits(host_of(url)):
            return Polled(wait=wait)
        known = self.state.feed(url)
        asked = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        try:
            answer = self._get(url, {name: value for name, value in asked.items() if value}, MAX_FEED)
            if answer.status == 304:
                self.state.keep_feed(url, msgspec.structs.replace(known, polled=time.time(), failures=0))
                return Polled()
            parsed = parse_feed(answer.body, answer.url, answer.headers.get("content-type", ""))
        except DragomanError as error:
            self.state.keep_feed(url, FeedState(polled=time.time(), failures=known.failures + 1))
            return Polled(error=error)
        version = FeedState(answer.headers.get("etag"), answer.headers.get("last-modified"), time.time())
        new = [entry for entry in parsed.entries if not self.state.is_over(entry.key)]
        self.state.keep_feed(url, FeedState(polled=version.polled) if new else version)
        return Polled(title=parsed.title, entries=new, version=version)

    def articles(self, feed: Feed, polled: Polled, is_kept: Callable[[str], bool]) -> Articles:
        """The articles of entries; ``is_kept`` tells whether a document with an id was coded before."""
        return Articles(self, feed, polled, is_kept)

    def finish(self, feed: Feed, polled: Polled, articles: Articles, interrupted: bool = False) -> None:
        """Remember which articles are over, and what the feed was like if none of them is left for later."""
        url = normal(feed.url)
        ids = articles.done.items()
        self.state.end(url, [key for key, id_ in ids if not interrupted or articles.is_kept(id_)])
        if not articles.left and not interrupted:
            self.state.keep_feed(url, polled.version)

    def fetch(self, feed: Feed, entry: Entry, source: str | None) -> Iterator[Item]:
        """The document of an entry, with the feed's title, day and source where it gives them."""
        if feed.text == "feed":
            items = guarded(entry.key, partial(_own_text, entry, source))
        else:
            items = guarded(entry.url or entry.key, partial(self._page, entry))
        for item in items:
            yield _of_entry(item, feed, entry, source) if isinstance(item, Document) else item

    def _page(self, entry: Entry) -> Iterator[Item]:
        if entry.url is None:
            raise DragomanError("E123", where=entry.key[:200])
        answer = self._get(entry.url)
        stream, suffix = stream_of(answer)
        yield from document_stream(stream, entry.url, Options(url=entry.url), suffix or ".html")

    def _get(self, url: str, headers: dict[str, str] | None = None, limit: int | None = None) -> Answer:
        """A page. A host that asks to wait, or fails, is left alone for a time that doubles with each failure."""
        host = host_of(url)
        try:
            answer = self._fetcher.get(url, headers, limit)
        except DragomanError as error:
            if is_passing(error):
                failures = self.state.failures(host) + 1
                asked = error.wait if isinstance(error, Refusal) else None
                self.state.make_wait(host, wait_after(failures, asked), failures)
            raise
        self.state.answered(host)
        return answer


class Articles:
    """The documents of a feed's new entries, to be iterated once.

    ``done`` are the keys and ids of those that were read, ``left`` tells whether some wait for a later round.
    """

    def __init__(self, room: Newsroom, feed: Feed, polled: Polled, is_kept: Callable[[str], bool]) -> None:
        self.meter = Meter(total=None)
        self.done: dict[str, str] = {}
        self.left = False
        self.is_kept = is_kept
        self._room = room
        self._feed = feed
        self._polled = polled

    def __iter__(self) -> Iterator[Item]:
        state, url = self._room.state, normal(self._feed.url)
        for entry in self._polled.entries:
            document_id = article_id(entry.key)
            if self.is_kept(document_id):
                state.end(url, [entry.key])
                continue
            if entry.url and self._feed.text == "page" and state.waits(host_of(entry.url)):
                self.left = True
                continue
            later = False
            for item in self._room.fetch(self._feed, entry, self._feed.source or self._polled.title):
                if isinstance(item, Failure) and item.lost:
                    later = is_passing(item.error)
                yield item
            if later:
                self.left = True
                state.try_later(url, entry.key, TRIES)
            else:
                self.done[entry.key] = document_id


def article_id(key: str) -> str:
    """The id of an article's document: it stays the same when the text changes, so that the first one is kept."""
    return "w-" + text_hash(key)


def is_passing(error: DragomanError) -> bool:
    """Whether another try later may help."""
    return error.passing if isinstance(error, Refusal) else error.code in _PASSING


def _own_text(entry: Entry, source: str | None) -> Iterator[Item]:
    yield from read_record({"text": page_text(entry.html or ""), "url": entry.url}, entry.key, Options(source=source))


def _of_entry(document: Document, feed: Feed, entry: Entry, source: str | None) -> Document:
    return msgspec.structs.replace(
        document,
        id=article_id(entry.key),
        title=entry.title or document.title,
        published=entry.published or document.published,
        source=feed.source or document.source or source,
    )
