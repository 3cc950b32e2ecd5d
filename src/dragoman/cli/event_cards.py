"""Events for reading: what happened, who tells it, and on what they differ."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from dragoman.cli.cards import shortened, type_style
from dragoman.cli.console import counted
from dragoman.reading.day_text import day_text
from dragoman.records import Event, EventParty, Reading, Told
from dragoman.store import Store

READINGS = 4
"""Readings of a field that are shown."""

_SHOWN = 160
"""Characters of a report's sentence that are shown."""


def card(event: Event) -> RenderableType:
    """An event in a few lines."""
    head = Text(event.event_type, style=f"bold {type_style(event.event_type)}")
    if event.mode:
        head.append(f" {event.mode}", style="default")
    head.append("  ")
    head.append_text(_parties(event.actors, "cyan"))
    if event.recipients:
        head.append(" → ", style="dim")
        head.append_text(_parties(event.recipients, "magenta"))
    about = [day_text(event.date) or f"undated, told {event.first_told or 'on no known day'}"]
    about += [event.place.name] if event.place else []
    about += [event.status] if event.status != "actual" else []
    about += [counted(len(event.reports), "report"), counted(event.outlets, "independent outlet")]
    if event.date and event.first_told:
        about.append(
            f"told {event.first_told}" + (f" to {event.last_told}" if event.last_told != event.first_told else "")
        )
    lines: list[RenderableType] = [Rule(style="dim"), head, Text(" · ".join([*about, event.event_id]), style="dim")]
    lines += [Padding(_difference(told), (0, 0, 0, 2)) for told in event.told if not told.agreed]
    return Group(*lines)


def reports_of(event: Event, store: Store) -> RenderableType:
    """All readings of an event's fields, and its reports with their sentences."""
    lines: list[RenderableType] = [Text("\nWhat is told", style="bold")]
    lines += [Padding(_difference(told), (0, 0, 0, 2)) for told in event.told]
    lines.append(Text("\nReports", style="bold"))
    from dragoman.store import Filters

    found = {r.report_id: r for r in store.reports(Filters(documents=event.documents))}
    for name in event.reports:
        report = found.get(name)
        document = store.document(report.document_id) if report else None
        if report is None or document is None:
            continue
        about = " · ".join(filter(None, (document.published, document.source, document.id)))
        sentence = shortened(document.text[report.sentence.start : report.sentence.end], _SHOWN)
        lines.append(Padding(Text.assemble((about, "dim"), "\n", sentence), (0, 0, 0, 2)))
    return Group(*lines)


def _parties(parties: tuple[EventParty, ...], style: str) -> Text:
    text = Text(", ").join(
        Text.assemble((p.name, f"bold {style}"), (f" {p.country}" if p.country else "", "dim")) for p in parties
    )
    return text or Text("–", style="dim")


def _difference(told: Told) -> Text:
    """Who says what of a field: "dead: 30 (12 outlets), at least 25 (3)"."""
    text = Text(f"{told.field}: ", style="yellow" if not told.agreed else "default")
    for number, reading in enumerate(told.readings[:READINGS]):
        text.append(", " if number else "")
        text.append(reading.value, style="bold" if not number else "default")
        text.append(_by(reading, first=not number), style="dim")
    hidden = len(told.readings) - READINGS
    return text.append(f" and {hidden} more") if hidden > 0 else text


def _by(reading: Reading, first: bool) -> str:
    words = next((w for w in reading.words if w.lower() != reading.value.lower()), None)
    said = f"“{words}”, " if words else ""
    return f" ({said}{counted(reading.outlets, 'outlet') if first else reading.outlets})"
