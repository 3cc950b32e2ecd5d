"""``dragoman events``: the events of a store."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from dragoman.cli import options as o
from dragoman.cli.options import Output
from dragoman.errors import DragomanError
from dragoman.store.filters import Filters

if TYPE_CHECKING:
    from dragoman.records import Event
    from dragoman.store import Store


@o.filtered("events")
def events(
    filters: Filters,
    store: o.StoreOption = o.DEFAULT_STORE,
    event: Annotated[
        list[str],
        typer.Option("--event", metavar="ID", help="Only the event with this id, with all that is told of it."),
    ] = [],  # noqa: B006 (typer copies defaults)
    outlets: Annotated[int, typer.Option("--outlets", min=1, help="Told by at least so many independent outlets.")] = 1,
    disputed: Annotated[bool, typer.Option("--disputed", help="Only those of which outlets tell differently.")] = False,
    format_: o.FormatOption = Output.table,
) -> None:
    """Print events: what happened, made of all reports that tell of it, and on what these differ.

    --since and --until take the date of the event, and the day on which it was first told where no report gives one.
    """
    from dragoman.cli.output import write_csv
    from dragoman.records import to_json
    from dragoman.store import Store

    with Store.open(store) as opened:
        if event:
            found = [_named(opened, name) for name in event]
        elif outlets == 1 and not disputed:
            found = opened.events(filters)
        else:
            everything = opened.events(msgspec.structs.replace(filters, limit=None, offset=0))
            found = [e for e in everything if e.outlets >= outlets and (not disputed or _is_disputed(e))]
            found = found[filters.offset or 0 :][: filters.limit]
        if format_ is Output.jsonl:
            sys.stdout.writelines(to_json(e) + "\n" for e in found)
        elif format_ is Output.csv:
            write_csv(dict(_flat(e)) for e in found)
        else:
            _print(opened, found, whole=bool(event))


def _is_disputed(event: Event) -> bool:
    return any(not told.agreed for told in event.told)


def _named(store: Store, name: str) -> Event:
    found = store.event(name)
    if found is None:
        raise DragomanError("E421", value=name, level="event")
    return found


def _print(store: Store, found: list[Event], whole: bool) -> None:
    from dragoman.cli.console import counted, err, out
    from dragoman.cli.event_cards import card, reports_of

    for event in found:
        out().print(card(event))
        if whole:
            out().print(reports_of(event, store))
    reports = sum(len(event.reports) for event in found)
    told = f"{counted(len(found), 'event')}, told in {counted(reports, 'report')}"
    err().print(told if found else "No events match. Events are made by: dragoman link")


def _flat(event: Event) -> Iterator[tuple[str, object]]:
    """An event as names and values of one row of CSV; several values are joined with ``;``."""
    yield from (("event_id", event.event_id), ("event_type", event.event_type), ("mode", event.mode))
    yield from (("status", event.status), ("contexts", ";".join(event.contexts)), ("reciprocal", event.reciprocal))
    for side, parties in (("actor", event.actors), ("recipient", event.recipients)):
        for field in ("name", "country", "sector"):
            yield f"{side}_{field}", ";".join(getattr(p, field) or "" for p in parties)
    date, place = event.date, event.place
    yield from (("date_start", date.start if date else None), ("date_end", date.end if date else None))
    yield from (("place", place.name if place else None), ("place_country", place.country if place else None))
    yield from (("reports", len(event.reports)), ("documents", len(event.documents)), ("outlets", event.outlets))
    yield from (("first_told", event.first_told), ("last_told", event.last_told))
    yield "disputed", ";".join(t.field for t in event.told if not t.agreed)
    yield "confidence", event.confidence
