"""The components that come with Dragoman, registered through the same door as a user's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from dragoman.actors import find_mentions
from dragoman.actors.registry import load_registry
from dragoman.coding import attribution, contexts, judge, status, topic
from dragoman.coding.assemble import assemble, select
from dragoman.coding.components import component
from dragoman.coding.dates import anchor_day, date_of, find_expressions, planned_date_of
from dragoman.coding.lexicon import load_lexicon
from dragoman.coding.model import RelationClassifier
from dragoman.coding.places import Gazetteer, find_toponyms, place_of, resolve
from dragoman.coding.predicates import Drafter
from dragoman.coding.quantities import find_quantities, quantities_of
from dragoman.coding.state import State
from dragoman.language.clauses import clauses
from dragoman.language.pipeline import DEFAULT_MODEL, MAX_CODED_CHARACTERS, MAX_SENTENCE, Parser
from dragoman.reading.dateline import Dateline, parse_dateline
from dragoman.records import Document

TO_COME = frozenset(("AGREE", "THREATEN", "CONCEDE", "REJECT", "REQUEST"))
"""Types of acts that may be about a day to come."""


def dateline_of(document: Document) -> Dateline | None:
    """The dateline that opens a document's text, or else the one that its source gives apart."""
    found = parse_dateline(document.text, document.published)
    if found is None and document.dateline:
        given = parse_dateline(document.dateline, document.published, alone=True)
        return msgspec.structs.replace(given, end=0) if given is not None else None
    return found


def _read_part(state: State) -> str:
    """As much of a document's text as is parsed."""
    return state.document.text[:MAX_CODED_CHARACTERS]


