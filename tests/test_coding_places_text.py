"""Names of places in text, the places they mean, and where an event was."""

from __future__ import annotations

import pytest

from dragoman.coding.places import ResolvedToponym, find_toponyms, place_of, resolve, resolve_given
from dragoman.language.pipeline import ParsedDocument, Parser
from dragoman.records import Document, Place


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def parse(parser: Parser, text: str) -> ParsedDocument:
    return parser.parse_one(Document(id="d", text=text))


def places(parser: Parser, text: str, dateline: str | None = None) -> dict[str, ResolvedToponym]:
    parsed = parse(parser, text)
    return {r.toponym.text: r for r in resolve(find_toponyms(parsed), parsed, dateline_place=dateline)}


def where(parser: Parser, text: str, word: str, **options: object) -> Place | None:
    parsed = parse(parser, text)
    resolved = resolve(find_toponyms(parsed), parsed)
    predicate = next(t for t in parsed.doc if t.text == word)
    return place_of(parsed, predicate, resolved, **options)  # type: ignore[arg-type]


class TestFinding:
    def test_names_are_found_with_their_characters(self, parser: Parser) -> None:
        text = "Rebels shelled Aleppo on Monday, and thousands fled to Turkey."
        found = find_toponyms(parse(parser, text))
        assert [t.text for t in found] == ["Aleppo", "Turkey"]
        assert all(text[t.start : t.end] == t.text for t in found)

    def test_persons_streets_and_diseases_are_no_places(self, parser: Parser) -> None:
        text = "Mr. Lebanon walked down Paris Street after the Marburg virus was found in Uganda."
        assert [t.text for t in find_toponyms(parse(parser, text))] == ["Uganda"]

    def test_adjectives_and_peoples_are_marked_as_such(self, parser: Parser) -> None:
        kinds = {t.text: t.kind for t in find_toponyms(parse(parser, "South Korean troops met Iraqis in Basra."))}
        assert kinds == {"South Korean": "demonym", "Iraqis": "demonym", "Basra": "locative"}

    def test_a_capital_that_speaks_is_no_location(self, parser: Parser) -> None:
        kinds = {t.text: t.kind for t in find_toponyms(parse(parser, "Moscow said it would send aid to Cuba."))}
        assert kinds["Moscow"] == "metonym"

    @pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "😀 🇫🇷", "ABC", "مرحبا في بغداد"])
    def test_text_without_english_place_names_gives_none(self, parser: Parser, text: str) -> None:
        assert find_toponyms(parse(parser, text)) == []

    def test_offsets_count_characters_beyond_the_basic_plane_as_one(self, parser: Parser) -> None:
        text = "😀 Police in Nairobi said it was over."
        (found,) = find_toponyms(parse(parser, text))
        assert text[found.start : found.end] == "Nairobi"


