"""Who is named in a sentence: span, country, sector and role of each party."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.actors import Mention, Mentions, find_mentions, load_registry
from dragoman.language.pipeline import ParsedDocument, Parser
from dragoman.records import Document, Party


@cache
def parser() -> Parser:
    return Parser()


def read(
    text: str, published: str | None = "2006-11-20", dateline: str | None = None
) -> tuple[ParsedDocument, Mentions]:
    parsed = parser().parse_one(Document(id="d", text=text, published=published, dateline=dateline))
    return parsed, find_mentions(parsed, load_registry())


def mention(text: str, word: str, nth: int = 0, **given_day: str | None) -> Mention:
    parsed, mentions = read(text, **given_day)
    found = [m for m in mentions if parsed.doc[m.head].text == word]
    assert len(found) > nth, f"no mention at {word}: {[parsed.doc[m.head].text for m in mentions]}"
    return found[nth]


def party(text: str, word: str, nth: int = 0, **given_day: str | None) -> Party:
    return mention(text, word, nth, **given_day).parties[0]


def codes(m: Mention) -> list[tuple[str | None, str | None]]:
    return [(p.country, p.sector) for p in m.parties]


@pytest.mark.parametrize(
    ("text", "head", "span", "country", "sector"),
    [
        ("Kenya expelled three envoys.", "Kenya", "Kenya", "KEN", "GOV"),
        ("The Bulgarian army left the valley.", "army", "The Bulgarian army", "BGR", "MIL"),
        ("A senior Iranian official denied it.", "official", "A senior Iranian official", "IRN", "GOV"),
        ("The government of Peru declined to answer.", "government", "The government of Peru", "PER", "GOV"),
        ("Former Danish soldiers met in the hall.", "soldiers", "Former Danish soldiers", "DNK", "ELI"),
        ("Norwegian rebel leaders signed.", "leaders", "Norwegian rebel leaders", "NOR", "REB"),
        ("Kyiv police closed the square.", "police", "Kyiv police", "UKR", "COP"),
        ("UN peacekeepers crossed the river.", "peacekeepers", "UN peacekeepers", "UNO", "MIL"),
        ("EU finance ministers failed to agree.", "ministers", "EU finance ministers", "EUR", "GOV"),
        ("An opposition lawmaker from Chile left.", "lawmaker", "An opposition lawmaker", "CHL", "LEG"),
        ("Two Chinese warplanes turned back.", "warplanes", "Two Chinese warplanes", "CHN", "MIL"),
        ("Displaced Malian families waited.", "families", "Displaced Malian families", "MLI", "REF"),
        ("A spokesman for the Polish Foreign Ministry agreed.", "spokesman", "A spokesman", "POL", "GOV"),
    ],
)
def test_a_phrase_tells_its_party(text: str, head: str, span: str, country: str, sector: str) -> None:
    found = party(text, head)
    assert (found.text, found.country, found.sector) == (span, country, sector)


def test_a_title_country_and_name_are_one_party_with_the_person_and_the_office() -> None:
    found = party("Chinese Trade Minister Lo Fengha opened the fair.", "Fengha")
    assert found.text == "Chinese Trade Minister Lo Fengha"
    assert (found.name, found.country, found.sector, found.role) == (
        "Lo Fengha",
        "CHN",
        "GOV",
        "trade minister",
    )


def test_the_adjective_inside_a_phrase_is_a_mention_of_the_state_too() -> None:
    inside = mention("The Russian invasion was condemned.", "Russian")
    assert inside.kind == "demonym"
    assert codes(inside) == [("RUS", "GOV")]


def test_an_apposition_tells_who_an_unknown_person_is() -> None:
    found = party("Joana Wuvel, Taiwan's foreign minister, flew home.", "Wuvel")
    assert (found.country, found.sector, found.role) == ("TWN", "GOV", "foreign minister")


def test_a_counterpart_takes_the_office_of_the_one_before() -> None:
    text = "French Defence Minister Anne Dorval met her Russian counterpart Oleg Sarvin."
    found = party(text, "Sarvin")
    assert (found.country, found.sector) == ("RUS", "GOV")


def test_a_person_learnt_in_one_sentence_is_known_by_surname_in_the_next() -> None:
    text = "Ghanaian police chief Kofi Baduel resigned. Baduel had clashed with the cabinet."
    again = party(text, "Baduel", 1)
    assert (again.country, again.sector, again.name) == ("GHA", "COP", "Kofi Baduel")


def test_a_later_sentence_tells_who_an_earlier_person_was() -> None:
    text = "Kofi Baduel left the room. Baduel, a Ghanaian lawmaker, gave no reason."
    assert party(text, "Baduel").country == "GHA"


def test_an_abbreviation_introduced_in_the_text_is_known_afterwards() -> None:
    text = "The Slovak Workers' Union (SWUX) called a strike. SWUX ended it later."
    found = party(text, "SWUX", -1)
    assert (found.country, found.sector) == ("SVK", "LAB")


def test_two_owners_of_one_noun_are_two_parties_with_their_own_spans() -> None:
    found = mention("US and South Korean troops landed.", "troops")
    assert [(p.text, p.country, p.sector) for p in found.parties] == [
        ("US", "USA", "MIL"),
        ("South Korean troops", "KOR", "MIL"),
    ]


def test_a_head_does_not_carry_its_conjuncts() -> None:
    text = "Germany and Poland agreed."
    assert party(text, "Germany").text == "Germany"
    assert party(text, "Poland").text == "Poland"


def test_the_two_koreas_are_two_parties_under_the_same_words() -> None:
    found = mention("China hosted the two Koreas.", "Koreas")
    assert {p.country for p in found.parties} == {"PRK", "KOR"}
    assert {p.text for p in found.parties} == {"the two Koreas"}


def test_dozens_of_people_are_the_people() -> None:
    found = party("Dozens of Bolivian miners marched.", "Dozens")
    assert (found.text, found.country, found.sector) == ("Dozens of Bolivian miners", "BOL", "LAB")


@pytest.mark.parametrize(
    "text", ["The cat chased two mice.", "Shares rose on Friday.", "The team lost again."]
)
def test_what_is_not_political_gives_no_party(text: str) -> None:
    assert not [m for m in read(text)[1] if any(p.country or p.sector for p in m.parties)]


def test_unnamed_people_are_of_the_place_in_the_sentence() -> None:
    assert party("Police fired on protesters in Cairo.", "Police").country == "EGY"
    assert party("Police fired on protesters in Cairo.", "protesters").country == "EGY"


def test_unnamed_people_are_of_the_country_of_the_dateline() -> None:
    found = party(
        "Police fired on demonstrators.", "demonstrators", dateline="MAR DEL PLATA, Argentina, Nov. 4"
    )
    assert (found.country, found.sector) == ("ARG", "CVL")


def test_unnamed_people_without_any_setting_stay_open() -> None:
    found = party("Police fired on demonstrators.", "demonstrators")
    assert (found.text, found.country, found.sector) == ("demonstrators", None, "CVL")


def test_foreign_troops_are_not_given_the_country_of_the_story() -> None:
    found = party("Foreign troops entered the town.", "troops", dateline="NAIROBI, May 2")
    assert found.country is None


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("Moscow rejected the plan.", "Moscow", False),
        ("They met in Moscow.", "Moscow", True),
        ("The minister flew to Cairo.", "Cairo", True),
        ("Talks with Pyongyang stalled.", "Pyongyang", False),
    ],
)
def test_a_capital_is_a_government_or_a_place(text: str, word: str, place: bool) -> None:
    assert mention(text, word).is_place is place


def test_jordan_the_man_is_not_the_kingdom() -> None:
    mentions = read("Michael Jordan visited the school on Friday.")[1]
    assert all(p.country != "JOR" for m in mentions for p in m.parties)


def test_the_office_of_the_day_decides_who_a_president_is() -> None:
    assert party("President Bush spoke.", "Bush", published="2005-03-01").name == "George W. Bush"


def test_an_empty_text_has_no_mentions() -> None:
    assert len(read("")[1]) == 0


WORDS = [
    *("Kenya", "the", "army", "and", "police", "of", "in", "Moscow", ",", ".", '"', "'", "(", ")", "PKK"),
    *("rebels", "said", "he", "they", "its", "two", "both", "Korean", "Koreas", "who", "which", "President"),
    *("Bush", "minister", "'s", "-", "dozens", "we", "I", "\n\n", "Ünal", "💥", "former"),
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_spans_are_exact_and_heads_lie_inside_them_in_any_text(words: list[str]) -> None:
    text = " ".join(words)
    parsed, mentions = read(text)
    for m in mentions:
        assert m.start <= m.head < m.end <= len(parsed.doc)
        assert 0.0 <= m.certainty <= 1.0
        for p in m.parties:
            assert text[p.start : p.end] == p.text
