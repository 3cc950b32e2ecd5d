"""Watching: feeds are asked in turn, and what is new in them is coded into a store."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator

import msgspec

from dragoman.errors import DragomanError
from dragoman.reading.watch import Feed, Newsroom
from dragoman.running.crew import Crew
from dragoman.running.job import Job
from dragoman.running.link import link_store
from dragoman.running.sinks import StoreSink


class Visit(msgspec.Struct):
    """What one look at a feed brought. ``wait``: its host asked to be left alone for so many seconds."""

    feed: Feed
    title: str
    articles: int = 0
    reports: int = 0
    set_aside: int = 0
    types: Counter[str] = msgspec.field(default_factory=Counter)
    failures: list[DragomanError] = []
    wait: float = 0.0


class Watch:
    """A watch over feeds; it ends when ``stop`` is set."""

    def __init__(self, room: Newsroom, sink: StoreSink, crew: Crew, stop: threading.Event) -> None:
        self._room = room
        self._sink = sink
        self._crew = crew
        self._stop = stop

    def once(self) -> Iterator[Visit]:
        """One round over all feeds, whenever they were asked last; hosts that asked to wait are left alone."""
        for feed in self._room.feeds.feed:
            if self._stop.is_set():
                return
            yield self.visit(feed)

    def forever(self) -> Iterator[Visit]:
        """Round after round, each feed when it is due."""
        while not self._stop.is_set():
            for feed in self._room.feeds.feed:
                if not self._stop.is_set() and not self._room.due(feed):
                    yield self.visit(feed)
            self._stop.wait(max(1.0, min(self._room.due(feed) for feed in self._room.feeds.feed)))

    def visit(self, feed: Feed) -> Visit:
        """Ask one feed and code what is new. Raises ``DragomanError`` where the store cannot be written."""
        polled = self._room.poll(feed)
        visit = Visit(feed, feed.source or polled.title or feed.url, wait=polled.wait)
        if polled.error:
            visit.failures = [polled.error]
        if not polled.entries:
            return visit
        articles = self._room.articles(feed, polled, self._is_kept)
        outcome = Job(self._sink, self._crew, self._stop).run(articles, command=f"watch {feed.url}")
        self._room.finish(feed, polled, articles, outcome.interrupted)
        visit.articles, visit.reports, visit.set_aside = outcome.documents, outcome.reports, outcome.set_aside
        visit.types, visit.failures = outcome.types, outcome.failures
        if outcome.documents and not outcome.interrupted:
            self._link()
        return visit

    def _link(self) -> None:
        """Link what is new; where another process does so just now, it is left to it or to the next time."""
        try:
            link_store(self._sink.store)
        except DragomanError as error:
            if error.code != "E422":
                raise

    def _is_kept(self, document_id: str) -> bool:
        return self._sink.store.document(document_id) is not None
