"""Money with its currency, people by what happened to them, bounds and ranges, and whose they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding.numerals import find_numbers
from dragoman.coding.quantities import find_quantities, quantities_of
from dragoman.language.pipeline import ParsedDocument, Parser
from dragoman.records import Document, Quantity


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def parsed(parser: Parser, text: str) -> tuple[ParsedDocument, list[Quantity]]:
    document = parser.parse_one(Document(id="d", text=text))
    return document, find_quantities(text, document.doc)


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, [q.text for q in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("It will give $56 million more.", "$56 million", 56e6, "USD"),
        ("It cost 1.2bn euros.", "1.2bn euros", 1.2e9, "EUR"),
        ("The fine was 50,000 pounds.", "50,000 pounds", 50_000, "GBP"),
        ("A ticket is 200 yuan.", "200 yuan", 200, "CNY"),
        ("It gave 470 million US dollars.", "470 million US dollars", 470e6, "USD"),
        ("India pledged Rs 5 crore.", "Rs 5 crore", 5e7, "INR"),
        ("India pledged Rs. 1,50,000 today.", "Rs. 1,50,000", 150_000, "INR"),
        ("A loan of €3m was agreed.", "€3m", 3e6, "EUR"),
        ("A one-billion-euro loan was agreed.", "one-billion-euro", 1e9, "EUR"),
        ("They paid A$12 each.", "A$12", 12, "AUD"),
        ("They paid EUR 20 million.", "EUR 20 million", 20e6, "EUR"),
        ("They paid 3 million Swiss francs.", "3 million Swiss francs", 3e6, "CHF"),
        ("They paid 3 million pesos.", "3 million pesos", 3e6, None),
        ("They paid 1 234 567 rubles.", "1 234 567 rubles", 1_234_567, "RUB"),
    ],
)
def test_money(text: str, words: str, value: float, unit: str | None) -> None:
    found = only(text)
    assert (found.kind, found.text, found.value, found.unit) == ("money", words, value, unit)


def test_a_range_of_money_has_bounds_and_no_value() -> None:
    found = only("It will cost $5-10 million.")
    assert (found.value, found.low, found.high, found.unit) == (None, 5e6, 10e6, "USD")


def test_pounds_of_something_are_no_money() -> None:
    assert find_quantities("They seized 13 pounds of heroin.") == []


@pytest.mark.parametrize(
    ("text", "kind", "value", "low", "high"),
    [
        ("The bomb killed at least 30 people.", "dead", 30, 30, None),
        ("Between 20 and 30 people were arrested.", "arrested", None, 20, 30),
        ("Dozens of people were injured.", "injured", None, 24, None),
        ("More than 65 people have been arrested.", "arrested", 65, 65, None),
        ("Some 40,000 people marched.", "demonstrators", 40_000, None, None),
        ("Thirty-seven people were killed.", "dead", 37, None, None),
        ("Up to 300 villagers fled.", "displaced", 300, None, 300),
        ("The raid left 17 people dead.", "dead", 17, None, None),
        ("It sent 6,000 troops.", "troops", 6000, None, None),
        ("It sent 40 tanks.", "vehicles", 40, None, None),
        ("Police dispersed 200 protesters.", "demonstrators", 200, None, None),
        ("There were two dozen arrests.", "arrested", 24, None, None),
        ("About 12,000 refugees crossed.", "displaced", 12_000, None, None),
        ("He spoke to 300 people.", "people", 300, None, None),
    ],
)
def test_people_and_vehicles_with_and_without_a_parse(
    parser: Parser, text: str, kind: str, value: float | None, low: float | None, high: float | None
) -> None:
    _, by_syntax = parsed(parser, text)
    for found in (by_syntax, find_quantities(text)):
        assert [(q.kind, q.value, q.low, q.high) for q in found] == [(kind, value, low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "The 46-year-old left.",
        "It fell 3 percent.",
        "They walked 20 kilometres.",
        "In 2006 they met.",
        "He won 5 seats.",
    ],
)
def test_numbers_that_count_nothing_political_are_left(parser: Parser, text: str) -> None:
    assert parsed(parser, text)[1] == find_quantities(text) == []


def test_a_year_is_no_toll(parser: Parser) -> None:
    _, found = parsed(parser, "The massacre of 148 villagers in 1982 was condemned.")
    assert [q.value for q in found] == [148]


def test_each_of_two_tolls_has_its_own_kind(parser: Parser) -> None:
    _, found = parsed(parser, "A car bomb killed at least 30 people and wounded 45 others on Monday.")
    assert [(q.kind, q.value) for q in found] == [("dead", 30), ("injured", 45)]


@pytest.mark.parametrize(
    ("text", "word", "words"),
    [
        (
            "Taiwan will offer Kyiv an additional $56 million to rebuild schools.",
            "offer",
            ["an additional $56 million"],
        ),
        ("Gunmen attacked a bus, killing twelve soldiers.", "attacked", ["twelve soldiers"]),
        ("The attack killed 17 soldiers.", "attack", ["17 soldiers"]),
        ("Officials said 200 people died in the blast.", "said", []),
        ("Officials said 200 people died in the blast.", "died", ["200 people"]),
        ("Police arrested 20 people after rebels killed 5 soldiers.", "arrested", ["20 people"]),
    ],
)
def test_a_predicate_gets_the_quantities_of_its_own_act(
    parser: Parser, text: str, word: str, words: list[str]
) -> None:
    document, found = parsed(parser, text)
    token = next(t for t in document.doc if t.text == word)
    assert [q.text for q in quantities_of(document, token, found)] == words


PIECES = st.sampled_from(
    [
        "$",
        "€",
        "Rs",
        "1",
        "12",
        "1,000",
        "12,34,567",
        "1.2",
        "bn",
        "million",
        "crore",
        "-",
        "to",
        "between",
        "and",
        "dozens",
        "of",
        "people",
        "killed",
        "at",
        "least",
        "%",
        "half",
        "a",
        "²",
        "١٢",
        "99999999999999999999",
        "pounds",
        "yuan",
        "troops",
        "two",
        "hundred",
        "thousand",
        "\u200f",
        "\xa0",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=12).map(" ".join), st.text(max_size=50)))
def test_quantities_are_spans_with_ordered_bounds(text: str) -> None:
    for found in find_quantities(text):
        assert text[found.start : found.end] == found.text != ""
        assert found.value is None or found.value >= 0
        if found.low is not None and found.high is not None:
            assert found.low < found.high
    for number in find_numbers(text):
        assert 0 <= number.start <= number.core < number.end <= len(text)
