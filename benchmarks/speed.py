"""Speed of coding, in processor time of this process, so that other work on the machine counts less."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.texts import words
from dragoman.coding.coder import BATCH, EventCoder
from dragoman.coding.components import build, load_config
from dragoman.coding.state import State
from dragoman.records import Document


def lines(documents: list[Document]) -> Iterator[str]:
    """Words a second of coding and of the bare parser on the same text, and where the time goes."""
    spent = components(documents)
    total, count = sum(spent.values()), words(documents)
    bare = parser_alone(documents)
    yield f"{len(documents):,} documents, {count:,} words, one process, processor time."
    yield ""
    yield f"- whole coding: {count / total:,.0f} words/s"
    yield f"- the same spaCy pipeline alone: {count / bare:,.0f} words/s; coding takes {total / bare:.2f} times as long"
    yield f"- the relation model (`judge`) takes {spent['judge'] / spent['parse']:.2f} of the time of parsing"
    yield ""
    yield "| component | share of time | ms a document |"
    yield "|---|---|---|"
    for name, seconds in spent.items():
        yield f"| {name} | {seconds / total:.1%} | {1000 * seconds / len(documents):.1f} |"


def components(documents: list[Document]) -> dict[str, float]:
    """Seconds that each component of the default pipeline takes, in its order."""
    config = load_config()
    made = build(config)
    coder = EventCoder(config, made).coder
    spent = dict.fromkeys((entry.name for entry, _ in made), 0.0)
    for start in range(0, len(documents), BATCH):
        states = [State(document, given={"coder": coder}) for document in documents[start : start + BATCH]]
        for entry, component in made:
            began = time.process_time()
            component(states)
            spent[entry.name] += time.process_time() - began
    return spent


def parser_alone(documents: list[Document]) -> float:
    """Seconds that the spaCy pipeline takes by itself, all of its parts on."""
    import spacy

    from dragoman.language.pipeline import DEFAULT_MODEL

    pipeline = spacy.load(DEFAULT_MODEL)
    began = time.process_time()
    for _ in pipeline.pipe((d.text for d in documents), batch_size=BATCH):
        pass
    return time.process_time() - began
