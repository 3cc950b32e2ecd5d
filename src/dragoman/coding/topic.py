"""What is no politics: sport, markets, weather, culture, accidents, and figures of speech.

The words are in ``data/topics.txt``. A document is about such a topic where its words, strong ones counting two,
reach a share of its length; a sentence is where it holds enough of them by itself. Thresholds were set by reading
wire stories of 1997, 2005 and 2006. What parties do that are political by their office ("police", "the sports
minister") is kept in such sentences; what bare names of states do ("France beat Italy") is not.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.coding.state import Draft, State
from dragoman.coding.words import words as word_list
from dragoman.records import Party

STRONG_AT_LEAST = {"sport": 2, "markets": 2, "weather": 2, "culture": 2, "accident": 1}
"""So many different strong words a document must hold for a topic, whatever its length."""

SHARE_AT_LEAST = {"sport": 0.030, "markets": 0.035, "weather": 0.035, "culture": 0.035, "accident": 0.030}
"""Different topic words, strong ones twice, per word of the document (its first ``HEAD_WORDS``)."""

HEAD_WORDS = 250
SENTENCE_POINTS = 3
"""A sentence is about a topic from so many points on, a strong word among them or none of politics beside them."""

STATE_SECTORS = frozenset(("GOV", "MIL", "REB", "LEG", "UAF", "SPY", "PRM"))
OFFICIAL_SECTORS = STATE_SECTORS | {"COP", "JUD", "PTY", "OPP"}
OFFICIAL_BODIES = frozenset(("UNO", "EUR", "IGO", "IMG"))
ARMED_SECTORS = STATE_SECTORS | {"COP", "OPP", "PTY", "CRM"}
TEAM_ROLES = frozenset(("captain",))
"""Ranks that are posts in a team too."""

TITLED_AT_LEAST = 2
"""Strong words of sport in title and text together, where the title speaks of sport."""

RESCUING = frozenset(("rescue", "save"))
HARD = frozenset(("PROTEST", "SANCTION", "COERCE"))
"""Types that no figure of speech on sport or culture stands for, where their mode is stated and a state does it."""

SCORE = re.compile(r"(?<![\d.-])\d{1,3}-\d{1,3}(?![\d-])")
"""The result of a match: "3-0", "108-92"."""


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
        name: TopicWords(
            _pattern(words[name, "strong"]), _pattern(weak) if (weak := words.get((name, "weak"))) else None
        )
        for name in names
    }


def _pattern(words: list[str]) -> re.Pattern[str]:
    forms = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{forms})s?(?![\w-])")


def _points(name: str, lowered: str) -> tuple[int, int]:
    """How many different strong words of a topic a lower-case text holds, and its points."""
    words = topics()[name]
    strong = set(words.strong.findall(lowered))
    if name == "sport" and SCORE.search(lowered):
        strong.add("score")
    rest = words.strong.sub(" ", lowered)
    weak = set(words.weak.findall(rest)) if words.weak is not None else set()
    return len(strong), 2 * len(strong) + len(weak)


def topic_of(title: str | None, text: str) -> str | None:
    """The unpolitical topic that a document is about, or None."""
    head = " ".join(text.split()[:HEAD_WORDS])
    lowered = f"{title or ''} . {head}".lower()
    length = max(len(lowered.split()), 40)
    best, best_share = None, 0.0
    for name in SHARE_AT_LEAST:
        strong, points = _points(name, lowered)
        if strong < STRONG_AT_LEAST[name]:
            continue
        share = points / length
        if share >= SHARE_AT_LEAST[name] and share > best_share:
            best, best_share = name, share
    return best or ("sport" if title and _titled_sport(title, lowered) else None)


def _titled_sport(title: str, lowered: str) -> bool:
    """Whether a title speaks of sport and of nothing else, and the text of sport again."""
    apart = not any(speaks_of(name, title) for name in ("violence", "politics"))
    return apart and _points("sport", title.lower())[0] > 0 and _points("sport", lowered)[0] >= TITLED_AT_LEAST


def topic_of_sentence(sentence: str) -> str | None:
    """The unpolitical topic that one sentence is about by its own words, or None."""
    lowered = sentence.lower()
    political = speaks_of("politics", lowered)
    best, best_points = None, SENTENCE_POINTS - 1
    for name in SHARE_AT_LEAST:
        strong, points = _points(name, lowered)
        if points > best_points and (strong or not political):
            best, best_points = name, points
    return best


def speaks_of(name: str, sentence: str) -> bool:
    """Whether a sentence holds a strong word of a topic (``violence``, ``politics``) that is no figure of speech."""
    plain = topics()["figure"].strong.sub(" ", sentence.lower())
    return topics()[name].strong.search(plain) is not None


def judge(state: State) -> None:
    """Reject the drafts that a document's or sentence's topic makes no politics, and figures of speech."""
    topic = topic_of(state.document.title, state.document.text)
    if topic is not None:
        state.given["topic"] = topic
    sentences = state.parse.sentences
    for draft in state.open_drafts():
        sentence = sentences[draft.sentence]
        words = state.document.text[sentence.start : sentence.end]
        violent = _violent(state, draft, words)
        draft.rejected = (
            _unpolitical_story(topic, draft, words, violent)
            or _unpolitical_sentence(draft, words, violent)
            or _figure(state, draft, words)
        )


def _unpolitical_story(topic: str | None, draft: Draft, words: str, violent: bool) -> str | None:
    """In a story on sport hardly anything counts; elsewhere what states and armed men do to one another still does."""
    if topic is None:
        return None
    actors = {p.country for p in draft.actors if p.sector in STATE_SECTORS}
    recipients = {p.country for p in draft.recipients}
    if topic in ("sport", "culture"):
        apart = topic_of_sentence(words) is None and speaks_of("violence", words)
        political = apart and bool(draft.recipients) and any(_official(p) for p in draft.actors)
    elif draft.reciprocal:
        political = len(actors) > 1
    elif topic in ("weather", "accident"):
        assaulted = bool(draft.actors) and bool(draft.recipients) and violent
        political = assaulted if draft.event_type == "ASSAULT" else bool(actors)
    else:
        political = bool(actors) and bool(recipients) and actors != recipients
    return None if political else f"the story is about {topic}"


def _unpolitical_sentence(draft: Draft, words: str, violent: bool) -> str | None:
    """A sentence on such a topic states politics only through parties that are political by their office."""
    if speaks_of("fiction", words):
        return "it is told of an invented story"
    topic = topic_of_sentence(words)
    harmless = topic in ("weather", "accident") and draft.event_type == "ASSAULT" and not violent
    if topic is None or (any(_official(p) for p in draft.parties) and not harmless):
        return None
    states = {p.country for p in draft.parties if p.sector in STATE_SECTORS}
    if topic in ("weather", "accident"):
        political = not harmless
    elif topic == "markets":
        political = len(states) > 1
    else:
        by_state = any(p.sector == "GOV" for p in draft.actors) or draft.event_type == "PROTEST"
        political = draft.event_type in HARD and draft.mode is not None and by_state
    return None if political else f"the sentence is about {topic}"


def _figure(state: State, draft: Draft, words: str) -> str | None:
    """Private people, and words of force where nothing tells of force: "doctors attacked the tumour"."""
    if draft.actors and not any(p.country or _official(p) for p in draft.parties):
        return "private people without a country"
    if (
        draft.clause.lemma in RESCUING
        and not speaks_of("violence", words)
        and len({p.country for p in draft.parties}) == 1
    ):
        return "a rescue from an accident"
    if draft.event_type != "ASSAULT" or not draft.clause.lemma:
        return None
    if not draft.actors:
        violent = draft.clause.lemma not in word_list("acts.harm") or speaks_of("violence", words)
        return None if violent else "nothing in the sentence tells of violence"
    armed = any(p.sector in ARMED_SECTORS or p.country == "IMG" for p in draft.actors)
    people = any(p.sector != "GOV" or p.role is not None for p in draft.recipients)
    rest = _without_predicate(state, draft, words)
    if armed or people or draft.given.get("turned") or speaks_of("violence", rest) or speaks_of("politics", rest):
        return None
    return "a figure of speech: nobody armed, nobody hurt"


def _violent(state: State, draft: Draft, words: str) -> bool:
    """Whether a sentence tells of violence; that somebody was killed or hurt tells it not by itself."""
    harm = draft.clause.lemma in word_list("acts.harm")
    return speaks_of("violence", _without_predicate(state, draft, words) if harm else words)


def _without_predicate(state: State, draft: Draft, words: str) -> str:
    """A sentence without the word that states the act."""
    token = draft.clause.head
    start = token.idx - state.parse.sentences[draft.sentence].start
    return words[:start] + " " + words[start + len(token) :]


def _official(party: Party) -> bool:
    """Whether a party is political by its office or kind, more than by the name of a state."""
    if party.country in OFFICIAL_BODIES:
        return True
    if topics()["figure"].strong.search(party.text.lower()):
        return False
    return party.sector in OFFICIAL_SECTORS and not _bare_state(party) and party.role not in TEAM_ROLES


def _bare_state(party: Party) -> bool:
    """Whether nothing but the name of a state or part of one is given: "France", "England"."""
    named = party.entity_id is not None and not party.entity_id.startswith(("Q", "p-"))
    return party.sector == "GOV" and party.role is None and named
