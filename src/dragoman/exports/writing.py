"""Files of exports: written aside and renamed when whole, never over another file unless asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from dragoman.errors import DragomanError

ABOUT = ".about.json"
"""What stands behind an export's name in the name of the file that tells about it."""


def about_path(dest: Path) -> Path:
    """The file that tells about an export."""
    return dest.with_name(dest.name + ABOUT)


def check_free(dest: Path, force: bool) -> None:
    """Raise ``DragomanError`` E720 where a file is there and may not be replaced, E721 where none can be."""
    if dest.is_dir():
        raise DragomanError("E721", where=str(dest), detail="it is a folder")
    if not dest.parent.is_dir():
        raise DragomanError("E721", where=str(dest), detail=f"there is no folder {dest.parent}")
    if not force:
        for path in (dest, about_path(dest)):
            if path.exists():
                raise DragomanError("E720", where=str(path))


@contextmanager
def whole_file(dest: Path) -> Iterator[IO[bytes]]:
    """A file to write that gets its name when all of it is on the disk; else nothing stays.

    Raises ``DragomanError`` E503 where the disk is full, E721 where the file cannot be written.
    """
    from dragoman.store.faults import told

    aside = dest.with_name(f".{dest.name}.{os.getpid()}")
    try:
        with told(dest):
            with aside.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            aside.replace(dest)
    except DragomanError as error:
        if error.code == "E504":
            raise DragomanError("E721", where=str(dest), **error.details) from error
        raise
    finally:
        aside.unlink(missing_ok=True)


def write_about(dest: Path, about: object) -> None:
    """Write the file that tells about an export. Raises ``DragomanError`` E503, E721."""
    with whole_file(about_path(dest)) as file:
        file.write(msgspec.json.format(msgspec.json.encode(about), indent=2) + b"\n")
