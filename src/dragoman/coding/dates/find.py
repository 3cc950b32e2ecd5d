"""Finding the time expressions of a text and working out what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from dragoman.coding.dates import clock, days, lasting, periods, relative
from dragoman.coding.dates.calendar import Interval, parse_day
from dragoman.coding.dates.direction import direction_in
from dragoman.coding.dates.grammar import Match, grammar
from dragoman.coding.dates.readings import Context, Reading
from dragoman.records import DateValue, Document, Span, span_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

MAKERS: dict[str, Callable[[Match, Context], list[Reading]]] = {
    "calendar_day": days.calendar_day,
    "day_pair": days.day_pair,
    "numeric_day": days.numeric_day,
    "named_day": days.named_day,
    "week_of": days.week_of,
    "feast": days.feast,
    "month": periods.month,
    "quarter": periods.quarter,
    "season": periods.season,
    "year": periods.year,
    "decade": periods.decade,
    "century": periods.century,
    "deictic_day": relative.deictic_day,
    "weekday": relative.weekday,
    "weekend": relative.weekend,
    "unit_from_now": relative.unit_from_now,
    "stretch": relative.stretch,
    "ago": relative.ago,
    "same_period": relative.same_period,
    "next_period": relative.next_period,
    "duration": lasting.length,
    "repeated": lasting.repeated,
    "reference": lasting.reference,
    "clock_time": clock.clock_time,
}
"""The function that reads the matches of each rule of the grammar."""

FIRST_YEAR, LAST_YEAR = 1000, 2199
"""News tells of no other years: a date outside of them is a misprint or a placeholder, and has no days."""

DATELINE_CHARACTERS = 200
"""How far into a text a dateline with a full date is sought where no day of publication is given."""

_DATELINE_MARK = re.compile(
    r"\((?:AP|AFP|Reuters|Xinhua|UPI|TASS|Interfax|ANI|dpa|IRNA|Kyodo|Yonhap|BBC|CNN)[^)]{0,20}\)|\s(?:--|–|—|_)\s"
)


class TimeExpression(Span, frozen=True, kw_only=True):
    """Words that name a time: TIMEX3 ``type`` and ``value``, and the days they stand for.

    ``type`` is DATE, TIME, DURATION or SET.
    ``date`` is None where the days are not known: durations, repetitions, vague references, impossible
    dates, and everything relative where there is no day of publication.
    """

    type: str
    value: str
    date: DateValue | None = None


def find_expressions(text: str, published: str | None, doc: Doc | None = None) -> list[TimeExpression]:
    """The time expressions of a text, in order, not overlapping.

    ``published`` is an ISO day (what follows the day is ignored); without it, or where it is no day, the
    full date of a dateline that opens the text serves, and without that relative expressions keep relative
    values and no date. ``doc``, parsed with the same offsets, gives the tense that tells whether "Thursday"
    is past or to come; without it the words of the clause decide.
    """
    return _find(text, _anchor(published) or dateline_day(text[:DATELINE_CHARACTERS]), doc)


def anchor_day(document: Document) -> str | None:
    """The ISO day from which a document counts: of publication, else of its dateline, else None."""
    published = _anchor(document.published)
    day = published or _first_full_date(document.dateline or "")
    day = day or dateline_day(document.text[:DATELINE_CHARACTERS])
    return day.isoformat() if day else None


def _anchor(published: str | None) -> date | None:
    """The day of publication, or None where there is none that news can have."""
    day = parse_day(published)
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def dateline_day(text: str) -> date | None:
    """The full date of a dateline ("BEIJING, Dec 18, 2006 (AFP) -"), or None."""
    mark = _DATELINE_MARK.search(text)
    return _first_full_date(text[: mark.end()]) if mark else None


def _first_full_date(text: str) -> date | None:
    """The first day that a text names with its year."""
    days = (e.date for e in _find(text, None, None) if e.date and e.date.precision == "day")
    return next((parse_day(day.start) for day in days), None)


def _find(text: str, anchor: date | None, doc: Doc | None) -> list[TimeExpression]:
    scanned = grammar().scan(text)
    direction = direction_in(text, doc)
    context = Context(scanned, anchor, lambda a, b: direction(scanned.spans[a][0], scanned.spans[b - 1][1]))
    found: list[TimeExpression] = []
    done = 0
    for match in grammar().matches(scanned):
        if match.start < done:
            continue
        for reading in MAKERS[match.make](match, context):
            found.append(_expression(scanned.text, scanned.spans, reading))
            done = reading.end
            if reading.interval and reading.type in ("DATE", "TIME"):
                context.last = reading.interval
    return found


def _expression(text: str, spans: list[tuple[int, int]], reading: Reading) -> TimeExpression:
    span = span_of(text, spans[reading.start][0], spans[reading.end - 1][1])
    found = reading.interval
    if found and (found.start.year < FIRST_YEAR or found.end.year > LAST_YEAR):
        found = None
    return TimeExpression(
        text=span.text,
        start=span.start,
        end=span.end,
        type=reading.type,
        value=reading.value,
        date=date_value(found, reading.basis, span) if found else None,
    )


def date_value(interval: Interval, basis: str, expression: Span | None) -> DateValue:
    """The record of an interval."""
    return DateValue(
        start=interval.start.isoformat(),
        end=interval.end.isoformat(),
        precision=interval.precision,
        basis=basis,
        expression=expression,
    )
