"""The columns of segments, derived from the records :class:`dragoman.records.Report` and ``Event``.

The rule, the one place that defines it:

- a plain field is a column of its name (``report_id``, ``event_type``, ``confidence``);
- a record inside the record is laid flat, its fields behind its name and an underscore
  (``predicate_lemma``, ``date_start``, ``date_expression_text``, ``attribution_party_country``);
  where the inner record is unknown, all of its columns are null;
- several of one kind are a list: ``contexts`` of strings, ``actors``, ``recipients`` and ``quantities``
  of structs with the record's fields (``actors[1].country`` in SQL);
- ``evidence``, whose keys vary, is a string of JSON;
- four columns are copied for queries and are no part of the report: ``actor_countries``,
  ``recipient_countries``, and ``published`` and ``source`` of the document; an event has the first two.

:func:`to_rows` and :func:`from_rows` are each other's inverse, and so are :func:`event_row` and :func:`event_of`.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
import pyarrow as pa

from dragoman.records import Document, Event, Report

Row = dict[str, Any]

SEGMENT_SCHEMA = "1"
"""Version of the rule above, written into each segment's metadata."""

COPIED = (
    pa.field("actor_countries", pa.list_(pa.string())),
    pa.field("recipient_countries", pa.list_(pa.string())),
    pa.field("published", pa.string()),
    pa.field("source", pa.string()),
)

_PLAIN = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


@cache
def report_schema() -> pa.Schema:
    """The Arrow schema of a reports segment."""
    columns = [*_columns(Report), *COPIED]
    return pa.schema(columns, metadata={"dragoman_segment": SEGMENT_SCHEMA})


@cache
def event_schema() -> pa.Schema:
    """The Arrow schema of an events segment."""
    return pa.schema([*_columns(Event), *COPIED[:2]], metadata={"dragoman_segment": SEGMENT_SCHEMA})


def event_row(event: Event) -> Row:
    """The row of an event, with the columns of :func:`event_schema`."""
    row: Row = {}
    _flatten(Event, event, "", row)
    row["actor_countries"] = _countries(event.actors)
    row["recipient_countries"] = _countries(event.recipients)
    return row


def event_of(row: Mapping[str, Any]) -> Event:
    """The event that a row holds."""
    return msgspec.convert(_nested(Event, row, ""), Event)


def to_rows(document: Document, reports: Iterable[Report]) -> Iterator[Row]:
    """The rows of one document's reports, one for each, with the columns of :func:`report_schema`."""
    for report in reports:
        row: Row = {}
        _flatten(Report, report, "", row)
        row["actor_countries"] = _countries(report.actors)
        row["recipient_countries"] = _countries(report.recipients)
        row["published"] = document.published
        row["source"] = document.source
        yield row


def from_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[Report]:
    """The reports that rows hold. Columns that are no part of a report are passed over."""
    for row in rows:
        yield msgspec.convert(_nested(Report, row, ""), Report)


def to_table(rows: list[Row]) -> pa.Table:
    """Rows as an Arrow table."""
    return pa.Table.from_pylist(rows, schema=report_schema())


def _countries(parties: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(p.country for p in parties if p.country is not None))


@cache
def _fields(record: type[msgspec.Struct]) -> tuple[tuple[str, Any, bool], ...]:
    """Name, type without None, and whether a value must be there, of each field of a record."""
    hints = typing.get_type_hints(record)
    info = msgspec.structs.fields(record)
    return tuple((f.name, _without_none(hints[f.name]), f.required) for f in info)


def _without_none(hint: Any) -> Any:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return next(part for part in typing.get_args(hint) if part is not types.NoneType)
    return hint


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _is_open(kind: Any) -> bool:
    return typing.get_origin(kind) is dict


def _columns(record: type[msgspec.Struct], prefix: str = "") -> Iterator[pa.Field]:
    for name, kind, _ in _fields(record):
        if _is_record(kind):
            yield from _columns(kind, f"{prefix}{name}_")
        else:
            yield pa.field(prefix + name, _arrow(kind))


def _arrow(kind: Any) -> pa.DataType:
    if _is_open(kind):
        return pa.string()
    if typing.get_origin(kind) is tuple:
        return pa.list_(_arrow(typing.get_args(kind)[0]))
    if _is_record(kind):
        return pa.struct([pa.field(name, _arrow(inner)) for name, inner, _ in _fields(kind)])
    return _PLAIN[kind]


def _flatten(record: type[msgspec.Struct], value: Any, prefix: str, row: Row) -> None:
    for name, kind, _ in _fields(record):
        inner = None if value is None else getattr(value, name)
        if _is_record(kind):
            _flatten(kind, inner, f"{prefix}{name}_", row)
        else:
            row[prefix + name] = _stored(kind, inner)


def _stored(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if _is_open(kind):
        return msgspec.json.encode(value).decode("utf-8")
    return msgspec.to_builtins(value)


def _nested(record: type[msgspec.Struct], row: Mapping[str, Any], prefix: str) -> Row | None:
    """The fields of a record from its columns; None where a field that must be there is null."""
    found: Row = {}
    for name, kind, required in _fields(record):
        if _is_record(kind):
            value: Any = _nested(kind, row, f"{prefix}{name}_")
        else:
            value = row[prefix + name]
            if value is not None and _is_open(kind):
                value = msgspec.json.decode(value)
        if value is None and required:
            return None
        found[name] = value
    return found
