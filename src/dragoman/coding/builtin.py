"""The components that come with Dragoman, registered through the same door as a user's."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.actors import find_mentions
from dragoman.actors.registry import load_registry
from dragoman.coding import status
from dragoman.coding.assemble import assemble, select
from dragoman.coding.components import component
from dragoman.coding.lexicon import load_lexicon
from dragoman.coding.predicates import Drafter
from dragoman.coding.state import State
from dragoman.language.clauses import clauses
from dragoman.language.pipeline import DEFAULT_MODEL, MAX_CODED_CHARACTERS, Parser


@component("parse", gives=("parsed",))
class Parse:
    """Tokens, tags, dependencies, names and sentences, by a spaCy pipeline."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self._parser = Parser(model)

    def __call__(self, states: Sequence[State]) -> None:
        """Parse each document; a longer one than the parser bears is cut, and that is noted."""
        for state, parsed in zip(states, self._parser.parse(s.document for s in states), strict=True):
            state.parsed = parsed
            if len(state.document.text) > MAX_CODED_CHARACTERS:
                state.notes.append(f"only the first {MAX_CODED_CHARACTERS} characters were coded")


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
