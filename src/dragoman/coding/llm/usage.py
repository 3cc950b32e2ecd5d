"""What asking cost, and what was dropped: counted for each document, told in its notes, and summed for a run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

_NOTE = re.compile(
    r"language model: (\d+) requests?, (\d+) retries, (\d+) prompt and (\d+) completion tokens, "
    r"(\d+) reports kept, (\d+) dropped(?: \((.*)\))?"
)


@dataclass
class Usage:
    """Requests sent (``retries`` among them), tokens as the server counts them, and what became of the reports.

    ``dropped`` counts reports by reason.
    """

    requests: int = 0
    retries: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)

    def note(self) -> str:
        """The counts as a note of a document."""
        reasons = "; ".join(f"{reason}: {n}" for reason, n in sorted(self.dropped.items()))
        return (
            f"language model: {self.requests} request{'s' * (self.requests != 1)}, {self.retries} retries, "
            f"{self.prompt_tokens} prompt and {self.completion_tokens} completion tokens, "
            f"{self.kept} reports kept, {self.dropped.total()} dropped" + (f" ({reasons})" if reasons else "")
        )

    def add(self, other: Usage) -> None:
        """Count another one in."""
        self.requests += other.requests
        self.retries += other.retries
        self.prompt_tokens += other.prompt_tokens
        self.completion_tokens += other.completion_tokens
        self.kept += other.kept
        self.dropped.update(other.dropped)

    @classmethod
    def of_note(cls, note: str) -> Usage | None:
        """The counts in a note, or None for a note of something else."""
        if not (found := _NOTE.fullmatch(note)):
            return None
        *numbers, _, reasons = found.groups()
        pairs = (reason.rpartition(": ") for reason in (reasons or "").split("; ") if reason)
        dropped = Counter({name: int(n) for name, _, n in pairs})
        requests, retries, prompt, completion, kept = map(int, numbers)
        return cls(requests, retries, prompt, completion, kept, dropped)


def total(notes: Iterable[str]) -> Usage | None:
    """The sum over the notes of a run, also where several processes coded; None where no model was asked."""
    found = [usage for note in notes if (usage := Usage.of_note(note))]
    if not found:
        return None
    summed = Usage()
    for usage in found:
        summed.add(usage)
    return summed
