"""``dragoman code``: read documents and write reports."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, NoReturn

import typer

from dragoman.cli import options as o
from dragoman.cli.stopping import stopping
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.reading import Reading
    from dragoman.running.crew import Crew, Flag, MakeCoder
    from dragoman.running.job import Outcome
    from dragoman.running.shards import Part
    from dragoman.running.sinks import Sink
    from dragoman.store.texts import Keep


class CoderName(StrEnum):
    """Who drafts the reports."""

    DEFAULT = "default"
    LLM = "llm"


def code(
    paths: Annotated[list[str], typer.Argument(help='Files, folders, globs or addresses; "-" is standard input.')],
    store: o.StoreOption = o.DEFAULT_STORE,
    to: Annotated[
        str | None,
        typer.Option("--to", help='Write reports as JSON lines to this file, or "-", and keep no store.'),
    ] = None,
    keep_text: o.KeepTextOption = None,
    published: Annotated[
        str | None, typer.Option("--published", help="Day of publication of documents that give none.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="Source of documents that give none.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that code.")] = 1,
    shard: Annotated[
        str, typer.Option("--shard", help="Code one part of the input: I/N, for N machines or jobs.")
    ] = "1/1",
    dask: Annotated[
        str | None,
        typer.Option("--dask", help='A Dask cluster: its scheduler\'s address, or "local" for one of --workers.'),
    ] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format", help="auto, text, html, jsonl, csv, tsv, parquet, warc, newsml, eml, rtf, docx or zip."
        ),
    ] = "auto",
    column: Annotated[
        list[str], typer.Option("--column", help="FIELD=NAME: the column of a field, such as text=body.")
    ] = [],  # noqa: B006 (typer copies defaults)
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let addresses lead into private networks.")
    ] = False,
    no_link: Annotated[
        bool, typer.Option("--no-link", help="Seek no copies and join no events; dragoman link does it later.")
    ] = False,
    config: Annotated[
        Path | None, typer.Option("--config", help="Another configuration of the coder.")
    ] = None,
    coder: Annotated[
        CoderName,
        typer.Option("--coder", help="llm asks a language model on a server; it sends the text there."),
    ] = CoderName.DEFAULT,
    llm_url: Annotated[
        str | None,
        typer.Option("--llm-url", help="Its OpenAI-compatible server; else http://localhost:11434/v1."),
    ] = None,
    llm_model: Annotated[
        str | None, typer.Option("--llm-model", help="Its name. A key is read from DRAGOMAN_LLM_KEY.")
    ] = None,
) -> None:
    """Read news documents and write who did what to whom, each report tied to the words it was read from.

    Coding again adds only what is new. Ctrl-C stops after the batch in hand; what was coded is kept.
    """
    from dragoman import reading
    from dragoman.running.shards import Part

    part = Part.parse(shard)
    keep = o.keep_text(keep_text)
    if dask is not None and to is not None:
        raise DragomanError("E625", options="--to")
    options = reading.Options(
        format=format_,
        published=o.day(published),
        source=source,
        columns=dict(_pair(c) for c in column),
        private=allow_private,
    )
    found = reading.read(paths, options)
    if not found.sources or all(isinstance(source, DragomanError) for source in found.sources):
        _nothing(found)
    make = _maker(coder, config, llm_url, llm_model)
    with _target(store, to, keep) as sink:
        outcome = _run(found, sink, part, lambda: _crew(sink, workers, make, dask))
    from dragoman.cli.summary import tell

    tell(outcome, store=None if to else store, to=to)
    if to is None and not no_link and outcome.documents and not outcome.interrupted:
        _link(store)
    if coder is CoderName.LLM:
        _tell_cost(outcome)
    raise typer.Exit(outcome.exit_code)


def _link(store: Path) -> None:
    """Link what is new; where another process does so just now, it is left to it or to the next time."""
    from dragoman.cli import link
    from dragoman.store import Store

    with Store.open(store, write=True) as opened:
        try:
            link.tell(link.run(opened))
        except DragomanError as error:
            if error.code != "E422":
                raise
            from dragoman.cli.console import err, error_line

            err().print(error_line(error, "yellow"), soft_wrap=True)


def _nothing(found: Reading) -> NoReturn:
    """Tell why there is nothing to read, before a coder is loaded or a store made."""
    from dragoman.cli.console import tell_error
    from dragoman.reading import Failure

    for item in found:
        if isinstance(item, Failure):
            tell_error(item.error)
    raise typer.Exit(2)


def _maker(name: CoderName, config: Path | None, url: str | None, model: str | None) -> MakeCoder:
    """How to make the coder. Raises ``DragomanError`` E410, E411, E415, E416, E418 for a server and its options."""
    from dragoman.running import coder

    if name is CoderName.LLM:
        coder.check_llm(url, model, config)
        return partial(coder.load_llm_coder, url, model, config)
    for option, value in (("--llm-url", url), ("--llm-model", model)):
        if value is not None:
            raise DragomanError("E418", options=option)
    return partial(coder.load_coder, config)


def _tell_cost(outcome: Outcome) -> None:
    """What asking the language model cost, as far as the notes of the documents are kept."""
    from dragoman.cli.console import err
    from dragoman.coding.llm.usage import total
    from dragoman.running.job import FAILURES_KEPT

    part = "In all" if len(outcome.notes) < FAILURES_KEPT else f"By the first {FAILURES_KEPT:,} notes"
    if usage := total(note for _, note in outcome.notes):
        err().print(f"{part}, {usage.note()}.", soft_wrap=True, highlight=False, markup=False)


def _pair(text: str) -> tuple[str, str]:
    from dragoman.reading.record import FIELDS

    field, _, name = text.partition("=")
    if field not in FIELDS or not name:
        raise DragomanError(
            "E602", value=text, field="--column", known=", ".join(f"{f}=NAME" for f in FIELDS)
        )
    return field, name


@contextmanager
def _target(store: Path, to: str | None, keep: Keep | None) -> Iterator[Sink]:
    """The store, or the file of JSON lines. Raises ``DragomanError`` E501 to E505, E507, E607."""
    from dragoman.running.sinks import LinesSink, StoreSink
    from dragoman.store import Store

    if to is None:
        with Store.create(store, keep) as opened:
            yield StoreSink(opened)
        return
    try:
        with _binary(to) as file:
            yield LinesSink(file)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    except OSError as error:
        raise DragomanError("E607", where=to, detail=error.strerror or str(error)) from error


def _binary(to: str) -> nullcontext[BinaryIO] | BinaryIO:
    return nullcontext(sys.stdout.buffer) if to == "-" else Path(to).open("wb")


def _run(found: Reading, sink: Sink, part: Part, hire: Callable[[], tuple[Crew, Flag]]) -> Outcome:
    from dragoman.cli.progress import Watched
    from dragoman.running.job import Job

    with Watched(found.meter) as watched:
        crew, stop = hire()
        try:
            with stopping(stop, watched.say):
                job = Job(sink, crew, stop, part, watched.tell)
                watched.job = job
                try:
                    return job.run(found, command=" ".join(sys.argv[1:]))
                except DragomanError as error:
                    job.outcome.failures.append(error)
                    job.outcome.failed += 1
                    watched.tell()
                    return job.outcome
        finally:
            crew.close()


def _crew(sink: Sink, workers: int, make: MakeCoder, dask: str | None) -> tuple[Crew, Flag]:
    """Who codes, and the flag that stops them. Raises ``DragomanError`` E621, E622."""
    from dragoman.running.crew import Alone
    from dragoman.running.sinks import StoreSink
    from dragoman.running.workers import Workers

    if dask is not None and isinstance(sink, StoreSink):
        from dragoman.running.cluster import Cluster

        cluster = Cluster(make, sink.store.path, dask, workers, sink.store.keep)
        return cluster, cluster.stop
    if workers == 1:
        stop = threading.Event()
        return Alone(make, sink.writer, stop), stop
    crew = Workers(make, sink.writer, workers)
    return crew, crew.stop
