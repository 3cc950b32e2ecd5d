"""Reading: paths in, documents and failures out, a record at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import msgspec

from dragoman.errors import DragomanError
from dragoman.reading.faults import guarded
from dragoman.reading.formats import READERS, SUFFIXES, document_stream
from dragoman.reading.items import Failure, Item, Options
from dragoman.reading.net.addresses import is_address
from dragoman.reading.net.source import Address
from dragoman.reading.source import Meter, Source, find, total_size


class Reading:
    """The documents of some paths, in order. Iterate once; ``meter`` tells how far it is, in bytes."""

    def __init__(self, paths: Sequence[str | Path], options: Options) -> None:
        if options.format != "auto" and options.format not in READERS:
            raise DragomanError("E113", name=options.format, known=", ".join(("auto", *READERS)))
        self.options = options
        self.meter = Meter()
        self.sources = [source for path in paths for source in self._find(path)]
        self.meter.total = total_size(self.sources)

    def __iter__(self) -> Iterator[Item]:
        for source in self.sources:
            if isinstance(source, DragomanError):
                yield Failure(source)
            else:
                yield from guarded(source.where, partial(self._read, source))

    def _find(self, path: str | Path) -> Iterator[Source | DragomanError]:
        if is_address(str(path)):
            yield Address(str(path), self.meter, self.options.private)
        else:
            yield from find([path], frozenset(SUFFIXES), self.meter)

    def _read(self, source: Source) -> Iterator[Item]:
        with source.open() as stream:
            options = self.options
            if isinstance(source, Address):
                options = msgspec.structs.replace(options, url=source.where)
            yield from document_stream(stream, source.where, options, source.suffix)


def read(paths: Sequence[str | Path], options: Options | None = None) -> Reading:
    """Read documents from files, folders, globs, addresses (``https://...``) and standard input (``-``).

    Raises ``DragomanError`` E113 for an unknown format; all other errors are items of the reading.
    """
    return Reading(paths, options or Options())
