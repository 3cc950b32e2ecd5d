"""Whether nothing is found where there is nothing: ``python -m benchmarks.unrelated [--errors]``.

Two hundred pairs of parties of ``sets/unrelated.txt``, between whom their sentence tells nothing, against as many of
``sets/direction.txt``, where one does something to the other. The coder says "nothing" where no report has the two
on its two sides, or both among those who do it to each other. Beside it, the relation model alone, told the parties
and not the predicate.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import direction
from benchmarks.states import states
from dragoman.coding import EventCoder
from dragoman.coding.model import Candidate, RelationClassifier
from dragoman.coding.model.data import read_training_line
from dragoman.records import Document, Party, Report

SENTENCES = Path(__file__).parent / "sets" / "unrelated.txt"
PUBLISHED = "2010-05-13"


def unrelated(path: Path = SENTENCES) -> list[Candidate]:
    """The pairs between whom nothing is told."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    marked = [read_training_line(line, "unrelated").marked for line in lines]
    return [Candidate(m.text, m.actors, m.recipients) for m in marked]


def related(wanted: int) -> list[Candidate]:
    """So many of the sentences on direction, the names of the two states marked where they are first found."""
    pairs = direction.read()
    codes = {state.code: state for state in states().values()}
    found = []
    for item, _ in pairs:
        marks = []
        for code in (item.actor, item.recipient):
            names = [n for s in states().values() if s.code == code for n in (s.name, s.adjective)]
            start, name = min((item.text.find(n), n) for n in {*names, codes[code].name} if item.text.find(n) >= 0)
            marks.append((start, start + len(name)))
        found.append(Candidate(item.text, (marks[0],), (marks[1],)))
    return found[:: max(1, len(found) // wanted)][:wanted]


def tells(report: Report, candidate: Candidate) -> bool:
    """Whether a report has the two parties on its two sides, or both among those who do it to each other."""

    def has(parties: Sequence[Party], side: tuple[tuple[int, int], ...]) -> bool:
        return any(p.start < end and start < p.end for p in parties for start, end in side)

    sides = (candidate.actors, candidate.recipients)
    if report.reciprocal:
        return all(has(report.actors, side) for side in sides)
    return any(has(report.actors, one) and has(report.recipients, other) for one, other in (sides, sides[::-1]))


def scores(nothing: list[bool], wanted: int) -> str:
    """Precision, recall and F1 of "nothing"; the first ``wanted`` answers should be it."""
    right, told = sum(nothing[:wanted]), sum(nothing)
    precision, recall = right / max(told, 1), right / wanted
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"


def lines(coder: EventCoder, errors: bool = False) -> Iterator[str]:
    """The figures, after the wrong ones where ``errors`` are wanted."""
    none = unrelated()
    candidates = [*none, *related(len(none))]
    coded = coder.code(Document(id=str(n), text=c.text, published=PUBLISHED) for n, c in enumerate(candidates))
    nothing = [not any(tells(r, c) for r in found.reports) for c, found in zip(candidates, coded, strict=True)]
    if errors:
        for n, candidate in enumerate(candidates):
            if nothing[n] != (n < len(none)):
                yield f"{'surplus' if n < len(none) else 'missed'}: {candidate.text}"
    alone = [j.types["NONE"] >= 0.5 for j in RelationClassifier.load().classify(candidates)]
    yield f"{len(none)} unrelated and {len(candidates) - len(none)} related pairs; nothing between them:"
    yield f"the coder: {scores(nothing, len(none))}"
    yield f"the relation model alone: {scores(alone, len(none))}"


def main() -> None:
    for line in lines(EventCoder.load(), "--errors" in sys.argv):
        print(line)


if __name__ == "__main__":
    main()
