"""What an export format declares of itself: columns, schemes, and how a row is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec

from dragoman.exports.acts import Dyad

Value = str | int | float | None
Row = Mapping[str, Value]


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A text format of dyads.

    ``row`` gives the columns that have a source; the others are ``blank`` by name. ``unit`` says whether rows
    are made of reports, or of events where the store has been linked. ``schemes`` names the tables from
    which values are derived. ``needs_cameo`` leaves out acts for which CAMEO has no code.
    """

    name: str
    title: str
    columns: Sequence[str]
    row: Callable[[Dyad], Row]
    blank: Sequence[str]
    schemes: Mapping[str, str]
    unit: Literal["reports", "events", "mentions"] = "reports"
    header: bool = True
    separator: str = "\t"
    missing: str = ""
    needs_cameo: bool = True

    def line(self, dyad: Dyad) -> list[str]:
        """The cells of a row, in the order of the columns."""
        found = self.row(dyad)
        return [self._cell(found.get(column)) for column in self.columns]

    def _cell(self, value: Value) -> str:
        if value is None:
            return self.missing
        if isinstance(value, float):
            return f"{value:.10g}"
        return " ".join(str(value).split()) if isinstance(value, str) else str(value)
