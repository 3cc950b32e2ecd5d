"""The names inside a store's folder, and making changes to it durable."""

from __future__ import annotations

import os
from pathlib import Path

CATALOG = "catalog.sqlite"
REPORTS = "reports"
"""The folder inside a store that holds segments of reports."""
EVENTS = "events"
"""The folder inside a store that holds segments of events."""

PACKS = "packs"
"""The folder inside a store that holds packs of segments, which can be made again."""


def sync_folder(folder: Path) -> None:
    """Make renames inside a folder durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
