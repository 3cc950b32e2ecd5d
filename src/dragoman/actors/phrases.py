"""What a noun phrase says by itself: whose it is, its sector, its role.

``read`` works on words and on the names found among them, without a parse, so that the same reading serves a
phrase in a parsed sentence and a bare phrase ("an American destroyer").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dragoman.actors.lexicon import Lexicon, Noun, lexicon, word_set
from dragoman.records import SECTORLESS_COUNTRIES

PREPOSITIONS = word_set("prepositions")
BELONGING = frozenset({"of", "in", "from", "for", "at", "within"})
"""Prepositions after which stands whose a party is: "the government of Chad", "people in Mali"."""

BINDERS = word_set("binders")
ACTED_ON = word_set("acted_on")
"""After a hyphen these make a name tell who did something to the party, not whose it is: "Russian-built"."""

TOWARDS_IT = frozenset({"pro", "anti", "non", "pre", "post", "counter"})
"""Before a hyphen these make a name tell what the party is for or against: "pro-Iranian"."""

ACCUSED = word_set("accused")
"""Before a civilian these make a criminal: "a convicted man"."""

STATE_SECTOR = "GOV"

ABROAD = word_set("abroad")
"""Nouns for those who are abroad: of which country does not follow from where they are."""

UNARMED = frozenset({"GOV", "PTY", "CVL", "REL", "SOC", "EDU", "OPP"})
"""Sectors that do not make fighters theirs: "Hamas militants" are no government."""

HEADS = frozenset({"president", "head of state", "prime minister", "head of government", "effective leader", "leader"})
"""Offices that go before a military rank: "General Ann Doe" who is president acts for the government."""

AGAINST_GOVERNMENT = dict.fromkeys(("CVL", "SOC", "EDU", "UNK", ""), ("OPP",)) | dict.fromkeys(
    ("MIL", "UAF", "PRM"), ("REB",)
)
"""By the sector of a noun the one that "anti-government" or "pro-democracy" before it gives."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name among words: ``first`` and ``last`` are word indices, end exclusive.

    ``kind`` is state, demonym, capital, seat, person, body or place.
    """

    first: int
    last: int
    kind: str
    country: str | None = None
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    name: str | None = None
    entity_id: str | None = None
    wikidata: str | None = None
    role: str | None = None
    certainty: float = 0.95


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase says about the party it names. ``owners``: the names that give the country, one party
    each.
    """

    owners: tuple[Name, ...] = ()
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    name: Name | None = None
    noun: Noun | None = None
    country: str | None = None
    weak: bool = False
    former: bool = False
    person: bool = False
    person_name: tuple[int, int] | None = None
    noun_span: tuple[int, int] | None = None
    owner_from_complement: bool = field(default=False)

    @property
    def countries(self) -> tuple[str | None, ...]:
        """The country of each party, ``(None,)`` where the phrase tells none."""
        if self.name is not None and self.name.country and not self.owners:
            return (self.name.country,)
        return tuple(dict.fromkeys(o.country for o in self.owners)) or (self.country,)


def read(
    words: Sequence[str],
    head: int,
    names: Sequence[Name],
    start: int = 0,
    end: int | None = None,
    low: Sequence[str] | None = None,
    lex: Lexicon | None = None,
) -> Reading:
    """Read the phrase ``words[start:end]`` whose head is ``words[head]``, given the names found among the
    words.

    ``low`` are the same words in lower case and ``lex`` the words of politics, where the caller has them.
    """
    end = len(words) if end is None else end
    low = [w.lower() for w in words] if low is None else low
    lex = lexicon() if lex is None else lex
    covering = max((n for n in names if n.first <= head < n.last), key=lambda n: n.last - n.first, default=None)
    left = [n for n in names if start <= n.first and n.last <= (covering.first if covering else head)]
    right = [n for n in names if n.first > head and n.last <= end]
    if covering is not None and not _noun_wins(lex, low, covering, left):
        return _read_name(words, low, covering, left, lex, start)
    found = lex.noun_around(low, head, max((n.last for n in left), default=start))
    if found is not None:
        return _read_noun(low, found, left, right, lex, start, end)
    return _read_unknown(words, low, head, left, right, lex, start, end)


def _noun_wins(lex: Lexicon, low: Sequence[str], name: Name, left: Sequence[Name]) -> bool:
    """Whether a body of a common name is another country's: "Chile's Defense Department"."""
    if name.kind not in ("body", "seat") or low[name.last - 1] not in lex.last_words:
        return False
    return any(_is_others(low, n, name) for n in left)


