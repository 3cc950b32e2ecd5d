"""What the disk and SQLite raise, as errors for people."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dragoman.errors import DragomanError

_FULL = (errno.ENOSPC, errno.EDQUOT)
_DAMAGED = ("malformed", "not a database", "corrupt")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise errors of disk and catalog as ``DragomanError``: E503 full, E505 damaged, else E504."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DragomanError("E503", where=str(path)) from error
        raise DragomanError("E504", where=str(path), detail=error.strerror or str(error)) from error
    except sqlite3.Error as error:
        detail = str(error)
        if "disk is full" in detail:
            raise DragomanError("E503", where=str(path)) from error
        if isinstance(error, sqlite3.DatabaseError) and any(word in detail for word in _DAMAGED):
            raise DragomanError("E505", where=str(path), detail=detail) from error
        raise DragomanError("E504", where=str(path), detail=detail) from error
