"""From drafts to reports."""

from __future__ import annotations

from dragoman.coding.confidence import confidence
from dragoman.coding.state import Draft, State
from dragoman.records import Coder, Predicate, Report, report_id


def select(state: State, threshold: float) -> None:
    """Reject what is too uncertain, and drafts that repeat another one of their sentence."""
    seen: set[tuple[object, ...]] = set()
    for draft in state.open_drafts():
        draft.confidence = draft.confidence or confidence(draft)  # a component that knows better has set its own
        if draft.confidence < threshold:
            draft.rejected = f"confidence {draft.confidence:.2f} is under {threshold:.2f}"
            continue
        key = (
            draft.sentence,
            draft.event_type,
            frozenset((p.country, p.text.lower()) for p in draft.actors),
            frozenset((p.country, p.text.lower()) for p in draft.recipients),
        )
        if key in seen:
            draft.rejected = "the sentence already states it"
        seen.add(key)


def assemble(state: State) -> tuple[Report, ...]:
    """The reports of one document, in the order of the text."""
    coder: Coder = state.given["coder"]
    return tuple(_report(state, draft, coder) for draft in state.open_drafts())


def _report(state: State, draft: Draft, coder: Coder) -> Report:
    assert draft.predicate is not None
    return Report(
        report_id=report_id(
            state.document, draft.predicate, draft.event_type, draft.actors, draft.recipients, coder.version
        ),
        document_id=state.document.id,
        sentence=state.parse.sentences[draft.sentence],
        actors=draft.actors,
        recipients=draft.recipients,
        predicate=Predicate(
            text=draft.predicate.text,
            start=draft.predicate.start,
            end=draft.predicate.end,
            lemma=draft.clause.lemma,
        ),
        event_type=draft.event_type,
        mode=draft.mode,
        contexts=draft.contexts,
        reciprocal=draft.reciprocal,
        status=draft.status,
        date=draft.date,
        planned_for=draft.planned_for,
        place=draft.place,
        attribution=draft.attribution,
        quantities=draft.quantities,
        confidence=round(draft.confidence, 4),
        evidence=draft.evidence,
        coder=coder,
    )
