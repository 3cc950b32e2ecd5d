"""Speed of coding, in processor time of this process, so that other work on the machine counts less.

Coding and the bare spaCy pipeline take turns, batch by batch, so that both see the same machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.texts import words
from dragoman.coding.coder import BATCH, EventCoder
from dragoman.coding.components import build, load_config
from dragoman.coding.state import State
from dragoman.language.pipeline import DEFAULT_MODEL
from dragoman.records import Document

DROPPED = 1
"""Batches at the beginning that are not counted: caches fill and models load."""


def lines(documents: list[Document], file: Path | None = None) -> Iterator[str]:
    """Words a second of coding, of bare spaCy, of tokens alone and of reading alone, and where the time goes."""
    measured = documents[BATCH * DROPPED :] or documents
    spent, bare, sentences = components(documents)
    total, count = sum(spent.values()), words(measured)
    yield f"{len(measured):,} documents, {sentences:,} sentences, {count:,} words, one process, processor time."
    yield ""
    yield "| what | documents/s | sentences/s | words/s | time, bare spaCy = 1 |"
    yield "|---|---|---|---|---|"
    rows = {
        "coding, all fields": total,
        "bare spaCy, the same model, all its parts": bare,
        "spaCy tokens and sentence ends alone": tokens_alone(measured),
    }
    if file is not None:
        rows["reading the file alone"] = reading_alone(file) * count / words(documents)
    for what, seconds in rows.items():
        rates = (f"{n / seconds:,.0f}" for n in (len(measured), sentences, count))
        yield f"| {what} | {' | '.join(rates)} | {seconds / bare:.3g} |"
    yield ""
    yield "| component | share of time | ms a document |"
    yield "|---|---|---|"
    for name, seconds in spent.items():
        yield f"| {name} | {seconds / total:.1%} | {1000 * seconds / len(measured):.1f} |"


def components(documents: list[Document]) -> tuple[dict[str, float], float, int]:
    """Seconds of each component of the default pipeline, in its order, and of bare spaCy; the number of sentences."""
    import spacy

    config = load_config()
    made = build(config)
    coder = EventCoder(config, made).coder
    bare = spacy.load(DEFAULT_MODEL)
    spent, alone, sentences = dict.fromkeys((entry.name for entry, _ in made), 0.0), 0.0, 0
    few = len(documents) <= BATCH * DROPPED
    for start in range(0, len(documents), BATCH):
        states = [State(document, given={"coder": coder}) for document in documents[start : start + BATCH]]
        counts = few or start >= BATCH * DROPPED
        for entry, component in made:
            spent[entry.name] += counts * seconds(lambda c=component, s=states: c(s))
        alone += counts * seconds(lambda s=states: list(bare.pipe((x.document.text for x in s), batch_size=BATCH)))
        sentences += counts * sum(len(state.parse.sentences) for state in states)
    return spent, alone, sentences


def tokens_alone(documents: list[Document]) -> float:
    """Seconds that spaCy's tokenizer and rule-based sentence ends take by themselves."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return seconds(lambda: list(nlp.pipe(d.text for d in documents)))


def reading_alone(file: Path) -> float:
    """Seconds that reading a file to documents takes, the language recognised."""
    from dragoman import reading

    return seconds(lambda: list(reading.read([str(file)], reading.Options())))


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of this process that some work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began
