"""Registry tables in the making, and writing them all or not at all."""

from __future__ import annotations

import csv
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.actors.names import fold
from dragoman.actors.schema import TABLES
from dragoman.actors.tables import read_table
from dragoman.errors import DragomanError

Cells = dict[str, str]


@dataclass
class Imported:
    """What an import has read: rows by table, and what it passed over, as (place, why)."""

    rows: dict[str, list[Cells]] = field(default_factory=dict)
    skipped: list[tuple[str, str]] = field(default_factory=list)

    def add(self, table: str, **cells: str | None) -> None:
        """One more row; columns left out or None are empty."""
        self.rows.setdefault(table, []).append({column: cell or "" for column, cell in cells.items()})

    def counts(self) -> dict[str, int]:
        """The number of rows of each table."""
        return {table: len(rows) for table, rows in self.rows.items()}

    def write(self, folder: Path) -> None:
        """Adds the rows to the registry in ``folder``, which is made where it is missing.

        Everything is written beside the folder first and takes its place in one step: when anything fails,
        the folder is as it was. Raises ``DragomanError`` E301 where the folder's own tables are damaged and
        E108 where it cannot be written.
        """
        folder = folder.resolve()
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        except OSError as error:
            raise DragomanError("E108", str(folder), detail=error.strerror) from error
        try:
            if folder.exists():
                shutil.copytree(folder, fresh, dirs_exist_ok=True)
            for table, rows in self.rows.items():
                _write_table(fresh / f"{table}.csv", table, rows)
            _swap(fresh, folder)
        except OSError as error:
            raise DragomanError("E108", str(folder), detail=error.strerror) from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def _write_table(path: Path, table: str, rows: Iterable[Cells]) -> None:
    """Writes a table with the rows it has and the new ones; a new row replaces that of the same id or noun."""
    columns = TABLES[table]
    lines = [
        *(read_table(path) if path.exists() else ()),
        *([row.get(c, "") for c in columns] for row in rows),
    ]
    by_key = {line[0] if columns[0] in ("id", "noun") else tuple(line): line for line in lines}
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(by_key.values())


def _swap(fresh: Path, folder: Path) -> None:
    """Puts ``fresh`` in the place of ``folder``; back as it was where that fails."""
    if not folder.exists():
        fresh.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent)) / "old"
    folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old.parent, ignore_errors=True)


def slug(name: str) -> str:
    """An id made of a name: lower case, plain letters, hyphens between words."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name).lower()).strip("-") or "unnamed"
