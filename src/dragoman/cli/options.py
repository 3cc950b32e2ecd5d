"""Options that several verbs share, and the filters made from them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.countries import country_code
from dragoman.errors import DragomanError
from dragoman.store.query import Filters

DEFAULT_STORE = Path("dragoman-store")


class Output(StrEnum):
    """How results are printed."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


StoreOption = Annotated[
    Path, typer.Option("--store", help="The store's folder.", envvar="DRAGOMAN_STORE", show_default=True)
]
FormatOption = Annotated[Output, typer.Option("--format", help="Print a table, JSON lines or CSV.")]
CountryOption = Annotated[
    list[str], typer.Option("--country", help="Either party: a name or ISO 3166 code; repeat for several.")
]
ActorCountryOption = Annotated[list[str], typer.Option("--actor-country", help="Country of the actor.")]
RecipientCountryOption = Annotated[
    list[str], typer.Option("--recipient-country", help="Country of the recipient.")
]
TypeOption = Annotated[list[str], typer.Option("--type", help="PLOVER event type, such as CONSULT.")]
ModeOption = Annotated[list[str], typer.Option("--mode", help="PLOVER mode, such as visit.")]
StatusOption = Annotated[
    list[str], typer.Option("--status", help="actual, historical, future, hypothetical or negated.")
]
SinceOption = Annotated[str | None, typer.Option("--since", help="From this day on, YYYY-MM-DD.")]
UntilOption = Annotated[str | None, typer.Option("--until", help="Up to this day, YYYY-MM-DD.")]
DocumentOption = Annotated[list[str], typer.Option("--document", help="Only the document with this id.")]
SourceOption = Annotated[str | None, typer.Option("--source", help="Only documents of this source.")]
TextOption = Annotated[str | None, typer.Option("--text", help="Words to find in titles and texts.")]
LimitOption = Annotated[int | None, typer.Option("--limit", min=1, help="At most so many.")]
CoderOption = Annotated[
    str | None, typer.Option("--coder", help="Reports of this coder version, not the newest.")
]


def countries(names: list[str]) -> tuple[str, ...]:
    """Codes of countries. Raises ``DragomanError`` E601."""
    return tuple(country_code(name) for name in names)


def day(value: str | None) -> str | None:
    """An ISO day from an option. Raises ``DragomanError`` E110."""
    from dragoman.reading.days import iso_day

    if value is None:
        return None
    found = iso_day(value)
    if found is None:
        raise DragomanError("E110", value=value)
    return found


def types(names: list[str]) -> tuple[str, ...]:
    """PLOVER types in capitals. Raises ``DragomanError`` E210."""
    from dragoman.ontology.plover import event_type_of

    for name in names:
        event_type_of(name.upper())
    return tuple(name.upper() for name in names)


def modes(names: list[str]) -> tuple[str, ...]:
    """PLOVER modes. Raises ``DragomanError`` E602."""
    from dragoman import ontology

    known = sorted({mode for entry in ontology.TYPES.values() for mode in entry.modes})
    for name in names:
        if name.lower() not in known:
            raise DragomanError("E602", value=name, field="--mode", known=", ".join(known))
    return tuple(name.lower() for name in names)


def statuses(names: list[str]) -> tuple[str, ...]:
    """Statuses. Raises ``DragomanError`` E214."""
    from dragoman.ontology.plover import status_of

    for name in names:
        status_of(name.lower())
    return tuple(name.lower() for name in names)


def document_filters(
    documents: list[str],
    source: str | None,
    text: str | None,
    since: str | None,
    until: str | None,
    limit: int | None,
) -> Filters:
    """Filters that choose documents."""
    return Filters(
        documents=tuple(documents), source=source, text=text, since=day(since), until=day(until), limit=limit
    )
