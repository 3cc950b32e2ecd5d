"""What the components of the coder hand on: one state a document, and in it the drafts of its reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragoman.language.clauses import Clause
from dragoman.language.pipeline import ParsedDocument
from dragoman.records import Attribution, DateValue, Document, Party, Place, Quantity, Report, Span

if TYPE_CHECKING:
    from dragoman.actors import Mentions
    from dragoman.reading.dateline import Dateline


ONE_SIDED = frozenset(("REJECT", "THREATEN", "REQUEST", "ACCUSE", "SANCTION", "CONCEDE", "RETREAT", "AID"))


@dataclass
class Draft:
    """A report in the making. ``clause`` states the act; ``governor`` is the clause whose subject does it."""

    clause: Clause
    governor: Clause
    sentence: int
    event_type: str
    mode: str | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    reciprocal: bool = False
    sides: tuple[tuple[Party, ...], tuple[Party, ...]] = ((), ())
    predicate: Span | None = None
    status: str = "actual"
    date: DateValue | None = None
    planned_for: DateValue | None = None
    place: Place | None = None
    attribution: Attribution | None = None
    quantities: tuple[Quantity, ...] = ()
    contexts: tuple[str, ...] = ()
    confidence: float = 0.0
    rejected: str | None = None
    operator: str | None = None
    evidence: dict[str, Any] = field(default_factory=dict)
    given: dict[str, float] = field(default_factory=dict)

    def retype(self, event_type: str, mode: str | None) -> None:
        """Give the act another type; what one side alone can do to the other is not reciprocal any more."""
        self.event_type, self.mode = event_type, mode
        if self.reciprocal and event_type in ONE_SIDED and all(self.sides):
            self.reciprocal = False
            self.actors, self.recipients = self.sides

    @property
    def parties(self) -> tuple[Party, ...]:
        """Everybody in it."""
        return self.actors + self.recipients


@dataclass
class State:
    """One document on its way. Components fill the fields that they declare to give."""

    document: Document
    dateline: Dateline | None = None
    parsed: ParsedDocument | None = None
    mentions: Mentions | None = None
    clauses: tuple[Clause, ...] = ()
    drafts: list[Draft] = field(default_factory=list)
    reports: tuple[Report, ...] = ()
    notes: list[str] = field(default_factory=list)
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def parse(self) -> ParsedDocument:
        """The parse; a component that uses it declares that it needs ``parsed``."""
        assert self.parsed is not None
        return self.parsed

    def sentence_numbers(self) -> dict[int, int]:
        """The number of its sentence for each token."""
        return {
            token.i: number
            for number, sentence in enumerate(s for s in self.parse.doc.sents if any(not t.is_space for t in s))
            for token in sentence
        }

    def open_drafts(self) -> list[Draft]:
        """The drafts that no component has rejected."""
        return [d for d in self.drafts if d.rejected is None]
