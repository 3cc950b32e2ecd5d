"""A coder for texts that readers paste: loaded at the first one, one text at a time, nothing kept."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.coding.explanation import Explanation
from dragoman.errors import DragomanError
from dragoman.reading.days import iso_day
from dragoman.records import Document, Report, document_id

if TYPE_CHECKING:
    from dragoman.coding import EventCoder

LONGEST = 20_000
"""Characters of a text that is tried."""


class Trier:
    """Codes texts with one coder, which is no thing for two threads at once."""

    def __init__(self, config: Path | None = None) -> None:
        self._config = config
        self._coder: EventCoder | None = None
        self._turn = threading.Lock()

    def attempt(self, text: str, published: str | None = None) -> tuple[Document, list[Report], Explanation]:
        """A text as a document, its reports, and what decided. Nothing is stored.

        Raises ``DragomanError``: E106 (no text), E111 (too long), E110 (no day), E2xx, E4xx (the coder).
        """
        if not text.strip():
            raise DragomanError("E106")
        if len(text) > LONGEST:
            raise DragomanError("E652", field="text", detail=f"it is longer than {LONGEST:,} characters")
        day = iso_day(published) if published else None
        if published and day is None:
            raise DragomanError("E110", value=published)
        document = Document(id=document_id(None, None, text), text=text, published=day)
        with self._turn:
            if self._coder is None:
                from dragoman.coding import EventCoder

                self._coder = EventCoder.load(self._config)
            (state,) = self._coder.run([document])
        return document, list(state.reports), Explanation.of(state)
