"""Who codes: what a run asks of them, and this process as the simplest of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from dragoman.errors import DragomanError
from dragoman.records import Coder, Document
from dragoman.running.coder import CoderLike, batches, code_batch, one_thread
from dragoman.running.sinks import Writer, Written
from dragoman.store.segments import Coded

MakeCoder = Callable[[], CoderLike]
"""Makes a coder; for worker processes it must be a function of a module, or a partial of one."""

Tell = Callable[[Coded], None]


def silent(coded: Coded) -> None:
    """Tell nobody."""


class Flag(Protocol):
    """Set when the run is to stop; ``threading.Event`` is one, ``workers.SharedFlag`` another."""

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
        self.tell: Tell = silent

    def coder(self) -> Coder:
        """The coder's name, version and model."""
        return self._coder.coder

    def give(self, documents: Sequence[Document]) -> Callable[[], Done]:
        """A call that codes the shard."""
        return lambda: code_shard(self._coder, documents, self._writer, self._stop, self.tell)

    def close(self) -> None:
        """Nothing to do."""
