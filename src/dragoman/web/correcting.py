"""Corrections that readers send: checked against what they saw, entered, and shown at once."""

from __future__ import annotations

from dragoman.errors import DragomanError
from dragoman.store import Store
from dragoman.store import corrections as made
from dragoman.store.corrections import Correction
from dragoman.web.articles import Article, article
from dragoman.web.bodies import ChangeBody, JudgeBody, MissedBody
from dragoman.web.site import Site


def judge(site: Site, body: JudgeBody) -> Correction:
    """Enter a judgement. Raises ``DragomanError`` E651, E652, E655."""
    with site.store(write=True) as store:
        found = seen_by(store, body.document, body.reviewer, body.sample)
        report, coded = found.report(body.report), found.coded(body.report)
        correction = made.judge(store, report, coded, body.verdict, body.reviewer, body.why, body.sample)
    site.index.revise()
    return correction


def change(site: Site, body: ChangeBody) -> Correction:
    """Enter another value for a field.

    Raises ``DragomanError``: E653 where the field was changed since the reviewer looked, and as
    ``store.corrections.change`` does.
    """
    with site.store(write=True) as store:
        found = seen_by(store, body.document, body.reviewer, body.sample)
        report, coded = found.report(body.report), found.coded(body.report)
        if not body.overrule:
            for told in report.evidence.get("corrections", ()):
                if told.get("field") == body.field and told["id"] not in body.seen:
                    raise DragomanError("E653", reviewer=told["reviewer"], field=body.field)
        correction = made.change(store, report, coded, body.field, body.value, body.reviewer, body.why, body.sample)
    site.index.revise()
    return correction


def missed(site: Site, body: MissedBody) -> Correction:
    """Enter a report that was missed. Raises ``DragomanError`` as ``store.corrections.add_missed`` does."""
    with site.store(write=True) as store:
        correction = made.add_missed(store, body.document, body.values, body.reviewer, body.why, body.sample)
    site.index.revise()
    return correction


def undo(site: Site, correction_id: str, reviewer: str) -> Correction:
    """Take a correction back. Raises ``DragomanError`` E650, E652."""
    with site.store(write=True) as store:
        correction = made.undo(store, correction_id, reviewer)
    site.index.revise()
    return correction


def seen_by(store: Store, document_id: str, reviewer: str, sample: str | None) -> Article:
    """An article as a reviewer sees it: on a sample, without what others said, so that judgements are their own."""
    return article(store, document_id, only=reviewer if sample else None)