class TestResolving:
    def test_a_state_beside_the_name_decides(self, parser: Parser) -> None:
        assert places(parser, "The trial opened in Paris, Texas.")["Paris"].admin1 == "Texas"
        assert places(parser, "The trial opened in Paris.")["Paris"].country == "FRA"

    def test_the_countries_that_the_document_names_decide(self, parser: Parser) -> None:
        caucasus = places(parser, "Russian troops left Georgia, officials in Tbilisi said.")
        south = places(parser, "Voters in Georgia, Florida and Alabama went to the polls.")
        assert caucasus["Georgia"].country == "GEO"
        assert south["Georgia"].country == "USA"

    def test_the_dateline_decides(self, parser: Parser) -> None:
        text = "Gunmen killed a judge in Tripoli on Friday."
        assert places(parser, text, dateline="Beirut")["Tripoli"].country == "LBN"
        assert places(parser, text, dateline="Benghazi")["Tripoli"].country == "LBY"

    def test_an_abbreviated_state_holds_its_town(self, parser: Parser) -> None:
        assert places(parser, "He was arrested in Springfield, Ill., on Friday.")["Springfield"].admin1 == "Illinois"

    def test_precision_tells_country_state_town_and_site_apart(self, parser: Parser) -> None:
        found = places(parser, "From Tiananmen Square in Beijing to Sichuan, people in China mourned.")
        assert {name: r.precision for name, r in found.items()} == {
            "Tiananmen Square": "site",
            "Beijing": "city",
            "Sichuan": "admin1",
            "China": "country",
        }

    def test_an_unknown_village_lies_in_the_province_that_the_text_puts_it_in(self, parser: Parser) -> None:
        text = "Two men were shot in Qazwxeh, Helmand."
        parsed = parse(parser, text)
        (village, _) = resolve_given(parsed, [(21, 28), (30, 37)])
        assert (village.country, village.precision, village.geonames_id) == ("AFG", "admin1", None)

    def test_a_name_that_nothing_places_stays_unknown(self, parser: Parser) -> None:
        parsed = parse(parser, "Qazwxeh is beautiful.")
        (unknown,) = resolve_given(parsed, [(0, 7)])
        assert unknown.name is None and unknown.lat is None and unknown.country is None

    def test_one_name_has_one_sense_in_a_document(self, parser: Parser) -> None:
        text = "A fire broke out in Paris, Texas. The mayor of Paris said nobody was hurt."
        parsed = parse(parser, text)
        resolved = resolve(find_toponyms(parsed), parsed)
        assert {r.admin1 for r in resolved if r.toponym.text == "Paris"} == {"Texas"}

    def test_spans_given_beyond_the_tokens_do_no_harm(self, parser: Parser) -> None:
        parsed = parse(parser, "Near Basra.")
        assert len(resolve_given(parsed, [(5, 10), (6, 8), (0, 0), (11, 11)])) == 4


class TestEvent:
    def test_the_place_under_the_predicates_preposition(self, parser: Parser) -> None:
        place = where(parser, "Gunmen killed three policemen near Basra on Monday.", "killed")
        assert place is not None and (place.text, place.country) == ("Basra", "IRQ")

    def test_a_place_under_the_verb_of_saying_is_not_that_of_the_act(self, parser: Parser) -> None:
        text = "Officials in Kabul said that insurgents had attacked a convoy."
        assert where(parser, text, "attacked") is None

    def test_a_capital_that_stands_for_a_government_is_no_place(self, parser: Parser) -> None:
        assert where(parser, "Moscow expelled two diplomats.", "expelled") is None

    def test_the_place_of_a_condemned_attack_is_the_attacks_own(self, parser: Parser) -> None:
        text = "France condemned the attack in Mumbai."
        assert where(parser, text, "condemned") is None
        place = where(parser, text, "attack")
        assert place is not None and place.text == "Mumbai"

    def test_a_light_verb_shares_the_place_with_its_noun(self, parser: Parser) -> None:
        text = "The ministers held talks in Geneva on Tuesday."
        for word in ("held", "talks"):
            place = where(parser, text, word)
            assert place is not None and place.name == "Geneva"

    def test_what_is_bombed_is_the_place(self, parser: Parser) -> None:
        place = where(parser, "Warplanes bombed Beirut overnight.", "bombed")
        assert place is not None and place.country == "LBN"

    def test_a_modifier_names_the_place_of_a_noun(self, parser: Parser) -> None:
        place = where(parser, "The Baghdad bombing killed 12 people.", "bombing")
        assert place is not None and place.text == "Baghdad"

    def test_here_means_the_dateline(self, parser: Parser) -> None:
        text = "The president arrived here on Monday."
        assert where(parser, text, "arrived") is None
        place = where(parser, text, "arrived", dateline_place="Tehran")
        assert place is not None and (place.text, place.name, place.country) == ("here", "Tehran", "IRN")

    def test_the_place_of_another_happening_is_not_taken(self, parser: Parser) -> None:
        text = "The bill was passed three days before the summit in Lisbon."
        assert where(parser, text, "passed") is None

    def test_the_finer_of_two_places_is_taken(self, parser: Parser) -> None:
        place = where(parser, "A bomb exploded in Basra, Iraq.", "exploded")
        assert place is not None and place.text == "Basra"
