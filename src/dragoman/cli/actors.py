"""``dragoman actors``: search, show, import and check the registry of actors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dragoman.actors.importers import Imported
    from dragoman.actors.registry import Registry

app = typer.Typer(no_args_is_help=True, help="Search, show, import and check the registry of actors.")

Folders = Annotated[
    list[Path] | None,
    typer.Option(
        "--registry", help="A registry folder of your own, stacked over Dragoman's; can be repeated."
    ),
]
Day = Annotated[str | None, typer.Option("--on", help="The day, as YYYY-MM-DD; without it the latest known.")]


@app.command()
def search(
    name: Annotated[str, typer.Argument(help="A name, surname, demonym or capital, or a part of a name.")],
    day: Day = None,
    registry: Folders = None,
    limit: Annotated[int, typer.Option(help="How many to list at most.")] = 20,
) -> None:
    """Finds who a name can stand for."""
    known = _registry(registry)
    found = _candidates(known, name, _checked_day(day))
    shown = [entity_id for _, entity_id in zip(range(limit), found, strict=False)]
    if not shown:
        _tell(f'nobody is called "{name}"')
        raise typer.Exit(1)
    _table(
        ("id", "name", "kind", "country", "sector", "role"),
        [_line(known, entity_id, day) for entity_id in shown],
    )


@app.command()
def show(
    entity: Annotated[str, typer.Argument(help="An id as search lists it, or a full name.")],
    day: Day = None,
    registry: Folders = None,
) -> None:
    """Shows an actor: names, status, roles, members and ties."""
    known = _registry(registry)
    entity_id = entity if entity in known else next(iter(_candidates(known, entity, _checked_day(day))), None)
    if entity_id is None:
        _tell(f'nobody has the id or name "{entity}"')
        raise typer.Exit(1)
    _card(known, entity_id, day)


@app.command("import")
def import_(
    form: Annotated[str, typer.Argument(help="petrarch, wikidata or csv")],
    files: Annotated[list[Path], typer.Argument(help="The files to read.")],
    to: Annotated[
        Path, typer.Option("--to", help="The registry folder to add to; made where it is missing.")
    ],
    source: Annotated[str | None, typer.Option(help="What to name as the source of the facts.")] = None,
    table: Annotated[
        str | None, typer.Option(help="csv only: the table, where files are not named so.")
    ] = None,
) -> None:
    """Reads dictionaries, a Wikidata dump or CSV into a registry folder; all of it, or nothing."""
    imported = _read(form, files, source, table)
    imported.write(to)
    for where, why in imported.skipped[:10]:
        _tell(f"passed over {where}: {why}")
    if len(imported.skipped) > 10:
        _tell(f"passed over {len(imported.skipped) - 10} more")
    counts = ", ".join(f"{count:,} {name}" for name, count in imported.counts().items()) or "nothing"
    _tell(f"{counts} to {to}; check them with: dragoman actors check {to}")


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="Your registry folder; without it, Dragoman's own.")
    ] = None,
) -> None:
    """Checks a registry: codes, dates, doubled names, overlaps, circles. Names file, line and remedy."""
    from dragoman.actors.lint import lint
    from dragoman.actors.registry import DATA
    from dragoman.cli.console import tell_error

    findings = [
        f for f in lint([DATA, folder] if folder else [DATA]) if not folder or _is_in(f.where, folder)
    ]
    for finding in findings:
        tell_error(finding)
    if findings:
        _tell(f"{len(findings):,} findings")
        raise typer.Exit(1)
    _tell("no findings")


def _is_in(where: str | None, folder: Path) -> bool:
    return where is None or where.startswith(str(folder))


def _registry(folders: Sequence[Path] | None) -> Registry:
    from dragoman.actors.registry import load_registry

    return load_registry(tuple(folders or ()))


def _checked_day(day: str | None) -> str | None:
    """The day where it is one. Raises ``DragomanError`` E110 otherwise."""
    from dragoman.actors.schema import is_partial_day
    from dragoman.errors import DragomanError

    if day is not None and not (len(day) == 10 and is_partial_day(day)):
        raise DragomanError("E110", "--on", value=day)
    return day


def _candidates(registry: Registry, name: str, day: str | None) -> Iterator[str]:
    """Ids that a name can stand for: as a whole name, then as a surname, then as a part of a name."""
    seen = dict.fromkeys(entry.entity_id for entry in registry.named(name))
    seen.update(dict.fromkeys(registry.surname(name, day=day)))
    yield from seen
    for entity_id in registry.search(name):
        if entity_id not in seen:
            yield entity_id


def _line(registry: Registry, entity_id: str, day: str | None) -> tuple[str, ...]:
    entity = registry.entity(entity_id)
    status = registry.status(entity_id, day)
    role = f"{status.role or ''}{'' if status.certain else ' (uncertain)'}"
    return (entity_id, entity.name, entity.kind, status.country or "", ", ".join(status.sectors), role)


def _card(registry: Registry, entity_id: str, day: str | None) -> None:
    from dragoman.cli.console import out

    entity = registry.entity(entity_id)
    status = registry.status(entity_id, day)
    facts = {
        "id": entity.id,
        "kind": entity.kind,
        "names": "; ".join(entity.names),
        "Wikidata": entity.wikidata,
        "country": status.country,
        "sector": ", ".join(status.sectors),
        "role": status.role and status.role + ("" if status.certain else " (uncertain)"),
        "from": entity.start,
        "to": entity.end,
    }
    out().print(entity.name, style="bold", markup=False)
    for label, value in facts.items():
        if value:
            out().print(f"  {label:9} {value}", markup=False, soft_wrap=True)
    for role in registry.roles(entity_id):
        what = role.title or role.office
        place = ", ".join(filter(None, (role.organisation, role.country)))
        out().print(
            f"  {role.start or '?':10} {role.end or '?':10} {what} ({place})", markup=False, soft_wrap=True
        )
    members = registry.members(entity_id, day)
    if members:
        out().print(f"  members   {', '.join(members)}", markup=False, soft_wrap=True)
    for tie in registry.ties(entity_id, day=day):
        out().print(f"  {tie.kind}: {tie.a} {tie.b or ''} {tie.subject or ''}", markup=False, soft_wrap=True)


def _read(form: str, files: Sequence[Path], source: str | None, table: str | None) -> Imported:
    from dragoman.actors.importers import import_csv, import_petrarch, import_wikidata
    from dragoman.errors import DragomanError

    if form == "petrarch":
        return import_petrarch(files, source)
    if form == "wikidata":
        return import_wikidata(files, source=source or "Wikidata")
    if form == "csv":
        return import_csv(files, table, source)
    raise DragomanError("E602", value=form, field="the form of an import", known="petrarch, wikidata, csv")


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table

    from dragoman.cli.console import out

    table = Table(*header, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    out().print(table)


def _tell(text: str) -> None:
    from dragoman.cli.console import err

    err().print(text, markup=False, soft_wrap=True)
