"""What the words around a name change: another state's king or ministry, a long office, an accused man."""

from __future__ import annotations

from functools import cache

import pytest

from dragoman.actors import Mention, find_mentions, load_registry
from dragoman.language.pipeline import Parser
from dragoman.records import Document


@cache
def parser() -> Parser:
    return Parser()


def mentions(text: str, dateline: str | None = None) -> dict[str, Mention]:
    """The mentions of a text, by their head word; the last where a word heads several."""
    parsed = parser().parse_one(Document(id="d", text=text, published="2006-11-20", dateline=dateline))
    return {parsed.doc[m.head].text: m for m in find_mentions(parsed, load_registry())}


def country_at(text: str, head: str, dateline: str | None = None) -> str | None:
    return mentions(text, dateline)[head].parties[0].country


@pytest.mark.parametrize(
    ("text", "head", "country"),
    [
        ("Jordan's King Abdullah called the prime minister of Malta.", "Abdullah", "JOR"),
        ("King Abdullah of Jordan left the hall.", "Abdullah", "JOR"),
        ("Saudi Arabia's King Abdullah left the hall.", "Abdullah", "SAU"),
        ("Chile's Defense Department rejected the claim.", "Department", "CHL"),
    ],
)
def test_the_owner_in_the_phrase_goes_before_the_registry(text: str, head: str, country: str) -> None:
    party = mentions(text)[head].parties[0]
    assert party.country == country
    if country == "CHL":
        assert party.entity_id is None


def test_a_king_of_another_state_keeps_no_entity_of_his_namesake() -> None:
    saudi = mentions("Saudi Arabia's King Abdullah left.")["Abdullah"].parties[0]
    jordanian = mentions("Jordan's King Abdullah left.")["Abdullah"].parties[0]
    assert saudi.entity_id is not None
    assert jordanian.entity_id != saudi.entity_id


@pytest.mark.parametrize(
    ("text", "span", "country", "role"),
    [
        (
            "Russian Energy and Transport Minister Ivan Belov and Thai Minister of Labour, Health and Sports "
            "Somchai Rattana signed the accord.",
            "Russian Energy and Transport Minister Ivan Belov",
            "RUS",
            "energy and transport minister",
        ),
        (
            "Thai Minister of Labour, Health and Sports Somchai Rattana spoke.",
            "Thai Minister of Labour, Health and Sports Somchai Rattana",
            "THA",
            "minister of labour, health and sports",
        ),
        (
            "Kenyan Minister for Fisheries John Otieno spoke.",
            "Kenyan Minister for Fisheries John Otieno",
            "KEN",
            "minister for fisheries",
        ),
    ],
)
def test_an_office_of_several_portfolios_is_one_person(text: str, span: str, country: str, role: str) -> None:
    name = mentions(text)[span.split(" ")[-1]].parties[0]
    assert (name.text, name.country, name.sector, name.role) == (span, country, "GOV", role)


def test_portfolios_are_no_parties_of_their_own() -> None:
    found = mentions("U.S. Minister of Trade and Economic Development Ann Doe signed the accord.")
    assert {p.name for m in found.values() for p in m.parties if p.country and m.kind != "demonym"} <= {
        "Ann Doe",
        "United States",
    }


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("Police in Spain arrested a man accused of theft.", "CRM"),
        ("A convicted man fled from Peru.", "CRM"),
        ("A man was sentenced to death in Mali.", "CRM"),
        ("A man went on trial in Mali, accused of robbing a bank.", "CRM"),
        ("A man was injured in Mali.", "CVL"),
        ("Police in Spain arrested a man with two dogs.", "CVL"),
    ],
)
def test_an_accused_man_is_a_criminal(text: str, sector: str) -> None:
    assert mentions(text)["man"].parties[0].sector == sector


def test_suspected_rebels_stay_rebels() -> None:
    assert mentions("Suspected rebels attacked a village in Uganda.")["rebels"].parties[0].sector == "REB"


@pytest.mark.parametrize(
    ("text", "dateline", "country"),
    [
        ("Police in Atlanta, Georgia, arrested two men.", None, "USA"),
        ("Georgia Governor Ann Doe praised the officers.", None, "USA"),
        ("Police searched a house in Georgia.", "ATLANTA", "USA"),
        ("Police searched a house in Georgia.", "TBILISI", "GEO"),
        ("Georgia recalled its ambassador from Moscow.", None, "GEO"),
    ],
)
def test_georgia_is_the_american_one_beside_american_words(text: str, dateline: str | None, country: str) -> None:
    assert mentions(text, dateline)["Georgia"].parties[0].country == country


def test_he_is_not_the_woman_spoken_of() -> None:
    found = mentions("A woman in Kenya said that he beat her.")
    assert found["he"].parties[0].country is None
    assert found["her"].parties[0].country == "KEN"


def test_a_party_that_the_text_leaves_unnamed_has_no_country() -> None:
    found = mentions("The world condemned those who attacked the school.")
    assert [(p.country, p.sector) for w in ("world", "those") for p in found[w].parties] == [(None, None)] * 2


def test_a_customs_union_is_no_party() -> None:
    assert "union" not in mentions("The customs union was discussed in Vienna.")


def test_a_surname_that_is_also_a_state_stays_the_persons() -> None:
    found = mentions("Michael Jordan met children in Chicago. Jordan said he was happy.")
    assert found["Jordan"].parties[0].name == "Michael Jordan"
    assert found["Jordan"].parties[0].country != "JOR"


