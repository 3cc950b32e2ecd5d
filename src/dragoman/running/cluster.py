"""Workers of a Dask cluster, on other machines or on this one. Needs ``pip install 'dragoman[dask]'``.

Texts go to the workers; what comes back is the name of a segment, which the worker wrote into the store's folder.
A shard may be coded twice, where a worker died or was cut off: it gives the same segment.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from threading import Event, Lock
from typing import Any

from dragoman.errors import DragomanError
from dragoman.records import Coder, Document
from dragoman.running.coder import CoderLike, one_thread
from dragoman.running.crew import Done, MakeCoder, Tell, code_shard, silent
from dragoman.running.sinks import SegmentWriter
from dragoman.running.workers import TRIES
from dragoman.store.folder import REPORTS
from dragoman.store.segments import is_whole
from dragoman.store.texts import WHOLE, Keep

LOCAL = "local"
"""The address of a cluster that is made for the run, on this machine."""

ANSWERS_WITHIN = 10.0
"""Seconds in which a scheduler has to answer."""

LISTEN = 0.25
"""Seconds after which somebody who waits for a shard looks whether the run is to stop."""

SEEN_WITHIN = 30.0
"""Seconds that a network folder may take to show here what a worker has written."""


class Cluster:
    """A crew on a Dask cluster; ``keep`` is the store's. Raises ``DragomanError`` E621 without Dask, E622."""

    def __init__(
        self, make: MakeCoder, folder: Path, address: str = LOCAL, count: int = 1, keep: Keep = WHOLE
    ) -> None:
        self.tell: Tell = silent
        self.stop = Event()
        self._address = address
        self._make = make
        self._writer = SegmentWriter(folder.resolve(), keep)
        self._own: Any = None
        self._client = self._connected(count)
        self._given: set[Any] = set()
        self._known: Coder | None = None
        self.ahead = 2 * max(1, sum(self._client.nthreads().values()))

    def coder(self) -> Coder:
        """The coder's name, version and model, as one of the workers tells it."""
        if self._known is None:
            self._known = self._answer(self._client.submit(_identity, self._make, pure=False))
            if self._known is None:
                raise KeyboardInterrupt
        return self._known

    def give(self, documents: Sequence[Document]) -> Callable[[], Done]:
        """Give the shard to the cluster."""
        future = self._submit(documents)
        return lambda: self._result(future, documents)

    def close(self) -> None:
        """Cancel what is not done, and leave the cluster; one that was made for the run ends."""
        self._client.cancel(list(self._given))
        self._client.close(timeout=5)
        if self._own is not None:
            self._own.close(timeout=5)

    def _connected(self, count: int) -> Any:
        dask = _dask()
        try:
            if self._address == LOCAL:
                self._own = dask.LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=":0")
            return dask.Client(self._own or self._address, timeout=ANSWERS_WITHIN, set_as_default=False)
        except (OSError, ValueError) as error:
            raise DragomanError("E622", where=self._address, detail=str(error).partition("\n")[0]) from error

    def _submit(self, documents: Sequence[Document]) -> Any:
        future = self._client.submit(_work, self._make, self._writer, self.coder(), list(documents), pure=False)
        self._given.add(future)
        return future

    def _result(self, future: Any, documents: Sequence[Document], tries: int = TRIES) -> Done:
        """What became of a shard. A result that was lost with the worker that kept it is asked for again."""
        try:
            done: Done | None = self._answer(future)
        except _dask().KilledWorker:
            where = f"{len(documents)} documents, from {documents[0].id} to {documents[-1].id}"
            return Done(self._nothing(), (DragomanError("E605", where=where),))
        except CancelledError as error:
            if tries and self._client.status == "running":
                return self._result(self._submit(documents), documents, tries - 1)
            raise DragomanError("E622", where=self._address, detail="the scheduler is gone") from error
        finally:
            self._given.discard(future)
        if done is None:
            return Done(self._nothing())
        self._wait_to_see(done)
        return done

    def _answer(self, future: Any) -> Any:
        """The result of a task; None where the run is to stop before it is there."""
        dask = _dask()
        while True:
            try:
                return future.result(timeout=LISTEN)
            except TimeoutError:
                if future.status == "error":
                    raise
                if self.stop.is_set():
                    future.cancel()
                    return None
                if self._client.status not in ("running", "connecting"):
                    raise DragomanError("E622", where=self._address, detail="the scheduler is gone") from None
            except dask.comm.CommClosedError as error:
                raise DragomanError("E622", where=self._address, detail="the scheduler is gone") from error

    def _wait_to_see(self, done: Done) -> None:
        """A segment counts only when it can be read here: the folder may not be the same one everywhere."""
        segment = done.written.segment
        until = time.monotonic() + SEEN_WITHIN
        reports = self._writer.folder / REPORTS
        while segment.name is not None and not is_whole(reports / segment.name, segment.rows):
            if time.monotonic() > until:
                raise DragomanError("E623", where=str(self._writer.folder))
            time.sleep(LISTEN)

    def _nothing(self) -> Any:
        return self._writer.write([], Coder(name="", version=""))


def _dask() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise DragomanError("E621") from error


_CODERS: dict[str, CoderLike] = {}
_ONE_AT_A_TIME = Lock()


def _coder(make: MakeCoder) -> CoderLike:
    """The coder of this worker process, loaded once."""
    key = repr([getattr(make, name, None) for name in ("__module__", "__qualname__", "func", "args", "keywords")])
    if key not in _CODERS:
        one_thread()
        _CODERS[key] = make()
    return _CODERS[key]


def _identity(make: MakeCoder) -> Coder:
    with _ONE_AT_A_TIME:
        return _coder(make).coder


def _work(make: MakeCoder, writer: SegmentWriter, expected: Coder, documents: list[Document]) -> Done:
    """Code a shard; a worker process of several threads codes one at a time. Raises E623, E624."""
    with _ONE_AT_A_TIME:
        coder = _coder(make)
        if coder.coder != expected:
            raise DragomanError("E624", found=_named(coder.coder), wanted=_named(expected))
        if not writer.folder.is_dir():
            raise DragomanError("E623", where=str(writer.folder))
        return code_shard(coder, documents, writer, Event(), silent)


def _named(coder: Coder) -> str:
    return " ".join(part for part in (coder.name, coder.version, coder.model) if part)