def _is_others(low: Sequence[str], owner: Name, name: Name) -> bool:
    """Whether ``owner`` stands right before a name, in the possessive or as an adjective of a state, and is
    of another country.
    """
    if owner.country in (None, name.country):
        return False
    if low[owner.last : owner.last + 1] == ["'s"]:
        return owner.last + 1 == name.first
    adjective = owner.kind == "demonym" and owner.last == name.first
    return adjective and name.country not in SECTORLESS_COUNTRIES


def _read_noun(
    low: Sequence[str],
    found: tuple[Noun, int, int],
    left: Sequence[Name],
    right: Sequence[Name],
    lex: Lexicon,
    start: int,
    end: int,
) -> Reading:
    noun, first, last = found
    left = [n for n in left if n.first < first or (n.last <= first)]
    owners = nearest_owners(low, left, first)
    from_complement = False
    if not owners and noun.kind != "against":
        owners = complement_owners(low, right, last, end)
        if low[last - 1] in ABROAD and last < end and low[last] in ("in", "at", "within"):
            owners = []
        from_complement = bool(owners)
    sector, filled = noun.sector, False
    if noun.takes:
        given = None if noun.takes == "after" else sector_before(low, left, first, lex, start)
        given = given or sector_after(low, right, last, end, lex)
        if given and not (noun.sector == "UAF" and given in UNARMED):
            sector, filled = given, True
    former = overriding(low, start, first, lex)
    sectors: tuple[str, ...] = (sector,) if filled else noun.sectors
    if sectors == ("CVL",) and ACCUSED & set(low[start:first]):
        sectors = ("CRM",)
    if noun.noun == "fighter" and _is_aircraft(low, first):
        sectors = ("MIL",)
    if is_opposing(low, start, first):
        sectors = AGAINST_GOVERNMENT.get(sectors[0] if sectors else "", sectors)
    if former and noun.kind in ("person", "people"):
        sectors = (former, sector) if former == "ELI" else (former,)
    country = noun.country
    if country is None and noun.kind in ("body", "gathering") and "international" in low[start:first]:
        country = "IGO"
    return Reading(
        owners=tuple(owners),
        sector=sectors[0],
        sectors=sectors,
        role=role_of(low, start, first, last, left) if noun.kind == "person" else None,
        noun=noun,
        noun_span=(first, last),
        country=country,
        weak=noun.weak and not owners and not filled,
        former=former == "ELI",
        person=noun.kind == "person",
        owner_from_complement=from_complement,
    )


def _read_name(
    words: Sequence[str], low: Sequence[str], name: Name, left: Sequence[Name], lex: Lexicon, start: int
) -> Reading:
    if name.kind in ("state", "capital", "demonym", "place"):
        sector = STATE_SECTOR if name.kind in ("state", "capital") else name.sector
        former = overriding(low, start, name.first, lex)
        if former == "REF":
            sector = former
        return Reading(name=name, sector=sector, sectors=(sector,) if sector else ())
    role_noun = lex.noun_ending_at(low, name.first - 1, start) if name.first > start else None
    posted = _posted(low, left, name.first, lex, start)
    title = lex.titles.get(low[name.first - 1]) if name.first > start else lex.titles.get(low[name.first])
    if posted is not None and name.kind == "person":
        return _with_title(low, replace(name, first=posted[2]), posted[:2], left, lex, start, name)
    if name.kind != "person" and not (role_noun and role_noun[0].kind == "person"):
        sector = name.sector or (STATE_SECTOR if name.kind == "seat" else None)
        return Reading(name=name, sector=sector, sectors=name.sectors or ((sector,) if sector else ()))
    if role_noun is None or role_noun[0].kind != "person":
        sector = name.sector or (title.sector if title else None)
        if title is not None and title.sector == "REL":
            sector = title.sector
        sectors = name.sectors if sector == name.sector else (sector, *name.sectors) if sector else ()
        owners = tuple(n for n in left if _is_others(low, n, name))
        return Reading(
            owners=owners, name=name, sector=sector, sectors=sectors, role=name.role, person=name.kind == "person"
        )
    return _with_title(low, name, role_noun, left, lex, start)


def _with_title(
    low: Sequence[str],
    name: Name,
    role_noun: tuple[Noun, int],
    left: Sequence[Name],
    lex: Lexicon,
    start: int,
    full: Name | None = None,
) -> Reading:
    """A known name with the office before it: the text's office and country go before the registry's.

    ``full`` is the name itself, where words stand between it and the office.
    """
    head_reading = _read_noun(low, (*role_noun, name.first), left, (), lex, start, name.first)
    sectors = head_reading.sectors
    generic = role_noun[0].takes and sectors[0] == role_noun[0].sector
    ranked = sectors == ("MIL",) and name.sector == STATE_SECTOR and name.role in HEADS
    if name.sector and (generic or ranked) and not head_reading.former:
        sectors = tuple(dict.fromkeys((name.sector, *sectors)))
    return replace(
        head_reading,
        name=full or name,
        sector=sectors[0],
        sectors=sectors,
        person=True,
        weak=False,
        person_name=((full or name).first, name.last),
    )


