"""``dragoman watch``: ask RSS and Atom feeds what is new, and code it."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli import options as o

if TYPE_CHECKING:
    from dragoman.reading.watch import Feeds
    from dragoman.running.watching import Visit, Watch
    from dragoman.store.texts import Keep


def watch(
    feeds: Annotated[Path, typer.Argument(help="The list of feeds, a TOML file: see docs/reading.md.")],
    store: o.StoreOption = o.DEFAULT_STORE,
    once: Annotated[bool, typer.Option("--once", help="One round over all feeds, then end: for cron.")] = False,
    keep_text: o.KeepTextOption = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let addresses lead into private networks.")
    ] = False,
    config: Annotated[
        Path | None, typer.Option("--config", help="Another configuration of the coder.")
    ] = None,
) -> None:
    """Ask feeds what is new, and code each new article once.

    Servers are asked politely: changes only, what robots.txt allows, with pauses, and later where they say so.
    Ctrl-C ends; the next watch goes on from there.
    """
    from dragoman.reading.watch import load_feeds

    wanted, keep = load_feeds(feeds), o.keep_text(keep_text)
    stop = threading.Event()
    failed = asked = 0
    with _stopped(stop), _watch(wanted, store, keep, allow_private, config, stop) as watching:
        for visit in watching.once() if once else watching.forever():
            _tell(visit)
            failed += bool(visit.failures)
            asked += not visit.wait
    if stop.is_set():
        raise typer.Exit(130)
    raise typer.Exit((1 if failed < asked else 2) if failed else 0)


@contextmanager
def _watch(
    feeds: Feeds, store: Path, keep: Keep | None, private: bool, config: Path | None, stop: threading.Event
) -> Iterator[Watch]:
    from dragoman.reading.watch import Newsroom
    from dragoman.reading.watch.state import WatchState
    from dragoman.running import coder
    from dragoman.running.crew import Alone
    from dragoman.running.sinks import StoreSink
    from dragoman.running.watching import Watch
    from dragoman.store import Store

    with Store.create(store, keep) as opened, WatchState(store) as state:
        sink = StoreSink(opened)
        room = Newsroom(feeds, state, private, stop.wait)
        try:
            yield Watch(room, sink, Alone(partial(coder.load_coder, config), sink.writer, stop), stop)
        finally:
            room.close()


@contextmanager
def _stopped(stop: threading.Event) -> Iterator[None]:
    """The first Ctrl-C ends the watch after the batch in hand, the second one at once."""

    def asked(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _tell(visit: Visit) -> None:
    from rich.text import Text

    from dragoman.cli.console import counted, err, tell_error

    for error in visit.failures:
        tell_error(error)
    if visit.wait:
        told = f"left alone for {visit.wait / 60:,.0f} more minutes, as its server needs"
    elif visit.articles or visit.set_aside:
        kinds = ", ".join(f"{name} {count}" for name, count in visit.types.most_common(5))
        told = f"{counted(visit.articles, 'new article')}, {counted(visit.reports, 'report')}"
        told += f" ({kinds})" if kinds else ""
        told += f", {visit.set_aside} not in English" if visit.set_aside else ""
    elif visit.failures:
        return
    else:
        told = "nothing new"
    clock = time.strftime("%H:%M")
    err().print(Text.assemble((f"{clock} ", "dim"), (visit.title, "bold"), f": {told}"), soft_wrap=True)
