"""From files to documents."""

from dragoman.reading.dateline import Dateline, parse_dateline
from dragoman.reading.items import Failure, Item, Options
from dragoman.reading.reading import Reading, read

__all__ = ["Dateline", "Failure", "Item", "Options", "Reading", "parse_dateline", "read"]
