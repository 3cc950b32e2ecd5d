"""Manners towards servers: robots.txt, a pause between requests to one host, and waiting when one asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from dragoman.errors import DragomanError
from dragoman.reading.net.addresses import host_of
from dragoman.reading.net.fetch import MAX_WAIT, Fetcher, Refusal

MAX_ROBOTS = 500_000
"""Bytes of a robots.txt that are read: what RFC 9309 asks for at least."""

MAX_DELAY = 60.0
"""Longest Crawl-delay that is kept, in seconds."""

FIRST_WAIT = 60.0
"""Seconds to wait after a first failure; they double with every further one, up to ``fetch.MAX_WAIT``."""


def wait_after(failures: int, asked: float | None = None) -> float:
    """Seconds to wait after so many failures in a row, or as many as a server asked for where that is longer."""
    wait = FIRST_WAIT * 2.0 ** min(failures - 1, 20)
    return max(min(wait, MAX_WAIT), asked or 0.0)


class Manners:
    """Called before each request: it waits until the host's turn, and refuses what its robots.txt forbids (E131).

    ``pause`` waits so many seconds; it may come back early where the program is to stop.
    """

    def __init__(
        self, private: bool, agent: str, seconds: float, pause: Callable[[float], object] = time.sleep
    ) -> None:
        self._agent = agent
        self._seconds = seconds
        self._pause = pause
        self._turns: dict[str, float] = {}
        self._robots: dict[str, Any] = {}
        self._fetcher = Fetcher(private, agent, self._wait)

    def __call__(self, url: str) -> None:
        """Wait for the turn of an address. Raises ``DragomanError`` E131."""
        rules = self._rules(url)
        if rules is not None and not rules.can_fetch(url, self._agent):
            raise DragomanError("E131", where=url)
        self._wait(url)

    def close(self) -> None:
        """Close the connections."""
        self._fetcher.close()

    def _wait(self, url: str) -> None:
        host, now = host_of(url), time.monotonic()
        turn = max(self._turns.get(host, now), now)
        rules = self._robots.get(host)
        delay = min(float((rules and rules.crawl_delay(self._agent)) or 0.0), MAX_DELAY)
        self._turns[host] = turn + max(self._seconds, delay)
        if turn > now:
            self._pause(turn - now)

    def _rules(self, url: str) -> Any:
        """A host's rules; none where it has no robots.txt. Raises ``DragomanError`` where that cannot be known."""
        from protego import Protego

        host = host_of(url)
        if host not in self._robots:
            parts = urlsplit(url)
            try:
                answer = self._fetcher.get(f"{parts.scheme}://{host}/robots.txt", limit=MAX_ROBOTS)
                self._robots[host] = Protego.parse(answer.body.decode("utf-8", "replace"))
            except Refusal as refusal:
                if refusal.passing:
                    raise
                self._robots[host] = None
            except DragomanError as error:
                if error.code not in ("E111", "E122", "E127"):
                    raise
                self._robots[host] = None
        return self._robots[host]