@component("parse", gives=("parsed", "dateline"))
class Parse:
    """Tokens, tags, dependencies, names and sentences, by a spaCy pipeline."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self._parser = Parser(model)
        self.model = model

    def __call__(self, states: Sequence[State]) -> None:
        """Parse each document from its dateline on; a longer one than the parser bears is cut, and that is noted."""
        for state in states:
            state.dateline = dateline_of(state.document)
        starts = [s.dateline.end if s.dateline else 0 for s in states]
        for state, parsed in zip(states, self._parser.parse((s.document for s in states), starts), strict=True):
            state.parsed = parsed
            if len(state.document.text) > MAX_CODED_CHARACTERS:
                state.notes.append(f"only the first {MAX_CODED_CHARACTERS} characters were coded")
            if parsed.divided:
                state.notes.append(f"sentences of more than {MAX_SENTENCE} tokens were divided: {parsed.divided}")


@component("mentions", needs=("parsed",), gives=("mentions",))
class FindMentions:
    """Who is named, by registry, roles in the text, and reference."""

    def __init__(self) -> None:
        self._registry = load_registry()

    def __call__(self, states: Sequence[State]) -> None:
        """Find the mentions of parties in each document."""
        for state in states:
            state.mentions = find_mentions(state.parse, self._registry)


@component("clauses", needs=("parsed",), gives=("clauses",))
class ReadClauses:
    """Predicates with their arguments, off the dependency tree."""

    def __call__(self, states: Sequence[State]) -> None:
        """Read the clauses of each document."""
        for state in states:
            state.clauses = tuple(clauses(state.parse.doc))


@component("predicates", needs=("mentions", "clauses"), gives=("drafts",))
class DraftReports:
    """The acts that the lexicon knows, with their parties."""

    def __init__(self) -> None:
        self._lexicon = load_lexicon()

    def __call__(self, states: Sequence[State]) -> None:
        """Draft the reports of each document."""
        for state in states:
            state.drafts = Drafter(state, self._lexicon).drafts()


@component("topic", needs=("drafts",), gives=("topic",))
class LeaveOutUnpolitical:
    """Sport, markets, weather, culture and accidents give no reports."""

    def __call__(self, states: Sequence[State]) -> None:
        """Reject drafts by the topic of their document and sentence."""
        for state in states:
            topic.judge(state)


@component("status", needs=("drafts",), gives=("status",))
class DecideStatus:
    """Whether it happened: tense, modals, negation and conditions, and the types that express them."""

    def __init__(self) -> None:
        self._lexicon = load_lexicon()

    def __call__(self, states: Sequence[State]) -> None:
        """Set status, and type where the type says it better."""
        for state in states:
            for draft in state.open_drafts():
                status.decide(draft, self._lexicon)


@component("judge", needs=("drafts", "mentions", "clauses"), gives=("judged",))
class Judge:
    """The learned model: a voice on predicates that the lexicon does not know, on request a second one on drafts."""

    def __init__(
        self, folder: str | None = None, threads: int = 1, weigh: bool = False, every_voice: bool = False
    ) -> None:
        self._classifier = RelationClassifier.load(Path(folder) if folder else None, threads)
        self.model = self._classifier.calibration.version
        self._weigh, self._every_voice = weigh, every_voice

    def __call__(self, states: Sequence[State]) -> None:
        """Put what all documents of the batch ask to the model together."""
        judge.judge(states, self._classifier, self._weigh, self._every_voice)


@component("dates", needs=("drafts",), gives=("dates",))
class DateActs:
    """When it happened, and for promises and threats when it is to happen."""

    def __init__(self) -> None:
        self._lexicon = load_lexicon()

    def __call__(self, states: Sequence[State]) -> None:
        """Date each draft by the time expression that governs its predicate."""
        for state in states:
            drafts = state.open_drafts()
            if not drafts:
                continue
            day = anchor_day(state.document)
            expressions = find_expressions(_read_part(state), day, state.parse.doc)
            for draft in drafts:
                draft.date = date_of(state.parse, draft.clause.head, expressions)
                status.settle_past(draft, day)
                if draft.event_type in TO_COME:
                    draft.planned_for = planned_date_of(state.parse, draft.clause.head, expressions)
                elif draft.event_type == "CONSULT" and draft.date is None:
                    planned = planned_date_of(state.parse, draft.clause.head, expressions)
                    status.settle_future(draft, planned, day, self._lexicon)


@component("places", needs=("drafts", "dateline"), gives=("places",))
class PlaceActs:
    """Where it happened: the place of each act, apart from places that are merely mentioned."""

    def __init__(self) -> None:
        self._gazetteer = Gazetteer.load()

    def __call__(self, states: Sequence[State]) -> None:
        """Place each draft by the locative that belongs to its predicate."""
        for state in states:
            drafts = state.open_drafts()
            if not drafts:
                continue
            origin = state.dateline.place if state.dateline else None
            found = resolve(find_toponyms(state.parse, self._gazetteer), state.parse, self._gazetteer, origin)
            for draft in drafts:
                draft.place = place_of(state.parse, draft.clause.head, found, dateline_place=origin)


@component("quantities", needs=("drafts",), gives=("quantities",))
class Count:
    """How much and how many: money, dead, injured, arrested, troops and the like."""

    def __call__(self, states: Sequence[State]) -> None:
        """Give each draft the quantities of its clause."""
        for state in states:
            drafts = state.open_drafts()
            found = find_quantities(_read_part(state), state.parse.doc) if drafts else []
            for draft in drafts:
                draft.quantities = quantities_of(state.parse, draft.clause.head, found)


@component("attribution", needs=("drafts", "mentions"), gives=("attribution",))
class Attribute:
    """Who is given as the source of each claim."""

    def __call__(self, states: Sequence[State]) -> None:
        """Set the speaker of each draft."""
        for state in states:
            if state.open_drafts():
                attribution.attribute(state)


@component("contexts", needs=("drafts",), gives=("contexts",))
class GiveContexts:
    """In what affairs each act stands."""

    def __call__(self, states: Sequence[State]) -> None:
        """Set the contexts of each draft."""
        for state in states:
            contexts.give_contexts(state)


@component("select", needs=("drafts",), gives=("selected",))
class Select:
    """Which drafts become reports."""

    def __init__(self, threshold: float = 0.0) -> None:
        self._threshold = threshold

    def __call__(self, states: Sequence[State]) -> None:
        """Reject doubles and what is too uncertain."""
        for state in states:
            select(state, self._threshold)


@component("assemble", needs=("drafts",), gives=("reports",))
class Assemble:
    """Reports from drafts, with ids."""

    def __call__(self, states: Sequence[State]) -> None:
        """Write the reports of each document."""
        for state in states:
            state.reports = assemble(state)
