"""Rows on standard output."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping


def write_csv(rows: Iterable[Mapping[str, object]]) -> None:
    """Write rows that have the same names as CSV with a header; nothing where there is no row."""
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(sys.stdout, fieldnames=list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow(row)
