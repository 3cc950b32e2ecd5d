"""What is no politics: documents and sentences on sport, markets, weather, culture and accidents.

The words are in ``data/topics.txt``. A document is about such a topic where its words, strong ones counting two,
reach a share of its length; thresholds were set by reading 200 wire stories of December 2005 and 2006.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.coding.state import Draft, State

STRONG_AT_LEAST = {"sport": 2, "markets": 2, "weather": 2, "culture": 2, "accident": 1}
"""So many different strong words a document must hold for a topic, whatever its length."""

SHARE_AT_LEAST = {"sport": 0.030, "markets": 0.035, "weather": 0.035, "culture": 0.035, "accident": 0.030}
"""Different topic words, strong ones twice, per word of the document (its first ``HEAD_WORDS``)."""

HEAD_WORDS = 250
STATE_SECTORS = frozenset(("GOV", "MIL", "REB", "LEG", "UAF", "SPY", "PRM"))
KILLING = frozenset(("kill", "die", "injure", "wound", "maim", "destroy", "hit", "strike", "damage", "trap"))


@dataclass(frozen=True)
class TopicWords:
    """The words of one topic, as patterns over lower-case text."""

    strong: re.Pattern[str]
    weak: re.Pattern[str] | None


@cache
def topics() -> dict[str, TopicWords]:
    """The topics by name."""
    words: dict[tuple[str, str], list[str]] = {}
    current: list[str] = []
    for line in (files("dragoman.coding") / "data" / "topics.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line[0].isspace():
            head, _, line = line.partition(":")
            name, kind = head.split()
            current = words.setdefault((name, kind), [])
        current += shlex.split(line)
    names = dict.fromkeys(name for name, _ in words)
    return {
        name: TopicWords(_pattern(words[name, "strong"]), _pattern(weak) if (weak := words.get((name, "weak"))) else None)
        for name in names
    }


def _pattern(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + r")(?![\w-])")


def topic_of(title: str | None, text: str) -> str | None:
    """The unpolitical topic that a document is about, or None."""
    head = " ".join(text.split()[:HEAD_WORDS])
    lowered = f"{title or ''} . {head}".lower()
    length = max(len(lowered.split()), 40)
    best, best_share = None, 0.0
    for name, words in topics().items():
        if name == "violence" or words.weak is None:
            continue
        strong = set(words.strong.findall(lowered))
        if len(strong) < STRONG_AT_LEAST[name]:
            continue
        share = (2 * len(strong) + len(set(words.weak.findall(lowered)))) / length
        if share >= SHARE_AT_LEAST[name] and share > best_share:
            best, best_share = name, share
    return best


def speaks_of_violence(sentence: str) -> bool:
    """Whether a sentence holds a word of armed or criminal violence."""
    return topics()["violence"].strong.search(sentence.lower()) is not None


def judge(state: State) -> None:
    """Reject the drafts that a document's or sentence's topic makes no politics."""
    topic = topic_of(state.document.title, state.document.text)
    if topic is not None:
        state.given["topic"] = topic
    sentences = state.parse.sentences
    for draft in state.open_drafts():
        if topic is not None and not _political_despite(topic, draft):
            draft.rejected = f"the story is about {topic}"
            continue
        sentence = sentences[draft.sentence]
        words = state.document.text[sentence.start : sentence.end]
        if draft.event_type == "ASSAULT" and not draft.actors and draft.clause.lemma in KILLING and not speaks_of_violence(words):
            draft.rejected = "nothing in the sentence tells of violence"


def _political_despite(topic: str, draft: Draft) -> bool:
    """In a story on sport nothing counts; elsewhere what states and armed men do to one another still does."""
    if topic in ("sport", "culture"):
        return False
    actors = {p.country for p in draft.actors if p.sector in STATE_SECTORS}
    if draft.reciprocal:
        return len(actors) > 1
    if topic in ("weather", "accident"):
        return bool(actors) and draft.event_type != "ASSAULT"
    recipients = {p.country for p in draft.recipients}
    return bool(actors) and bool(recipients) and actors != recipients
