"""Who does it to whom, end to end: ``python -m benchmarks.direction [--errors]``.

Every sentence of ``sets/direction.txt`` is coded twice, the second time with its two states exchanged. A sentence is
right where a report goes from the one who does it to the one who undergoes it and none goes the other way round;
a pair is right where both sentences are. A sentence without such a report counts as wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.states import fill, states
from dragoman.coding import EventCoder
from dragoman.records import Document, Party, Report

SENTENCES = Path(__file__).parent / "sets" / "direction.txt"
PUBLISHED = "2010-05-13"


@dataclass(frozen=True)
class Item:
    """One sentence: who does what to whom, by codes of states and accepted types."""

    text: str
    actor: str
    recipient: str
    types: tuple[str, ...]


def read(path: Path = SENTENCES) -> list[tuple[Item, Item]]:
    """The pairs of a file: each line as it stands, and with the states exchanged."""
    pairs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        types, names, sentence = (part.strip() for part in line.split("|"))
        one, other = (states()[name.strip()] for name in names.split(","))
        accepted = tuple(name.strip() for name in types.split(","))
        pairs.append(
            (
                Item(fill(sentence, {"A": one, "B": other}), one.code, other.code, accepted),
                Item(fill(sentence, {"A": other, "B": one}), other.code, one.code, accepted),
            )
        )
    return pairs


def countries(parties: tuple[Party, ...]) -> list[str | None]:
    """The countries of some parties."""
    return [party.country for party in parties]


def goes(report: Report, source: str, target: str) -> bool:
    """Whether a report goes from one state to another; what both do together goes nowhere."""
    actors = countries(report.actors)
    return source in actors and target not in actors and target in countries(report.recipients)


def lines(coder: EventCoder, pairs: list[tuple[Item, Item]], errors: bool = False) -> Iterator[str]:
    """The figures, after the sentences that are wrong where ``errors`` are wanted."""
    items = [item for pair in pairs for item in pair]
    documents = [Document(id=str(n), text=item.text, published=PUBLISHED) for n, item in enumerate(items)]
    right, turned, typed = [], 0, 0
    for item, coded in zip(items, coder.code(documents), strict=True):
        straight = [r for r in coded.reports if goes(r, item.actor, item.recipient)]
        back = [r for r in coded.reports if goes(r, item.recipient, item.actor)]
        right.append(bool(straight) and not back)
        turned += bool(back)
        typed += right[-1] and any(r.event_type in item.types for r in straight)
        if errors and not (right[-1] and any(r.event_type in item.types for r in straight)):
            told = [(r.event_type, countries(r.actors), countries(r.recipients)) for r in coded.reports]
            kind = "turned" if back else "type" if straight else "missed"
            yield f"{kind}: {'|'.join(item.types)} {item.actor}>{item.recipient}: {item.text} -> {told}"
    both = sum(a and b for a, b in zip(right[::2], right[1::2], strict=True))
    share = {"direction right": sum(right), "turned round": turned, "direction and type right": typed}
    yield f"{len(items)} sentences: " + ", ".join(f"{name} {n / len(items):.3f}" for name, n in share.items())
    yield f"{len(pairs)} pairs: direction right in both sentences {both / len(pairs):.3f}"


def main() -> None:
    for line in lines(EventCoder.load(), read(), "--errors" in sys.argv):
        print(line)


if __name__ == "__main__":
    main()