def _posted(
    low: Sequence[str], left: Sequence[Name], first: int, lex: Lexicon, start: int
) -> tuple[Noun, int, int] | None:
    """The office before a place that stands right before a name, and its extent: "US Ambassador to Japan Ann Doe"."""
    place = next((n for n in left if n.last == first and n.kind in ("state", "capital", "place")), None)
    if place is None or place.first - 2 < start or low[place.first - 1] not in ("to", "in", "for"):
        return None
    role = lex.noun_ending_at(low, place.first - 2, start)
    return (*role, place.first - 1) if role is not None and role[0].kind == "person" else None


def _read_unknown(
    words: Sequence[str],
    low: Sequence[str],
    head: int,
    left: Sequence[Name],
    right: Sequence[Name],
    lex: Lexicon,
    start: int,
    end: int,
) -> Reading:
    """A head that is neither a listed noun nor a known name: a person after a title, or something unknown."""
    first = head
    while first > start and is_name_word(words[first - 1]) and not any(n.first < first <= n.last for n in left):
        before = lex.noun_ending_at(low, first - 1, start)
        if (before and before[0].kind == "person") or low[first - 1] in lex.titles:
            break
        first -= 1
    posted = _posted(low, left, first, lex, start)
    if posted is not None and words[head][:1].isupper():
        reading = _read_noun(low, posted, left, (), lex, start, end)
        return replace(reading, person=True, weak=False, person_name=(first, head + 1))
    role_noun = lex.noun_ending_at(low, first - 1, start) if first > start else None
    if role_noun is not None and role_noun[0].kind == "person" and words[head][:1].isupper():
        reading = _read_noun(low, (*role_noun, first), left, right, lex, start, end)
        return replace(reading, person=True, weak=False, person_name=(first, head + 1))
    title = lex.titles.get(low[first - 1]) if first > start else None
    owners = tuple(nearest_owners(low, left, first)) or tuple(complement_owners(low, right, head + 1, end))
    if title is not None:
        earlier = lex.noun_ending_at(low, first - 2, start) if first - 1 > start else None
        if earlier is not None and earlier[0].kind == "person":
            reading = _read_noun(low, (*earlier, first), left, right, lex, start, end)
            return replace(reading, person=True, weak=False, person_name=(first, head + 1))
        former = overriding(low, start, first, lex)
        sectors = tuple(s for s in (former, title.sector) if s)
        return Reading(
            owners=owners,
            sector=sectors[0] if sectors else None,
            sectors=sectors,
            role=title.role,
            person=True,
            former=former == "ELI",
            person_name=(first, head + 1),
        )
    return Reading(owners=owners, weak=True, person_name=(first, head + 1))


def is_name_word(word: str) -> bool:
    """Whether a word can be part of a person's name."""
    return word[:1].isupper() or word in ("-", "al", "el", "bin", "ben", "de", "van", "von", "da", "dos", "'")


def nearest_owners(low: Sequence[str], left: Sequence[Name], first: int) -> list[Name]:
    """The names before the head that tell whose it is: the nearest, and those coordinated with it."""
    usable = [n for n in left if n.country and not _acted_on(low, n)]
    owners: list[Name] = []
    limit = first
    for name in sorted(usable, key=lambda n: -n.last):
        if name.last > limit:
            continue
        between = low[name.last : limit]
        if owners and (not between or not set(between) <= BINDERS or "'s" in between):
            break
        owners.insert(0, name)
        limit = name.first
    if len(owners) > 1 and owners[-1].country == owners[0].country:
        return owners[-1:]
    if len(owners) == 1 and owners[0].country in SECTORLESS_COUNTRIES:
        sender = next((n for n in usable if n.last == owners[0].first and n.kind == "demonym"), None)
        if sender is not None:
            return [sender]
    return owners


def _acted_on(low: Sequence[str], name: Name) -> bool:
    after = low[name.last : name.last + 2]
    if len(after) == 2 and after[0] == "-" and after[1] in ACTED_ON:
        return True
    before = low[max(0, name.first - 2) : name.first]
    if name.country == "SUN" and before[-1:] in (["former"], ["ex"]):
        return True
    return before[-1:] == ["-"] and before[0] in TOWARDS_IT


