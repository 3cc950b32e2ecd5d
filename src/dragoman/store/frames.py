"""Arrow tables as pandas or Polars frames, for who asks."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from dragoman.errors import DragomanError
from dragoman.store.names import known_name

if TYPE_CHECKING:
    import pyarrow as pa

KINDS = ("arrow", "pandas", "polars")


def converted(table: pa.Table, kind: str = "arrow") -> Any:
    """The table as it is, or as a frame of pandas or Polars.

    Raises ``DragomanError`` E602 or E609 for another kind, E682 where the library is not installed.
    """
    kind = known_name(kind, KINDS, "frame")
    if kind == "arrow":
        return table
    try:
        library = importlib.import_module(kind)
    except ImportError as error:
        raise DragomanError("E682", package=kind) from error
    return table.to_pandas() if kind == "pandas" else library.from_arrow(table)
