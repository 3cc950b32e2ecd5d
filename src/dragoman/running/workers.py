"""Several processes of this machine that code: each has a pipe of its own, and nothing is shared but a flag.

A worker may be killed at any moment. It then holds no lock that others need, only its own shard is given out
again, and another worker takes its place.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any

from dragoman.errors import DragomanError
from dragoman.records import Coder, Document
from dragoman.running.coder import one_thread
from dragoman.running.crew import Done, MakeCoder, Tell, silent
from dragoman.running.sinks import Writer
from dragoman.running.worker import Answer, serve

TRIES = 3
"""How often a shard is given out, or the loading of the coder tried, before it is told as lost."""

GRACE = 5.0
"""Seconds that a worker is given to end when it is asked to, before it is killed."""


class SharedFlag:
    """A byte in shared memory that asks the workers to stop. It has no lock that a killed worker could keep."""

    def __init__(self, context: Any) -> None:
        self._byte = context.RawValue("b", 0)

    def is_set(self) -> bool:
        """Whether it is set."""
        return bool(self._byte.value)

    def set(self) -> None:
        """Set it."""
        self._byte.value = 1


class _Shard:
    """A shard that was given out, how many workers died with it, and what became of it."""

    def __init__(self, documents: list[Document]) -> None:
        self.documents = documents
        self.deaths = 0
        self.answer: Done | Exception | None = None


class _Worker:
    """One process, this end of its pipe, and the shard that it has. It is ready once it said who the coder is."""

    def __init__(self, context: Any, make: MakeCoder, writer: Writer, stop: SharedFlag) -> None:
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(
            target=serve, args=(theirs, make, writer, stop), name="dragoman-worker", daemon=True
        )
        with theirs, _no_interrupt():
            self.process.start()
        self.coder: Coder | None = None
        self.shard: _Shard | None = None

    @property
    def idle(self) -> bool:
        """Whether a shard can be given to it."""
        return self.coder is not None and self.shard is None

    def hear(self) -> Answer | None:
        """What it sends; None where it sent nothing. Raises ``EOFError`` or ``OSError`` if it is dead."""
        if self.pipe.poll():
            answer: Answer = self.pipe.recv()
            return answer
        if not self.process.is_alive():
            raise EOFError
        return None

    def end(self) -> None:
        """End the process: kindly where it waits for a shard, else at once. Never waits for ever."""
        self.pipe.close()
        steps = (lambda: None, self.process.terminate, self.process.kill)
        for step in steps if self.idle else steps[1:]:
            step()
            self.process.join(GRACE)
            if not self.process.is_alive():
                self.process.close()
                return


class Workers:
    """Processes that each load the coder once. If one dies, its shard is given to another."""

    def __init__(self, make: MakeCoder, writer: Writer, count: int) -> None:
        one_thread()
        self.ahead = 2 * count
        self.tell: Tell = silent
        self._count = count
        self._context: Any = multiprocessing.get_context("spawn")
        self.stop = SharedFlag(self._context)
        self._arguments = (make, writer, self.stop)
        self._workers: list[_Worker] = []
        self._waiting: deque[_Shard] = deque()
        self._stillborn = 0
        self._fill()

    def coder(self) -> Coder:
        """The coder's name, version and model, as the first worker tells it. Raises ``DragomanError`` E605."""
        while True:
            for worker in self._workers:
                if worker.coder is not None:
                    return worker.coder
            self._step()

    def give(self, documents: Sequence[Document]) -> Callable[[], Done]:
        """Give the shard to the next worker that is free."""
        shard = _Shard(list(documents))
        self._waiting.append(shard)
        self._step(timeout=0)
        return lambda: self._result(shard)

    def close(self) -> None:
        """End the workers; what they have in hand is dropped."""
        self._waiting.clear()
        for worker in self._workers:
            if worker.idle:
                worker.pipe.close()
        while self._workers:
            self._workers.pop().end()

    def _result(self, shard: _Shard) -> Done:
        while shard.answer is None:
            self._step()
        if isinstance(shard.answer, Exception):
            raise shard.answer
        return shard.answer

    def _step(self, timeout: float | None = None) -> None:
        """Give out what waits, then wait until a worker answers or dies."""
        self._fill()
        for worker in [w for w in self._workers if w.idle]:
            if self._waiting:
                self._send(worker, self._waiting.popleft())
        handles: list[Any] = [h for w in self._workers for h in (w.pipe, w.process.sentinel)]
        ready = set(wait(handles, timeout))
        for worker in [w for w in self._workers if {w.pipe, w.process.sentinel} & ready]:
            self._hear(worker)

    def _fill(self) -> None:
        while len(self._workers) < self._count:
            self._workers.append(_Worker(self._context, *self._arguments))

    def _send(self, worker: _Worker, shard: _Shard) -> None:
        worker.shard = shard
        try:
            worker.pipe.send(shard.documents)
        except OSError:
            self._bury(worker)

    def _hear(self, worker: _Worker) -> None:
        try:
            answer = worker.hear()
        except (EOFError, OSError):
            self._bury(worker)
            return
        if isinstance(answer, Coder):
            worker.coder = answer
            self._stillborn = 0
        elif answer is not None and worker.shard is not None:
            worker.shard.answer, worker.shard = answer, None
        elif isinstance(answer, Exception):
            raise answer  # the coder could not be loaded

    def _bury(self, worker: _Worker) -> None:
        """A worker died: its shard is the next to be given out, unless too many died with it."""
        self._workers.remove(worker)
        shard = worker.shard
        worker.end()
        if worker.coder is None:
            self._stillborn += 1
            if self._stillborn >= TRIES:
                raise DragomanError("E605", where="loading the coder")
        if shard is not None:
            shard.deaths += 1
            if shard.deaths < TRIES:
                self._waiting.appendleft(shard)
            else:
                shard.answer = self._lost(shard.documents)

    def _lost(self, documents: Sequence[Document]) -> Done:
        where = f"{len(documents)} documents, from {documents[0].id} to {documents[-1].id}"
        nothing = self._arguments[1].write([], Coder(name="", version=""))
        return Done(nothing, (DragomanError("E605", where=where),))


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl-C waits, in this process until the block ends, in a process that is started in it for ever."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
