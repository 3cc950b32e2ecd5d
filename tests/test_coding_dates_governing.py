"""A report gets the date of its own act: not the nearest date, not another's, not the day of the saying."""

from __future__ import annotations

import pytest

from dragoman.coding.dates import date_of, find_expressions, planned_date_of
from dragoman.language.pipeline import Parser
from dragoman.records import Document

PUBLISHED = "2013-03-21"  # a Thursday


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def dates(
    parser: Parser, text: str, word: str, published: str | None = PUBLISHED
) -> tuple[str | None, str | None]:
    """The date and the planned date of the first token that reads ``word``, as "start..end" or one day."""
    parsed = parser.parse_one(Document(id="d", text=text, published=published))
    expressions = find_expressions(text, published, parsed.doc)
    token = next(t for t in parsed.doc if t.text == word)
    both = []
    for function in (date_of, planned_date_of):
        found = function(parsed, token, expressions)
        both.append(
            None
            if found is None
            else found.start
            if found.start == found.end
            else f"{found.start}..{found.end}"
        )
    return both[0], both[1]


@pytest.mark.parametrize(
    ("text", "word", "date"),
    [
        ("Rebels attacked the town on Tuesday.", "attacked", "2013-03-19"),
        ("The council broke off talks with Serbia in May.", "broke", "2012-05-01..2012-05-31"),
        ("Tuesday's attack killed five soldiers.", "attack", "2013-03-19"),
        ("The ministers held talks in Geneva on Monday.", "talks", "2013-03-18"),
        ("The summit ended here on Sunday and passed a declaration.", "passed", "2013-03-17"),
        ("The minister met his counterpart and signed an accord on Monday.", "met", "2013-03-18"),
        ("The president arrived on Monday, joining leaders of the region.", "joining", "2013-03-18"),
        ("Five people were killed in clashes in the capital on Wednesday.", "clashes", "2013-03-20"),
        ("The sanctions imposed last year must be lifted.", "imposed", "2012-01-01..2012-12-31"),
        (
            "The Security Council last week expressed concern over the failure.",
            "expressed",
            "2013-03-11..2013-03-17",
        ),
        ("The army fought the rebels between 1996 and 2005.", "fought", "1996-01-01..2005-12-31"),
        ("The two sides have observed a truce since 2003.", "observed", "2003-01-01..2013-03-21"),
        (
            "He resigned five months before the army staged a coup in March.",
            "resigned",
            "2012-10-01..2012-10-31",
        ),
    ],
)
def test_the_expression_that_governs_the_predicate(parser: Parser, text: str, word: str, date: str) -> None:
    assert dates(parser, text, word)[0] == date


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The ministry said on Tuesday that rebels had attacked the town.", "attacked"),
        ("Rebels attacked the town, the ministry said on Tuesday.", "attacked"),
        ("The two sides violated the 1994 accord, observers said.", "violated"),
        ("The president condemned the attack. On Monday the army withdrew.", "condemned"),
        ("They vowed to honour the treaty by January 2014.", "vowed"),
        ("Rebels attacked the town.", "attacked"),
    ],
)
def test_a_date_of_something_else_does_not_leak(parser: Parser, text: str, word: str) -> None:
    assert dates(parser, text, word)[0] is None


def test_the_saying_itself_has_its_date(parser: Parser) -> None:
    text = "The ministry said on Tuesday that rebels had attacked the town."
    assert dates(parser, text, "said")[0] == "2013-03-19"


def test_just_weeks_before_another_event_is_an_interval_that_says_so(parser: Parser) -> None:
    text = "Just weeks before the invasion in February, the presidents issued a joint statement."
    parsed = parser.parse_one(Document(id="d", text=text, published="2022-10-27"))
    expressions = find_expressions(text, "2022-10-27", parsed.doc)
    token = next(t for t in parsed.doc if t.text == "issued")
    found = date_of(parsed, token, expressions)
    assert found is not None
    assert "2022-01-01" <= found.start < "2022-02-01"
    assert found.end == "2022-02-28"
    assert found.precision == "interval"


@pytest.mark.parametrize(
    ("text", "word", "planned"),
    [
        ("The president will travel to Ghana on Monday.", "travel", "2013-03-25"),
        ("The group threatened to strike again next week.", "threatened", "2013-03-25..2013-03-31"),
        ("Rebels attacked the town on Tuesday.", "attacked", None),
    ],
)
def test_what_is_promised_has_the_day_it_is_for(
    parser: Parser, text: str, word: str, planned: str | None
) -> None:
    date, found = dates(parser, text, word)
    assert found == planned
    assert planned is None or date is None


def test_a_promise_is_of_the_day_it_was_announced(parser: Parser) -> None:
    text = "The minister said on Tuesday that the country will send aid next week."
    assert dates(parser, text, "send") == ("2013-03-19", "2013-03-25..2013-03-31")


def test_without_publication_relative_dates_give_none(parser: Parser) -> None:
    assert dates(parser, "Rebels attacked the town on Tuesday.", "attacked", None) == (None, None)


def test_a_publication_in_the_far_future_breaks_nothing(parser: Parser) -> None:
    assert dates(parser, "Rebels attacked the town on Tuesday.", "attacked", "9999-12-31") == (None, None)
