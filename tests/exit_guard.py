"""The interpreter must end after the tests: where it does not, this tells what holds it and ends it.

Something left running (a thread, a process that is waited for) can keep an interpreter alive for ever after the
summary was printed, and a build machine with it.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import sys
import threading
import time

SECONDS = 60.0
"""How long the interpreter may take to end."""

HARD = 30.0
"""After so many more seconds it is ended from outside Python, whatever holds its lock; the status is 1 then."""


def watch(status: int, seconds: float = SECONDS) -> None:
    """From now on the interpreter has so many seconds to end; then it does, with this status."""
    faulthandler.dump_traceback_later(seconds + HARD, exit=True, file=2)
    threading.Thread(target=_end, args=(status, seconds), name="exit guard", daemon=True).start()


def _end(status: int, seconds: float) -> None:
    time.sleep(seconds)
    children = ", ".join(f"{p.name} ({p.pid})" for p in multiprocessing.process._children)  # type: ignore[attr-defined]
    threads = ", ".join(t.name for t in threading.enumerate() if not t.daemon)
    say = f"\nThe interpreter did not end {seconds:.0f} s after the tests. Threads: {threads}. Processes: {children}.\n"
    os.write(2, say.encode())
    faulthandler.dump_traceback(file=2)
    sys.stdout.flush()
    os._exit(status)
