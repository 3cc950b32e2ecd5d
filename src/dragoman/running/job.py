"""A run: documents are read, cut into shards, coded and kept, in the order in which they were read."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import msgspec

from dragoman.errors import DragomanError
from dragoman.reading.items import Failure, Item
from dragoman.reading.language import is_coded
from dragoman.reading.source import Meter
from dragoman.records import Document, text_hash
from dragoman.running.crew import Crew, Done, Flag
from dragoman.running.shards import Part, Shard, cut
from dragoman.running.sinks import Sink
from dragoman.store import Admission
from dragoman.store.segments import Coded, Tally

ASIDE_AT_ONCE = 256
"""Documents set aside that are kept together."""

FAILURES_KEPT = 1_000
"""Failures that an outcome lists; beyond it they are only counted (a store keeps all)."""


class Metered(Protocol):
    """A reading: items, and a meter of the bytes read."""

    meter: Meter

    def __iter__(self) -> Iterator[Item]: ...


class Outcome(msgspec.Struct):
    """What a run did. ``before``: documents that were coded before and are left as they are.

    ``warnings`` tell of fields that could not be read; ``notes`` are pairs of a document's id and what the
    coder said of it.
    """

    documents: int = 0
    before: int = 0
    set_aside: int = 0
    sentences: int = 0
    reports: int = 0
    failed: int = 0
    types: Counter[str] = msgspec.field(default_factory=Counter)
    languages: Counter[str] = msgspec.field(default_factory=Counter)
    failures: list[DragomanError] = []
    warnings: list[DragomanError] = []
    notes: list[tuple[str, str]] = []
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """0 all went well, 1 some failed, 2 nothing could be done, 130 interrupted."""
        if self.interrupted:
            return 130
        if not self.failed:
            return 0
        return 1 if self.documents + self.before + self.set_aside else 2


class Job:
    """One run. ``position`` is how far it is in the input, in bytes."""

    def __init__(
        self,
        sink: Sink,
        crew: Crew,
        stop: Flag,
        part: Part | None = None,
        tell: Callable[[], None] = lambda: None,
    ) -> None:
        self.outcome = Outcome()
        self.position = 0
        self._sink = sink
        self._crew = crew
        self._stop = stop
        self._part = part or Part()
        self._tell = tell
        crew.tell = self._one
        self._shard: Shard | None = None
        self._step: tuple[int, int] = (0, 0)
        self._pending: dict[str, str] = {}
        self._aside: list[Document] = []

    @property
    def coded(self) -> int:
        """Documents coded so far, those of the shard in hand too."""
        return self.outcome.documents + self._step[0]

    @property
    def reports(self) -> int:
        """Reports so far, those of the shard in hand too."""
        return self.outcome.reports + self._step[1]

    def run(self, reading: Metered, command: str = "code") -> Outcome:
        """Code what a reading gives.

        Raises ``DragomanError`` where nothing more can be kept (E503 to E505); see ``outcome`` then.
        """
        self._sink.begin(self._crew.coder(), command)
        state = "interrupted"
        try:
            self._run(cut(self._admitted(reading)))
            self.outcome.interrupted = self._stop.is_set()
            state = "interrupted" if self.outcome.interrupted else "done"
        except KeyboardInterrupt:
            self.outcome.interrupted = True
        finally:
            self._end(state)
        return self.outcome

    def _run(self, shards: Iterable[Shard]) -> None:
        given: deque[tuple[Shard, Callable[[], Done]]] = deque()
        for shard in shards:
            given.append((shard, self._crew.give(shard.documents)))
            if len(given) >= self._crew.ahead:
                self._keep(*given.popleft())
            if self._stop.is_set():
                break
        while given:
            self._keep(*given.popleft())
        self._keep_aside()

    def _end(self, state: str) -> None:
        try:
            self._sink.end(state)
        except DragomanError:
            if state == "done":
                raise  # else the first error is already on its way

    def _admitted(self, reading: Metered) -> Iterator[tuple[Document, int]]:
        """The documents to code, with the position of the reading after each."""
        for item in reading:
            if self._stop.is_set():
                return
            if isinstance(item, Failure):
                self._failed(item)
            elif self._part.holds(item.id) and self._is_new(item):
                yield item, reading.meter.done
            self._tell()

    def _is_new(self, document: Document) -> bool:
        hashed = text_hash(document.text)
        pending = self._pending.get(document.id)
        if pending is not None:
            answer = Admission.CODED if pending == hashed else Admission.CHANGED
        else:
            answer = self._sink.admit(document)
        if answer is Admission.CHANGED:
            self._failed(Failure(DragomanError("E506", where=f"document {document.id}")))
        elif answer is Admission.CODED:
            self.outcome.before += 1
        elif not is_coded(document.language):
            self._set_aside(document)
        else:
            self._pending[document.id] = hashed
            return True
        return False

    def _keep(self, shard: Shard, result: Callable[[], Done]) -> None:
        self._shard = shard
        done = result()
        written = {tally.document_id for tally in done.written.tallies}
        self._sink.keep(done.written, [d for d in shard.documents if d.id in written])
        self._step = (0, 0)
        for tally in done.written.tallies:
            self._count(tally)
        for error in done.errors:
            self._failed(Failure(error))
        for document in shard.documents:
            del self._pending[document.id]
        self.position = max(self.position, shard.position)
        self._tell()

    def _one(self, coded: Coded) -> None:
        """One document of the shard in hand was coded: move on by its share of the shard's bytes."""
        documents, reports = self._step
        self._step = (documents + 1, reports + len(coded.reports))
        if self._shard is not None:
            left = len(self._shard.documents) - documents
            self.position += max(0, self._shard.position - self.position) // max(left, 1)
        self._tell()

    def _count(self, tally: Tally) -> None:
        self.outcome.documents += 1
        self.outcome.sentences += tally.sentences
        self.outcome.reports += tally.reports
        self.outcome.types.update(tally.types)
        if len(self.outcome.notes) < FAILURES_KEPT:
            self.outcome.notes += [(tally.document_id, note) for note in tally.notes]

    def _set_aside(self, document: Document) -> None:
        self.outcome.set_aside += 1
        self.outcome.languages[document.language or ""] += 1
        self._aside.append(document)
        if len(self._aside) >= ASIDE_AT_ONCE:
            self._keep_aside()

    def _keep_aside(self) -> None:
        if self._aside:
            self._sink.set_aside(self._aside)
            self._aside = []

    def _failed(self, failure: Failure) -> None:
        outcome = self.outcome
        outcome.failed += failure.lost
        listed = outcome.failures if failure.lost else outcome.warnings
        if len(listed) < FAILURES_KEPT:
            listed.append(failure.error)
        self._sink.fail(failure.error)
