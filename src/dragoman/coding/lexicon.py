"""The lexicon of predicates: which verbs and nouns state which acts, in which frames.

The knowledge is in readable files beside this module (``data/verbs.txt``, ``nouns.txt``, ``classes.txt``,
``operators.txt``, ``outcomes.csv``); each file's head says how to read it. ``load_lexicon`` checks every
type, mode, class and frame word, and raises ``DragomanError`` E407 with file and line where one is unknown.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from dragoman import ontology
from dragoman.errors import DragomanError

FLAGS = frozenset(
    (
        "noobj",
        "inf",
        "that",
        "ing",
        "passive",
        "civilian",
        "police",
        "military",
        "official",
        "politician",
        "body",
        "alone",
        "threat",
        "nopred",
    )
)
PREPOSITIONS = frozenset(
    (
        "about",
        "against",
        "along",
        "among",
        "around",
        "as",
        "at",
        "behind",
        "between",
        "by",
        "from",
        "for",
        "in",
        "into",
        "near",
        "of",
        "off",
        "on",
        "onto",
        "outside",
        "over",
        "past",
        "to",
        "toward",
        "towards",
        "under",
        "upon",
        "with",
        "within",
        "without",
    )
)
SOURCES = PREPOSITIONS | {"obj", "dat", "comp", "in", "place", "none", "own", "subj", "governor"}
NOTHING = "nothing"
"""The class of compounds that look like acts and state none: "press release"."""

NOUN_ACTOR = ("own", "by", "from")
MARKS = frozenset(("rec", "swap", "both", "carried", "stative"))
"""Frame words that say something of the parties or of the governor, and are no conditions of the clause."""


@dataclass(frozen=True)
class Condition:
    """One requirement of a frame: a slot (``obj``, ``comp``, a preposition, or a flag) and what must stand there."""

    slot: str
    value: str | None = None

    @property
    def weight(self) -> int:
        """How much the condition tells: named nouns more than classes of parties, these more than mere presence."""
        if self.value is None:
            return 1
        return 2 if self.value == "party" else 3 if self.value.startswith("@") else 4


@dataclass(frozen=True)
class Frame:
    """What a predicate states when its conditions hold, and where its parties stand.

    ``reciprocal``: both sides do it. ``swap``: the subject undergoes it. ``both``: an actor and a recipient are needed.
    ``carried``: a noun that states the act only under a light verb. ``stative``: of a passive without an agent, whose
    subject acts ("was opposed to").
    """

    event_type: str
    mode: str | None
    conditions: tuple[Condition, ...] = ()
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    reciprocal: bool = False
    swap: bool = False
    both: bool = False
    carried: bool = False
    stative: bool = False
    line: int = 0

    @property
    def weight(self) -> int:
        """More telling frames win over less telling ones."""
        return sum(c.weight for c in self.conditions)


@dataclass
class Lexicon:
    """Frames by lemma, noun classes, modes of assault by weapon, operators by verb, and what operators make of acts."""

    verbs: dict[str, list[Frame]] = field(default_factory=dict)
    nouns: dict[str, list[Frame]] = field(default_factory=dict)
    classes: dict[str, frozenset[str]] = field(default_factory=dict)
    weapons: dict[str, str | None] = field(default_factory=dict)
    operators: dict[str, frozenset[str]] = field(default_factory=dict)
    strong: frozenset[str] = frozenset()
    outcomes: dict[tuple[str, str], tuple[str, str | None]] = field(default_factory=dict)

    def operators_of(self, lemma: str) -> tuple[str, ...]:
        """The operators that a verb can be."""
        return tuple(name for name, lemmas in self.operators.items() if lemma in lemmas)

    def outcome(self, operator: str, event_type: str | None, mode: str | None) -> tuple[str, str | None] | None:
        """What an operator makes of an act (``None`` for an act the lexicon does not know), or None for no event."""
        operator = SAME_OUTCOMES.get(operator, operator)
        if event_type is None:
            keys = ["unknown"]
        else:
            keys = [f"{event_type}/{mode}", event_type, QUAD_NAMES[ontology.quad(event_type)]]
        for key in keys:
            if (operator, key) in self.outcomes:
                found, found_mode = self.outcomes[operator, key]
                if found == "=":
                    return (event_type, mode) if event_type else None
                return (found, found_mode) if found else None
        return None


SAME_OUTCOMES = {"command": "request", "spurn": "refuse", "plan": "promise", "due": "promise"}
"""Operators that differ in what they govern, not in what they make of it."""

QUAD_NAMES = {1: "verbal_cooperation", 2: "material_cooperation", 3: "verbal_conflict", 4: "material_conflict"}


@cache
def load_lexicon() -> Lexicon:
    """The lexicon as shipped, read once."""
    lexicon = Lexicon()
    lexicon.classes = _read_classes("classes.txt")
    lexicon.verbs = _read_frames("verbs.txt", lexicon, noun=False)
    lexicon.nouns = _read_frames("nouns.txt", lexicon, noun=True)
    lexicon.weapons = _read_weapons("weapons.txt")
    lexicon.operators, lexicon.strong = _read_operators("operators.txt")
    lexicon.outcomes = _read_outcomes("outcomes.csv")
    return lexicon


def _lines(name: str) -> Iterator[tuple[int, str]]:
    text = (files("dragoman.coding") / "data" / name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line


def _wrong(name: str, number: int, detail: str) -> DragomanError:
    return DragomanError("E407", where=f"{name}:{number}", detail=detail)


def _read_classes(name: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    current: set[str] | None = None
    for number, line in _lines(name):
        if not line[0].isspace():
            head, colon, rest = line.partition(":")
            if not colon:
                raise _wrong(name, number, "a class starts with its name and a colon")
            current = found.setdefault(head.strip(), set())
            line = rest
        if current is None:
            raise _wrong(name, number, "lemmas before the first class")
        current.update(lemma.replace("_", " ") for lemma in line.split())
    return {key: frozenset(lemmas) for key, lemmas in found.items()}


def _read_weapons(name: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    mode: str | None = None
    for number, line in _lines(name):
        if line.startswith("["):
            _, mode = _section(name, number, line)
        else:
            found.update((lemma.replace("_", " "), mode) for lemma in line.split())
    return found


def _section(name: str, number: int, line: str) -> tuple[str, str | None]:
    event_type, _, mode = line.strip().strip("[]").partition("/")
    if event_type not in ontology.TYPES:
        raise _wrong(name, number, f"{event_type} is no PLOVER type")
    if mode and not ontology.is_mode(event_type, mode):
        raise _wrong(name, number, f"{event_type} has no mode {mode}")
    return event_type, mode or None


def _read_frames(name: str, lexicon: Lexicon, noun: bool) -> dict[str, list[Frame]]:
    found: dict[str, list[Frame]] = defaultdict(list)
    section: tuple[str, str | None] | None = None
    for number, line in _lines(name):
        if line.startswith("["):
            section = _section(name, number, line)
            continue
        lemmas, colon, rest = line.partition(":")
        if not colon or section is None:
            raise _wrong(name, number, "a frame is: lemmas, a colon, conditions, under a [TYPE/mode]")
        frame = _frame(name, number, section, rest.split(), lexicon, noun)
        for lemma in lemmas.split():
            found[lemma.replace("_", " ")].append(frame)
    for frames in found.values():
        frames.sort(key=lambda f: -f.weight)
    return dict(found)


def _frame(
    name: str, number: int, section: tuple[str, str | None], words: list[str], lexicon: Lexicon, noun: bool
) -> Frame:
    conditions: list[Condition] = []
    actor: tuple[str, ...] = NOUN_ACTOR if noun else ()
    recipient: tuple[str, ...] = ()
    for word in words:
        if word in MARKS:
            continue
        if word[:2] in ("R:", "A:"):
            sources = tuple(word[2:].split("|"))
            if unknown := set(sources) - SOURCES:
                raise _wrong(name, number, f"no such place for a party: {', '.join(sorted(unknown))}")
            actor, recipient = (sources, recipient) if word[0] == "A" else (actor, sources)
            continue
        slot, _, value = word.partition("=")
        if slot not in PREPOSITIONS | FLAGS | {"obj", "comp", "pred"}:
            raise _wrong(name, number, f"unknown frame word {word}")
        if value.startswith("@") and value[1:] not in lexicon.classes:
            raise _wrong(name, number, f"no noun class {value}")
        conditions.append(Condition(slot, value.replace("_", " ") or None))
    return Frame(
        event_type=section[0],
        mode=section[1],
        conditions=tuple(conditions),
        actor=actor,
        recipient=recipient,
        reciprocal="rec" in words,
        swap="swap" in words,
        both="both" in words,
        carried="carried" in words,
        stative="stative" in words,
        line=number,
    )


def _read_operators(name: str) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    found: dict[str, set[str]] = {}
    strong: set[str] = set()
    current: set[str] = set()
    for _, line in _lines(name):
        if line.startswith("["):
            head, _, flag = line.strip("[").partition("]")
            current = found.setdefault(head, set())
            if flag.strip() == "strong":
                strong.add(head)
            continue
        current.update(lemma.replace("_", " ") for lemma in line.split())
    return {key: frozenset(lemmas) for key, lemmas in found.items()}, frozenset(strong)


def _read_outcomes(name: str) -> dict[tuple[str, str], tuple[str, str | None]]:
    text = (files("dragoman.coding") / "data" / name).read_text(encoding="utf-8")
    found = {}
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        if row["type"] not in ("", "=") and row["type"] not in ontology.TYPES:
            raise _wrong(name, number, f"{row['type']} is no PLOVER type")
        if row["mode"] and not ontology.is_mode(row["type"], row["mode"]):
            raise _wrong(name, number, f"{row['type']} has no mode {row['mode']}")
        found[row["operator"], row["act"]] = (row["type"], row["mode"] or None)
    return found
