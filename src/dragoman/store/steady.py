"""Questions that hold while others delete: a file that went away between manifest and reading is no error."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from dragoman.errors import DragomanError
from dragoman.store.faults import told

if TYPE_CHECKING:
    from dragoman.store.store import Store

TRIES = 5
"""How often a question is asked while the manifest changes under it."""

Found = TypeVar("Found")


def steadily(store: Store, ask: Callable[[], Found]) -> Found:
    """The answer to a question, asked again where a file was missing and the catalog has changed meanwhile.

    A file that is missing from a catalog that stays the same is an error as ever (E505).
    """
    import duckdb

    for _ in range(TRIES):
        before = _version(store)
        try:
            return ask()
        except (DragomanError, duckdb.IOException) as error:
            if getattr(error, "code", "E505") != "E505" or _version(store) == before:
                raise
    return ask()


def _version(store: Store) -> int:
    """A number that changes when another process has written to the catalog."""
    with told(store.path):
        return int(store.catalog.execute("PRAGMA data_version").fetchone()[0])
