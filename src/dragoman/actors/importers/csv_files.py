"""CSV in the registry's own form, from a user's spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dragoman.actors.importers.tables import Imported
from dragoman.actors.schema import REQUIRED, TABLES
from dragoman.actors.tables import read_table
from dragoman.errors import DragomanError


def import_csv(paths: Iterable[Path], table: str | None = None, source: str | None = None) -> Imported:
    """Rows of registry tables; a file is the table of its name ("groups.csv") or the one that ``table`` says.

    ``source`` fills empty source cells. Raises ``DragomanError`` E107 for a missing file and E301 for one
    whose table is not known, whose columns do not fit or whose required cells are empty.
    """
    imported = Imported()
    for path in paths:
        if not path.is_file():
            raise DragomanError("E107", str(path))
        name = table or path.stem
        if name not in TABLES:
            detail = f"no registry table is called {name}; known are {', '.join(TABLES)}"
            raise DragomanError("E301", str(path), detail=detail)
        for line, row in enumerate(read_table(path, name), start=2):
            cells = dict(zip(TABLES[name], row, strict=True))
            if "source" in cells:
                cells["source"] = cells["source"] or source or ""
            missing = [column for column in REQUIRED[name] if not cells[column]]
            if missing:
                raise DragomanError("E301", f"{path}:{line}", detail=f"{', '.join(missing)} may not be empty")
            imported.add(name, **cells)
    return imported
