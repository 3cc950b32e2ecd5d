"""In what affairs an act stands: PLOVER's 37 contexts, from words and, where these are silent, from what is near them.

Two voices. The **lexicon** (``data/contexts.txt``): a context holds where one of its words stands in the act's own
sentence, or where the first ``HEAD_CHARACTERS`` of the story hold at least ``STORY_WORDS`` different ones. The
**embedding** (``model/contexts.npz``, written by ``scripts/contexts/fit.py``): how near each word is to the words of
each context, by the vectors of all-MiniLM-L6-v2. It is asked only about sentences in which the lexicon finds nothing; a
context then holds where the nearest word reaches ``NEAREST`` and the mean of the nearest three ``NEAR``.

A context of ``NARROWER`` is dropped where a narrower one holds, and contexts that the mode itself states (COERCE/cyber,
COERCE/misinformation) are always given, as the PLOVER manual asks.
"""

from __future__ import annotations

import re
import shlex
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from dragoman import ontology
from dragoman.coding.model.classifier import MODEL_FOLDER
from dragoman.coding.model.pieces import TOKENIZER_FILE, Pieces
from dragoman.coding.state import State
from dragoman.errors import DragomanError

STORY_WORDS = 4
HEAD_CHARACTERS = 1500
MOST = 4
"""So many contexts at most are given to one report, those with most words first."""

NEAREST, NEAR = 0.75, 0.5
"""Nearness, 0 to 1, of the nearest word and of the nearest three; chosen on the contexts of the training sentences."""

OF_MODE = {("COERCE", "cyber"): "cyber", ("COERCE", "misinformation"): "misinformation"}
NARROWER = {"crime": frozenset(("corruption", "illegal_drugs", "trafficking", "terrorism", "human_rights", "cyber"))}
"""Crime is for what no narrower context says."""

PIECES_FILE = "contexts.npz"


@cache
def words_of() -> dict[str, list[str]]:
    """The words of each context. Raises ``DragomanError`` E407 for an unknown context."""
    text = (files("dragoman.coding") / "data" / "contexts.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not line[0].isspace():
            name, _, line = line.partition(":")
            if name not in ontology.CONTEXTS:
                raise DragomanError("E407", where=f"contexts.txt:{number}", detail=f"{name} is no PLOVER context")
            current = found.setdefault(name, [])
        lexer = shlex.shlex(line, posix=True)
        lexer.quotes, lexer.whitespace_split, lexer.escape, lexer.commenters = '"', True, "", ""
        current += list(lexer)
    return found


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """A pattern over lower-case text for each context."""
    return {name: _pattern(forms) for name, forms in words_of().items()}


def _pattern(words: list[str]) -> re.Pattern[str]:
    forms = "|".join(re.escape(w).replace(r"\*", r"[\w'-]*") for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])")


def counts(text: str) -> dict[str, int]:
    """How many different words of each context a text holds."""
    lowered = text.lower()
    return {name: n for name, pattern in patterns().items() if (n := len(set(pattern.findall(lowered))))}


class Nearness:
    """How near the words of a sentence are to those of each context."""

    def __init__(self) -> None:
        with np.load(MODEL_FOLDER / PIECES_FILE, allow_pickle=False) as table:
            self._nearness: npt.NDArray[np.uint8] = table["nearness"]
            self._goes_on: npt.NDArray[np.bool_] = table["goes_on"]
            self._names: list[str] = table["contexts"].tolist()
        self._pieces = Pieces(MODEL_FOLDER / TOKENIZER_FILE)

    def contexts(self, sentence: str) -> dict[str, int]:
        """The contexts that a sentence is near to, each counted as one word."""
        ids = np.array(self._pieces([sentence])[0], np.int64)
        if not len(ids):
            return {}
        split = self._goes_on[ids]
        whole = ~(split | np.append(split[1:], False))  # a word in several pieces has no vector of its own
        best = -np.sort(-self._nearness[ids[whole]].astype(np.float32) / 255, axis=0)[:3]
        if not len(best):
            return {}
        near = (best[0] >= NEAREST) & (best.mean(0) >= NEAR)
        return {name: 1 for name, holds in zip(self._names, near.tolist(), strict=True) if holds}


@cache
def nearness() -> Nearness:
    """The embedding's table, read when first asked."""
    return Nearness()


def of_sentence(sentence: str) -> dict[str, int]:
    """The contexts of a sentence with the number of words that tell each; by nearness where no word tells any."""
    found = counts(sentence) or nearness().contexts(sentence)
    return {name: n for name, n in found.items() if not NARROWER.get(name, frozenset()) & found.keys()}


def give_contexts(state: State) -> None:
    """Set the contexts of every open draft of a document."""
    drafts = state.open_drafts()
    if not drafts:
        return
    story = {c: n for c, n in counts(state.document.text[:HEAD_CHARACTERS]).items() if n >= STORY_WORDS}
    by_sentence: dict[int, dict[str, int]] = {}
    for draft in drafts:
        if draft.sentence not in by_sentence:
            sentence = state.parse.sentences[draft.sentence]
            by_sentence[draft.sentence] = of_sentence(state.document.text[sentence.start : sentence.end])
        here = by_sentence[draft.sentence]
        ranked = sorted({*here, *story}, key=lambda c: (-(2 * here.get(c, 0) + story.get(c, 0)), c))
        told = OF_MODE.get((draft.event_type, draft.mode or ""))
        draft.contexts = tuple(dict.fromkeys([*([told] if told else []), *ranked]))[:MOST]
