"""A store keeps events and links beside reports, and gives them back by id and by filters."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import DragomanError
from dragoman.records import DateValue, Event, EventParty, EventPlace, Link, Reading, Told
from dragoman.store import Filters, Store
from dragoman.store.events import enter_events, events_view, write_events
from dragoman.store.folder import EVENTS
from fake_coder import FakeCoder
from test_store_keeping import DOCUMENTS


def event(event_id: str, **fields: object) -> Event:
    given: dict[str, object] = {
        "event_type": "ACCUSE",
        "actors": (EventParty(name="China", country="CHN", sector="GOV", reports=2),),
        "recipients": (EventParty(name="Japan", country="JPN"),),
        "reports": (f"r-{event_id}",),
        "documents": ("a",),
        "outlets": 1,
        "first_told": "2020-01-02",
        "last_told": "2020-01-02",
    }
    return Event(event_id=event_id, **(given | fields))  # type: ignore[arg-type]


FULL = event(
    "e-1",
    sources=("S",),
    date=DateValue(start="2020-01-01", end="2020-01-01", precision="day", basis="text"),
    place=EventPlace(name="Tokyo", country="JPN", lat=35.7, lon=139.7, precision="city"),
    told=(
        Told(
            field="dead",
            readings=(
                Reading(value="30", low=30.0, high=30.0, reports=("r-e-1",), outlets=12, words=("thirty dead",)),
                Reading(value="at least 35", low=35.0, reports=("r-e-2",), outlets=3),
            ),
            agreed=False,
        ),
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "s")
    made.add(list(FakeCoder().code(DOCUMENTS)), FakeCoder().coder)
    keep(made, [FULL, event("e-2", event_type="CONSULT", mode="visit", documents=("c",), first_told="2020-05-01")])
    return made


def keep(store: Store, events: list[Event], gone: tuple[str, ...] = ()) -> None:
    segment = write_events(store, events)
    with store.transaction():
        enter_events(store, segment, events, gone)


def ids(store: Store, **filters: object) -> list[str]:
    return [e.event_id for e in store.events(Filters(**filters))]  # type: ignore[arg-type]


def test_an_event_comes_back_exactly(store: Store) -> None:
    assert store.event("e-1") == FULL
    assert store.events()[0] == FULL
    assert store.event("e-0") is None


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["e-1", "e-2"]),
        ({"types": ("CONSULT",)}, ["e-2"]),
        ({"modes": ("visit",)}, ["e-2"]),
        ({"countries": ("JPN",)}, ["e-1", "e-2"]),
        ({"actor_countries": ("JPN",)}, []),
        ({"recipient_countries": ("JPN",), "limit": 1}, ["e-1"]),
        ({"until": "2020-01-01"}, ["e-1"]),
        ({"since": "2020-01-02"}, ["e-2"]),
        ({"documents": ("c",)}, ["e-2"]),
        ({"sources": ("S",)}, ["e-1"]),
        ({"actors": ("CHN:GOV",), "between": ("JPN", "China")}, ["e-1", "e-2"]),
        ({"parties": ("japan",), "sectors": ("GOV",)}, ["e-1", "e-2"]),
        ({"recipient_sectors": ("GOV",)}, []),
        ({"places": ("tokyo",)}, ["e-1"]),
        ({"near": (35.0, 139.0, 200.0), "place_countries": ("JPN",)}, ["e-1"]),
        ({"min_confidence": 0.5}, []),
        ({"offset": 1}, ["e-2"]),
        ({"text": "France"}, ["e-2"]),
        ({"text": "nowhere"}, []),
    ],
)
def test_filters_let_events_through(store: Store, filters: dict[str, object], expected: list[str]) -> None:
    assert ids(store, **filters) == expected


def test_a_newer_state_takes_the_place_of_the_older_one(store: Store) -> None:
    newer = event("e-1", outlets=5)
    keep(store, [newer], gone=("e-2",))
    assert store.events() == [newer]
    assert store.event("e-2") is None
    assert store.check() == []


def test_keeping_the_same_events_twice_changes_nothing(store: Store) -> None:
    before = (store.events(), sorted(p.name for p in (store.path / EVENTS).iterdir()))
    keep(store, store.events())
    keep(store, before[0])
    assert store.events() == before[0]


def test_a_store_without_events_gives_none(tmp_path: Path) -> None:
    with Store.create(tmp_path / "empty") as store:
        assert (store.events(), store.links(), store.event_of_report("r-1")) == ([], [], None)


def test_a_lost_segment_is_told(store: Store) -> None:
    lost = next((store.path / EVENTS).iterdir())
    lost.unlink()
    assert store.check() == [lost.name]
    for ask in (store.events, lambda: store.event("e-1")):
        with pytest.raises(DragomanError, match="E505"):
            ask()


def test_questions_print_no_bar_into_what_a_command_writes(store: Store) -> None:
    with events_view(store) as con:
        assert con.execute("SELECT current_setting('enable_progress_bar')").fetchone() == (False,)


def test_links_are_found_from_both_ends(store: Store) -> None:
    numbers = dict(store.catalog.execute("SELECT id, number FROM documents").fetchall())
    rows = [(numbers["b"], numbers["a"], "near", 0.9), (numbers["c"], numbers["b"], "update", 0.7)]
    store.catalog.executemany("INSERT INTO links VALUES (?, ?, ?, ?)", rows)
    near, update = (
        Link(document_id="b", original_id="a", kind="near", score=0.9),
        Link(document_id="c", original_id="b", kind="update", score=0.7),
    )
    assert store.links() == [near, update]
    assert (store.links("a"), store.links("b"), store.links("c")) == ([near], [near, update], [update])
