"""Opening and making a store's catalog: a SQLite file in WAL mode, so that readers never wait for writers."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.records import Coder
from dragoman.store.faults import told
from dragoman.store.folder import CATALOG, EVENTS, REPORTS, sync_folder
from dragoman.store.steps import newest, script, statements

APPLICATION_ID = 0x44524147
"""SQLite's application id of a Dragoman catalog: "DRAG" in ASCII."""
_ASIDE = ".catalog-"
BUSY_SECONDS = 60.0
"""How long a writer waits for another writer on the same store."""


def is_store(folder: Path) -> bool:
    """Whether a folder holds a Dragoman catalog."""
    path = folder / CATALOG
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            header = file.read(72)
    except OSError:
        return True  # the catalog is there; opening it tells why it cannot be read
    return header.startswith(b"SQLite format 3\0") and header[68:72] == APPLICATION_ID.to_bytes(4, "big")


def create(folder: Path, settings: Mapping[str, str]) -> None:
    """Make a store in a folder that is new or empty. Raises ``DragomanError`` E501, E503, E504.

    The catalog is built aside and linked to its name, so of several processes that start at once one makes it
    and the others find it whole.
    """
    if folder.exists() and not (folder.is_dir() and all(_is_ours(item.name) for item in folder.iterdir())):
        raise DragomanError("E501", where=str(folder))
    aside = folder / f"{_ASIDE}{os.getpid()}"
    with told(folder):
        (folder / REPORTS).mkdir(parents=True, exist_ok=True)
        aside.unlink(missing_ok=True)
        try:
            _build(aside, settings)
            _link(aside, folder / CATALOG)
        finally:
            aside.unlink(missing_ok=True)
        sync_folder(folder)


def _is_ours(name: str) -> bool:
    return name in (REPORTS, EVENTS) or name.startswith((CATALOG, _ASIDE))


def _build(path: Path, settings: Mapping[str, str]) -> None:
    schema = (files("dragoman.store") / "catalog.sql").read_text(encoding="utf-8")
    with closing(_connect(f"file:{_quoted(path)}?mode=rwc")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(
            f"BEGIN EXCLUSIVE; {schema}\nPRAGMA application_id = {APPLICATION_ID}; {script(after=1)} COMMIT;"
        )
        connection.executemany("INSERT INTO settings VALUES (?, ?)", list(settings.items()))


def _link(aside: Path, path: Path) -> None:
    try:
        os.link(aside, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not path.exists():
            aside.replace(path)


def connect(folder: Path, write: bool = True) -> sqlite3.Connection:
    """Open a store's catalog; one of an older version is brought to the newest first.

    Raises ``DragomanError`` E501, E502, E504, E505.
    """
    if not is_store(folder):
        raise DragomanError("E501", where=str(folder))
    address = f"file:{_quoted(folder / CATALOG)}"
    with told(folder):
        try:
            connection, found = _opened(f"{address}?mode={'rw' if write else 'ro'}")
        except sqlite3.OperationalError:
            if write:
                raise
            # On a medium that cannot be written SQLite cannot share the WAL; nobody else writes there either.
            connection, found = _opened(f"{address}?immutable=1")
    if found > newest():
        raise DragomanError("E502", where=str(folder), found=found, known=newest())
    if found < newest():
        with told(folder):
            _upgrade(folder)
    return connection


def version(folder: Path) -> int:
    """The version of a store's catalog, which is left as it is. Raises ``DragomanError`` E501, E504, E505."""
    if not is_store(folder):
        raise DragomanError("E501", where=str(folder))
    with told(folder), closing(_connect(f"file:{_quoted(folder / CATALOG)}?mode=ro")) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _upgrade(folder: Path) -> None:
    """Apply the steps that a catalog lacks, all or none; of several processes one does it."""
    with closing(_connect(f"file:{_quoted(folder / CATALOG)}?mode=rw")) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found < newest():
            for statement in statements(script(after=found)):
                connection.execute(statement)
        connection.execute("COMMIT")


def coder_number(connection: sqlite3.Connection, coder: Coder) -> int:
    """The number of a coder in the catalog; it is entered on first use."""
    key = (coder.name, coder.version, coder.model or "")
    connection.execute(
        "INSERT OR IGNORE INTO coders (name, version, model, rank) VALUES (?, ?, ?, ?)",
        (*key, version_rank(coder.version)),
    )
    query = "SELECT number FROM coders WHERE name = ? AND version = ? AND model = ?"
    return int(connection.execute(query, key).fetchone()[0])


def version_rank(version: str) -> str:
    """A string that sorts as versions do: "0.10.0" after "0.9.2", a pre-release before its release."""
    numbers, _, rest = re.match(r"((?:\d+\.)*\d+)?(\.?)(.*)", version.strip(), re.DOTALL).groups()  # type: ignore[union-attr]
    padded = ".".join(part.zfill(8) for part in (numbers or "0").split("."))
    return f"{padded} {'~' if not rest or rest.startswith(('+', 'post')) else rest}"


def _connect(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _opened(address: str) -> tuple[sqlite3.Connection, int]:
    """A connection and the version of the schema, which is read from the file, so that it must be there."""
    connection = _connect(address)
    return connection, int(connection.execute("PRAGMA user_version").fetchone()[0])


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.resolve()).replace("\\", "/"))
