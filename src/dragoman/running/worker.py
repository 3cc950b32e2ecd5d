"""A worker process: it loads the coder once, then codes the shards that come through its pipe."""

from __future__ import annotations

import os
import signal
import threading
import traceback
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait

from dragoman.errors import DragomanError
from dragoman.records import Coder
from dragoman.running.coder import one_thread
from dragoman.running.crew import Done, Flag, MakeCoder, code_shard, silent
from dragoman.running.sinks import Writer

Answer = Coder | Done | Exception
"""What a worker sends: first who the coder is, then what became of each shard; or what ended it."""


def serve(pipe: Connection, make: MakeCoder, writer: Writer, stop: Flag) -> None:
    """Work until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and sets the flag
    threading.Thread(target=_end_with_parent, daemon=True).start()
    one_thread()
    try:
        _work(pipe, make, writer, stop)
    except (EOFError, OSError):
        return  # the parent has closed the pipe: nobody waits for an answer


def _work(pipe: Connection, make: MakeCoder, writer: Writer, stop: Flag) -> None:
    try:
        coder = make()
        answer: Answer = coder.coder
    except Exception as error:
        pipe.send(_portable(error))
        return
    while True:
        pipe.send(answer)
        documents = pipe.recv()
        try:
            answer = code_shard(coder, documents, writer, stop, silent)
        except Exception as error:
            answer = _portable(error)


def _portable(error: Exception) -> Exception:
    """The error as it can travel: those that are not ours may hold what cannot be sent."""
    if isinstance(error, DragomanError):
        return error
    return RuntimeError("".join(traceback.format_exception(error)))


def _end_with_parent() -> None:
    """Nobody enters the segments of a worker whose parent was killed: it ends at once."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
