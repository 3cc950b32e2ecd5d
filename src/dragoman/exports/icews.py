"""ICEWS coded event data: 20 columns, tab-separated, with a header. Names as the R package icews reads them."""

from __future__ import annotations

from dragoman import ontology
from dragoman.exports import codes
from dragoman.exports.acts import Dyad
from dragoman.exports.form import Form, Row

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip


def row(dyad: Dyad) -> Row:
    """A row of ICEWS. Sectors are PLOVER's by name; ICEWS' own names of sectors are finer."""
    act, code, place = dyad.act, dyad.act.cameo or "", dyad.act.place
    source, target, story = dyad.source, dyad.target, dyad.act.stories[0]
    return {
        "Event ID": dyad.integer,
        "Event Date": act.day.isoformat() if act.day else None,
        "Source Name": codes.title(source),
        "Source Sectors": codes.sector_labels(source),
        "Source Country": codes.country_title(source.country) if source else None,
        "Event Text": ontology.CAMEO_CODES[code].label,
        "CAMEO Code": code,
        "Intensity": ontology.goldstein(code, "icews"),
        "Target Name": codes.title(target),
        "Target Sectors": codes.sector_labels(target),
        "Target Country": codes.country_title(target.country) if target else None,
        "Story ID": story.number,
        "Sentence Number": act.sentence,
        "Publisher": story.source,
        "City": place.name if place and codes.is_town(place) else None,
        "Province": place.admin1 if place else None,
        "Country": codes.country_title(place.country) if place else None,
        "Latitude": place.lat if place else None,
        "Longitude": place.lon if place else None,
    }


ICEWS = Form(
    name="icews",
    title="ICEWS coded event data",
    columns=COLUMNS,
    row=row,
    blank=("District",),
    schemes={"CAMEO Code": "CAMEO", "Intensity": "icews"},
)
