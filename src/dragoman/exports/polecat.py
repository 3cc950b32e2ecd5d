"""POLECAT event data: 40 columns, tab-separated, with a header; a missing value is the word None, lists have ``;``."""

from __future__ import annotations

from dragoman import ontology
from dragoman.exports import codes
from dragoman.exports.acts import Dyad
from dragoman.exports.form import Form, Row, Value
from dragoman.ontology.codes import country_codes
from dragoman.records import Party

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
    "Language", "Version",
)  # fmt: skip
QUADS = "plover_manual"


def row(dyad: Dyad) -> Row:
    """A row of POLECAT. Intensity is PLOVER's score of the mode, or of the type where the mode has none."""
    act, place, story = dyad.act, dyad.act.place, dyad.act.stories[0]
    score = ontology.score(act.event_type, act.mode)
    return {
        "Event ID": dyad.id,
        "Event Date": act.day.isoformat() if act.day else None,
        "Event Type": act.event_type,
        "Event Mode": act.mode,
        "Intensity": ontology.score(act.event_type) if score is None else score,
        "Quad Code": ontology.quad(act.event_type, QUADS),
        "Contexts": codes.joined(act.contexts),
        **_side("Actor", dyad.source),
        **_side("Recipient", dyad.target),
        "Placename": place.name if place else None,
        "City": place.name if place and codes.is_town(place) else None,
        "Province": place.admin1 if place else None,
        "Country": place.country if place else None,
        "Latitude": place.lat if place else None,
        "Longitude": place.lon if place else None,
        "GeoNames ID": place.geonames_id if place else None,
        "Raw Placename": place.text if place else None,
        "Source": story.source,
        "Publication Date": story.published,
        "Language": story.language,
        "Version": act.version,
    }


def _side(side: str, party: Party | None) -> dict[str, Value]:
    if party is None:
        return {}
    known = country_codes().get(party.country or "")
    return {
        f"{side} Name": codes.title(party),
        f"{side} Country": party.country,
        f"{side} COW": known.cow if known else None,
        f"Primary {side} Sector": party.sector,
        f"{side} Sectors": codes.joined(party.sectors),
        f"{side} Title": party.role,
        f"{side} Name Raw": party.text,
    }


POLECAT = Form(
    name="polecat",
    title="POLECAT event data",
    columns=COLUMNS,
    row=row,
    blank=(
        "Wikipedia Actor ID", "Wikipedia Recipient ID", "District", "Feature Type", "Story People",
        "Story Organizations", "Story Locations",
    ),
    schemes={"Event Type": "PLOVER", "Quad Code": QUADS, "Intensity": "plover"},
    missing="None",
    needs_cameo=False,
)  # fmt: skip
