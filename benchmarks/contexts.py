"""In what affair an act stands: ``python -m benchmarks.contexts [--errors]``.

The sentences of ``sets/contexts.txt``. A context that must be found and is not counts as missed, one that is neither
wanted nor allowed as surplus; F1 for each context and their mean, for the lexicon alone and for the mixture.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.coding.contexts import counts, of_sentence
from dragoman.ontology import CONTEXTS

SENTENCES = Path(__file__).parent / "sets" / "contexts.txt"


@dataclass(frozen=True)
class Item:
    """A sentence, the contexts that must be found and those that may be."""

    text: str
    wanted: frozenset[str]
    allowed: frozenset[str]


def read(path: Path = SENTENCES) -> list[Item]:
    """The sentences of a file. Raises ``ValueError`` for a context that PLOVER does not have."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            wanted, allowed, text = (part.strip() for part in line.split("|"))
            found.append(Item(text, _names(wanted), _names(allowed)))
    return found


def _names(written: str) -> frozenset[str]:
    names = frozenset(name.strip() for name in written.split(",")) - {"-"}
    if unknown := names - CONTEXTS.keys():
        raise ValueError(f"no context of PLOVER: {', '.join(sorted(unknown))}")
    return names


def scores(items: list[Item], voice: Callable[[str], dict[str, int]]) -> dict[str, tuple[int, int, int]]:
    """Right, surplus and missed for each context."""
    right, surplus, missed = Counter[str](), Counter[str](), Counter[str]()
    for item in items:
        told = voice(item.text).keys()
        right.update(told & item.wanted)
        surplus.update(told - item.wanted - item.allowed)
        missed.update(item.wanted - told)
    return {name: (right[name], surplus[name], missed[name]) for name in CONTEXTS}


def f1(right: int, surplus: int, missed: int) -> float:
    """F1, 0 where nothing is right."""
    return 2 * right / max(2 * right + surplus + missed, 1)


def lines(items: list[Item], errors: bool = False) -> Iterator[str]:
    """A table by context, after the wrong ones where ``errors`` are wanted."""
    for item in items if errors else ():
        told = of_sentence(item.text).keys()
        for kind, names in (("surplus", told - item.wanted - item.allowed), ("missed", item.wanted - told)):
            yield from (f"{kind} {name}: {item.text}" for name in sorted(names))
    lexicon, mixture = scores(items, counts), scores(items, of_sentence)
    yield "| context | right | surplus | missed | F1 | F1 of the lexicon alone |"
    yield "|---|---|---|---|---|---|"
    for name, numbers in mixture.items():
        yield f"| {name} | {' | '.join(map(str, numbers))} | {f1(*numbers):.2f} | {f1(*lexicon[name]):.2f} |"
    means = [sum(f1(*n) for n in table.values()) / len(table) for table in (mixture, lexicon)]
    yield f"\n{len(items)} sentences: macro-F1 {means[0]:.3f}; the lexicon alone {means[1]:.3f}"


def main() -> None:
    named = [Path(word) for word in sys.argv[1:] if not word.startswith("-")]
    for line in lines(read(*named), "--errors" in sys.argv):
        print(line)


if __name__ == "__main__":
    main()
