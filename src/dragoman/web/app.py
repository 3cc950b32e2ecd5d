"""The application: routes, errors, and the guard before them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from dragoman import __version__
from dragoman.errors import DragomanError
from dragoman.web.answers import describe
from dragoman.web.security import Guard
from dragoman.web.site import Site

PAGES = (
    "overview",
    "documents",
    "reports",
    "events",
    "relations",
    "maps",
    "networks",
    "review",
    "agreement",
    "trying",
    "reference",
)
"""The modules of ``dragoman.web.pages``, each with a ``router``."""

_NOT_FOUND = frozenset(("E650", "E651", "E655", "E656"))
_AGE = 31_536_000
"""Seconds that browsers keep files of ``static``: their addresses change when they do."""


def create_app(
    store: Path, token: str | None = None, hosts: tuple[str, ...] = (), config: Path | None = None
) -> FastAPI:
    """The dashboard over a store. ``token`` is asked of every reader; ``hosts`` are names that it answers to.

    Raises ``DragomanError`` E501 to E505 where the store cannot be read.
    """
    site = Site(store, token, hosts, coder_config=config)
    site.index.refresh()  # errors of the store are told before anything is served

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        site.index.follow()
        yield
        site.close()

    app = FastAPI(
        title="Dragoman",
        version=__version__,
        description="Event data of one store: who did what to whom, when, where, and who says so.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    app.state.site = site
    app.add_middleware(GZipMiddleware, minimum_size=2000)
    app.add_middleware(Guard, csrf=site.csrf, token=token, hosts=hosts)
    app.mount("/static", _Static(packages=[("dragoman.web", "static")]))
    for name in PAGES:
        app.include_router(import_module(f"dragoman.web.pages.{name}").router, include_in_schema=False)
    app.include_router(import_module("dragoman.web.api").router)
    app.openapi = partial(describe, app)  # type: ignore[method-assign]
    app.add_exception_handler(DragomanError, _told)
    app.add_exception_handler(RequestValidationError, _told)
    app.add_exception_handler(HTTPException, _told)
    return app


class _Static(StaticFiles):
    async def get_response(self, path: str, scope: object) -> Response:
        answer = await super().get_response(path, scope)  # type: ignore[arg-type]
        answer.headers["Cache-Control"] = f"public, max-age={_AGE}, immutable"
        return answer


async def _told(request: Request, error: Exception) -> Response:
    """An error as JSON for programs, and as a page for people."""
    status, code, message, remedy = _words(error)
    if request.url.path.startswith("/api/") or "x-dragoman-csrf" in request.headers:
        return JSONResponse({"error": {"code": code, "message": message, "remedy": remedy}}, status)
    site: Site = request.app.state.site
    return site.page(request, "error.html", status, code=code, message=message, remedy=remedy)


def _words(error: Exception) -> tuple[int, str | None, str, str | None]:
    if isinstance(error, DragomanError):
        status = 404 if error.code in _NOT_FOUND else 409 if error.code == "E653" else 400
        status = 503 if error.code.startswith("E5") else status
        where = f"{error.where}: " if error.where else ""
        remedy = error.remedy[:1].upper() + error.remedy[1:] + ("" if error.remedy.endswith("?") else ".")
        return status, error.code, f"{where}{error.what}", remedy
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"] if part not in ("query", "body"))
        return 422, None, f"{place}: {first['msg']}", "Correct the address or the request."
    assert isinstance(error, HTTPException)
    what = "There is no such page." if error.status_code == 404 else str(error.detail)
    return error.status_code, None, what, None
