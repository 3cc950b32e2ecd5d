"""Who held an office of a state or body on a day.

Sources that say only that somebody led a state ("leader", "effective leader") or was a minister of military
affairs are asked where none names the office itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dragoman.actors.schema import OPEN, SOURCE_MADE, Role, holds_on

HEAD_OF_STATE, HEAD_OF_GOVERNMENT = "head of state", "head of government"
LONGEST_UNKNOWN_YEARS = 8
"""A role whose end nobody knows is not taken to last longer than this."""

_OTHER_HEAD = {HEAD_OF_STATE: HEAD_OF_GOVERNMENT, HEAD_OF_GOVERNMENT: HEAD_OF_STATE}


def surely_holds(role: Role, day: str) -> bool:
    """Whether the source says that the role was held on the day: both bounds known, or open and not later."""
    if not role.start or not holds_on(role.start, role.end, day):
        return False
    return role.end_kind == "known" or (role.end_kind == OPEN and day <= SOURCE_MADE)


def _may_hold(role: Role, day: str) -> bool:
    """Whether the role may have been held on the day, for all that the source says."""
    if not role.start or not holds_on(role.start, role.end, day):
        return False
    return role.end_kind != "unknown" or int(day[:4]) - int(role.start[:4]) <= LONGEST_UNKNOWN_YEARS


class OfficeHolders:
    """Roles by office and place."""

    def __init__(self, roles: Iterable[Role], counts_as: Mapping[str, str]) -> None:
        """``counts_as`` says which offices are also heads: a monarch counts as head of state."""
        self._roles: dict[tuple[str, str], list[Role]] = defaultdict(list)
        for role in roles:
            offices = {role.office, counts_as.get(role.office) or role.office}
            for place in {role.country, role.organisation}:
                if place:
                    for office in offices:
                        self._roles[office, place].append(role)

    def on(self, office: str, place: str, day: str) -> tuple[Role, ...]:
        """The holders on an ISO day, the surest first: editors, then known bounds, then the latest to
        begin.
        """
        named = self._named(office, place, day)
        if named:
            return named
        if office == HEAD_OF_GOVERNMENT and ("prime minister", place) not in self._roles:
            return self._named("president", place, day) or self._leaders(office, place, day)
        if office in _OTHER_HEAD:
            return self._leaders(office, place, day) or self._named("president", place, day)
        if office == "defence minister":
            return tuple(role for role in self._named("minister", place, day) if "MIL" in role.sectors)
        return ()

    def _named(self, office: str, place: str, day: str) -> tuple[Role, ...]:
        """Those whose role carries the office itself; an end that nobody knows counts when all others
        fail.
        """
        holding = [role for role in self._roles.get((office, place), ()) if _may_hold(role, day)]
        holding.sort(key=lambda role: role.start or "", reverse=True)
        holding.sort(key=lambda role: (not surely_holds(role, day), not role.source.startswith("editors")))
        return tuple(holding)

    def _leaders(self, office: str, place: str, day: str) -> tuple[Role, ...]:
        """Leaders whose office no source gives and who are not the other head.

        Who rules is the likelier head of government, and the less likely mere head of state.
        """
        other = {role.person for role in self._named(_OTHER_HEAD[office], place, day)}
        effective = self._named("effective leader", place, day)
        leaders = self._named("leader", place, day)
        if office == HEAD_OF_GOVERNMENT:
            candidates = (*effective, *leaders)
        else:
            ruling = {role.person for role in effective}
            merely = tuple(role for role in leaders if role.person not in ruling)
            candidates = (*merely, *effective, *leaders)
        kept = [role for role in candidates if role.person not in other]
        return tuple(sorted(kept, key=lambda role: not surely_holds(role, day)))
