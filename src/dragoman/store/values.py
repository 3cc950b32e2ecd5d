"""How the words of a filter are read: from an option or a query string to a value. All raise ``DragomanError``."""

from __future__ import annotations

import calendar
import re

from dragoman import ontology
from dragoman.errors import DragomanError
from dragoman.store.countries import country_code, known_country
from dragoman.store.names import known_name

Point = tuple[float, ...]

_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2}))?$")


def words(value: str) -> str:
    """Words as they are, without the space around them. E610 where there are none."""
    if not value.strip():
        raise DragomanError("E610", value=repr(value), form="some words")
    return value.strip()


def country(value: str) -> str:
    """The code of a country: E601 suggests the nearest name."""
    return country_code(value)


def sector(value: str) -> str:
    """The code of a sector, by code or label: ``MIL`` and ``military`` are MIL. E609 or E602."""
    labels = {entry.label: code for code, entry in ontology.SECTORS.items()}
    return labels.get(found := known_name(value, [*ontology.SECTORS, *labels], "sector"), found)


def event_type(value: str) -> str:
    """A PLOVER type. E609 or E602."""
    return known_name(value, ontology.TYPES, "type")


def mode(value: str) -> str:
    """A PLOVER mode of any type. E609 or E602."""
    return known_name(value, sorted({m for entry in ontology.TYPES.values() for m in entry.modes}), "mode")


def context(value: str) -> str:
    """A PLOVER context. E609 or E602."""
    return known_name(value, ontology.CONTEXTS, "context")


def status(value: str) -> str:
    """A status. E609 or E602."""
    return known_name(value, ontology.STATUSES, "status")


def party(value: str) -> str:
    """A party: ``RUS`` or ``Russia``, ``SYR:REB`` (country and sector), ``REB`` (sector), a registry id or a name.

    The result is a country's code, ``COUNTRY:SECTOR``, ``:SECTOR``, or the words of a name. What is neither a
    country nor a code is a name, so only the parts around a colon can be wrong (E601, E602, E609).
    """
    text = words(value)
    place, colon, body = text.partition(":")
    if colon and not place:
        return f":{sector(body)}"
    if colon and body.strip().isalpha():
        return f"{country(place)}:{sector(body)}"
    return f":{text}" if text in ontology.SECTORS else known_country(text) or text


def between(value: str) -> tuple[str, str]:
    """Two parties with a comma between them. E610 where there are not two."""
    parts = [part for part in value.split(",") if part.strip()]
    if len(parts) != 2:
        raise DragomanError("E610", value=value, form="two parties with a comma between them, such as RUS,UKR")
    return party(parts[0]), party(parts[1])


def first_day(value: str) -> str:
    """An ISO day; of a month or year its first. E611 where it is none."""
    return _day(value, last=False)


def last_day(value: str) -> str:
    """An ISO day; of a month or year its last. E611 where it is none."""
    return _day(value, last=True)


def _day(value: str, last: bool) -> str:
    from dragoman.reading.days import iso_day

    if match := _MONTH.match(value.strip()):
        year, month = int(match[1]), int(match[2] or (12 if last else 1))
        if year and 1 <= month <= 12:
            return f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1] if last else 1:02}"
    found = iso_day(value)
    if found is None:
        raise DragomanError("E611", value=value)
    return found


def box(value: str) -> Point:
    """West, south, east and north in degrees; west may be the greater where the box crosses 180°. E610."""
    form = "west,south,east,north in degrees, such as 22,44,40,52"
    west, south, east, north = _numbers(value, 4, form)
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise DragomanError("E610", value=value, form=form)
    return west, south, east, north


def near(value: str) -> Point:
    """Latitude, longitude and a distance in kilometres. E610."""
    form = "latitude,longitude,kilometres, such as 50.45,30.52,100"
    lat, lon, distance = _numbers(value, 3, form)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and distance > 0):
        raise DragomanError("E610", value=value, form=form)
    return lat, lon, distance


def share(value: str) -> float:
    """A number from 0 to 1. E610."""
    (number,) = _numbers(value, 1, "a number from 0 to 1")
    if not 0 <= number <= 1:
        raise DragomanError("E610", value=value, form="a number from 0 to 1")
    return number


def count(value: str) -> int:
    """A whole number, 0 or more. E610."""
    if not re.fullmatch(r"\d{1,15}", value.strip()):
        raise DragomanError("E610", value=value, form="a whole number, 0 or more")
    return int(value)


def _numbers(value: str, many: int, form: str) -> tuple[float, ...]:
    try:
        found = tuple(float(part) for part in value.split(","))
    except ValueError:
        found = ()
    if len(found) != many or not all(abs(n) < float("inf") for n in found):
        raise DragomanError("E610", value=value, form=form)
    return found
