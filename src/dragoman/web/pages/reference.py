"""The page of the API, made from its own description."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dragoman.web.site import SiteDep

router = APIRouter()


@router.get("/api")
def reference(request: Request, site: SiteDep) -> Response:
    """Every path of the API with its parameters, for people."""
    described: dict[str, Any] = request.app.openapi()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            found = {"path": path, "method": method.upper(), **operation}
            groups.setdefault(operation.get("tags", ["other"])[0], []).append(found)
    return site.page(request, "reference.html", groups=groups, base=str(request.base_url).rstrip("/"))
