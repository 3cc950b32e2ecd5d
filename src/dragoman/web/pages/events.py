"""The table of events, and one event with all that tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dragoman.errors import DragomanError
from dragoman.records import Event, Report
from dragoman.store import Store
from dragoman.store.countries import country_titles
from dragoman.web.articles import documents_of
from dragoman.web.asking import Asked, EventFilters, Page
from dragoman.web.counting import event_facet, label
from dragoman.web.index import Index
from dragoman.web.site import SiteDep
from dragoman.web.tables import csv_answer

router = APIRouter()
PER_PAGE = 50
_FACETS = ("type", "mode", "country", "sector", "source", "status", "context", "place-country")
EventOrder = Literal["latest", "earliest", "most-told", "disputed"]

EVENT_COLUMNS = """
    event_id, event_type, mode, status, array_to_string(contexts, ';') AS contexts, reciprocal,
    array_to_string(list_transform(actors, lambda p: p.name), ';') AS actors,
    array_to_string(list_transform(actors, lambda p: coalesce(p.country, '')), ';') AS actor_countries,
    array_to_string(list_transform(recipients, lambda p: p.name), ';') AS recipients,
    array_to_string(list_transform(recipients, lambda p: coalesce(p.country, '')), ';') AS recipient_countries,
    date_start, date_end, place_name, place_country, place_lat, place_lon, len(reports) AS reports,
    len(documents) AS documents, outlets, array_to_string(sources, ';') AS sources, first_told, last_told, confidence,
    array_to_string(list_transform(list_filter(told, lambda t: NOT t.agreed), lambda t: t.field), ';') AS disputed"""


@router.get("/events")
def events(
    request: Request, site: SiteDep, filters: EventFilters, page: Page = 1, order: EventOrder = "latest"
) -> Response:
    """Events that the filters let through, a page at a time, and how they are spread."""
    asked = Asked("/events", filters, () if order == "latest" else (("order", order),), live=True)
    with site.index.asking_events(filters) as asking:
        total = asking.count()
        return site.page(
            request,
            "events.html",
            asked=asked,
            chips=[(n, v, label(n, v)) for n, v in asked.pairs],
            events=asking.events(order, PER_PAGE, (page - 1) * PER_PAGE),
            total=total,
            facets={name: event_facet(asking, name, 24) for name in _FACETS},
            order=order,
            number=page,
            pages=max(1, -(-total // PER_PAGE)),
            country_names=sorted(country_titles().items(), key=lambda item: item[1]),
        )


@router.get("/events.csv")
def events_csv(site: SiteDep, filters: EventFilters) -> Response:
    """The same events as CSV, all of them."""

    def lines() -> Iterator[str]:
        with site.index.asking_events(filters) as asking:
            yield from asking.csv_lines(EVENT_COLUMNS, "first_told, event_id")

    return csv_answer(lines(), "events.csv")


@router.get("/event/{event_id}")
def event(request: Request, site: SiteDep, event_id: str) -> Response:
    """One event: what is agreed, what is disputed, and every report and outlet that tells of it."""
    with site.store() as store:
        found = event_of(store, event_id)
        reports = reports_of(site.index, found)
        documents = documents_of(store, found.documents)
    return site.page(request, "event.html", event=found, reports=reports, documents=documents)


def event_of(store: Store, event_id: str) -> Event:
    """An event by its id. Raises ``DragomanError`` E656 where there is none."""
    found = store.event(event_id)
    if found is None:
        raise DragomanError("E656", value=event_id)
    return found


def reports_of(index: Index, event: Event) -> list[Report]:
    """The reports of an event, as corrected, in the order of publication."""
    from dragoman.store import Filters

    with index.asking(Filters(documents=event.documents[:2000])) as asking:
        found = asking.reports("oldest", limit=5000)
    wanted = set(event.reports)
    return [report for report in found if report.report_id in wanted]
