"""The component that asks: one document after the other, chunk by chunk."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dragoman.coding.components import component
from dragoman.coding.llm.client import DEFAULT_URL, Client, Limits
from dragoman.coding.llm.drafts import Drafts
from dragoman.coding.llm.prompt import chunks, codebook
from dragoman.coding.llm.usage import Usage
from dragoman.coding.state import Draft, State
from dragoman.errors import DragomanError


@component("llm", needs=("parsed", "mentions"), gives=("drafts", "status"))
class AskLanguageModel:
    """The acts that a language model finds, each quoted from the text; it is asked over the network.

    ``chunk_characters`` bounds the text of one request, ``max_chunks`` the requests for one document;
    ``confidence`` is what every report gets, a convention and no measurement. The other options are those of
    ``Limits``. Raises ``DragomanError`` E415 without a model, E416 for what is no address.
    """

    def __init__(
        self,
        url: str = DEFAULT_URL,
        model: str = "",
        chunk_characters: int = 6_000,
        max_chunks: int = 20,
        confidence: float = 0.5,
        **limits: float,
    ) -> None:
        if not model:
            raise DragomanError("E415")
        try:
            bounds = msgspec.convert(limits, Limits)
        except msgspec.ValidationError as error:
            raise TypeError(str(error)) from error
        if unknown := set(limits) - set(Limits.__dataclass_fields__):
            raise TypeError(f"there is no option {', '.join(sorted(unknown))}")
        self.client = Client(url, model, bounds)
        self._chunk_characters = chunk_characters
        self._max_chunks = max_chunks
        self._confidence = confidence

    def __call__(self, states: Sequence[State]) -> None:
        """Draft the reports of each document; one that fails has none, and a note that tells why."""
        for state in states:
            if coder := state.given.get("coder"):
                state.given["coder"] = msgspec.structs.replace(coder, model=self.client.model)
            usage = Usage()
            try:
                state.drafts = self._ask(state, usage)
            except DragomanError as error:
                usage.kept = 0
                state.drafts = []
                state.notes.append(str(error))
            state.notes.append(usage.note())

    def _ask(self, state: State, usage: Usage) -> list[Draft]:
        drafts = Drafts(state, self.client.model, self._confidence, usage)
        found: list[Draft] = []
        for number, chunk in enumerate(chunks(state.document, state.parse.sentences, self._chunk_characters)):
            if number == self._max_chunks:
                state.notes.append(f"only the first {chunk.numbers.start} sentences were sent to the language model")
                break
            answer = self.client.ask(codebook(), chunk.message, usage)
            found += drafts.of(answer.reports, chunk.numbers)
        return sorted(found, key=lambda d: (d.sentence, d.clause.head.i))
