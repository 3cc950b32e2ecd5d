"""Which of the things that a name can stand for it stands for here: by date, by the words around it, by the
document.

The registry says what a name may mean; this module turns its matches into the ``Name`` of a phrase, over
tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.actors.lexicon import lexicon, word_set
from dragoman.actors.phrases import Name
from dragoman.actors.registry import Registry
from dragoman.actors.schema import Entity, NameEntry, NameMatch, Status, holds_on
from dragoman.actors.tokens import Tokens
from dragoman.records import SECTORLESS_COUNTRIES

STATE_KINDS = frozenset({"state", "territory", "breakaway", "former", "region"})
_LONGEST_PLACE = 4
NOBODYS = "ATA"
"""Antarctica has a code and no parties."""


def names_in(
    text: str,
    starts: Sequence[int],
    ends: Sequence[int],
    words: Sequence[str],
    day: str | None,
    registry: Registry,
) -> list[Name]:
    """The names in a text, in order, each over whole tokens (given by their character ``starts`` and
    ``ends``).
    """
    first_at = {s: i for i, s in enumerate(starts)}
    last_at = {e: i + 1 for i, e in enumerate(ends)}
    found: list[Name] = []
    taken: set[int] = set()
    for match in registry.find(text):
        first, last = first_at.get(match.start), last_at.get(match.end)
        if first is None or last is None:
            first, last = _widen(match, first_at, last_at, starts, ends)
        if first is None or last is None or first >= last:
            continue
        if last < len(words) and words[last] in _NUMERALS and words[last - 1][-1:].isalpha():
            last += 1
        name = resolve(match.entries, first, last, day, registry, words[max(0, first - 4) : first])
        if last < len(words) and words[last].lower() in _CURRENCIES:
            continue
        if first > 0 and words[first - 1].lower() in _PARTS_OF_AMERICA and words[first].startswith("America"):
            continue
        if name is not None and not (name.kind == "person" and last - first < 3 and _goes_on(words, last)):
            found.append(name)
            taken.update(range(first, last))
    found += places_in(words, taken)
    found.sort(key=lambda n: n.first)
    return [_placed(n, found, words) for n in found]


def _placed(name: Name, names: Sequence[Name], words: Sequence[str]) -> Name:
    """A town with its state behind it is of that state: "Kaya in Uganda", "Tripoli, Lebanon"."""
    if name.kind != "place" or words[name.last : name.last + 1] not in (["in"], [","]):
        return name
    state = next((n for n in names if n.first == name.last + 1 and n.kind == "state" and n.country), None)
    return replace(name, country=state.country) if state is not None else name


def _goes_on(words: Sequence[str], last: int) -> bool:
    """Whether a personal name is longer than what was found: "Juan Carlos" in "Juan Carlos Jobet"."""
    after = words[last] if last < len(words) else ""
    return after[:1].isupper() and len(after) > 2 and not after.isupper() and after.lower() not in DAYS


_NUMERALS = word_set("numerals")

DAYS = word_set("days")
_LOCATED = word_set("locative") | word_set("towards")
_CURRENCIES = word_set("currencies")
_PARTS_OF_AMERICA = word_set("parts_of_america")


def _widen(
    match: NameMatch,
    first_at: dict[int, int],
    last_at: dict[int, int],
    starts: Sequence[int],
    ends: Sequence[int],
) -> tuple[int | None, int | None]:
    """A match that begins or ends inside a token ("U.S" of "U.S.") is taken over the whole token at its end
    only.
    """
    first = first_at.get(match.start)
    last = last_at.get(match.end) or last_at.get(match.end + 1)
    return first, last


def resolve(
    entries: Sequence[NameEntry],
    first: int,
    last: int,
    day: str | None,
    registry: Registry,
    before: Sequence[str] = (),
) -> Name | None:
    """The name that the likeliest of ``entries`` gives on ``day``; None where nothing in the registry fits.

    ``before`` are the words before the name: "Foreign Minister" tells which of two namesakes is meant.
    """
    scored = [(entry, registry.entity(entry.entity_id), registry.status(entry.entity_id, day)) for entry in entries]
    if not scored:
        return None
    said = {w.lower() for w in before} if len(scored) > 1 else set()
    entry, entity, status = min(scored, key=lambda item: _order(item, day, said, registry))
    return name_of(entry, entity, status, first, last, len(scored))


def _order(
    item: tuple[NameEntry, Entity, Status], day: str | None, said: set[str], registry: Registry
) -> tuple[object, ...]:
    _, entity, status = item
    exists = day is None or holds_on(entity.start, entity.end, day)
    offices = (
        {w for r in registry.roles(entity.id) for w in r.office.split()} if said and entity.kind == "person" else set()
    )
    return (
        not exists,
        entity.kind == "former",
        -len(offices & said),
        not status.certain,
        entity.kind not in STATE_KINDS,
        status.country is None,
    )


def name_of(entry: NameEntry, entity: Entity, status: Status, first: int, last: int, rivals: int = 1) -> Name:
    """The name of one entity over tokens ``first`` to ``last``."""
    kind = kind_of(entry, entity)
    country = None if status.country == NOBODYS else status.country
    certainty = 0.95 if status.certain else 0.8
    sector = status.sector
    return Name(
        first,
        last,
        kind,
        country,
        sector,
        status.sectors,
        entity.name,
        entity.id,
        entity.wikidata,
        status.role,
        certainty if rivals == 1 else certainty - 0.1,
    )


def kind_of(entry: NameEntry, entity: Entity) -> str:
    """What a name is to the grammar: state, demonym, capital, seat, person or body."""
    if entry.form in ("demonym", "capital"):
        return entry.form
    if entity.kind in STATE_KINDS:
        return "state"
    if entity.kind in ("person", "seat"):
        return entity.kind
    return "body"


def places_in(words: Sequence[str], taken: set[int]) -> list[Name]:
    """Towns and regions among the tokens that no other name covers."""
    places = lexicon().places
    found = []
    i = 0
    while i < len(words):
        step = 1
        if i not in taken and words[i][:1].isupper():
            for last in range(min(len(words), i + _LONGEST_PLACE), i, -1):
                if any(j in taken for j in range(i, last)):
                    continue
                place = places.get(" ".join(words[i:last]).lower().replace(" - ", "-").replace(" 's", "'s"))
                if place is not None and _stands_alone(words, i, last):
                    country, kind = place
                    found.append(
                        Name(i, last, "demonym" if kind == "people" else "place", country,
                             name=" ".join(words[i:last]), certainty=0.8)
                    )  # fmt: skip
                    step = last - i
                    break
        i += step
    return found


def _stands_alone(words: Sequence[str], first: int, last: int) -> bool:
    """Whether a one-word town is not part of a longer name, as in "Florence Nightingale"."""
    if last - first > 1:
        return True
    after = words[last] if last < len(words) else ""
    if after[:1].isupper() and after.isalpha() and not after.isupper():
        low = after.lower()
        if low not in lexicon().last_words and low not in DAYS:
            return False
    before = words[first - 1] if first > 1 else ""
    return not (before[:1].isupper() and before.lower() not in ("the", "in", "of")) or after in (",", ".")


def settle_namesakes(names: Sequence[Name], words: Sequence[str], home: str | None, registry: Registry) -> list[Name]:
    """The names with those of a state that is also another state's region ("Georgia") settled by the text.

    The region is meant beside a town or a governor of its country, and where the document is of that country
    (``home``, that of the dateline) and says nothing else of the state.
    """
    return [_settled(_seated(n, names, words, registry), names, words, home, registry) for n in names]


def _seated(name: Name, names: Sequence[Name], words: Sequence[str], registry: Registry) -> Name:
    """A capital that is also an international body's seat ("Brussels rejected the plan") stands for the body where
    the document speaks of the body as much as of the state, and for the place after "in" and the like.
    """
    if name.kind != "capital" or (name.first and words[name.first - 1].lower() in _LOCATED):
        return name
    for entry in registry.named(" ".join(words[name.first : name.last])):
        status = registry.status(entry.entity_id, None)
        if entry.form != "seat" or status.country not in SECTORLESS_COUNTRIES:
            continue
        of_body = sum(1 for n in names if n.country == status.country and n.kind == "body")
        of_state = sum(1 for n in names if n.country == name.country and n.kind != "capital")
        if of_body and of_body >= of_state:
            return name_of(entry, registry.entity(entry.entity_id), status, name.first, name.last, 2)
    return name


def _settled(name: Name, names: Sequence[Name], words: Sequence[str], home: str | None, registry: Registry) -> Name:
    if name.kind != "state" or name.certainty >= 0.95:
        return name
    for entry in registry.named(" ".join(words[name.first : name.last])):
        entity = registry.entity(entry.entity_id)
        status = registry.status(entity.id, None)
        if entity.kind != "region" or status.country in (None, name.country):
            continue
        others = any(n.country == name.country and n.name != name.name for n in names)
        beside = words[name.first - 1] == "," and any(
            n.last == name.first - 1 and n.country == status.country for n in names
        )
        governed = words[name.last : name.last + 1] in (["Governor"], ["Gov."], ["Gov"], ["state"])
        if beside or governed or (home == status.country and not others):
            return name_of(entry, entity, status, name.first, name.last, 2)
    return name


def drop_misnamed(names: Sequence[Name], tokens: Tokens) -> list[Name]:
    """The names without those that are part of a person's name, and without the same word alone where the
    document says nothing else of the state: "Jordan" after "Michael Jordan".
    """
    wrong = [n for n in names if is_misnamed(n, tokens)]
    surnames = {tokens.words[n.first] for n in wrong}
    left = [n for n in names if n not in wrong]
    alone = [n for n in left if n.last - n.first == 1 and tokens.words[n.first] in surnames]
    elsewhere = {n.country for n in left if n not in alone}
    return [n for n in left if n not in alone or n.country in elsewhere]


def is_misnamed(name: Name, tokens: Tokens) -> bool:
    """Whether a name is in truth part of another: Michael Jordan, Chad Smith, the Liberation Front."""
    i = name.first
    if name.last - i > 1 or tokens.words[i].isupper():
        return False
    if name.sector == "JRN" and tokens.deps[i] == "compound":
        return tokens.pos[tokens.heads[i]] == "PROPN" and tokens.heads[i] > i
    if name.kind not in ("state", "place", "capital", "demonym") or tokens.ent_type[i] != "PERSON":
        return False
    goes_on = i + 1 < len(tokens) and tokens.ent_type[i + 1] == "PERSON" and tokens.ent_iob[i + 1] == "I"
    return goes_on or (i > 0 and tokens.ent_type[i - 1] == "PERSON" and tokens.ent_iob[i] == "I")
