"""What time expressions a text has, what they mean, and that nothing in a text can break the search."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding.dates import TimeExpression, anchor_day, find_expressions
from dragoman.records import Document

PUBLISHED = "2013-03-21"  # a Thursday


def only(text: str, published: str | None = PUBLISHED) -> TimeExpression:
    """The one expression of a text."""
    found = find_expressions(text, published)
    assert len(found) == 1, [e.text for e in found]
    return found[0]


def days(text: str, published: str | None = PUBLISHED) -> tuple[str, str] | None:
    """First and last day of the one expression of a text."""
    date = only(text, published).date
    return (date.start, date.end) if date else None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The treaty of Dec. 18 , 2006 stands.", "2006-12-18"),
        ("Signed on Oct 9 by both.", "2012-10-09"),
        ("They marched on the 14th of July 2009.", "2009-07-14"),
        ("On July 14th, 2009, they marched.", "2009-07-14"),
        ("It was dated 18/12/2006.", "2006-12-18"),
        ("It was dated 12/18/2006.", "2006-12-18"),
        ("It was dated 2006-12-18.", "2006-12-18"),
        ("They met on Monday, March 18, in Vienna.", "2013-03-18"),
        ("He was held on Sept. 8 last year.", "2012-09-08"),
        ("The 9/11 attacks changed that.", "2001-09-11"),
        ("After the September 11 attacks he left.", "2001-09-11"),
    ],
)
def test_days_in_the_forms_of_the_news(text: str, day: str) -> None:
    assert days(text) == (day, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("They signed on Tuesday.", "2013-03-19"),
        ("They signed on Thursday.", "2013-03-21"),
        ("Thursday's attack was the third.", "2013-03-21"),
        ("They signed last Thursday.", "2013-03-14"),
        ("They will sign next Friday.", "2013-03-22"),
        ("The minister will travel on Monday.", "2013-03-25"),
        ("The talks are due to open on Tuesday.", "2013-03-26"),
        ("He said Monday that they will leave.", "2013-03-18"),
        ("They left yesterday.", "2013-03-20"),
        ("They left two days ago.", "2013-03-19"),
        ("They left the day before yesterday.", "2013-03-19"),
        ("They left on Monday last week.", "2013-03-11"),
    ],
)
def test_days_counted_from_publication(text: str, day: str) -> None:
    assert days(text) == (day, day)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("They met last week.", "2013-03-11", "2013-03-17"),
        ("They met earlier this month.", "2013-03-01", "2013-03-31"),
        ("They met in February.", "2013-02-01", "2013-02-28"),
        ("They met in November last year.", "2012-11-01", "2012-11-30"),
        ("They met late last year.", "2012-01-01", "2012-12-31"),
        ("It began in the 1990s.", "1990-01-01", "1999-12-31"),
        ("It began in the early '80s.", "1980-01-01", "1989-12-31"),
        ("They met in December in 1999.", "1999-12-01", "1999-12-31"),
        ("It fell in the third quarter of 2011.", "2011-07-01", "2011-09-30"),
        ("The 1994 accord failed.", "1994-01-01", "1994-12-31"),
        ("They met last summer.", "2012-06-01", "2012-08-31"),
        ("They met over the past two weeks.", "2013-03-07", "2013-03-21"),
        ("They met two weeks ago.", "2013-03-04", "2013-03-10"),
        ("They met five months ago.", "2012-10-01", "2012-10-31"),
        ("They met at the weekend.", "2013-03-16", "2013-03-17"),
    ],
)
def test_periods(text: str, start: str, end: str) -> None:
    assert days(text) == (start, end)


def test_in_a_sunday_story_last_week_is_the_week_that_has_just_ended() -> None:
    assert days("The council met last week.", "2005-12-04") == ("2005-11-27", "2005-12-03")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("He was held for three weeks.", "DURATION", "P3W"),
        ("It was a two-day visit.", "DURATION", "P2D"),
        ("It took 5 1/2 hours.", "DURATION", "PT5H30M"),
        ("They waited for years.", "DURATION", "PXY"),
        ("They march every Monday.", "SET", "XXXX-WXX-1"),
        ("They march daily.", "SET", "P1D"),
        ("He came Friday morning.", "TIME", "2013-03-15TMO"),
        ("He came last night.", "TIME", "2013-03-20TNI"),
        ("He is now in exile.", "DATE", "PRESENT_REF"),
        ("It came in the summer of 2006.", "DATE", "2006-SU"),
        ("They met last week.", "DATE", "2013-W11"),
        ("They met in February.", "DATE", "2013-02"),
    ],
)
def test_timex_types_and_values(text: str, kind: str, value: str) -> None:
    found = only(text)
    assert (found.type, found.value) == (kind, value)


def test_a_time_takes_the_day_named_after_it() -> None:
    first = find_expressions("The blast came at 10:35 a.m. (0735 GMT) Tuesday.", PUBLISHED)[0]
    assert (first.type, first.value) == ("TIME", "2013-03-19T10:35")


def test_the_same_day_is_the_day_named_before() -> None:
    found = find_expressions("He was shot on May 2, 2001. A fax came that same day.", PUBLISHED)
    assert [e.value for e in found] == ["2001-05-02", "2001-05-02"]


@pytest.mark.parametrize(
    "text",
    [
        "He may march with the others.",
        "Some 1998 troops were sent.",
        "The fine was $1999.",
        "The 46-year-old man left.",
        "The Six-Day War ended.",
        "It was the second attack.",
        "The price rose to 12.1999.",
        "The rebels of Bloody Sunday were freed.",
    ],
)
def test_what_only_looks_like_time_is_left(text: str) -> None:
    assert find_expressions(text, PUBLISHED) == []


@pytest.mark.parametrize(
    "text",
    [
        "On Thursday they met.",
        "In February they met.",
        "They met yesterday.",
        "They met two days ago.",
        "Last week.",
    ],
)
@pytest.mark.parametrize("published", [None, "", "soon", "0000-00-00", "9999-12-31"])
def test_without_a_day_of_publication_the_value_stays_relative(text: str, published: str | None) -> None:
    found = only(text, published)
    assert found.date is None
    assert found.value.startswith("XXXX")


def test_a_full_date_needs_no_publication() -> None:
    date = only("They met on 3 May 2001.", None).date
    assert date is not None
    assert (date.start, date.basis) == ("2001-05-03", "text")


def test_the_dateline_serves_where_no_publication_is_given() -> None:
    text = "BEIJING, Dec 18, 2006 (AFP) - The envoys met on Saturday."
    assert [e.value for e in find_expressions(text, None)] == ["2006-12-18", "2006-12-16"]


@pytest.mark.parametrize(
    "text",
    [
        "On 31 February 2006 they met.",
        "On Feb. 30 they met.",
        "It is dated 0000-00-00.",
        "It is dated 9999-12-31.",
        "It is dated 2006-02-31.",
        "It is dated 03/04/2006.",
        "It is dated 12/18/06.",
        "It broke out two thousand years ago.",
    ],
)
def test_impossible_and_ambiguous_dates_have_no_days(text: str) -> None:
    assert all(e.date is None for e in find_expressions(text, PUBLISHED))


def test_text_that_runs_from_right_to_left_inside_english() -> None:
    text = "الخميس 18\u200f December\u200f 2006 and then."
    found = find_expressions(text, PUBLISHED)
    assert [e.value for e in found] == ["2006-12-18"]
    assert text[found[0].start : found[0].end] == found[0].text


@pytest.mark.parametrize(
    ("document", "day"),
    [
        (
            Document(id="d", text="They met.", published="2013-03-21T10:00", dateline="ROME, 2 May 2001"),
            "2013-03-21",
        ),
        (Document(id="d", text="They met.", published="soon", dateline="ROME, 2 May 2001"), "2001-05-02"),
        (Document(id="d", text="BEIJING, Dec 18, 2006 (AFP) - They met."), "2006-12-18"),
        (Document(id="d", text="They met on 2 May 2001 in Rome."), None),
    ],
)
def test_the_day_a_document_counts_from(document: Document, day: str | None) -> None:
    assert anchor_day(document) == day


def test_publication_with_a_time_of_day_counts_as_its_day() -> None:
    assert days("They met today.", "2013-03-21T23:30:00+09:00") == ("2013-03-21", "2013-03-21")


WORDS = st.sampled_from(
    [
        "on",
        "in",
        "the",
        "last",
        "next",
        "Monday",
        "Friday",
        "morning",
        "Dec.",
        "May",
        "18",
        "31",
        "2006",
        "1990",
        "s",
        ",",
        ".",
        "-",
        "/",
        ":",
        "'",
        "a",
        "few",
        "two",
        "three",
        "half",
        "days\n",
        "",
        "",
        "",
        "weeks",
        "ago",
        "years",
        "before",
        "since",
        "quarter",
        "fall",
        "\u200f",
        "\n\n",
        "١٨",
        "²",
        "0",
        "00",
        "9999",
        "99999999999",
        "am",
        "p.m.",
        "GMT",
        "every",
        "first",
        "century\n",
        "",
        "",
        "",
        "earlier",
        "later",
        "that",
        "same",
        "day",
        "Easter",
        "Christmas",
        "week",
        "of",
        "weekend",
        "past",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.lists(WORDS, max_size=14).map(" ".join), st.text(max_size=60)),
    st.sampled_from([None, "2013-03-21", "0001-01-01", "1000-01-01", "2199-12-31"]),
)
def test_every_expression_is_a_span_in_order_with_days_in_order(text: str, published: str | None) -> None:
    found = find_expressions(text, published)
    end = 0
    for expression in found:
        assert text[expression.start : expression.end] == expression.text != ""
        assert expression.start >= end
        end = expression.end
        if expression.date:
            assert expression.date.start <= expression.date.end
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", expression.date.start)
