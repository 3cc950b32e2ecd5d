"""In what affairs an act stands: PLOVER's 37 contexts, from words of the sentence and of the story.

The words are in ``data/contexts.txt``. A word in the act's own sentence is enough; otherwise the story must hold
at least ``STORY_WORDS`` different words of a context in its first ``HEAD_CHARACTERS``. Contexts that the mode
itself states (COERCE/cyber, COERCE/misinformation) are always given, as the PLOVER manual asks.
"""

from __future__ import annotations

import re
import shlex
from functools import cache
from importlib.resources import files

from dragoman import ontology
from dragoman.coding.state import State
from dragoman.errors import DragomanError

STORY_WORDS = 4
HEAD_CHARACTERS = 1500
MOST = 4
"""So many contexts at most are given to one report, those with most words first."""

OF_MODE = {("COERCE", "cyber"): "cyber", ("COERCE", "misinformation"): "misinformation"}


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """A pattern over lower-case text for each context. Raises ``DragomanError`` E407 for an unknown context."""
    text = (files("dragoman.coding") / "data" / "contexts.txt").read_text(encoding="utf-8")
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, words = line.partition(":")
        if name not in ontology.CONTEXTS:
            raise DragomanError("E407", where=f"contexts.txt:{number}", detail=f"{name} is no PLOVER context")
        lexer = shlex.shlex(words, posix=True)
        lexer.quotes, lexer.whitespace_split, lexer.escape, lexer.commenters = '"', True, "", ""
        found[name] = _pattern(list(lexer))
    return found


def _pattern(words: list[str]) -> re.Pattern[str]:
    forms = "|".join(re.escape(w).replace(r"\*", r"[\w'-]*") for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])")


def counts(text: str) -> dict[str, int]:
    """How many different words of each context a text holds."""
    lowered = text.lower()
    return {name: n for name, pattern in patterns().items() if (n := len(set(pattern.findall(lowered))))}


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
            by_sentence[draft.sentence] = counts(state.document.text[sentence.start : sentence.end])
        here = by_sentence[draft.sentence]
        ranked = sorted({*here, *story}, key=lambda c: (-(2 * here.get(c, 0) + story.get(c, 0)), c))
        told = OF_MODE.get((draft.event_type, draft.mode or ""))
        draft.contexts = tuple(dict.fromkeys([*([told] if told else []), *ranked]))[:MOST]
