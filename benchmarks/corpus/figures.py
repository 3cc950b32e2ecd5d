"""Dragoman's figures on the corpus with every error: ``python -m benchmarks.corpus.figures`` writes ``FIGURES.md``.

Beside them stands how far the two coders agree, which is the most that a coder of the machine kind can be asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dragoman import __version__
from dragoman.evaluation.agreement import agreement, read_coding
from dragoman.evaluation.kinds import KINDS
from dragoman.evaluation.measuring import measure

HERE = Path(__file__).parent
PAGE = HERE / "FIGURES.md"
GOLD = HERE / "gold.json"

MEASURES = (
    ("precision", "of what is coded, right in type and parties"),
    ("recall", "of the core reports, found"),
    ("date", "of those right, the day is right too (null where none is given)"),
    ("mode", "of those right, the mode is right"),
    ("status_macro_f1", "status, mean F1 of the five, over those right"),
    ("attribution_precision", "of the speakers named, right"),
    ("attribution_recall", "of the gold's speakers, named"),
    ("exact_spans", "of all spans, the characters at their offsets are their text"),
    ("doubled", "of all coded reports, the same act coded twice"),
)


def page(figures: Mapping[str, Any], agreed: Mapping[str, Any], events: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the page."""
    yield from ("# Figures on the open benchmark", "")
    yield f"Dragoman {__version__}, by `dragoman evaluate reports benchmarks/corpus/gold.json --errors 10000`;"
    yield "the coders by `dragoman evaluate agreement benchmarks/corpus/pass_a.json benchmarks/corpus/pass_b.json`."
    yield from ("", "| | F1 of type and parties | 95 % interval |", "|---|---|---|")
    for name, part in (("Dragoman", figures["intervals"]["f1"]), ("second coder against first", agreed["f1"])):
        yield f"| {name} | **{part['value']:.3f}** | {part['low']:.3f} to {part['high']:.3f} |"
    yield from ("", f"{figures['coded']} reports coded, {figures['core']} wanted, {figures['matched']} right.", "")
    yield from ("| measure | figure | what |", "|---|---|---|")
    yield from (f"| {name} | {figures[name]:.3f} | {what} |" for name, what in MEASURES)
    told = events["doubled"]
    yield from ("", "## Doubled events", "")
    yield "By `dragoman evaluate events benchmarks/corpus/events.json`: of the copied stories' events,"
    yield f"{told['told several times']} are told by several coded reports, and {told['split']} of these came out as"
    yield f"more than one. B-cubed F1 over {events['linked']['items']} reports: {events['linked']['f1']:.3f}."
    yield from ("", "## By type", "", "| type | precision | recall | F1 | 95 % interval | wanted | made |")
    yield "|---|---|---|---|---|---|---|"
    for name, part in figures["by_class"].items():
        shown = " | ".join(f"{part[k]:.3f}" for k in ("precision", "recall", "f1"))
        yield f"| {name} | {shown} | {part['low']:.3f} to {part['high']:.3f} | {part['wanted']} | {part['made']} |"
    yield from ("", "## What is taken for what", "", "| gold | coded | count |", "|---|---|---|")
    confused = [row for row in figures["confusion"] if row["gold"] != row["coded"]]
    yield from (f"| {row['gold']} | {row['coded']} | {row['count']} |" for row in confused)
    yield from ("", f"## All {len(figures['errors'])} errors", "")
    for error in figures["errors"]:
        near = f", coded {error['coded']}" if error.get("coded") else ""
        yield f"- {error['kind']} {error['type']} *{error['words']}*{near} ({error['document']}): {error['sentence']}"


def main() -> None:
    """Measure and write the page."""
    kind = KINDS["reports"]
    figures = measure(kind, GOLD, kind.predict(GOLD, False))
    agreed = agreement(read_coding(HERE / "pass_a.json"), read_coding(HERE / "pass_b.json"))
    joined = KINDS["events"]
    events = joined.score(HERE / "events.json", False, joined.predict(HERE / "events.json", False))
    PAGE.write_text("\n".join(page(figures, agreed, events)) + "\n", encoding="utf-8")
    print(f"F1 {figures['f1']:.3f}; written to {PAGE}")


if __name__ == "__main__":
    main()
