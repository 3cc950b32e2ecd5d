"""One person out of many sources, and one role out of many tellings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from holdings import Holding

from dragoman.actors.importers.tables import slug
from dragoman.actors.names import name_key, person_key
from dragoman.actors.schema import first_day, last_day
from dragoman.actors.surnames import surnames_of

SAME_TERM_DAYS = 62
"""Two tellings of one term may differ by this many days at either end."""

HEADS = frozenset({"president", "prime minister", "monarch", "head of state", "effective leader", "leader"})
VAGUE = frozenset({"effective leader", "leader", "minister"})


@dataclass
class Person:
    """A person with all that the sources say."""

    name: str
    wikidata: str = ""
    birth_year: str = ""
    names: list[str] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)

    def add(self, holding: Holding) -> None:
        """One more telling."""
        self.wikidata = self.wikidata or holding.wikidata
        self.birth_year = self.birth_year or holding.birth_year
        for name in (holding.name, *holding.aliases):
            differs = name_key(name) != name_key(self.name) and " " in name
            if (differs or name in holding.aliases) and name not in self.names:
                self.names.append(name)
        self.holdings.append(holding)

    @property
    def id(self) -> str:
        """The Wikidata id, or one made of name and year of birth, or name and country."""
        if self.wikidata:
            return self.wikidata
        country = next((h.country or h.organisation for h in self.holdings), "")
        return f"p-{slug(self.name)}-{self.birth_year or slug(country)}"


def persons_of(holdings: Iterable[Holding]) -> list[Person]:
    """Persons, joined by Wikidata id, by full name within a country, and REIGN's surnames by country and
    term.
    """
    people: list[Person] = []
    by_wikidata: dict[str, Person] = {}
    by_name: dict[tuple[str, str], list[Person]] = defaultdict(list)
    by_post: dict[tuple[str, str], list[tuple[Person, Holding]]] = defaultdict(list)
    surnames_only = []
    for holding in _namesakes_of_editors_first(holdings):
        if " " not in holding.name and holding.source == "REIGN":
            surnames_only.append(holding)
            continue
        person = by_wikidata.get(holding.wikidata) if holding.wikidata else None
        person = person or _same_name(by_name, holding) or _same_post(by_post, holding)
        if person is not None and not _plausible_life(person, holding):
            continue
        if person is None:
            person = Person(holding.name)
            people.append(person)
        person.add(holding)
        if person.wikidata:
            by_wikidata.setdefault(person.wikidata, person)
        by_post[holding.office, holding.country or holding.organisation].append((person, holding))
        for name in (holding.name, *holding.aliases):
            for country in {holding.country, ""}:
                known = by_name[person_key(name), country]
                if person not in known:
                    known.append(person)
    _link_surnames(people, surnames_only)
    return people


def _same_name(by_name: dict[tuple[str, str], list[Person]], holding: Holding) -> Person | None:
    """The person of the same full name in the same country, or the only one where a side has no country.

    The editors' main names are consistent, so only they count among themselves; where several people of a
    country bear a name, the term decides.
    """
    names = (holding.name,) if holding.source == "editors" else (holding.name, *holding.aliases)
    for name in names:
        key = person_key(name)
        known = by_name.get((key, holding.country), []) if holding.country else by_name.get((key, ""), [])
        if not known and holding.country:
            known = [p for p in by_name.get((key, ""), []) if _one_life(p, holding)]
        known = [p for p in known if not (p.wikidata and holding.wikidata and p.wikidata != holding.wikidata)]
        if holding.source == "editors":
            known = [p for p in known if person_key(p.name) == key]
        if known:
            return next((p for p in known if any(_same_term(h, holding) for h in p.holdings)), known[0])
    return None


def _namesakes_of_editors_first(holdings: Iterable[Holding]) -> list[Holding]:
    """Puts those that agree with the editors in name and country first, so that Wikidata ids find their
    way.
    """
    given = list(holdings)
    editors = {(person_key(h.name), h.country) for h in given if h.source == "editors"}
    return sorted(
        given, key=lambda h: h.source != "editors" and (person_key(h.name), h.country) not in editors
    )


def _same_post(
    by_post: dict[tuple[str, str], list[tuple[Person, Holding]]], holding: Holding
) -> Person | None:
    """The person whom another source has in the same post from the same time under a like name."""
    if not holding.wikidata or holding.office in VAGUE or holding.office == "official":
        return None
    words = _long_words(holding)
    for person, other in by_post.get((holding.office, holding.country or holding.organisation), ()):
        same_term = other.source == "editors" and not person.wikidata and _same_term(other, holding)
        if same_term and words & _long_words(other):
            return person
    return None


def _long_words(holding: Holding) -> set[str]:
    """The skeletons of the longer words in the names of a holding."""
    text = " ".join((holding.name, *holding.aliases)).replace("-", " ")
    return {key for word in text.split() if len(key := person_key(word)) > 3}


def _one_life(person: Person, holding: Holding) -> bool:
    """Whether a namesake known from elsewhere is the same: no country so far, or the same year of birth."""
    if holding.office == "monarch" and holding.source == "editors":
        return person_key(person.name) == person_key(holding.name) and any(
            h.office == "monarch" for h in person.holdings
        )
    same_birth = bool(holding.birth_year) and holding.birth_year == person.birth_year
    return same_birth or not any(h.country for h in person.holdings)


def _plausible_life(person: Person, holding: Holding) -> bool:
    """Whether one person can have both: offices of more than sixty years apart are of two people."""
    years = [int(h.start[:4]) for h in (*person.holdings, holding) if h.start]
    return not years or max(years) - min(years) <= 60


def _link_surnames(people: list[Person], surnames_only: Sequence[Holding]) -> None:
    """Gives leaders of whom a source has only the surname to the person of that surname with that term."""
    bearers: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in people:
        for country in {h.country for h in person.holdings}:
            for surname in surnames_of(person.name, {country}):
                bearers[person_key(surname), country].append(person)
    alone: dict[tuple[str, str, str], Person] = {}
    for holding in surnames_only:
        near = [
            p
            for p in bearers.get((person_key(holding.name), holding.country), ())
            if any(h.office in HEADS and _same_term(h, holding) for h in p.holdings)
        ]
        if len(near) == 1:
            near[0].add(holding)
            continue
        key = (holding.name, holding.country, holding.birth_year)
        if key not in alone:
            alone[key] = Person(holding.name)
            people.append(alone[key])
        alone[key].add(holding)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day if day[8:] != "31" else day[:8] + "28").toordinal()


def _same_term(one: Holding, other: Holding) -> bool:
    """Whether two tellings are of one term: both ends agree within the tolerance, or one end is not given."""
    if not one.start or not other.start:
        return False
    if abs(_ordinal(first_day(one.start)) - _ordinal(first_day(other.start))) > SAME_TERM_DAYS:
        return False
    if "known" not in (one.end_kind, other.end_kind) or one.end_kind != other.end_kind:
        return True
    return abs(_ordinal(last_day(one.end)) - _ordinal(last_day(other.end))) <= SAME_TERM_DAYS


def roles_of(person: Person) -> list[Holding]:
    """The person's roles, one a term: editors before day-exact sources before vague ones; looser bounds
    kept.
    """
    order = sorted(person.holdings, key=_precedence)
    roles: list[Holding] = []
    for holding in order:
        twin = next((i for i, role in enumerate(roles) if _tells_again(role, holding)), None)
        if twin is None:
            roles.append(holding)
        else:
            roles[twin] = _completed(roles[twin], holding)
    return sorted(roles, key=lambda role: (role.start, role.office))


def _precedence(holding: Holding) -> tuple[bool, bool, bool]:
    return (holding.source != "editors", holding.office in VAGUE, holding.source == "REIGN")


def _tells_again(role: Holding, other: Holding) -> bool:
    """Whether ``other`` only repeats ``role``: the same office or a vaguer one in the same place and time."""
    if role.country != other.country or (
        role.organisation and other.organisation and role.organisation != other.organisation
    ):
        return False
    if role.office == other.office and role.organisation == other.organisation:
        same_title = (
            role.office not in ("minister", "official") or role.title == other.title or not other.title
        )
        return same_title and (_same_term(role, other) or _inside(role, other))
    vague_head = other.office in ("effective leader", "leader") and role.office in HEADS
    vague_minister = other.office == "minister" and role.office.endswith("minister") and not other.title
    return (vague_head or vague_minister) and (_same_term(role, other) or _inside(role, other))


def _inside(role: Holding, other: Holding) -> bool:
    """Whether ``other``'s term lies within ``role``'s, a month of slack at both ends."""
    if not role.start or not other.start or role.end_kind == "unknown" or other.end_kind == "unknown":
        return False
    low, high = (
        _ordinal(first_day(role.start)) - 31,
        _ordinal(last_day(role.end)[:10].replace("9999", "2100")) + 31,
    )
    end = _ordinal(last_day(other.end).replace("9999", "2100"))
    return low <= _ordinal(first_day(other.start)) and end <= high


def _completed(role: Holding, other: Holding) -> Holding:
    """A role with the bound that only the other telling has; the source names both where it helped."""
    later = other.end_kind == "open" or last_day(other.end) >= first_day(role.start)
    if role.end_kind == "unknown" and other.end_kind != "unknown" and later:
        return replace(role, end=other.end, end_kind=other.end_kind, source=f"{role.source}; {other.source}")
    return role
