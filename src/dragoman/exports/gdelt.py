"""GDELT 2.0: Events (61 columns) and Mentions (16 columns), tab-separated, without a header.

Columns: GDELT Event Codebook 2.0, names as in gdeltPyR's schema. Rows of Events are events where the store has
been linked, else reports; Mentions has a row for each of their reports and dyads.
"""

from __future__ import annotations

from datetime import date

from dragoman import ontology
from dragoman.exports import codes
from dragoman.exports.acts import Dyad
from dragoman.exports.form import Form, Row, Value
from dragoman.records import Party, Place

_SIDE = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
    "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")

EVENT_COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{name}" for n in (1, 2) for name in _SIDE),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{what}Geo_{name}" for what in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip

MENTION_COLUMNS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip

_WEB, _CITATION = 1, 2
"""MentionType: an article with an address, and one without."""
_GEO_TYPES = {"country": 1, "admin1": 5, "city": 4, "site": 4}
_GEO_TYPES_US = {"country": 1, "admin1": 2, "city": 3, "site": 3}


def event_row(dyad: Dyad) -> Row:
    """A row of Events."""
    act, code = dyad.act, dyad.act.cameo or ""
    story = act.stories[0]
    return {
        "GLOBALEVENTID": dyad.integer,
        **_days(act.day),
        **_side(1, dyad.source),
        **_side(2, dyad.target),
        "IsRootEvent": int(act.in_lead) if act.sentence_start is not None else None,
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": ontology.quad_of_cameo(code, "gdelt"),
        "GoldsteinScale": ontology.goldstein(code, "oeda"),
        "NumMentions": act.reports,
        "NumSources": act.outlets,
        "NumArticles": len(act.stories),
        **_geo(act.place),
        "DATEADDED": _moment(act.added),
        "SOURCEURL": story.url or story.id,
    }


def mention_row(dyad: Dyad) -> Row:
    """A row of Mentions; ``dyad`` is of one report, under the id of its event."""
    act, story = dyad.act, dyad.act.stories[0]
    inside = all(_inside(dyad, party) for party in (dyad.source, dyad.target))
    return {
        "GLOBALEVENTID": dyad.integer,
        "EventTimeDate": _moment(act.added),
        "MentionTimeDate": _moment(date.fromisoformat(story.published)) if story.published else None,
        "MentionType": _WEB if story.url else _CITATION,
        "MentionSourceName": story.source,
        "MentionIdentifier": story.url or story.id,
        "SentenceID": act.sentence,
        "Actor1CharOffset": dyad.source.start if dyad.source else -1,
        "Actor2CharOffset": dyad.target.start if dyad.target else -1,
        "ActionCharOffset": act.predicate,
        "InRawText": int(inside),
        "Confidence": max(10, round(act.confidence * 100)),
        "MentionDocLen": story.length,
    }


def _inside(dyad: Dyad, party: Party | None) -> bool:
    """Whether the sentence itself names a party; another sentence may have told who "he" is."""
    start, end = dyad.act.sentence_start, dyad.act.sentence_end
    return party is None or start is None or end is None or start <= party.start <= party.end <= end


def _days(day: date | None) -> dict[str, Value]:
    if day is None:
        return {}
    # The codebook's formula: months of 30 days in a year of 365.
    fraction = day.year + ((day.month - 1) * 30 + day.day) / 365
    return {
        "SQLDATE": codes.compact(day),
        "MonthYear": f"{day:%Y%m}",
        "Year": day.year,
        "FractionDate": f"{fraction:.4f}",
    }


def _side(number: int, party: Party | None) -> dict[str, Value]:
    coded = codes.cameo_party(party, gdelt=True)
    name = codes.title(party)
    types = dict(zip(("Type1Code", "Type2Code", "Type3Code"), coded.types, strict=False))
    parts: dict[str, Value] = {
        "Code": coded.code,
        "Name": name.upper() if name else None,
        "CountryCode": coded.country,
        "KnownGroupCode": coded.group,
        **types,
    }
    return {f"Actor{number}{key}": value for key, value in parts.items()}


def _geo(place: Place | None) -> dict[str, Value]:
    if place is None:
        return {}
    country = codes.fips(place.country)
    types = _GEO_TYPES_US if place.country == "USA" else _GEO_TYPES
    whole = place.precision == "country"
    return {
        "ActionGeo_Type": types.get(place.precision or ""),
        "ActionGeo_FullName": codes.full_name(place),
        "ActionGeo_CountryCode": country,
        "ActionGeo_ADM1Code": country if whole else None,
        "ActionGeo_Lat": place.lat,
        "ActionGeo_Long": place.lon,
        "ActionGeo_FeatureID": country if whole else None,
    }


def _moment(day: date | None) -> str | None:
    return f"{day:%Y%m%d}000000" if day else None


_NO_SIDE = ("EthnicCode", "Religion1Code", "Religion2Code")

EVENTS = Form(
    name="gdelt-events",
    title="GDELT 2.0 Events",
    columns=EVENT_COLUMNS,
    row=event_row,
    blank=(
        *(f"Actor{n}{name}" for n in (1, 2) for name in _NO_SIDE),
        "AvgTone",
        *(f"Actor{n}Geo_{name}" for n in (1, 2) for name in _GEO),
        "ActionGeo_ADM2Code",
    ),
    schemes={"EventCode": "CAMEO", "QuadClass": "gdelt", "GoldsteinScale": "oeda"},
    unit="events",
    header=False,
)

MENTIONS = Form(
    name="gdelt-mentions",
    title="GDELT 2.0 Mentions",
    columns=MENTION_COLUMNS,
    row=mention_row,
    blank=("MentionDocTone", "MentionDocTranslationInfo", "Extras"),
    schemes={},
    unit="mentions",
    header=False,
)
