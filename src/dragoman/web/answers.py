"""Answers in JSON, and how OpenAPI describes the records in them."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response

from dragoman.evaluation.reviewers import Agreement
from dragoman.records import Document, Event, Link, Report
from dragoman.store.corrections import Correction

_TEMPLATE = "#/components/schemas/{name}"
RECORDS = (Report, Document, Event, Link, Correction, Agreement)


def answer(value: Any, status: int = 200) -> Response:
    """Records and plain data as JSON."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def page_of(name: str, found: list[Any], total: int, limit: int, offset: int) -> Response:
    """One page of a list: how many there are in all, and where the next page begins."""
    after = offset + len(found)
    return answer({"total": total, "offset": offset, "next": after if after < total else None, name: found})


def one(record: type) -> dict[int | str, dict[str, Any]]:
    """The description of an answer that is one record."""
    return _described({"$ref": _TEMPLATE.format(name=record.__name__)})


def many(name: str, record: type | dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """The description of an answer that is a page of records."""
    item = record if isinstance(record, dict) else {"$ref": _TEMPLATE.format(name=record.__name__)}
    integer = {"type": "integer"}
    properties = {
        "total": integer,
        "offset": integer,
        "next": {"type": ["integer", "null"], "description": "The offset of the next page."},
        name: {"type": "array", "items": item},
    }
    return _described({"type": "object", "properties": properties, "required": list(properties)})


def plain(schema: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """The description of an answer with its own schema."""
    return _described(schema)


def _described(schema: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    error = {
        "type": "object",
        "properties": {
            "error": {
                "type": "object",
                "properties": {
                    "code": {"type": ["string", "null"]},
                    "message": {"type": "string"},
                    "remedy": {"type": ["string", "null"]},
                },
            }
        },
    }
    told = {"description": "What was wrong, and what to do.", "content": {"application/json": {"schema": error}}}
    fine = {"description": "The answer.", "content": {"application/json": {"schema": schema}}}
    return {200: fine, **dict.fromkeys((400, 403, 404, 409, 413, 422), told)}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description, with the schemas of Dragoman's own records."""
    if app.openapi_schema is None:
        made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        _, components = msgspec.json.schema_components(RECORDS, ref_template=_TEMPLATE)
        made.setdefault("components", {}).setdefault("schemas", {}).update(components)
        app.openapi_schema = made
    return app.openapi_schema
