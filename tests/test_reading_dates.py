"""Days of publication, datelines, and the language of a text."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading import parse_dateline
from dragoman.reading.days import iso_day
from dragoman.reading.language import is_coded, normal, recognise


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2022-10-27", "2022-10-27"),
        ("2022-10-27T10:00:00Z", "2022-10-27"),
        ("2022-10-27T23:59:59.123+02:00", "2022-10-27"),
        ("2022-10-27 10:00", "2022-10-27"),
        ("20221027", "2022-10-27"),
        (20221027, "2022-10-27"),
        ("2022/10/27", "2022-10-27"),
        ("27 October 2022", "2022-10-27"),
        ("Oct. 27, 2022", "2022-10-27"),
        ("October 27th, 2022", "2022-10-27"),
        ("Thu, 27 Oct 2022 10:00:00 GMT", "2022-10-27"),
        (datetime.datetime(2022, 10, 27, 9), "2022-10-27"),
        (datetime.date(2022, 10, 27), "2022-10-27"),
        ("2022-02-30", None),
        ("2022-13-01", None),
        ("27/10/2022", None),
        ("10/11/2022", None),
        ("yesterday", None),
        ("", None),
        ("Monday", None),
        (None, None),
        (True, None),
        (12.5, None),
        ("0000-00-00", None),
    ],
)
def test_days_as_sources_write_them(value: object, day: str | None) -> None:
    assert iso_day(value) == day


@given(st.text(max_size=40))
def test_a_day_is_iso_or_unknown(text: str) -> None:
    day = iso_day(text)
    assert day is None or datetime.date.fromisoformat(day)


@given(st.dates())
def test_every_iso_day_is_itself(day: datetime.date) -> None:
    assert iso_day(day.isoformat()) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "place", "agency", "day", "rest"),
    [
        ("BEIJING (AP) – China said", "BEIJING", "AP", None, "China said"),
        ("GAZA CITY, Dec 17, 2006 (AFP) - Two men", "GAZA CITY", "AFP", "2006-12-17", "Two men"),
        ("JOHANNESBURG, Dec 4 , 2005 (AFP)\n\nA man", "JOHANNESBURG", "AFP", "2005-12-04", "A man"),
        ("PLATA, Peru, Nov. 4 , 2005 (Xinhua) -- Foes", "PLATA, Peru", "Xinhua", "2005-11-04", "Foes"),
        ("WASHINGTON/BEIJING (Reuters) - The two", "WASHINGTON/BEIJING", "Reuters", None, "The two"),
        ("New York (Reuters) — A court", "New York", "Reuters", None, "A court"),
        ("(Reuters) - A court", None, "Reuters", None, "A court"),
        ("KYIV, Ukraine (AP) — Russia said", "KYIV, Ukraine", "AP", None, "Russia said"),
        ("PORT-AU-PRINCE, Haiti (AP) _ A man", "PORT-AU-PRINCE, Haiti", "AP", None, "A man"),
        ("ST. LOUIS (AP) — A jury", "ST. LOUIS", "AP", None, "A jury"),
        ("WASHINGTON — President Diaz spoke", "WASHINGTON", None, None, "President Diaz spoke"),
        ("N'DJAMENA, 3 March 2008 (IRIN) - Rain", "N'DJAMENA", "IRIN", "2008-03-03", "Rain"),
        ("MOSCOW, June 6, 2011. /TASS/. The", "MOSCOW", "TASS", "2011-06-06", "The"),
        ("HANOI, Nov. 27, 2006 (Xinhua) Rice is", "HANOI", "Xinhua", "2006-11-27", "Rice is"),
    ],
)  # fmt: skip
def test_datelines_give_place_agency_and_day(text, place, agency, day, rest) -> None:
    found = parse_dateline(text)
    assert found is not None
    assert (found.place, found.agency, found.date, text[found.end :]) == (place, agency, day, rest)


@pytest.mark.parametrize(
    "text",
    [
        "NATO (the Atlantic alliance) said on Monday that it would meet.",
        "NATO — the alliance — said it would meet.",
        "US - China talks began on Monday.",
        "UN Secretary-General (Ban) said so.",
        "The minister met his counterpart in Paris on Dec 4, 2005 (AFP reported).",
        "May (AP) - She said so.",
        "China said on Monday that it would talk.",
        "",
        "   \n",
    ],
)
def test_sentences_are_no_datelines(text: str) -> None:
    assert parse_dateline(text) is None


@pytest.mark.parametrize(
    ("field", "place", "day"),
    [
        ("BRUSSELS, Dec 14 , 2005", "BRUSSELS", "2005-12-14"),
        ("BAGHDAD, Dec 30 , 2006, 2006", "BAGHDAD", "2006-12-30"),
        ("KIPUSHI, Zaire-Zambia border, April 14 , 1997 (AFP)", "KIPUSHI, Zaire-Zambia border", "1997-04-14"),
        ("GUATEMALA CITY, APRIL 7 , 1997 (AFP)", "GUATEMALA CITY", "1997-04-07"),
        ("VIENNA", "VIENNA", None),
        ("Dec 9 , 2005", None, "2005-12-09"),
        ("PARIS, Feb 30, 2005", "PARIS", None),
    ],
)
def test_a_dateline_in_a_field_of_its_own(field: str, place: str | None, day: str | None) -> None:
    found = parse_dateline(field, alone=True)
    assert found is not None
    assert (found.place, found.date, found.end) == (place, day, len(field))


def test_a_dateline_without_a_year_takes_it_from_the_day_of_publication() -> None:
    text = "BEIJING, Dec. 31 (Xinhua) -- Talks began."
    near = parse_dateline(text, published="2007-01-01")
    unknown = parse_dateline(text)
    assert near is not None and near.date == "2006-12-31"
    assert unknown is not None and unknown.date is None


@given(st.text(max_size=200))
def test_a_dateline_ends_inside_the_text(text: str) -> None:
    found = parse_dateline(text)
    assert found is None or 0 < found.end <= len(text)


ENGLISH = "The foreign ministers of the two countries met on Tuesday and agreed to reopen the border in May."
GERMAN = "Die Außenminister der beiden Länder trafen sich am Dienstag und beschlossen die Öffnung der Grenze."
ARABIC = (
    "التقى وزيرا خارجية البلدين يوم الثلاثاء في العاصمة واتفقا على إعادة فتح الحدود بين البلدين أمام الناس"
)


def test_languages_are_told_apart() -> None:
    assert [recognise(t * 2) for t in (ENGLISH, GERMAN, ARABIC)] == ["en", "de", "ar"]


def test_short_texts_are_left_unrecognised_and_coded() -> None:
    assert recognise("Hang Seng 3 %") is None
    assert is_coded(None)


def test_language_tags_are_made_equal() -> None:
    assert [normal(t) for t in ("en-US", "English", "eng", "EN", "fr_FR")] == ["en", "en", "en", "en", "fr"]
