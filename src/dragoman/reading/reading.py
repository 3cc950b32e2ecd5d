"""Reading: paths in, documents and failures out, a record at a time."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence
from gzip import BadGzipFile
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.reading.formats import READERS, SUFFIXES, format_of
from dragoman.reading.items import Failure, Item, Options
from dragoman.reading.source import Meter, Source, find, total_size


class Reading:
    """The documents of some paths, in order. Iterate once; ``meter`` tells how far it is, in bytes."""

    def __init__(self, paths: Sequence[str | Path], options: Options) -> None:
        if options.format != "auto" and options.format not in READERS:
            raise DragomanError("E113", name=options.format, known=", ".join(("auto", *READERS)))
        self.options = options
        self.meter = Meter()
        self.sources = list(find(paths, frozenset(SUFFIXES), self.meter))
        self.meter.total = total_size(self.sources)

    def __iter__(self) -> Iterator[Item]:
        for source in self.sources:
            if isinstance(source, DragomanError):
                yield Failure(source)
            else:
                yield from self._read(source)

    def _read(self, source: Source) -> Iterator[Item]:
        """The documents of one source; whatever ends it early is its last item, a failure."""
        try:
            with source.open() as stream:
                reader = format_of(self.options.format, source.suffix, stream, source.where).load()
                yield from reader(stream, source.where, self.options)
        except DragomanError as error:
            yield Failure(error)
        except (EOFError, BadGzipFile, zlib.error) as error:
            yield Failure(DragomanError("E116", where=source.where, detail=str(error)))
        except OSError as error:
            yield Failure(DragomanError("E108", where=source.where, detail=error.strerror or str(error)))
        except Exception as error:
            if type(error).__module__.partition(".")[0] not in ("zstandard", "zstd", "pyarrow"):
                raise
            yield Failure(DragomanError("E116", where=source.where, detail=str(error)))


def read(paths: Sequence[str | Path], options: Options | None = None) -> Reading:
    """Read documents from files, folders, globs and standard input (``-``).

    Raises ``DragomanError`` E113 for an unknown format; all other errors are items of the reading.
    """
    return Reading(paths, options or Options())


def document_stream(
    stream: io.BufferedReader, where: str, options: Options, suffix: str = ""
) -> Iterator[Item]:
    """Documents from bytes that are already open."""
    yield from format_of(options.format, suffix, stream, where).load()(stream, where, options)
