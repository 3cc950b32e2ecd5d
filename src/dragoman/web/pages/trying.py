"""Try it: a pasted text, coded and explained. Nothing of it is kept."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dragoman.errors import DragomanError
from dragoman.web.bodies import TryBody
from dragoman.web.marking import KINDS, marks, paragraphs
from dragoman.web.site import SiteDep

router = APIRouter()
EXAMPLE = (
    "BEIJING, March 3 — France recalled its ambassador to Mali on Monday after the military government expelled "
    "two French diplomats. The United Nations urged both sides to resume talks, and Germany pledged 20 million "
    "euros for refugees in the north, its foreign minister said."
)


@router.get("/try")
def try_it(request: Request, site: SiteDep) -> Response:
    """The empty form, with an example."""
    return site.page(request, "try.html", text=EXAMPLE, published="2022-03-03", tried=None, failed=None)


@router.post("/try")
def tried(request: Request, site: SiteDep, body: TryBody) -> Response:
    """A text, coded and explained."""
    try:
        found: dict[str, Any] | None = _tried(site, body)
        failed = None
    except DragomanError as error:
        found, failed = None, error
    return site.page(request, "try.html", text=body.text, published=body.published or "", tried=found, failed=failed)


def _tried(site: SiteDep, body: TryBody) -> dict[str, Any]:
    document, reports, explanation = site.trier.attempt(body.text, body.published)
    return {
        "document": document,
        "reports": reports,
        "paragraphs": paragraphs(document.text, list(marks(reports))),
        "candidates": [_candidate(each) for each in explanation.candidates],
        "parties": explanation.parties,
        "kinds": KINDS,
    }


def _candidate(found: dict[str, Any]) -> dict[str, Any]:
    evidence = {
        voice: reason if isinstance(reason, str) else json.dumps(reason, ensure_ascii=False)
        for voice, reason in found["evidence"].items()
    }
    return found | {"evidence": evidence}