def test_a_state_stays_a_state_beside_a_person_of_its_name() -> None:
    found = mentions("Michael Jordan met Jordanian children in Amman. Jordan thanked the visitors.")
    assert found["Jordan"].parties[0].country == "JOR"


def test_a_weekday_behind_an_office_is_no_name() -> None:
    found = mentions("Thai Minister of Health and Labour Somchai Rattana Tuesday declined to answer.")
    assert found["Rattana"].parties[0].name == "Somchai Rattana"


def test_the_former_leader_is_the_former_president_named_before() -> None:
    found = mentions("Former Philippine president Joseph Estrada was released. The former leader went home.")
    assert found["leader"].parties[0].name == found["Estrada"].parties[0].name


def test_the_commission_is_the_one_named_before() -> None:
    text = "Spain must inform the European Commission. The commission said that it had waited."
    assert country_at(text, "commission", dateline="MADRID, May 2") == "EUR"


def test_officials_of_a_noun_are_of_its_country() -> None:
    text = "Spain must inform the European Commission, commission officials said."
    assert country_at(text, "officials", dateline="MADRID, May 2") == "EUR"


def test_an_embassy_is_not_of_the_place_where_it_stands() -> None:
    assert country_at("An embassy in Lima urged calm.", "embassy", dateline="LIMA, May 2") is None


def test_critics_are_of_no_known_country() -> None:
    assert country_at("Critics in Lima were silent. The plan met critics.", "critics", dateline="LIMA, May 2") is None


def test_a_place_that_hangs_on_another_noun_does_not_tell_whose_the_voters_are() -> None:
    text = "Voters showed their frustration with the war in Iraq, American papers in America said."
    assert country_at(text, "Voters", dateline="WASHINGTON, Nov. 8") == "USA"


def test_officials_from_across_the_continent_are_of_no_one_country() -> None:
    text = "Peru received officials from across the continent."
    assert country_at(text, "officials", dateline="LIMA, May 2") is None


def test_a_foreign_adjective_does_not_move_a_story_from_its_dateline() -> None:
    text = "Police were injured here when rioting broke out at a concert of a British group."
    assert country_at(text, "Police", dateline="GUATEMALA CITY, April 7") == "GTM"


def test_south_american_countries_and_dollars_are_not_the_united_states() -> None:
    assert country_at("South American countries met.", "countries") is None
    assert "U.S." not in mentions("Kenya gave three million U.S. dollars to Mali.")


def test_the_speaker_before_goes_on_speaking() -> None:
    text = (
        "According to the Kenyan army, five rebels were killed as they attacked a town. "
        "Almost 500 residents had fled from the rebels, it added."
    )
    assert country_at(text, "it") == "KEN"


def test_it_may_be_a_thing() -> None:
    text = "Kenya and Mali met. One accord waives visas. It was signed by ministers."
    assert "It" not in mentions(text)


def test_adjective_and_noun_share_the_noun() -> None:
    found = mentions("Chinese and the U.S. navy held an exercise.")
    assert [p.sector for p in found["Chinese"].parties] == ["MIL"]


def test_an_ambassador_is_of_the_sending_state() -> None:
    found = mentions("US Ambassador to Japan Ada Brink said so.")["Brink"].parties[0]
    assert (found.country, found.sector) == ("USA", "GOV")


def test_officials_of_international_bodies_have_no_sector_but_ministers_do() -> None:
    assert mentions("World Bank president Ada Brink left.")["Brink"].parties[0].sector is None
    assert mentions("EU ministers left.")["ministers"].parties[0].sector == "GOV"


def test_no_party_begins_with_a_quotation_mark() -> None:
    found = mentions('"Peruvian soldiers were sentenced," he said.')
    assert found["soldiers"].parties[0].text == "Peruvian soldiers"


@pytest.mark.parametrize(
    ("text", "office"),
    [
        (
            "COPENHAGEN, Jan 10 (Reuters) - Denmark and Belarus quarrelled. Police in Minsk arrested a Belarusian. "
            "Prime Minister Anders Krag cancelled his holiday in Denmark.",
            "Prime Minister Anders Krag",
        ),
        ("Denmark voted on Sunday. Foreign Minister Mette Holm praised the voters.", "Foreign Minister Mette Holm"),
    ],
)
def test_offices_without_a_country_are_of_the_state_where_the_story_is_written(coder, text, office):
    explained = coder.explain(text, "2024-01-10").to_dict()
    found = {p["text"]: p["country"] for p in explained["parties"]}
    assert found[office] == "DNK"


def test_what_is_brought_up_anew_is_of_the_only_state_of_its_sentence(coder):
    text = (
        "BEIJING, Oct 27 (AP) - China spoke of peace on Thursday. China's army and China's ministers agreed. "
        "A Ukrainian lawmaker is part of a delegation visiting Taiwan."
    )
    found = {p["text"]: p["country"] for p in coder.explain(text, "2022-10-27").to_dict()["parties"]}
    assert found["a delegation"] == "UKR"


def test_brussels_is_the_union_where_the_document_speaks_of_it() -> None:
    union = "France must inform the European Commission. Brussels rejected the plan."
    assert country_at(union, "Brussels") == "EUR"
    assert country_at("Belgian police met. Brussels rejected the plan.", "Brussels") == "BEL"
    assert mentions("The European Commission met. Ministers arrived in Brussels.")["Brussels"].is_place


def test_a_town_with_its_state_behind_it_is_of_that_state() -> None:
    assert country_at("Gunmen fired at a car near Kaya in Uganda.", "Gunmen") == "UGA"
