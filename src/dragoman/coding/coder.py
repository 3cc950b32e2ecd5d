"""The coder: documents in, coded documents out, in order, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from dragoman import __version__
from dragoman.coding.components import Component, Config, Entry, build, load_config
from dragoman.coding.explanation import Explanation
from dragoman.coding.state import State
from dragoman.records import Coder, Document, Report, Sentence, document_id, text_hash

BATCH = 32
"""Documents a batch: enough for the learned model to fill its batches, little in memory."""


@dataclass(frozen=True)
class CodedDocument:
    """What coding made of one document; ``notes`` tell what was cut or left out."""

    document: Document
    sentences: tuple[Sentence, ...]
    reports: tuple[Report, ...]
    notes: tuple[str, ...] = ()


def _version(config: Config) -> str:
    """Dragoman's version; under another configuration than the default one, with a fingerprint of it."""
    if config == load_config():
        return __version__
    return f"{__version__}+{text_hash(repr((config.pipeline, config.modules, sorted(config.options.items()))))[:8]}"


class EventCoder:
    """A pipeline of components that turns documents into reports."""

    def __init__(self, config: Config, components: list[tuple[Entry, Component]]) -> None:
        self._config = config
        self._components = components
        models = [model for _, made in components if isinstance(model := getattr(made, "model", None), str)]
        self.coder = Coder(name=config.name, version=_version(config), model=", ".join(models) or None)

    @classmethod
    def load(
        cls, config: Path | None = None, model: str | None = None, every_voice: bool = False
    ) -> EventCoder:
        """Load the default coder, or the one of a configuration file; ``model`` names another spaCy pipeline.

        ``every_voice`` asks the relation model about all drafts, for an explanation that tells what it says of each.

        Raises ``DragomanError`` (E2xx pipeline, E4xx configuration).
        """
        settings = load_config(config)
        if model is not None:
            options = {**settings.options, "parse": {**settings.options.get("parse", {}), "model": model}}
            settings = replace(settings, options=options)
        if every_voice and settings.modules == load_config(None).modules and "judge" in settings.pipeline:
            told = {**settings.options.get("judge", {}), "every_voice": True}
            settings = replace(settings, options={**settings.options, "judge": told})
        return cls(settings, build(settings))

    def code(self, documents: Iterable[Document]) -> Iterator[CodedDocument]:
        """Code documents, in order."""
        todo = iter(documents)
        while batch := list(islice(todo, BATCH)):
            for state in self.run(batch):
                yield CodedDocument(state.document, state.parse.sentences, state.reports, tuple(state.notes))

    def code_text(self, text: str, published: str | None = None) -> CodedDocument:
        """Code one text."""
        return next(self.code([Document(id=document_id(None, None, text), text=text, published=published)]))

    def run(self, documents: list[Document]) -> list[State]:
        """The states of some documents after all components."""
        states = [State(document) for document in documents]
        for state in states:
            state.given["coder"] = self.coder
        for _, component in self._components:
            component(states)
        return states

    def explain(self, text: str, published: str | None = None) -> Explanation:
        """Why a text is coded as it is: its parse, parties, candidates and what decided."""
        return Explanation.of(self.run([Document(id=document_id(None, None, text), text=text, published=published)])[0])
