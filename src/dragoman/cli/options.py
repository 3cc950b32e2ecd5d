"""Options that several verbs share; those of the filters derive from ``store.filters``."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

import typer

from dragoman.errors import DragomanError
from dragoman.store.filters import Filters, Subject, declarations, several

if TYPE_CHECKING:
    from dragoman.store.texts import Keep

Unit = Literal["events", "reports"]

DEFAULT_STORE = Path("dragoman-store")


class Output(StrEnum):
    """How results are printed."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


StoreOption = Annotated[
    Path, typer.Option("--store", help="The store's folder.", envvar="DRAGOMAN_STORE", show_default=True)
]
KeepTextOption = Annotated[
    str | None,
    typer.Option("--keep-text", help="Of texts a new store keeps: all, none, or quotes:N (at most N characters)."),
]
FormatOption = Annotated[Output, typer.Option("--format", help="Print a table, JSON lines or CSV.")]


def day(value: str | None) -> str | None:
    """An ISO day from an option. Raises ``DragomanError`` E110."""
    from dragoman.reading.days import iso_day

    if value is None:
        return None
    found = iso_day(value)
    if found is None:
        raise DragomanError("E110", value=value)
    return found


def unit(value: str | None) -> Unit | None:
    """What is counted: events, reports, or None for what the store has. Raises ``DragomanError`` E602, E609."""
    from dragoman.store.names import known_name

    names: dict[str, Unit] = {"events": "events", "reports": "reports"}
    return None if value is None else names[known_name(value, names, "count")]


def keep_text(value: str | None) -> Keep | None:
    """How much of texts a new store keeps; None where nothing was said. Raises ``DragomanError`` E602."""
    from dragoman.store.texts import Keep

    return None if value is None else Keep.parse(value)


def filtered(subject: Subject, without: tuple[str, ...] = ()) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a verb the options of the filters in place of its parameter ``filters``.

    ``subject`` says which filters mean something; ``without`` names fields that the verb does not take.
    """

    def decorate(verb: Callable[..., None]) -> Callable[..., None]:
        fields = [f for f, made in declarations().items() if made.applies(subject) and f not in without]

        @functools.wraps(verb)
        def with_filters(**given: Any) -> None:
            chosen = {field: given.pop(field) for field in fields}
            verb(filters=_filters(chosen), **given)

        _sign(with_filters, verb, [_parameter(field) for field in fields])
        return with_filters

    return decorate


def _filters(chosen: dict[str, list[str] | str | None]) -> Filters:
    return Filters.read(
        {
            declarations()[field].name: [value] if isinstance(value, str) else value
            for field, value in chosen.items()
            if value
        }
    )


def _parameter(field: str) -> inspect.Parameter:
    made, many = declarations()[field], field in several()
    option = typer.Option(
        f"--{made.name}",
        help=made.help,
        metavar=made.name.rpartition("-")[2].upper() + ("…" if many else ""),
        show_default=False,
        rich_help_panel="Filters (those with … can be repeated)",
    )
    kind: Any = list[str] if many else str | None
    annotation = Annotated[kind, option]
    return inspect.Parameter(
        field, inspect.Parameter.KEYWORD_ONLY, default=[] if many else None, annotation=annotation
    )


def _sign(wrapper: Any, verb: Callable[..., None], options: list[inspect.Parameter]) -> None:
    """Put the options where ``filters`` stands among the verb's parameters, as typer reads them."""
    hints = get_type_hints(verb, include_extras=True)
    own = (p for p in inspect.signature(verb).parameters.values() if p.name != "filters")
    parameters = [p.replace(annotation=hints[p.name], kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
    wrapper.__signature__ = inspect.Signature([*parameters, *options])
    wrapper.__annotations__ = {p.name: p.annotation for p in (*parameters, *options)}
    del wrapper.__wrapped__  # else its annotations would be read instead
