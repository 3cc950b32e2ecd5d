"""Where a document is set: the country that its unnamed police, crowds and ministries belong to.

Evidence, in order of strength: a place in the same sentence, the dateline, the country the document speaks
of most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.actors.lexicon import lexicon, word_set
from dragoman.actors.naming import names_in, settle_namesakes
from dragoman.actors.phrases import Name
from dragoman.actors.registry import Registry
from dragoman.actors.tokens import Tokens
from dragoman.records import SECTORLESS_COUNTRIES

LEAD_SENTENCES = 3
"""Names in the first sentences count double."""

LOCATIVE = word_set("locative")
TOWARDS = word_set("towards")
MOTION = word_set("motion")
"""Words after which "to" with a name tells where, not to whom."""

ALONE, AT_HOME, ABROAD, CONTESTED = 0.85, 0.8, 0.6, 0.4
"""Certainty that an unnamed party is of the story's country: it is the only one, the dateline's and most
spoken of,
only one of the two, or neither is clear."""

PASSING = 3
"""A country named so little, in a story that is written in another one, is not what the story is about."""

_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Place:
    """A located name: its token and country. ``aside`` where it hangs on a noun that itself hangs on a preposition:
    "anger over the war in Iraq".
    """

    token: int
    country: str
    aside: bool = False


@dataclass(frozen=True)
class Setting:
    """The document's country and how sure that is; ``topic`` is the country of which it speaks most.

    ``sentence_places`` are the located names of each sentence.
    """

    country: str | None
    certainty: float
    dateline: str | None = None
    topic: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    sentence_places: dict[int, list[Place]] = field(default_factory=dict)
    names: tuple[Name, ...] = ()
    mentions: Counter[str] = field(default_factory=Counter)

    def place_near(self, sentence: int, token: int) -> Place | None:
        """The located place in this sentence that stands nearest to a token, one that stands aside last; None where
        there is none.
        """
        places = self.sentence_places.get(sentence)
        return min(places, key=lambda p: (p.aside, abs(p.token - token))) if places else None


def setting_of(
    tokens: Tokens, names: Sequence[Name], dateline: str | None, day: str | None, registry: Registry
) -> Setting:
    """The setting of a document from its names and its dateline."""
    counts: Counter[str] = Counter()
    mentions: Counter[str] = Counter(n.country for n in names if n.country)
    places: dict[int, list[Place]] = {}
    for name in names:
        if not name.country or name.country in SECTORLESS_COUNTRIES or name.sector == "JRN":
            continue
        sentence = tokens.sentence[name.first]
        weight = 2.0 if sentence < LEAD_SENTENCES else 1.0
        counts[name.country] += weight * (0.5 if name.kind == "person" else 1.0)  # type: ignore[assignment]
        if name.kind in ("state", "capital", "place") and is_location(tokens, name.last - 1):
            aside = _stands_aside(tokens, name.last - 1)
            places.setdefault(sentence, []).append(Place(name.first, name.country, aside))
    home = dateline_country(dateline, day, registry)
    if home is not None:
        for i in (i for i, word in enumerate(tokens.low) if word == "here"):
            places.setdefault(tokens.sentence[i], []).append(Place(i, home, aside=True))
    country, certainty = _decide(counts, home)
    topic = counts.most_common(1)[0][0] if counts else home
    return Setting(country, certainty, home, topic, counts, places, tuple(names), mentions)


def _stands_aside(tokens: Tokens, i: int) -> bool:
    """Whether a located name hangs on a noun that hangs on a preposition itself."""
    while tokens.deps[i] in ("compound", "appos", "conj", "nmod") and tokens.heads[i] != i:
        i = tokens.heads[i]
    holder = tokens.heads[tokens.heads[i]]
    return tokens.deps[i] == "pobj" and tokens.pos[holder] == "NOUN" and tokens.deps[holder] == "pobj"


def _decide(counts: Counter[str], home: str | None) -> tuple[str | None, float]:
    if not counts:
        return (home, AT_HOME) if home else (None, 0.0)
    (top, most), *others = counts.most_common(2)
    second = others[0][1] if others else 0
    if home is not None and counts[home] >= 0.5 * most:
        if top != home:
            return home, ABROAD
        return home, ALONE if most >= 2 * second else AT_HOME
    if home is not None and most <= PASSING:
        return home, ABROAD
    if most >= 2 * second:
        return top, ALONE if home is None else ABROAD
    return top if home is None else home, CONTESTED


def dateline_country(dateline: str | None, day: str | None, registry: Registry) -> str | None:
    """The country of a dateline such as "MAR DEL PLATA, Argentina, Nov. 4"; None where it names none."""
    if not dateline:
        return None
    spans = [m.span() for m in _WORD.finditer(dateline)]
    words = [dateline[a:b] for a, b in spans]
    for candidate in (words, [w.title() if w.isupper() else w for w in words]):
        text = dateline if candidate is words else _titled(dateline)
        names = names_in(text, [a for a, _ in spans], [b for _, b in spans], candidate, day, registry)
        names = settle_namesakes(names, candidate, None, registry)
        located = [n for n in names if n.kind in ("state", "capital", "place", "demonym") and n.country]
        states = [n for n in located if n.kind == "state"]
        if located:
            return (states or located)[0].country
    return None


def _titled(text: str) -> str:
    return re.sub(r"[A-Z]{2,}", lambda m: m.group().capitalize(), text)


def is_location(tokens: Tokens, i: int) -> bool:
    """Whether a name stands as a place: "in Moscow", "flew to Cairo", "Nablus, West Bank" after "in"."""
    dep = tokens.deps[i]
    head = tokens.heads[i]
    if dep in ("appos", "conj", "compound", "nmod") and head != i and tokens.pos[head] == "PROPN" and head < i:
        return is_location(tokens, head)
    if dep == "compound" and head > i and tokens.pos[head] == "PROPN":
        return is_location(tokens, head)
    if dep == "npadvmod":
        return i + 1 >= len(tokens) or tokens.words[i + 1] != "-"
    if dep != "pobj" or tokens.pos[head] not in ("ADP", "SCONJ", "ADV"):
        return False
    preposition = tokens.low[head]
    if preposition in LOCATIVE:
        return True
    if preposition in TOWARDS:
        return tokens.lemmas[tokens.heads[head]] in MOTION
    return False


def is_from_elsewhere(name: Name, tokens: Tokens, setting: Setting) -> bool:
    """Whether a body of a common name ("Democratic Party") is one of a country of which the document does
    not speak.
    """
    if name.kind != "body" or name.country is None or name.country in SECTORLESS_COUNTRIES:
        return False
    if setting.certainty < AT_HOME or setting.country == name.country:
        return False
    own = sum(1 for n in setting.names if n.name == name.name)
    if setting.mentions[name.country] > own:
        return False
    last = tokens.words[name.last - 1]
    return last.lower() in lexicon().last_words or last.isupper()
