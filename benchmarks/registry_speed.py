"""Loading time, memory and speed of the registry: ``python benchmarks/registry_speed.py``.

Measured in processor time of this process, so that other work on the machine does not count: loading is
``load_registry()`` and the first ``find``, which builds the name index. The text is made of sentences with
names of states, seats and persons among plain words. Gates: 0.25 s, 150 MB more than before, 1 MB a second.
"""

from __future__ import annotations

import resource
import sys
import time

LOAD_SECONDS, LOAD_MEGABYTES, MEGABYTES_A_SECOND = 0.25, 150.0, 1.0

SENTENCES = (
    "The foreign minister of Côte d’Ivoire met Sergei Lavrov in Moscow on Tuesday to talk about trade. ",
    "Officials in Washington said that the Kremlin had not answered, and that U.S. troops would stay. ",
    "A farmer near the river told reporters that the road had been closed for several days after the storm. ",
    "President Recep Tayyip Erdogan called his French counterpart Emmanuel Macron, the Elysee Palace said. ",
)


def main() -> int:
    from dragoman.actors.registry import load_registry

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    registry = load_registry()
    registry.find("")
    loaded = time.process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    text = "".join(SENTENCES) * (2_000_000 // len("".join(SENTENCES)))
    started = time.process_time()
    matches = registry.find(text)
    speed = len(text.encode()) / 1e6 / (time.process_time() - started)
    print(f"load {loaded:.3f} s, {grown:.0f} MB; {speed:.2f} MB/s, {len(matches):,} names")
    return 0 if loaded <= LOAD_SECONDS and grown <= LOAD_MEGABYTES and speed >= MEGABYTES_A_SECOND else 1


if __name__ == "__main__":
    sys.exit(main())
