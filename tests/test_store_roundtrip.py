"""Whatever a report holds, the columns of a segment give it back."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.records import (
    Attribution,
    Coder,
    DateValue,
    Document,
    Party,
    Place,
    Predicate,
    Quantity,
    Report,
    Sentence,
    Span,
    report_from_json,
    to_json,
)
from dragoman.store.schema import from_rows, to_rows, to_table

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
MAYBE = st.none() | TEXT
OFFSET = st.integers(0, 2**40)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | NUMBER | TEXT
OPEN = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=8
)

SPAN = {"text": TEXT, "start": OFFSET, "end": OFFSET}
PARTIES = st.lists(
    st.builds(
        Party, **SPAN, name=MAYBE, entity_id=MAYBE, wikidata=MAYBE, country=MAYBE, sector=MAYBE,
        sectors=st.lists(TEXT, max_size=2).map(tuple), role=MAYBE,
    ),
    max_size=2,
).map(tuple)  # fmt: skip
PARTY = PARTIES.map(lambda found: found[0] if found else None)
DATE = st.none() | st.builds(
    DateValue,
    start=TEXT,
    end=TEXT,
    precision=TEXT,
    basis=TEXT,
    expression=st.none() | st.builds(Span, **SPAN),
)
PLACE = st.none() | st.builds(
    Place, **SPAN, name=TEXT, country=MAYBE, admin1=MAYBE, lat=st.none() | NUMBER, lon=st.none() | NUMBER,
    geonames_id=st.none() | OFFSET, precision=MAYBE,
)  # fmt: skip
QUANTITY = st.builds(
    Quantity,
    **SPAN,
    kind=TEXT,
    value=st.none() | NUMBER,
    low=st.none() | NUMBER,
    high=st.none() | NUMBER,
    unit=MAYBE,
)
REPORT = st.builds(
    Report,
    report_id=TEXT,
    document_id=TEXT,
    sentence=st.builds(Sentence, index=OFFSET, start=OFFSET, end=OFFSET),
    actors=PARTIES,
    recipients=PARTIES,
    predicate=st.builds(Predicate, **SPAN, lemma=TEXT),
    event_type=TEXT,
    mode=MAYBE,
    contexts=st.lists(TEXT, max_size=2).map(tuple),
    reciprocal=st.booleans(),
    status=TEXT,
    date=DATE,
    planned_for=DATE,
    place=PLACE,
    attribution=st.none() | st.builds(Attribution, **SPAN, party=PARTY),
    quantities=st.lists(QUANTITY, max_size=2).map(tuple),
    confidence=NUMBER,
    evidence=st.dictionaries(TEXT, OPEN, max_size=3),
    coder=st.builds(Coder, name=TEXT, version=TEXT, model=MAYBE),
)


@given(st.lists(REPORT, max_size=3))
@settings(max_examples=120, deadline=None)
def test_reports_come_back_from_columns_and_from_json(reports: list[Report]) -> None:
    document = Document(id="d", text="t", published="2020-01-01")
    table = to_table(list(to_rows(document, reports)))
    assert list(from_rows(table.to_pylist())) == reports
    assert [report_from_json(to_json(r)) for r in reports] == reports


def test_every_field_of_a_report_has_a_column() -> None:
    names = {f.name for f in msgspec.structs.fields(Report)}
    columns = to_table([]).schema.names
    assert all(any(c == name or c.startswith(f"{name}_") for c in columns) for name in names)
