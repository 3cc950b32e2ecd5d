"""A coder without a language model: "X condemned Y." gives a report, "CRASH" makes it fail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dragoman.records import Coder, Document, Party, Predicate, Report, Sentence, report_id
from dragoman.store.segments import Coded

COUNTRIES = {"China": "CHN", "Russia": "RUS", "Japan": "JPN", "France": "FRA"}
_SENTENCE = re.compile(r"[^.]+\.?")
_CLAUSE = re.compile(rf"({'|'.join(COUNTRIES)}) (condemned|visited) ({'|'.join(COUNTRIES)})")
_TYPES = {"condemned": ("ACCUSE", "disapprove"), "visited": ("CONSULT", "visit")}


class FakeCoder:
    def __init__(self, version: str = "1.0", model: str | None = None) -> None:
        self.coder = Coder(name="fake", version=version, model=model)

    def code(self, documents: Iterable[Document]) -> Iterator[Coded]:
        for document in documents:
            if "CRASH" in document.text:
                raise ValueError("the fake coder was told to fail")
            sentences = tuple(
                Sentence(index=i, start=m.start(), end=m.end())
                for i, m in enumerate(_SENTENCE.finditer(document.text))
            )
            notes = ("text cut",) if "TOO LONG" in document.text else ()
            yield Coded(document, sentences, tuple(self._reports(document, sentences)), notes)

    def _reports(self, document: Document, sentences: tuple[Sentence, ...]) -> Iterator[Report]:
        for clause in _CLAUSE.finditer(document.text):
            actor, recipient = (_party(clause, group) for group in (1, 3))
            predicate = Predicate(text=clause[2], start=clause.start(2), end=clause.end(2), lemma=clause[2])
            event_type, mode = _TYPES[clause[2]]
            yield Report(
                report_id=report_id(
                    document, predicate, event_type, (actor,), (recipient,), self.coder.version
                ),
                document_id=document.id,
                sentence=next(s for s in sentences if s.start <= clause.start() < s.end),
                actors=(actor,),
                recipients=(recipient,),
                predicate=predicate,
                event_type=event_type,
                mode=mode,
                confidence=0.75,
                coder=self.coder,
            )


def _party(clause: re.Match[str], group: int) -> Party:
    country = COUNTRIES[clause[group]]
    return Party(
        text=clause[group], start=clause.start(group), end=clause.end(group), country=country, sector="GOV"
    )


def make(config: object = None, model: str | None = None) -> FakeCoder:
    return FakeCoder(model=model)


def make_newer(config: object = None, model: str | None = None) -> FakeCoder:
    return FakeCoder(version="1.10")
