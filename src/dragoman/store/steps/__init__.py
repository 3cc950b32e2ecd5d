"""How a catalog grows: after ``catalog.sql``, version 1, each file ``NNN_name.sql`` here leads to version NNN."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def steps() -> dict[int, str]:
    """The SQL that leads to each version after 1, in order."""
    found = {
        int(name[1]): item.read_text(encoding="utf-8")
        for item in files(__name__).iterdir()
        if (name := re.fullmatch(r"(\d{3})_\w+\.sql", item.name))
    }
    return dict(sorted(found.items()))


def newest() -> int:
    """The version that this Dragoman writes; stores of a newer one are refused."""
    return max(steps(), default=1)


def script(after: int) -> str:
    """The SQL that leads from a version to the newest one, the version's number included."""
    parts = [sql for version, sql in steps().items() if version > after]
    return "\n".join([*parts, f"PRAGMA user_version = {newest()};"])


def statements(sql: str) -> Iterator[str]:
    """The statements of a script, one by one: ``executescript`` would end a transaction that is open."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
