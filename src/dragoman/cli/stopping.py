"""Ctrl-C: the first one asks to stop and keep what there is, the second one ends at once."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol


class Flag(Protocol):
    """Something that can be set, of threads or of processes."""

    def set(self) -> None:
        """Ask to stop."""

    def is_set(self) -> bool:
        """Whether it was asked."""


@contextmanager
def stopping(stop: Flag, say: Callable[[str], None]) -> Iterator[None]:
    """Set a flag at the first Ctrl-C, with a word to people."""

    def asked(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        say("Stopping after the batch in hand; what is done is kept. Ctrl-C again ends at once.")

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
