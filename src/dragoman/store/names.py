"""The nearest known name to one that is not known, for errors that help."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from dragoman.errors import DragomanError

_NEAR = 0.6
"""How like a known name a mistyped one must be to be suggested, from 0 to 1."""

_CANDIDATES = 12


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like ``name``, None where none is like it."""
    near = difflib.get_close_matches(name, list(known), n=_CANDIDATES, cutoff=_NEAR)
    return min(near, key=lambda candidate: _slips(name, candidate), default=None)


def _slips(one: str, other: str) -> int:
    """Letters left out, added, mistaken, or exchanged with the next one (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            least = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                least = min(least, rows[-2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]


def known_name(name: str, known: Iterable[str], field: str) -> str:
    """The known name that ``name`` is, whatever its case.

    Raises ``DragomanError`` E609 with the nearest name, or E602 with all names where none is near.
    """
    names = {each.casefold(): each for each in known}
    found = names.get(name.strip().casefold())
    if found is not None:
        return found
    near = nearest(name.casefold(), names)
    if near is not None:
        raise DragomanError("E609", value=name, field=field, nearest=names[near])
    raise DragomanError("E602", value=name, field=field, known=", ".join(names.values()))
