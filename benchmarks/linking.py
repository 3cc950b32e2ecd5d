"""Linking at scale: a store of made news, where outlets tell of the same happenings and copy one another.

``python -m benchmarks.linking --reports 100000`` makes a store of a tenth and one of the whole of that, links each in a
process of its own, then a few new documents more, and prints time and memory.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from dragoman import ontology
from dragoman.records import Coder, DateValue, Document, Party, Predicate, Report, Sentence, report_id
from dragoman.store import Store
from dragoman.store.countries import country_titles
from dragoman.store.segments import Coded

CODER = Coder(name="generated", version="1.0")
FIRST = date(2024, 1, 1)
DAYS = 90
PER_DOCUMENT = 2.5
"""Reports in a document."""

TOLD = 4
"""Reports that tell of one happening, on average."""

COPIED = 0.15
"""Part of the documents that repeat another, half of them with a paragraph more."""

NEW = 250
"""Documents that are linked as new ones."""

COUNTRIES = tuple(country_titles())[::3][:60]
"""Who takes part; the first ones most often."""

_MEASURE = """
import resource, sys, time
from pathlib import Path
from dragoman.running.link import link_store
from dragoman.store import Store
with Store.open(Path(sys.argv[1]), write=True) as store:
    began, spent = time.monotonic(), time.process_time()
    done = link_store(store)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(time.monotonic() - began, time.process_time() - spent, memory,
          done.documents, sum(done.links.values()), done.reports, done.made)
