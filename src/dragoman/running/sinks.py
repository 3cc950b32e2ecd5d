"""Where a run puts what it codes: a store, or a file of JSON lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from dragoman.errors import DragomanError
from dragoman.records import Coder, Document, text_hash, to_json
from dragoman.store import Admission, Store
from dragoman.store.segments import Coded, Segment, Tally, remove_left_behind, write_segment
from dragoman.store.texts import WHOLE, Keep

NOT_ENGLISH = "language"
"""Why a document of another language is set aside."""


class Written(msgspec.Struct, frozen=True):
    """What a writer made of a shard: the segment, or lines of JSON."""

    segment: Segment
    lines: bytes = b""

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """A tally for each document that was coded."""
        return self.segment.tallies


class Writer(Protocol):
    """Turns coded documents into what is kept, in whatever process coded them."""

    def write(self, coded: Sequence[Coded], coder: Coder) -> Written:
        """Write the reports of a shard."""


class SegmentWriter(msgspec.Struct, frozen=True):
    """Writes a segment into a store's folder."""

    folder: Path
    keep: Keep = WHOLE

    def write(self, coded: Sequence[Coded], coder: Coder) -> Written:
        """Write the segment of a shard. Raises ``DragomanError`` E503, E504."""
        return Written(write_segment(self.folder, coded, coder, self.keep))


class LinesWriter(msgspec.Struct, frozen=True):
    """Makes lines of JSON."""

    def write(self, coded: Sequence[Coded], coder: Coder) -> Written:
        """The reports of a shard as lines."""
        lines = "".join(to_json(report) + "\n" for c in coded for report in c.reports)
        tallies = tuple(Tally.of(c) for c in coded)
        return Written(Segment(None, 0, tallies), lines.encode("utf-8"))


class Sink(Protocol):
    """Where a run ends up."""

    @property
    def writer(self) -> Writer:
        """What worker processes write with."""

    def begin(self, coder: Coder, command: str) -> None:
        """Begin a run."""

    def admit(self, document: Document) -> Admission:
        """Whether a document is to be coded."""

    def keep(self, written: Written, documents: Sequence[Document]) -> None:
        """Make a shard safe. After this it counts."""

    def set_aside(self, documents: Sequence[Document]) -> None:
        """Keep documents of other languages."""

    def fail(self, error: DragomanError) -> None:
        """Keep what went wrong."""

    def end(self, state: str) -> None:
        """End the run: ``done`` or ``interrupted``."""


class StoreSink:
    """A store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.writer: Writer = SegmentWriter(store.path.resolve(), store.keep)
        self._coder: Coder | None = None
        self._run = 0

    def begin(self, coder: Coder, command: str) -> None:
        """Enter the run."""
        self._coder = coder
        remove_left_behind(self.store.path)
        self._run = self.store.begin_run(coder, command)

    def admit(self, document: Document) -> Admission:
        """New unless this coder has coded it here before."""
        return self.store.admit(document, self._known())

    def keep(self, written: Written, documents: Sequence[Document]) -> None:
        """Enter a segment in the catalog."""
        self.store.enter(written.segment, documents, self._known())

    def set_aside(self, documents: Sequence[Document]) -> None:
        """Keep documents with the reason."""
        self.store.set_aside(documents, NOT_ENGLISH)

    def fail(self, error: DragomanError) -> None:
        """Enter a failure of the run."""
        self.store.fail(self._run, error)

    def end(self, state: str) -> None:
        """Enter the end of the run."""
        self.store.end_run(self._run, state)

    def _known(self) -> Coder:
        assert self._coder is not None, "begin comes first"
        return self._coder


class LinesSink:
    """A file, or standard output, that takes reports as JSON lines."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._seen: dict[str, str] = {}
        self.writer: Writer = LinesWriter()

    def begin(self, coder: Coder, command: str) -> None:
        """Nothing to do."""

    def admit(self, document: Document) -> Admission:
        """New unless its id came before in this run."""
        hashed = text_hash(document.text)
        known = self._seen.get(document.id)
        if known is not None:
            return Admission.CODED if known == hashed else Admission.CHANGED
        self._seen[document.id] = hashed
        return Admission.NEW

    def keep(self, written: Written, documents: Sequence[Document]) -> None:
        """Write the lines out."""
        self._file.write(written.lines)
        self._file.flush()

    def set_aside(self, documents: Sequence[Document]) -> None:
        """Nothing to do."""

    def fail(self, error: DragomanError) -> None:
        """Nothing to do."""

    def end(self, state: str) -> None:
        """Nothing to do."""