def complement_owners(low: Sequence[str], right: Sequence[Name], last: int, end: int) -> list[Name]:
    """The names after "of", "in", "from" ... behind the head; the first such phrase that names a country."""
    position = last
    while position < end:
        if low[position] in BELONGING:
            stop = next(
                (
                    i
                    for i in range(position + 1, end)
                    if (low[i] in PREPOSITIONS or low[i] in ("who", "which", "that"))
                    and not any(n.first < i < n.last for n in right)
                ),
                end,
            )
            inside = [n for n in right if position < n.first and n.last <= stop and n.country]
            if low[position] in ("of", "for") and inside and not _owns(low, inside[-1], stop):
                inside = []
            if inside:
                owners = [inside[0]]
                for name in inside[1:]:
                    if set(low[owners[-1].last : name.first]) <= BINDERS:
                        owners.append(name)
                return owners
            position = stop
        elif low[position] in PREPOSITIONS or low[position] in (",", "who", "which", "that"):
            break
        else:
            position += 1
    return []


def _owns(low: Sequence[str], name: Name, stop: int) -> bool:
    """Whether a name behind "of" stands alone or before a party, not before a thing: "of the British
    proposal".
    """
    behind = low[name.last : stop]
    return not any(w.isalpha() for w in behind) or any(w in lexicon().last_words for w in behind)


def sector_before(low: Sequence[str], left: Sequence[Name], first: int, lex: Lexicon, start: int) -> str | None:
    """The sector that the words before the head give it, the nearest first: "rebel", "police", "Hamas"."""
    position = first - 1
    while position >= start:
        name = next((n for n in left if n.first <= position < n.last), None)
        if name is not None:
            if name.kind in ("body", "seat", "person"):
                sector = name.sector or _sector_of_last_word(low, name, lex)
                if sector:
                    return sector
            position = name.first - 1
            continue
        noun = lex.noun_ending_at(low, position, start) if low[position] not in _DEPUTISING else None
        if noun is not None and noun[0].sector not in ("", "UNK", "CVL") and not noun[0].weak:
            return noun[0].sector
        modifier = lex.modifiers.get(low[position])
        if modifier is not None and not modifier.overrides:
            return modifier.sector
        position -= 1
    return None


def _sector_of_last_word(low: Sequence[str], name: Name, lex: Lexicon) -> str | None:
    noun = lex.noun_ending_at(low, name.last - 1, name.first)
    return noun[0].sector if noun and not noun[0].weak and name.country not in (None, *SECTORLESS_COUNTRIES) else None


def sector_after(low: Sequence[str], right: Sequence[Name], last: int, end: int, lex: Lexicon) -> str | None:
    """The sector that "of the rebels", "for the Foreign Ministry" behind the head gives it."""
    if last >= end or low[last] not in ("of", "for", "from", "with", "in", "at"):
        return None
    for position in range(last + 1, end):
        if low[position] in PREPOSITIONS or low[position] in (",", "who", "which", "that"):
            return None
        name = next((n for n in right if n.first <= position < n.last), None)
        if name is not None and name.kind in ("body", "seat", "person"):
            return name.sector or _sector_of_last_word(low, name, lex)
        if position + 1 < end and low[position + 1] not in PREPOSITIONS and low[position + 1] != ",":
            noun = lex.noun_ending_at(low, position + 1, last + 1)
        else:
            noun = None
        noun = noun or lex.noun_ending_at(low, position, last + 1)
        if noun is not None and noun[0].sector not in ("", "UNK") and noun[0].kind != "polity":
            return noun[0].sector
    return None


def _is_aircraft(low: Sequence[str], first: int) -> bool:
    """Whether a model stands before "fighter": "an F-16 fighter"."""
    model = "".join(low[max(0, first - 3) : first]).rpartition("-")
    return bool(model[1]) and model[0][-1:].isalpha() and model[2][:1].isdigit()


def is_opposing(low: Sequence[str], start: int, first: int) -> bool:
    """Whether the words before the head set a party against a government: "anti-government", "pro-democracy"."""
    joined = " ".join(low[start:first]).replace(" - ", "-").split()
    return not _OPPOSING.isdisjoint(joined)


_OPPOSING = word_set("opposing")


def overriding(low: Sequence[str], start: int, first: int, lex: Lexicon) -> str | None:
    """The sector of a word such as "former" or "displaced" among those before the head, or None."""
    for position in range(start, first):
        modifier = lex.modifiers.get(low[position])
        if modifier is not None and modifier.overrides:
            return modifier.sector
    return None


_NO_ROLE = word_set("no_role")
_DEPUTISING = word_set("deputising")


def role_of(low: Sequence[str], start: int, first: int, last: int, left: Sequence[Name]) -> str:
    """The office as the phrase words it: "vice foreign minister", without names and articles."""
    words = [
        low[i]
        for i in range(start, last)
        if low[i] not in _NO_ROLE and not any(n.first <= i < n.last and n.country for n in left)
    ]
    return re.sub(r" ?- ?", "-", " ".join(words)).strip(" ,-")
