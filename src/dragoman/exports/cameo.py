"""CAMEO-coded CSV: every report as dyads, with PLOVER and CAMEO side by side and each derived value by its scheme."""

from __future__ import annotations

from dragoman import ontology
from dragoman.exports import codes
from dragoman.exports.acts import Dyad
from dragoman.exports.form import Form, Row

COLUMNS = (
    "id", "report_id", "date", "date_basis", "source", "source_name", "source_country", "target", "target_name",
    "target_country", "cameo", "cameo_label", "cameo_fit", "quad_gdelt", "quad_phoenix", "quad_icews",
    "goldstein_oeda", "goldstein_icews", "plover_type", "plover_mode", "plover_contexts", "plover_score", "status",
    "confidence", "place", "place_country", "lat", "lon", "document_id", "published", "sentence", "outlet", "url",
)  # fmt: skip


def row(dyad: Dyad) -> Row:
    """A row of the CSV; ``date_basis`` is text, or publication where the text gives no date."""
    act, place, story = dyad.act, dyad.act.place, dyad.act.stories[0]
    choice = ontology.choose_cameo(act.event_type, act.mode, act.status, act.contexts)
    code = choice.code or ""
    score = ontology.score(act.event_type, act.mode)
    return {
        "id": dyad.id,
        "report_id": act.id,
        "date": act.day.isoformat() if act.day else None,
        "date_basis": "text" if act.date else ("publication" if act.day else None),
        "source": codes.cameo_party(dyad.source).code,
        "source_name": codes.title(dyad.source),
        "source_country": dyad.source.country if dyad.source else None,
        "target": codes.cameo_party(dyad.target).code,
        "target_name": codes.title(dyad.target),
        "target_country": dyad.target.country if dyad.target else None,
        "cameo": code,
        "cameo_label": ontology.CAMEO_CODES[code].label,
        "cameo_fit": choice.fit,
        **{f"quad_{scheme}": ontology.quad_of_cameo(code, scheme) for scheme in ontology.CAMEO_SCHEMES},
        **{f"goldstein_{table}": ontology.goldstein(code, table) for table in ontology.GOLDSTEIN_TABLES},
        "plover_type": act.event_type,
        "plover_mode": act.mode,
        "plover_contexts": codes.joined(act.contexts),
        "plover_score": ontology.score(act.event_type) if score is None else score,
        "status": act.status,
        "confidence": act.confidence,
        "place": place.name if place else None,
        "place_country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "document_id": story.id,
        "published": story.published,
        "sentence": act.sentence,
        "outlet": story.source,
        "url": story.url,
    }


CAMEO_CSV = Form(
    name="cameo-csv",
    title="CAMEO-coded CSV",
    columns=COLUMNS,
    row=row,
    blank=(),
    schemes={"cameo": "CAMEO", "quad_*": "by name", "goldstein_*": "by name", "plover_score": "plover"},
    separator=",",
)
