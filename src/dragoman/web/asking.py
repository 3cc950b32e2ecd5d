"""Questions in addresses: the filters as query parameters, and links that change one of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query

from dragoman.store import Filters
from dragoman.store.filters import Subject, declarations, several

LONGEST = 400
"""Characters of one value in an address."""


def _reader(subject: Subject) -> Callable[..., Filters]:
    """A dependency whose parameters are the filters that mean something for reports, or for documents."""
    fields = [f for f, made in declarations().items() if made.applies(subject) and f not in ("limit", "offset")]

    def read(**given: Any) -> Filters:
        return Filters.read(
            (declarations()[field].name, value)
            for field, values in given.items()
            for value in (values if isinstance(values, list) else [values])
            if value is not None
        )

    read.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(field, inspect.Parameter.KEYWORD_ONLY, **_parameter(field)) for field in fields]
    )
    return read


def _parameter(field: str) -> dict[str, Any]:
    made = declarations()[field]
    if field in several():
        one = Annotated[str, Query(max_length=LONGEST)]
        return {
            "annotation": Annotated[list[one], Query(alias=made.name, description=made.help, max_length=50)],  # type: ignore[valid-type]
            "default": [],
        }
    about = Query(alias=made.name, description=made.help, max_length=LONGEST)
    return {"annotation": Annotated[str | None, about], "default": None}


ReportFilters = Annotated[Filters, Depends(_reader("reports"))]
"""The filters of reports in an address."""

EventFilters = Annotated[Filters, Depends(_reader("events"))]
"""The filters of events in an address."""

DocumentFilters = Annotated[Filters, Depends(_reader("documents"))]
"""The filters of documents in an address."""

Order = Annotated[str, Query(description="The order of the list.")]
Limit = Annotated[int, Query(ge=1, le=1000, description="At most so many.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="Pass over so many first.")]
Page = Annotated[int, Query(ge=1, le=100_000, description="The page, from 1.")]


@dataclass(frozen=True)
class Asked:
    """What a page was asked, and the addresses that ask a little more or less."""

    path: str
    filters: Filters
    other: tuple[tuple[str, str], ...] = ()
    """Parameters that are no filters, such as the order."""

    live: bool = False
    """Whether the page changes in place when its links are followed."""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The filters as names and values."""
        return self.filters.written()

    def at(self, path: str) -> str:
        """The same filters on another page."""
        return address(path, self.pairs)

    def adding(self, name: str, value: object) -> str:
        """The address that asks for one value more; of filters with one value, for this one instead."""
        one = next((f for f, made in declarations().items() if made.name == name), "") not in several()
        kept = [(n, v) for n, v in self.pairs if not (one and n == name) and (n, v) != (name, str(value))]
        return address(self.path, [*kept, (name, str(value)), *self.other])

    def without(self, name: str, value: str | None = None) -> str:
        """The address that does not ask for this value, or for none of this name."""
        kept = [(n, v) for n, v in self.pairs if n != name or (value is not None and v != value)]
        return address(self.path, [*kept, *self.other])

    def but(self, **other: object) -> str:
        """The address with other parameters changed; None removes one."""
        merged: dict[str, object] = {**dict(self.other), **other}
        return address(self.path, [*self.pairs, *((n, str(v)) for n, v in merged.items() if v is not None)])

    def has(self, name: str, value: object) -> bool:
        """Whether a value is asked for."""
        return (name, str(value)) in self.pairs

    def value(self, name: str) -> str:
        """The value of a filter that takes one, or the first one; empty where it is not asked for."""
        return next((v for n, v in self.pairs if n == name), "")

    def hidden(self, *names: str) -> list[tuple[str, str]]:
        """The parameters that a form with fields of these names has to carry along."""
        return [(n, v) for n, v in (*self.pairs, *self.other) if n not in names and n != "page"]


def address(path: str, pairs: Iterable[tuple[str, str]] | Mapping[str, str]) -> str:
    """A path with parameters."""
    query = urlencode(list(pairs.items() if isinstance(pairs, Mapping) else pairs))
    return f"{path}?{query}" if query else path