"""


@dataclass(frozen=True)
class Happening:
    """What the made news tell of."""

    day: int
    event_type: str
    mode: str | None
    actor: str
    recipient: str
    words: tuple[str, ...]


class News:
    """Made documents with their reports, day by day; the same seed gives the same ones."""

    def __init__(self, seed: int = 11) -> None:
        self._rng = random.Random(seed)
        letters = "aeiou", "bcdfghklmnprstvz"
        self._words = [
            "".join(self._rng.choice(letters[i % 2]) for i in range(self._rng.randint(4, 9))) for _ in range(9000)
        ]
        self._weights = [1 / (rank + 20) for rank in range(len(self._words))]
        self._recent: list[tuple[Document, list[Report]]] = []

    def happenings(self, reports: int) -> list[list[Happening]]:
        """What happens on each day."""
        made: list[list[Happening]] = [[] for _ in range(DAYS)]
        for _ in range(max(DAYS, reports // TOLD)):
            day = self._rng.randrange(DAYS)
            made[day].append(self._happening(day))
        return made

    def documents(self, reports: int) -> Iterator[list[tuple[Document, list[Report]]]]:
        """The documents of each day."""
        happenings, number = self.happenings(reports), 0
        for day in range(DAYS):
            todays = []
            told = [h for past in happenings[max(0, day - 2) : day + 1] for h in past]
            for _ in range(round(reports / PER_DOCUMENT / DAYS)):
                todays.append(self.document(f"doc-{number:06}", day, told))
                number += 1
            self._recent = todays
            yield todays

    def document(self, name: str, day: int, told: Sequence[Happening]) -> tuple[Document, list[Report]]:
        """A document of its own, or a copy of one that came out today or the day before."""
        if self._recent and self._rng.random() < COPIED:
            return self._copy(name, day, *self._rng.choice(self._recent))
        chosen = [self._rng.choice(told) for _ in range(self._rng.choice((1, 2, 2, 3, 4)))] if told else []
        text, reports = "", []
        for index in range(10):
            happening = chosen[index // 2] if index % 2 == 0 and index // 2 < len(chosen) else None
            sentence = self._sentence(happening)
            if happening is not None:
                reports.append((happening, index, len(text), len(text) + len(sentence)))
            text += sentence + " "
        return self._dressed(name, day, text, reports)

    def _copy(self, name: str, day: int, document: Document, reports: list[Report]) -> tuple[Document, list[Report]]:
        more = "".join(self._sentence(None) + " " for _ in range(3)) if self._rng.random() < 0.5 else ""
        made = Document(
            id=name, text=document.text + more, published=_iso(day), source=f"Outlet {self._rng.randrange(80)}"
        )
        again = [_report(made, r.sentence, r.actors, r.recipients, r.event_type, r.mode, r.date) for r in reports]
        return made, again

    def _dressed(
        self, name: str, day: int, text: str, told: list[tuple[Happening, int, int, int]]
    ) -> tuple[Document, list[Report]]:
        document = Document(id=name, text=text, published=_iso(day), source=f"Outlet {self._rng.randrange(80)}")
        reports = []
        for happening, index, start, end in told:
            actor, recipient = (_party(text, code, start) for code in (happening.actor, happening.recipient))
            when = _iso(happening.day)
            said = DateValue(start=when, end=when, precision="day", basis="publication")
            reports.append(
                _report(
                    document,
                    Sentence(index=index, start=start, end=end),
                    (actor,),
                    (recipient,),
                    happening.event_type,
                    happening.mode,
                    said if self._rng.random() < 0.6 else None,
                )
            )
        return document, reports

    def _happening(self, day: int) -> Happening:
        event_type = self._rng.choice(list(ontology.TYPES))
        actor, recipient = (COUNTRIES[min(int(self._rng.expovariate(0.08)), len(COUNTRIES) - 1)] for _ in range(2))
        words = tuple(self._rng.choices(self._words, self._weights, k=7))
        named = tuple(word.capitalize() for word in self._rng.choices(self._words[2000:], k=2))
        modes = list(ontology.TYPES[event_type].modes) or [None]
        return Happening(day, event_type, self._rng.choice(modes), actor, recipient, words + named)

    def _sentence(self, happening: Happening | None) -> str:
        words = self._rng.choices(self._words, self._weights, k=18)
        if happening is None:
            words += [self._rng.choice(self._words).capitalize(), str(self._rng.randrange(3, 900))]
            return " ".join(words).capitalize() + "."
        told = [*self._rng.sample(happening.words, 6), *words[:9]]
        return f"{happening.actor} did {' '.join(told)} {happening.recipient}."


def _iso(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


def _party(text: str, code: str, after: int) -> Party:
    start = text.index(code, after)
    return Party(
        text=code, start=start, end=start + 3, name=code, entity_id=code, country=code, sector="GOV", sectors=("GOV",)
    )


def _report(
    document: Document,
    sentence: Sentence,
    actors: tuple[Party, ...],
    recipients: tuple[Party, ...],
    event_type: str,
    mode: str | None,
    when: DateValue | None,
) -> Report:
    start = sentence.start + 4
    predicate = Predicate(text="did", start=start, end=start + 3, lemma="do")
    return Report(
        report_id=report_id(document, predicate, event_type, actors, recipients, CODER.version),
        document_id=document.id,
        sentence=sentence,
        actors=actors,
        recipients=recipients,
        predicate=predicate,
        event_type=event_type,
        mode=mode,
        date=when,
        confidence=0.8,
        coder=CODER,
    )


def fill(folder: Path, days: Iterator[list[tuple[Document, list[Report]]]]) -> None:
    """Keep made documents and their reports in a store."""
    with Store.create(folder) as store:
        for todays in days:
            store.add([Coded(document, (), tuple(reports)) for document, reports in todays], CODER)


def measured(folder: Path) -> list[float]:
    """Seconds by the clock and of processor time, MB at most, and counts, of linking what is new in a store."""
    result = subprocess.run([sys.executable, "-c", _MEASURE, str(folder)], capture_output=True, text=True, check=True)
    return [float(value) for value in result.stdout.split()]


def lines(reports: int) -> Iterator[str]:
    """What linking costs, as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        for name, many in (("small", reports // 10), ("large", reports)):
            path, news = Path(folder) / name, News()
            fill(path, news.documents(many))
            clock, spent, memory, documents, links, joined, events = measured(path)
            yield f"- {joined:,.0f} reports of {documents:,.0f} documents: {clock:.0f} s by the clock, {spent:.0f} s of"
            yield f"  one processor, {memory:.0f} MB at most; {links:,.0f} links, {events:,.0f} events"
            last = [news._happening(DAYS - 1) for _ in range(NEW)]
            fill(path, iter([[news.document(f"new-{i}", DAYS - 1, last) for i in range(NEW)]]))
            clock, spent, *_ = measured(path)
            yield f"- {NEW} new documents in that store: {clock:.1f} s by the clock, {spent:.1f} s of one processor"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    for line in lines(parser.parse_args().reports):
        print(line, flush=True)
