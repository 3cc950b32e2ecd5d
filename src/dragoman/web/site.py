"""The site: the store that it shows, its pages' templates, and what every page knows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, Response

from dragoman import __version__
from dragoman.store import Store
from dragoman.web.rendering import templates

if TYPE_CHECKING:
    from dragoman.web.index import Index
    from dragoman.web.trying import Trier

REVIEWER_COOKIE = "dragoman_reviewer"


@dataclass
class Site:
    """One store as shown to readers. ``token`` guards it where it is reachable from elsewhere."""

    store_path: Path
    token: str | None = None
    hosts: tuple[str, ...] = ()
    csrf: str = field(default_factory=token_urlsafe)
    coder_config: Path | None = None

    @contextmanager
    def store(self, write: bool = False) -> Iterator[Store]:
        """The store, open for one request."""
        with Store.open(self.store_path, write=write) as store:
            yield store

    @cached_property
    def index(self) -> Index:
        """The reports as they are asked for most, held ready."""
        from dragoman.web.index import Index

        return Index(self.store_path)

    def close(self) -> None:
        """Let the index go; another request would make it anew."""
        index = self.__dict__.pop("index", None)
        if index is not None:
            index.close()

    @cached_property
    def trier(self) -> Trier:
        """The coder behind the page that tries texts."""
        from dragoman.web.trying import Trier

        return Trier(self.coder_config)

    def page(self, request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page from its template; an answer to htmx is the part that the template calls ``part``."""
        about = {
            "request": request,
            "path": request.url.path,
            "query": request.url.query,
            "csrf": self.csrf,
            "version": __version__,
            "store_name": self.store_path.resolve().name,
            "reviewer": reviewer_of(request),
        }
        template = templates().get_template(name)
        context = {**about, **values}
        if is_partial(request) and "part" in template.blocks:
            rendered = "".join(template.blocks["part"](template.new_context(context)))
        else:
            rendered = template.render(context)
        return HTMLResponse(rendered.encode("utf-8", "replace"), status)


def is_partial(request: Request) -> bool:
    """Whether htmx asks for a part of the page. Going back in history asks for all of it."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def reviewer_of(request: Request) -> str:
    """The name under which this browser corrects, from its cookie; empty where none was given."""
    from urllib.parse import unquote

    return unquote(request.cookies.get(REVIEWER_COOKIE, ""))[:80]


def site_of(request: Request) -> Site:
    """The site that answers."""
    site: Site = request.app.state.site
    return site


SiteDep = Annotated[Site, Depends(site_of)]

__all__ = ["REVIEWER_COOKIE", "Response", "Site", "SiteDep", "is_partial", "reviewer_of", "site_of"]
