"""How far the people who judged one sample agree, field by field."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dragoman.evaluation.reviewers import agreements
from dragoman.store.corrections import corrections
from dragoman.web.site import SiteDep

router = APIRouter()


@router.get("/review/agreement")
def agreement(
    request: Request,
    site: SiteDep,
    sample: Annotated[str | None, Query(max_length=80)] = None,
    judge: Annotated[list[str] | None, Query(max_length=20)] = None,
) -> Response:
    """Raw agreement, Krippendorff's alpha and Cohen's kappa of a sample's reviewers."""
    with site.store() as store:
        made = corrections(store)
    chosen = [c for c in made if sample is None or c.sample == sample]
    return site.page(
        request,
        "agreement.html",
        samples=sorted({c.sample for c in made if c.sample}),
        sample=sample,
        judges=sorted({c.reviewer for c in chosen}),
        chosen=judge or [],
        rows=agreements(chosen, judge),
    )
