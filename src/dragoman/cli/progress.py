"""The progress bar of a run, and failures told as they happen."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from dragoman.cli.console import err, error_line

if TYPE_CHECKING:
    from dragoman.reading.source import Meter
    from dragoman.running.job import Job

TOLD = 20
"""Failures that are told one by one; the summary counts them all."""


class Watched:
    """A bar on standard error that follows a job. Without a terminal it prints failures only."""

    def __init__(self, meter: Meter) -> None:
        self.job: Job | None = None
        self._meter = meter
        self._told = 0
        self._warned = 0
        self._noted = 0
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            TaskProgressColumn(),
            TextColumn("{task.fields[found]}"),
            TimeRemainingColumn(),
            console=err(),
            transient=True,
            disable=not err().is_terminal,
        )
        self._task = self._bar.add_task("Loading the coder", total=None, found="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def say(self, line: str) -> None:
        """Print a line above the bar."""
        self._bar.console.print(line, markup=False, soft_wrap=True)

    def tell(self) -> None:
        """Show how far the job is."""
        job = self.job
        if job is None:
            return
        outcome = job.outcome
        for error in outcome.failures[self._told : TOLD]:
            self._bar.console.print(error_line(error), soft_wrap=True)
        for warning in outcome.warnings[self._warned : TOLD]:
            self._bar.console.print(error_line(warning, "yellow"), soft_wrap=True)
        for document, note in outcome.notes[self._noted : TOLD]:
            self.say(f"note  document {document}: {note}")
        self._noted = len(outcome.notes)
        self._told, self._warned = len(outcome.failures), len(outcome.warnings)
        self._bar.update(
            self._task,
            description="Coding",
            total=self._meter.total,
            completed=min(job.position, self._meter.total or job.position),
            found=f"{job.coded:,} documents · {job.reports:,} reports",
        )
