"""Templates, and the few words that they need for values."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from dragoman import __version__, ontology
from dragoman.errors import DragomanError
from dragoman.reading.day_text import day_text, iso_day_text
from dragoman.records import DateValue, Party, text_hash
from dragoman.store.countries import country_name
from dragoman.web.marking import sentence

QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


@cache
def templates() -> Environment:
    """The templates of this package. Everything that they print is escaped."""
    made = Environment(
        loader=PackageLoader("dragoman.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": day_text,
        "iso_day": iso_day_text,
        "country": country_name,
        "quad": quad_of,
        "party": party_words,
        "web_address": web_address,
        "thousands": lambda number: f"{number:,}",
        "percent": lambda share: f"{100 * share:.0f}%",
        "query": lambda pairs: urlencode(list(pairs)),
        "quoted": lambda text: quote(str(text), safe=""),
        "words": lambda name: str(name).replace("_", " ").replace("-", " "),
    }
    made.globals |= {"static": static, "sentence": sentence, "brief": brief}
    made.globals |= {"QUADS": QUADS, "TYPES": ontology.TYPES, "SECTORS": ontology.SECTORS}
    return made


@cache
def static(name: str) -> str:
    """The address of a file of ``static``; it changes when the file does, so that browsers may keep it."""
    content = (files("dragoman.web") / "static" / name).read_bytes()
    return f"/static/{name}?v={text_hash(content.decode('latin-1'))[:8]}-{__version__}"


def quad_of(event_type: str) -> int:
    """The quad of a type, 1 to 4; 0 for what is no type."""
    try:
        return ontology.quad(event_type, "dragoman")
    except DragomanError:
        return 0


def party_words(party: Party | dict[str, Any]) -> str:
    """What to call a party: its name, its country where it is a bare state, or its words."""
    found = party if isinstance(party, dict) else {"name": party.name, "text": party.text}
    return str(found.get("name") or found.get("text") or "")


def brief(value: Any) -> str:
    """A corrected value in a few words."""
    if value is None or value == []:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(brief(each) for each in value)
    if isinstance(value, dict):
        if "precision" in value and "basis" in value:
            return day_text(msgspec.convert(value, DateValue))
        words = str(value.get("name") or value.get("text") or "")
        return " ".join(filter(None, (words, value.get("country"), value.get("sector"))))
    return str(value).lower()


def web_address(url: str | None) -> str | None:
    """An address that a link may lead to: http and https alone."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.hostname else None
