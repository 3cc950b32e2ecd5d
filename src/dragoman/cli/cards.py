"""Reports for reading: who did what to whom, when, and the sentence that says so, with its words marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.reading.day_text import day_text
from dragoman.records import Document, Party, Report
from dragoman.store.texts import BLANK

TITLE_CHARACTERS = 70
"""Characters of its text that stand for a document without a title."""

WIDE = 100
"""Columns from which status and confidence have columns of their own."""

_HEADINGS = ("Who", "did", "to whom", "when", "status", "confidence")
_TYPE_STYLES = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "green"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "green"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "yellow"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "red"),
}
_STATUS_STYLES = {"actual": "default", "negated": "red", "future": "blue", "hypothetical": "magenta"}


def show(console: Console, reports: Iterable[Report], documents: dict[str, Document]) -> None:
    """Print reports under the titles of their documents, in the order given."""
    plain = not console.is_terminal
    columns = _columns(console.width)
    columns.add_row(*(Text(name, style="bold dim") for name in _HEADINGS[: len(columns.columns)]))
    console.print(columns)
    for document_id, group in groupby(reports, key=lambda r: r.document_id):
        document = documents.get(document_id)
        console.print(_heading(document_id, document))
        for report in group:
            console.print(_card(report, document, console.width, plain))
        console.print()


def type_style(event_type: str) -> str:
    """The colour of an event type."""
    return _TYPE_STYLES.get(event_type, "default")


def _heading(document_id: str, document: Document | None) -> RenderableType:
    if document is None:
        return Group(Rule(style="dim"), Text(document_id, style="bold"))
    title = document.title or shortened(document.text, TITLE_CHARACTERS)
    about = filter(None, (document.published, document.source, document_id))
    return Group(Rule(style="dim"), Text(title, style="bold"), Text(" · ".join(about), style="dim"))


def shortened(text: str, length: int) -> str:
    """The first words of a text on one line, with an ellipsis where there were more."""
    line = " ".join(text[: length * 2].split())
    return line if len(line) <= length else line[: length - 1].rsplit(" ", 1)[0] + "…"


def _card(report: Report, document: Document | None, width: int, plain: bool) -> RenderableType:
    wide = width >= WIDE
    row = _columns(width)
    cells: list[RenderableType] = [
        _who(report.actors, "cyan"),
        _did(report),
        _who(report.recipients, "magenta") if not report.reciprocal else Text("each other", style="dim"),
        _when(report),
    ]
    if wide:
        cells += [
            Text(report.status, _STATUS_STYLES.get(report.status, "default")),
            Text(f"{report.confidence:.2f}", "dim"),
        ]
    row.add_row(*cells)
    lines: list[RenderableType] = [Text(""), row]
    if document is not None:
        lines.append(Padding(_sentence(report, document, plain), (0, 0, 0, 2)))
    if footer := _footer(report, wide):
        lines.append(Padding(footer, (0, 0, 0, 2)))
    return Group(*lines)


def _columns(width: int) -> Table:
    """A grid without rows that has the columns for which there is room."""
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for ratio in (6, 5, 6, 4):
        grid.add_column(ratio=ratio, overflow="fold")
    if width >= WIDE:
        grid.add_column(width=12)
        grid.add_column(width=10, justify="right")
    return grid


def _who(parties: tuple[Party, ...], style: str) -> Text:
    if not parties:
        return Text("–", style="dim")
    text = Text()
    for number, party in enumerate(parties):
        if number:
            text.append("\n")
        codes = " ".join(filter(None, (party.country, party.sector)))
        text.append(party.name or party.text, style=f"bold {style}")
        if codes:
            text.append(f" {codes}", style="dim")
    return text


def _did(report: Report) -> Text:
    text = Text(report.event_type, style=f"bold {type_style(report.event_type)}")
    if report.mode:
        text.append(f" {report.mode}", style="default")
    return text


def _when(report: Report) -> Text:
    text = Text(day_text(report.date))
    if report.planned_for is not None:
        text.append(f"{' ' if text else ''}for {day_text(report.planned_for)}", style="blue")
    return text or Text("undated", style="dim")


def _sentence(report: Report, document: Document, plain: bool) -> Text:
    """The sentence on one line, predicate and parties in colour; without colours the predicate in ‹ ›."""
    at = report.sentence.start
    text = Text(document.text[at : report.sentence.end])
    for style, spans in (
        ("cyan", report.actors),
        ("magenta", report.recipients),
        ("bold underline", (report.predicate,)),
    ):
        for span in spans:
            if report.sentence.start <= span.start and span.end <= report.sentence.end:
                text.stylize(style, span.start - at, span.end - at)
    if plain:
        a, b = report.predicate.start - at, report.predicate.end - at
        text = Text.assemble(text[:a], "‹", text[a:b], "›", text[b:]) if 0 <= a < b <= len(text) else text
    return _one_line(_quote(text))


def _quote(text: Text) -> Text:
    """A sentence of which the store keeps a part: that part between ellipses."""
    words = text.plain.strip(BLANK)
    if len(words) > len(text.plain) - 2:
        return text
    if not words.strip(f"‹›{BLANK}"):
        return Text("(the store keeps no text)", style="dim")
    start = text.plain.index(words)
    before, after = "… " * (start > 0), " …" * (start + len(words) < len(text.plain))
    return Text.assemble(before, text[start : start + len(words)], after)


def _one_line(text: Text) -> Text:
    lines = [line for line in text.split() if line.plain.strip()]
    return Text(" ").join(lines) if len(lines) > 1 else text


def _footer(report: Report, wide: bool) -> Text | None:
    parts: list[Text] = []
    if not wide and report.status != "actual":
        parts.append(Text(report.status, _STATUS_STYLES.get(report.status, "default")))
    if report.attribution is not None:
        source = report.attribution.party.name if report.attribution.party else None
        parts.append(Text(f"says {source or report.attribution.text}"))
    if report.place is not None:
        parts.append(Text(f"in {report.place.name}"))
    parts += [Text(quantity.text) for quantity in report.quantities]
    return Text(" · ", style="dim").join(parts) if parts else None


def flat(report: Report, document: Document | None) -> Iterator[tuple[str, object]]:
    """A report as names and values of one row of CSV; several values are joined with ``;``."""
    yield from (("report_id", report.report_id), ("document_id", report.document_id))
    yield "published", document.published if document else None
    yield from (("event_type", report.event_type), ("mode", report.mode), ("status", report.status))
    yield from (("contexts", ";".join(report.contexts)), ("reciprocal", report.reciprocal))
    for side, parties in (("actor", report.actors), ("recipient", report.recipients)):
        for field in ("text", "name", "country", "sector"):
            yield f"{side}_{field}", ";".join(getattr(p, field) or "" for p in parties)
    for side, value in (("date", report.date), ("planned_for", report.planned_for)):
        yield f"{side}_start", value.start if value else None
        yield f"{side}_end", value.end if value else None
    place, attribution = report.place, report.attribution
    yield from (("place", place.name if place else None), ("place_country", place.country if place else None))
    yield "attribution", attribution.text if attribution else None
    yield from (("predicate", report.predicate.text), ("confidence", report.confidence))
    sentence = document.text[report.sentence.start : report.sentence.end] if document else None
    yield "sentence", sentence and sentence.strip(BLANK)
