"""What a watch remembers between its rounds and its runs: a small SQLite file in the store's folder."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from dragoman.errors import DragomanError

STATE = "watch.sqlite"
"""The name of the file in the store's folder."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feeds (
  url       TEXT PRIMARY KEY,
  etag      TEXT,
  modified  TEXT,
  polled    REAL NOT NULL DEFAULT 0,   -- when it was asked last, seconds since 1970
  failures  INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS hosts (host TEXT PRIMARY KEY, until REAL NOT NULL, failures INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
  key       TEXT PRIMARY KEY,
  feed      TEXT NOT NULL,
  tries     INTEGER NOT NULL,
  over      INTEGER NOT NULL           -- 1: it is coded, or given up; it is not asked for again
);
"""


class FeedState(msgspec.Struct, frozen=True):
    """What is known of a feed from its last answer."""

    etag: str | None = None
    modified: str | None = None
    polled: float = 0.0
    failures: int = 0


class WatchState:
    """The memory of a watch; every change is kept at once."""

    def __init__(self, folder: Path) -> None:
        path = folder / STATE
        try:
            self._db = sqlite3.connect(path, timeout=60, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise DragomanError("E108", where=str(path), detail=str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def feed(self, url: str) -> FeedState:
        """What is known of a feed."""
        query = "SELECT etag, modified, polled, failures FROM feeds WHERE url = ?"
        row = self._db.execute(query, (url,)).fetchone()
        return FeedState(*row) if row else FeedState()

    def keep_feed(self, url: str, state: FeedState) -> None:
        """Remember a feed's last answer."""
        values = (url, state.etag, state.modified, state.polled, state.failures)
        self._db.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?)", values)

    def waits(self, host: str) -> float:
        """Seconds until a host may be asked again; 0 where it may be now."""
        row = self._db.execute("SELECT until FROM hosts WHERE host = ?", (host,)).fetchone()
        return max(0.0, row[0] - time.time()) if row else 0.0

    def failures(self, host: str) -> int:
        """How often a host failed in a row."""
        row = self._db.execute("SELECT failures FROM hosts WHERE host = ?", (host,)).fetchone()
        return int(row[0]) if row else 0

    def make_wait(self, host: str, seconds: float, failures: int) -> None:
        """Let a host alone for some time."""
        self._db.execute("INSERT OR REPLACE INTO hosts VALUES (?, ?, ?)", (host, time.time() + seconds, failures))

    def answered(self, host: str) -> None:
        """Forget that a host failed."""
        self._db.execute("DELETE FROM hosts WHERE host = ?", (host,))

    def is_over(self, key: str) -> bool:
        """Whether an article is coded or given up."""
        row = self._db.execute("SELECT over FROM articles WHERE key = ?", (key,)).fetchone()
        return bool(row and row[0])

    def end(self, feed: str, keys: Iterable[str]) -> None:
        """Some articles are coded, or given up: none of them is asked for again."""
        rows = [(key, feed) for key in keys]
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT OR REPLACE INTO articles VALUES (?, ?, 0, 1)", rows)
        self._db.execute("COMMIT")

    def try_later(self, feed: str, key: str, most: int) -> None:
        """An article could not be fetched now; after ``most`` tries it is given up."""
        self._db.execute(
            "INSERT INTO articles VALUES (?, ?, 1, 1 >= ?) ON CONFLICT (key) "
            "DO UPDATE SET tries = tries + 1, over = tries + 1 >= ?",
            (key, feed, most, most),
        )
