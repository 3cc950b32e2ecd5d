"""Which reports tell of one event, and what the event says of those that differ."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from dragoman.linking.alike import alike
from dragoman.linking.consensus import event_of
from dragoman.linking.joining import Joiner
from dragoman.linking.settings import settings_with
from dragoman.linking.telling import Telling, tellings
from dragoman.records import Document, Quantity, Report, Sentence
from made_reports import day, document, party, place, report, says

SETTINGS = settings_with().events
ISRAEL, LEBANON, FRANCE = party("Israel", "ISR:GOV"), party("Lebanon", "LBN:GOV"), party("France", "FRA:GOV")
MONDAY, TUESDAY = day("2024-03-04"), day("2024-03-05")
_NUMBERS = itertools.count()


def told(
    event_type: str = "ASSAULT",
    actors: Any = (ISRAEL,),
    recipients: Any = (LEBANON,),
    text: str = "Jets hit a depot near Baalbek.",
    published: str | None = "2024-03-05",
    source: str | None = None,
    name: str | None = None,
    **fields: Any,
) -> Telling:
    name = name or f"d{next(_NUMBERS)}"
    made = document(name, published, text, source=source)
    (found,) = tellings(made, [report(made, actors, event_type, recipients, **fields)])
    return found


def dead(text: str, **bounds: float) -> tuple[Quantity, ...]:
    return (Quantity(text=text, start=0, end=len(text), kind="dead", **bounds),)


def events(*reports: Telling, **rulings: Any) -> list[set[str]]:
    joiner = Joiner(SETTINGS, **rulings)
    for one in reports:
        joiner.join(one)
    return [{t.document_id for t in cluster.tellings} for cluster in joiner.clusters]


def joined(one: Telling, other: Telling) -> bool:
    return len(events(one, other)) == 1


def test_two_outlets_that_tell_of_one_act_tell_of_one_event() -> None:
    assert joined(told(date=MONDAY), told(text="The air force struck a store of arms.", date=MONDAY))


def test_related_types_are_one_act() -> None:
    text = "The ministry told the diplomat to leave."
    one, other = (told(kind, text=text, date=MONDAY) for kind in ("SANCTION", "COERCE"))
    assert joined(one, other)
    assert not joined(told("AID", text=text, date=MONDAY), other)


@pytest.mark.parametrize(
    "other",
    [
        {"actors": (FRANCE,)},
        {"recipients": (FRANCE,)},
        {"actors": (LEBANON,), "recipients": (ISRAEL,)},
        {"date": day("2024-03-11"), "published": "2024-03-12"},
        {"status": "negated"},
        {"published": "2024-03-20", "date": None},
    ],
    ids=["another actor", "another recipient", "the other way round", "a week later", "denied", "told weeks later"],
)
def test_what_differs_is_another_event(other: dict[str, Any]) -> None:
    assert not joined(told(date=MONDAY), told(**{"date": MONDAY, **other}))


def test_two_towns_on_one_day_are_two_events() -> None:
    tyre = place("Tyre", "LBN", 33.27, 35.19, precision="city")
    tripoli = place("Tripoli", "LBN", 34.43, 35.84, precision="city")
    one, other = (
        told(date=MONDAY, place=tyre, text="A raid on Tyre."),
        told(date=MONDAY, place=tripoli, text="Jets over it."),
    )
    assert not joined(one, other)
    assert joined(one, told(date=MONDAY, place=tyre, text="Jets over it."))


def test_an_undated_report_joins_within_some_days_before_its_publication() -> None:
    assert joined(told(date=MONDAY), told(published="2024-03-06"))
    assert not joined(told(date=MONDAY), told(published="2024-03-30"))


def test_a_report_without_an_actor_joins_what_happened_to_the_same_side() -> None:
    assert joined(told(date=MONDAY), told(actors=(), date=MONDAY))


def test_talks_and_a_visit_of_the_same_two_are_one() -> None:
    visit = told("CONSULT", date=MONDAY, text="They talked about gas.")
    talks = told("CONSULT", (LEBANON, ISRAEL), (), "They talked about gas.", date=MONDAY, reciprocal=True)
    assert joined(visit, talks)


def test_two_predicates_of_one_sentence_are_two_events() -> None:
    made = document("d", text="Israel bombed Lebanon and shelled it.")
    both = tellings(made, [report(made, (ISRAEL,), "ASSAULT", (LEBANON,), at=at, sentence=SENTENCE) for at in (7, 26)])
    assert len(events(*both)) == 2


SENTENCE = Sentence(index=0, start=0, end=37)


def test_a_report_joins_once() -> None:
    one = told(date=MONDAY)
    joiner = Joiner(SETTINGS)
    assert joiner.join(one) is joiner.join(one)
    assert len(joiner.clusters[0].tellings) == 1


def test_rulings_hold_against_all_likeness() -> None:
    one, same, other = told(date=MONDAY), told(date=MONDAY), told("AID", (FRANCE,), date=TUESDAY)
    pair = tuple(sorted((one.report_id, same.report_id)))
    assert len(events(one, same, apart={pair})) == 2
    pair = tuple(sorted((one.report_id, other.report_id)))
    assert len(events(one, other, together={pair})) == 1


def test_likeness_is_the_same_both_ways() -> None:
    reports = [told(date=MONDAY), told(actors=()), told("COERCE", date=TUESDAY), told(published=None)]
    for one, other in itertools.combinations(reports, 2):
        assert alike(one, other, SETTINGS) == pytest.approx(alike(other, one, SETTINGS))


def test_an_event_says_what_most_independent_outlets_say_and_how_the_others_differ() -> None:
    reports = [
        told(date=MONDAY, source=f"S{n}", quantities=dead("30 dead", value=30.0), attribution=says("Beirut", "LBN"))
        for n in range(3)
    ]
    reports.append(told(date=MONDAY, source="T", quantities=dead("at least 35", low=35.0)))
    reports.append(told(date=TUESDAY, source="S0", quantities=dead("thirty dead", value=30.0)))
    event = event_of("e-1", reports, {})
    assert (event.outlets, len(event.reports), event.sources) == (4, 5, ("S0", "S1", "S2", "T"))
    assert event.date == MONDAY
    (deaths,) = [t for t in event.told if t.field == "dead"]
    assert [(r.value, r.outlets, r.low, r.high) for r in deaths.readings] == [
        ("30", 3, 30.0, 30.0),
        ("at least 35", 1, 35.0, None),
    ]
    assert deaths.readings[0].words == ("30 dead", "thirty dead")
    assert not deaths.agreed
    assert {t.field for t in event.told if t.agreed} >= {
        "type",
        "status",
        "actors",
        "recipients",
        "words",
        "attribution",
    }


def test_bounds_that_allow_each_other_agree() -> None:
    event = event_of("e-1", [told(quantities=dead("30", value=30.0)), told(quantities=dead("25+", low=25.0))], {})
    assert [t.agreed for t in event.told if t.field == "dead"] == [True]


def test_copies_and_documents_of_one_source_have_one_voice() -> None:
    reports = [told(name=name, source=source) for name, source in (("a", "S"), ("b", "S"), ("c", "T"), ("d", None))]
    assert event_of("e-1", reports, {}).outlets == 3
    assert event_of("e-1", reports, {"a": "1", "d": "1"}).outlets == 2
    assert event_of("e-1", reports, {"a": "1", "d": "1", "c": "1"}).outlets == 1


def test_the_finest_place_and_date_that_most_allow_are_the_events() -> None:
    month = day("2024-03-01", "2024-03-31", "month")
    lebanon = place("Lebanon", "LBN", 33.9, 35.9, precision="country")
    tyre = place("Tyre", "LBN", 33.27, 35.19, precision="city")
    event = event_of("e-1", [told(date=month, place=lebanon), told(date=MONDAY, place=tyre), told(place=lebanon)], {})
    assert event.date == MONDAY
    assert event.place is not None and event.place.name == "Tyre"
    assert all(t.agreed for t in event.told if t.field in ("date", "place"))


def test_a_pronoun_is_a_party_only_where_nothing_else_is_said() -> None:
    they = party("They", None)
    event = event_of("e-1", [told(actors=(they,)), told(actors=(ISRAEL,)), told(actors=(ISRAEL,))], {})
    assert [(p.name, p.country, p.reports) for p in event.actors] == [("Israel", "ISR", 2)]
    assert [p.name for p in event_of("e-2", [told(actors=(they,))], {}).actors] == ["They"]


def test_an_event_without_days_places_or_sources_has_none() -> None:
    event = event_of("e-1", [told(published=None)], {})
    assert (event.date, event.place, event.first_told, event.sources, event.outlets) == (None, None, None, (), 1)


def test_broken_days_count_as_unknown() -> None:
    one: Document = document("d", "soon")
    made: Report = report(one, (ISRAEL,), "AID", (LEBANON,), date=day("2024-13-01"))
    (found,) = tellings(one, [made])
    assert (found.published, found.start, found.end) == (0, 0, 0)
