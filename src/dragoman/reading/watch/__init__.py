"""Watching feeds: what is new in them, asked for politely and at most once."""

from dragoman.reading.watch.config import Feed, Feeds, load_feeds
from dragoman.reading.watch.newsroom import Articles, Newsroom, Polled

__all__ = ["Articles", "Feed", "Feeds", "Newsroom", "Polled", "load_feeds"]
