"""Phoenix (OEDA): 26 columns, tab-separated, without a header; order as in phoenix_pipeline's postprocess.py."""

from __future__ import annotations

from dragoman import ontology
from dragoman.exports import codes
from dragoman.exports.acts import Dyad
from dragoman.exports.form import Form, Row, Value
from dragoman.records import Party

_SIDE = ("Full", "Entity", "Role", "Attribute")
COLUMNS = (
    "EventID", "Date", "Year", "Month", "Day",
    *(f"SourceActor{name}" for name in _SIDE), *(f"TargetActor{name}" for name in _SIDE),
    "EventCode", "EventRootCode", "QuadClass", "GoldsteinScore", "Issues", "Lat", "Lon", "LocationName", "StateName",
    "CountryName", "SentenceID", "URLs", "NewsSources",
)  # fmt: skip


def row(dyad: Dyad) -> Row:
    """A row of Phoenix; URLs and sources are those of all stories that tell of it."""
    act, code, place, day = dyad.act, dyad.act.cameo or "", dyad.act.place, dyad.act.day
    sentence = None if act.sentence is None else f"{act.stories[0].id}_{act.sentence}"
    return {
        "EventID": dyad.id,
        "Date": codes.compact(day),
        "Year": f"{day:%Y}" if day else None,
        "Month": f"{day:%m}" if day else None,
        "Day": f"{day:%d}" if day else None,
        **_side("Source", dyad.source),
        **_side("Target", dyad.target),
        "EventCode": code,
        "EventRootCode": code[:2],
        "QuadClass": ontology.quad_of_cameo(code, "phoenix"),
        "GoldsteinScore": ontology.goldstein(code, "oeda"),
        "Lat": place.lat if place else None,
        "Lon": place.lon if place else None,
        "LocationName": place.name if place else None,
        "StateName": place.admin1 if place else None,
        "CountryName": codes.country_title(place.country) if place else None,
        "SentenceID": sentence,
        "URLs": codes.joined(story.url or story.id for story in act.stories),
        "NewsSources": codes.joined(story.source for story in act.stories),
    }


def _side(side: str, party: Party | None) -> dict[str, Value]:
    coded = codes.cameo_party(party)
    first, rest = coded.types[:1], coded.types[1:]
    return {
        f"{side}ActorFull": coded.code,
        f"{side}ActorEntity": coded.country or coded.group,
        f"{side}ActorRole": first[0] if first else None,
        f"{side}ActorAttribute": codes.joined(rest),
    }


PHOENIX = Form(
    name="phoenix",
    title="Phoenix",
    columns=COLUMNS,
    row=row,
    blank=("Issues",),
    schemes={"EventCode": "CAMEO", "QuadClass": "phoenix (penta, 0 to 4)", "GoldsteinScore": "oeda"},
    unit="events",
    header=False,
)
