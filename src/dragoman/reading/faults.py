"""What ends the reading of a source early, as the last item of it: the rest of the input goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dragoman.errors import DragomanError
from dragoman.reading.compressed import TORN
from dragoman.reading.items import Failure, Item
from dragoman.records import Document

_PACKAGES = ("zstandard", "zstd", "pyarrow")
"""Packages whose errors mean that data is damaged or cut off."""


def guarded(where: str, items: Callable[[], Iterator[Item]]) -> Iterator[Item]:
    """The items that a call gives; an error on the way is the last of them.

    E116, for data that ends or breaks in the middle, tells how many documents were read before.
    """
    count = 0
    try:
        for item in items():
            count += isinstance(item, Document)
            yield item
    except DragomanError as error:
        yield Failure(error)
    except TORN as error:
        yield Failure(_torn(where, count, error))
    except OSError as error:
        yield Failure(DragomanError("E108", where=where, detail=error.strerror or str(error)))
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in _PACKAGES:
            raise
        yield Failure(_torn(where, count, error))


def _torn(where: str, count: int, error: Exception) -> DragomanError:
    detail = str(error).partition("\n")[0].rstrip(".")
    return DragomanError("E116", where=where, detail=f"{detail}; documents read before that: {count:,}")
