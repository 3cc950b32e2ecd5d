"""Exports: reports or events in a format that other tools read, and beside it a file that tells what it is."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec

from dragoman import __version__
from dragoman.exports import acts_of_store as source
from dragoman.exports.acts import STATUSES, Dyad
from dragoman.exports.cameo import CAMEO_CSV
from dragoman.exports.form import Form
from dragoman.exports.gdelt import EVENTS, MENTIONS
from dragoman.exports.icews import ICEWS
from dragoman.exports.phoenix import PHOENIX
from dragoman.exports.polecat import POLECAT
from dragoman.exports.writing import check_free, whole_file, write_about
from dragoman.store.faults import told
from dragoman.store.filters import Filters
from dragoman.store.names import known_name

if TYPE_CHECKING:
    from dragoman.store.store import Store

FORMS = {form.name: form for form in (EVENTS, MENTIONS, ICEWS, POLECAT, PHOENIX, CAMEO_CSV)}
PLAIN = ("jsonl", "parquet")
FORMATS = (*FORMS, *PLAIN)

RULE = (
    "Each actor to each recipient is a row; a side without parties counts as one unnamed party; where parties do it "
    "to each other, each of them to each other one is a row."
)
DAY_RULE = (
    "The first day of the date that the text gives, else the day of publication; history without a date has no day "
    "and is left out."
)


class Exported(msgspec.Struct, frozen=True):
    """What was written: rows, the reports or events they are of, and what was left out, by reason."""

    path: Path
    rows: int
    units: int
    unit: str
    left_out: dict[str, int]


def export(store: Store, name: str, dest: Path, filters: Filters | None = None, force: bool = False) -> Exported:
    """Write the reports that filters let through to a file, and beside it what it is.

    Without a status among the filters, negated and hypothetical acts are left out. Raises ``DragomanError``
    E602 and E609 for an unknown format, E720 for an existing file without ``force``, E503 and E721.
    """
    name = known_name(name, FORMATS, "format")
    filters = filters or Filters()
    if not filters.statuses:
        filters = msgspec.structs.replace(filters, statuses=STATUSES)
    check_free(dest, force)
    with whole_file(dest) as file:
        if name in PLAIN:
            done = _plain(store, name, file, filters, dest)
        else:
            done = _form(store, FORMS[name], file, filters, dest)
    write_about(dest, about(store, name, filters, done))
    return done


def about(store: Store, name: str, filters: Filters, done: Exported) -> dict[str, object]:
    """What the file beside an export tells."""
    form = FORMS.get(name)
    with told(store.path):
        coders = store.catalog.execute("SELECT DISTINCT name, version, model FROM coders ORDER BY 1, 2, 3").fetchall()
    rules = {"dyads": RULE, "day": DAY_RULE} if form else {}
    return {
        "format": name,
        "title": form.title if form else name,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "dragoman": __version__,
        "coders": [dict(row) for row in coders],
        "filters": filters.written(),
        "rows": done.rows,
        done.unit: done.units,
        "left_out": done.left_out,
        "rules": rules,
        "schemes": form.schemes if form else {"event_type": "PLOVER"},
        "columns": list(form.columns) if form else [],
        "blank": list(form.blank) if form else [],
    }


def _form(store: Store, form: Form, file: IO[bytes], filters: Filters, dest: Path) -> Exported:
    streams: dict[str, Callable[[Store, Filters], Iterator[list[Dyad]]]] = {
        "reports": source.report_dyads,
        "events": source.event_dyads,
        "mentions": source.mention_dyads,
    }
    unit = form.unit if source.is_linked(store) else "reports"
    lines = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    write = _writer(form, lines)
    if form.header:
        write(form.columns)
    rows = units = 0
    left_out: Counter[str] = Counter()
    for expanded in streams[unit](store, filters):
        if reason := _left_out(form, expanded[0]):
            left_out[reason] += 1
            continue
        units += 1
        rows += len(expanded)
        for dyad in expanded:
            write(form.line(dyad))
    lines.flush()
    lines.detach()
    return Exported(dest, rows, units, unit, dict(left_out))


def _left_out(form: Form, dyad: Dyad) -> str | None:
    if form.needs_cameo and dyad.act.cameo is None:
        return "CAMEO has no code"
    return "no day is known" if dyad.act.day is None else None


def _writer(form: Form, lines: IO[str]) -> Callable[[Iterable[str]], object]:
    if form.separator == ",":
        return csv.writer(lines, lineterminator="\n").writerow
    return lambda cells: lines.write(form.separator.join(cells) + "\n")


def _plain(store: Store, name: str, file: IO[bytes], filters: Filters, dest: Path) -> Exported:
    import pyarrow.parquet as pq

    from dragoman.records import to_json
    from dragoman.store.schema import from_rows, report_schema

    rows = 0
    writer = pq.ParquetWriter(file, report_schema(), compression="zstd") if name == "parquet" else None
    try:
        for batch in source.report_batches(store, filters):
            rows += batch.num_rows
            if writer is not None:
                writer.write_batch(batch.cast(report_schema()))
            else:
                file.writelines(f"{to_json(report)}\n".encode() for report in from_rows(batch.to_pylist()))
    finally:
        if writer is not None:
            writer.close()
    return Exported(dest, rows, rows, "reports", {})
