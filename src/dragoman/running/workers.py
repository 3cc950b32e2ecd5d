"""Who codes: this process, or several of its own."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol

import msgspec

from dragoman.errors import DragomanError
from dragoman.records import Coder, Document
from dragoman.running.coder import CoderLike, batches, code_batch, one_thread
from dragoman.running.sinks import Writer, Written
from dragoman.store.segments import Coded

MakeCoder = Callable[[], CoderLike]
"""Makes a coder; for worker processes it must be a function of a module, or a partial of one."""

Tell = Callable[[Coded], None]
_Task = tuple[ProcessPoolExecutor, "Future[Done] | None"]

TRIES = 3
"""How often a shard is given out before it is told as lost: a worker can die for another shard's sake."""


def _silent(coded: Coded) -> None:
    """Tell nobody."""


class Flag(Protocol):
    """Set when the run is to stop; both ``threading.Event`` and ``multiprocessing.Event`` are one."""

    def is_set(self) -> bool:
        """Whether it is set."""

    def set(self) -> None:
        """Set it."""


class Done(msgspec.Struct, frozen=True):
    """What became of a shard. Documents neither in ``written`` nor in ``errors`` were not reached."""

    written: Written
    errors: tuple[DragomanError, ...] = ()


class Crew(Protocol):
    """Those who code shards."""

    ahead: int
    """Shards that may be given out before the first one is waited for."""
    tell: Tell
    """Called with each coded document, where the crew works in this process."""

    def coder(self) -> Coder:
        """The coder that all of them are."""

    def give(self, documents: Sequence[Document]) -> Callable[[], Done]:
        """Give out a shard. The answer waits for the result and returns it."""

    def close(self) -> None:
        """Let them go."""


def code_shard(
    coder: CoderLike,
    documents: Sequence[Document],
    writer: Writer,
    stop: Flag,
    tell: Tell,
) -> Done:
    """Code and write a shard; when told to stop, what was coded until then is written."""
    coded: list[Coded] = []
    errors: list[DragomanError] = []
    interrupted = None
    try:
        for batch in batches(documents):
            if stop.is_set():
                break
            for made in code_batch(coder, batch):
                if isinstance(made, DragomanError):
                    errors.append(made)
                    continue
                coded.append(made)
                tell(made)
    except KeyboardInterrupt as pressed:
        stop.set()
        interrupted = pressed
    done = Done(writer.write(coded, coder.coder), tuple(errors))
    if interrupted and not coded:
        raise interrupted
    return done


class Alone:
    """This process does the work, at the moment when the result is asked for."""

    ahead = 1

    def __init__(self, make: MakeCoder, writer: Writer, stop: Flag) -> None:
        one_thread()
        self._coder = make()
        self._writer = writer
        self._stop = stop
        self.tell: Tell = _silent

    def coder(self) -> Coder:
        """The coder's name, version and model."""
        return self._coder.coder

    def give(self, documents: Sequence[Document]) -> Callable[[], Done]:
        """A call that codes the shard."""
        return lambda: code_shard(self._coder, documents, self._writer, self._stop, self.tell)

    def close(self) -> None:
        """Nothing to do."""


class Workers:
    """Processes that each load the coder once. If one dies, its shard is given out again."""

    def __init__(self, make: MakeCoder, writer: Writer, count: int) -> None:
        one_thread()
        self.ahead = count + 1
        self.tell: Tell = _silent
        self._count = count
        self._arguments = (make, writer)
        self._context: Any = multiprocessing.get_context("spawn")
        self.stop: Flag = self._context.Event()
        self._pool = self._made()

    def coder(self) -> Coder:
        """The coder's name, version and model, as a worker tells it. Raises ``DragomanError`` E605."""
        try:
            return self._pool.submit(_identity).result()
        except BrokenProcessPool as error:
            raise DragomanError("E605", where="loading the coder") from error

    def give(self, documents: Sequence[Document]) -> Callable[[], Done]:
        """Give the shard to the next free worker."""
        task = self._submit(documents)
        return lambda: self._result(task, documents)

    def close(self) -> None:
        """End the workers; shards that are not begun are dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._count, mp_context=self._context, initializer=_set_up, initargs=(*self._arguments, self.stop)
        )

    def _submit(self, documents: Sequence[Document]) -> _Task:
        try:
            return self._pool, self._pool.submit(_work, list(documents))
        except BrokenProcessPool:
            return self._pool, None

    def _result(self, task: _Task, documents: Sequence[Document]) -> Done:
        """The result of a shard; where the worker that had it died, so do all of its pool, and others try."""
        for tries_left in reversed(range(TRIES)):
            pool, future = task
            try:
                if future is not None:
                    return future.result()
            except BrokenProcessPool:
                pass
            if pool is self._pool:
                pool.shutdown(wait=False, cancel_futures=True)
                self._pool = self._made()
            if tries_left:
                task = self._submit(documents)
        lost = f"{len(documents)} documents, from {documents[0].id} to {documents[-1].id}"
        nothing = self._arguments[1].write([], Coder(name="", version=""))
        return Done(nothing, (DragomanError("E605", where=lost),))


_STATE: dict[str, Any] = {}


def _set_up(make: MakeCoder, writer: Writer, stop: Flag) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and sets the flag
    one_thread()
    _STATE.update(make=make, writer=writer, stop=stop)


def _coder() -> CoderLike:
    if "coder" not in _STATE:
        _STATE["coder"] = _STATE["make"]()
    coder: CoderLike = _STATE["coder"]
    return coder


def _identity() -> Coder:
    return _coder().coder


def _work(documents: list[Document]) -> Done:
    return code_shard(_coder(), documents, _STATE["writer"], _STATE["stop"], _silent)
