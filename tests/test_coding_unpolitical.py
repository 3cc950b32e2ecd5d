"""What is no politics gives no report; politics in such surroundings does.

Sport, markets, companies, culture, fashion, weather, accidents, private life, science and health, and metaphor: many
of the sentences name countries, offices and acts of war or diplomacy, and none tells of what political parties do.
"""

from typing import Any

import pytest

from dragoman.coding import EventCoder

PUBLISHED = "2014-06-18"

SPORT = """
Nuggets rout Knicks 108-92 in Denver.
The champion defended her title against the Russian in straight sets.
Brazil crushed Germany 3-0 to reach the volleyball final.
Argentina beat Chile 2-1 with a late goal by the substitute striker.
France attacked from the start and shelled the Italian goalkeeper with long shots.
Australia bombarded India's batsmen with short balls on the third day in Perth.
The Dutch captain was shown a red card for striking an opponent.
England's midfield collapsed under the Spanish onslaught after half-time.
South Korea swept Japan aside in the women's handball semi-final.
The Kenyan broke away from the pack and won the marathon in two hours and six minutes.
Serbia's top seed fought off four match points against the Swiss.
The Jamaican sprinter stormed to gold in the 200 metres.
Canada will meet Sweden in the ice hockey final on Sunday.
New Zealand destroyed Wales 41-7 in their opening match.
The club sacked its coach after a fifth defeat in a row.
Real Madrid signed an agreement with the Croatian midfielder on Monday.
The Lakers traded their centre to Chicago for two young guards.
The American jockey lost control of her horse at the last fence.
The Ukrainian heavyweight knocked out his British challenger in the sixth round.
Cuba's boxers won five gold medals at the tournament in Baku.
The Pakistani fast bowler destroyed England with six wickets for 40 runs.
Italy held Paraguay to a 1-1 draw in Cape Town.
The Finnish driver was penalised ten seconds for blocking a rival.
The referee sent off two Greek defenders in the second half.
Norway's skiers dominated the relay and beat Sweden by a minute.
Russia and Canada will clash in the quarter-finals of the hockey tournament.
The Colombian cyclist attacked on the final climb and took the yellow jersey.
Ivory Coast knocked Algeria out of the Africa Cup of Nations.
The Yankees bombed the Red Sox with four home runs.
The Chinese diver defended her Olympic crown with a perfect last dive.
Wallabies coach promises revenge against the All Blacks on Saturday.
The Turkish club rejected a bid of ten million euros for its goalkeeper.
The Spanish golfer surrendered his lead on the last nine holes.
The army of fans invaded the pitch to celebrate promotion.
Portugal's captain apologised to the fans for missing the penalty.
United's president met the coach to discuss his contract.
The Swiss keeper saved a penalty and rescued a point for the visitors.
The Iranian wrestler was beaten by an opponent from Georgia.
The Czech federation fined the player for abusing a linesman.
Belgium fired a warning to their rivals with five goals against Gibraltar.
The world number one was ambushed by a teenage qualifier from Latvia.
"""

MARKETS = """
Shares in Tokyo were hit by a sharp rise of the yen.
The dollar retreated against the euro in early trading in London.
Oil prices fell below 60 dollars a barrel in New York.
The chip maker attacked the European market with a cheaper phone.
Chinese stocks rallied after the central bank left interest rates unchanged.
Gold surrendered its gains as traders sold futures.
The Korean car maker launched an assault on its Japanese rivals with three new models.
The airline's net profit rose by 12 percent in the third quarter.
Russian equities were battered by falling oil prices.
The Swiss bank agreed to buy a small rival for 300 million francs.
The index of Hong Kong shares closed 1.3 percent lower on Friday.
Italian bond yields rose as investors demanded higher returns.
Supermarkets in Britain are fighting a price war.
Two French retailers are holding talks on a merger.
The Brazilian miner rejected a takeover bid from its Canadian rival.
Steel makers in India warned that profits would fall this year.
The yen came under attack from speculators in London.
The German insurer will release its results on Thursday.
Sales of Swedish trucks collapsed in the first quarter.
The board of the Dutch brewer accepted an offer from a Belgian group.
The phone company signed a deal with a Finnish supplier of network equipment.
The Mexican cement maker reported a loss of 40 million dollars.
Analysts expect the Bank of Japan to keep rates on hold.
Wheat futures gained two percent in Chicago on Tuesday.
The Australian dollar defended its gains against the greenback.
Shareholders of the Spanish builder approved the dividend.
The fund manager cut its stake in the Danish shipping line.
Coffee prices climbed after frost in Brazil.
The shares of the company were suspended in Singapore at its own request.
A price war broke out among Norwegian mobile operators.
The Taiwanese maker of screens will invest in a new plant next year.
Talks with sponsors will begin after the summer.
"""

CULTURE = """
Critics savaged the film when it opened in Cannes.
The French actress won the prize for best actress at the festival.
The singer was attacked by critics for her new album.
The Danish director's war film conquered the box office.
The band cancelled its concert in Warsaw because the singer had a cold.
The novelist declared war on adverbs.
The exhibition in Vienna brings together portraits of kings and generals.
The British designer bombed in Paris with a collection of paper dresses.
The orchestra of the Russian city toured Japan in the autumn.
The movie tells how a Polish soldier kidnapped a German general.
The actor who plays the president met his fans in Madrid.
The Korean drama has taken the Philippines by storm.
The Indian film was nominated for an Oscar.
The Irish band will release its third album in May.
The museum in Cairo has restored a statue of a queen.
The Cuban ballet dazzled audiences in Mexico City.
Viewers voted the Israeli singer out of the contest.
The chef waged a campaign against frozen fish on his television show.
Fashion houses in Milan have surrendered to the colour orange.
The comedian was praised by reviewers for his portrait of a dictator.
The writer, born in Chile, won the literature prize for a novel about love.
The Swedish pop star shot her latest video in Iceland.
The video game lets players invade Normandy.
The Turkish soap opera won millions of viewers in Greece.
"""

WEATHER = """
The storm battered the coast of Florida on Monday.
An earthquake of magnitude 6.1 shook eastern Turkey early on Tuesday.
Heavy rain hit southern China and flooded three towns.
A heat wave killed dozens of old people in France.
Typhoon winds lashed Taiwan and forced airlines to cancel flights.
Snow blocked roads across northern Spain.
The hurricane threatened the Mexican coast before it turned out to sea.
Floods destroyed 400 houses in Bangladesh.
Lightning killed two cows on a farm in Austria.
A volcano erupted in Indonesia and covered villages with ash.
Forecasters warned Britons of strong winds and rain.
A drought has gripped Somalia for two years.
The cyclone struck Fiji with gusts of 200 kilometres an hour.
Landslides killed nine people in Nepal after days of rain.
A cold front will invade Poland from the north tonight.
Temperatures in Moscow fell to minus 25 degrees.
A tsunami warning was issued for the coast of Peru.
Bush fires threatened two suburbs of Sydney.
Locusts invaded fields in northern Niger.
Fog stopped flights at London's largest airport.
"""

ACCIDENTS = """
A bus plunged into a ravine in Bolivia, killing 14 passengers.
Two trains collided near Cairo and 30 people were injured.
A gas explosion killed eleven miners in Ukraine.
A ferry capsized off the coast of Senegal.
Three workers were killed when a crane fell in Dubai.
A lorry hit a school bus in South Africa and injured six children.
Fire destroyed a shoe factory in Vietnam.
A small plane crashed in the Alps and both people on board died.
A German tourist drowned while swimming off Thailand.
The train struck a car at a level crossing in Hungary.
Firemen rescued 20 people from a burning hotel in Manila.
A balcony collapsed in Naples and injured a French couple.
A boiler blast at a paper mill in Canada hurt five workers.
The helicopter came down in bad weather near Oslo.
A tanker leaked oil off the Spanish coast after hitting a rock.
A climber from Slovakia was killed by an avalanche.
A military plane crashed at Tehran's airport, killing 36 people.
A crossing guard was hit by a tram in Prague.
The roof of a supermarket fell in after heavy snow in Latvia.
"""

LIFE_AND_SCIENCE = """
The mayor's daughter married a baker on Saturday.
The former president won the battle against cancer.
The minister's dog ran away and was found in a park.
Doctors in Boston attacked the tumour with a new drug.
The virus attacks the cells of the lungs.
Researchers in Japan discovered how bees defend their hive against hornets.
The telescope captured pictures of a distant galaxy.
A study by Danish scientists links sleep with memory.
The probe landed on the comet after a journey of ten years.
Vaccines protect children against measles, doctors say.
The king celebrated his birthday with his grandchildren.
Smokers are losing the war against their habit.
An Egyptian mummy arrived at a laboratory in Zurich.
The new telescope will help astronomers search for planets.
The rocket carried two satellites into orbit.
The bear attacked a hiker in Romania.
A shark killed a surfer off Western Australia.
Scientists bombarded the metal with neutrons.
Elephants invaded a village wedding in India.
The panda from China gave birth to twins at the zoo in Vienna.
Astronauts repaired the arm of the space station.
The retired ambassador grows roses in Devon.
The queen's corgis wear coats in winter.
Antibiotics killed the bacteria within an hour.
The patient suffered a heart attack on the plane to Lisbon.
Tests showed that the drug lowers blood pressure.
Her grandfather, a Hungarian general, collected stamps.
The students played chess against a computer.
"""

METAPHOR = """
The bank bombarded its customers with letters.
The two cooks declared a truce over the recipe.
The bride surrendered to tears.
The company's lawyers fired off a letter to the printer.
The new phone killed the market for cameras.
The bakery launched an invasion of sweet rolls.
Tourists have invaded the Greek islands this summer.
The smell of onions attacked the guests.
The children laid siege to the ice cream stall.
Her speech at the wedding disarmed the guests.
The airline is at war with its caterer over sandwiches.
The farmer fights a losing battle against weeds.
The city marathon paralysed traffic in Berlin.
The singer and her label have made peace.
The price of onions exploded in Mumbai.
A wave of colour swept the Paris shows.
The prince of the kitchen has conquered London with his soups.
Weeds have occupied the palace garden.
The twins fought over the last biscuit.
The fridge has declared independence from its owner.
"""

GROUPS = {
    "sport": SPORT,
    "markets": MARKETS,
    "culture": CULTURE,
    "weather": WEATHER,
    "accidents": ACCIDENTS,
    "life and science": LIFE_AND_SCIENCE,
    "metaphor": METAPHOR,
}

KNOWN_ERRORS = {
    "Real Madrid signed an agreement with the Croatian midfielder on Monday.": "a club is taken for a state",
    "South Korea and North Korea agreed to send a joint hockey team to the Olympics.": "the words of sport outweigh it",
    "The government of Greece imposed restrictions on share sales.": "a restriction on a thing, not on a party",
    "Dissident painters were detained in Beijing.": "painters are no party",
    "A Turkish court sentenced a novelist to ten months in prison.": "novelists are no party",
    "Cuba released a dissident writer from prison.": "writers are no party",
}
"""Sentences that are still coded wrongly, and why."""

POLITICAL = """
The sports minister was arrested on Tuesday.
Rioters attacked the stadium after the match, killing two policemen.
Iran's football federation was sanctioned by the United States.
China banned the film and arrested its director.
Greek police fired tear gas at football fans outside the stadium.
The United States boycotted the Olympic Games in Moscow.
Russia expelled a British sports journalist.
South Korea and North Korea agreed to send a joint hockey team to the Olympics.
Gunmen killed three Togolese football players in Angola.
Israel bombed a stadium in Gaza.
The president of France met the national football team's captain and the German chancellor.
Protesters in Brazil marched against the World Cup.
Police in Minsk detained 40 fans who had shouted slogans against the president.
Syrian rebels shelled a sports hall in Aleppo.
Turkey jailed the former striker for insulting the president.
Spain's government threatened to ban the club's fans.
The government of Greece imposed restrictions on share sales.
Thousands of miners in South Africa demonstrated against the government over pay.
The European Union imposed tariffs on Chinese steel.
The United States lifted its ban on imports of Argentine beef.
Japan's central bank lent 4 billion dollars to Thailand.
Protesters stormed the stock exchange in Athens.
Russia stopped supplying gas to Ukraine.
Saudi Arabia and Iran held talks on oil output.
Bolivia seized the gas fields of a Spanish company.
Dissident painters were detained in Beijing.
A Turkish court sentenced a novelist to ten months in prison.
Egypt's army attacked a concert of an opposition singer.
Cuba released a dissident writer from prison.
Iran condemned a Danish newspaper over cartoons.
Turkey sent tents to Iran after the earthquake.
Japan gave Indonesia ten million dollars for victims of the tsunami.
Myanmar's generals refused to admit aid workers after the cyclone.
Ukrainian rebels shot down a Malaysian passenger plane.
Libya agreed to pay compensation to Britain for the plane that its agents bombed.
Angry residents attacked health workers during the Ebola outbreak in Guinea.
The families of the miners protested against the government in Ankara.
Police in India arrested the owner of the collapsed factory.
The army imposed a curfew on the flooded city of Srinagar to stop riots.
Soldiers killed nine people at a wedding in Yemen.
""".strip().splitlines()

UNPOLITICAL = [(kind, s) for kind, block in GROUPS.items() for s in block.strip().splitlines()]


def marked(sentence: str) -> Any:
    if sentence in KNOWN_ERRORS:
        return pytest.param(sentence, marks=pytest.mark.xfail(strict=True, reason=KNOWN_ERRORS[sentence]))
    return sentence


@pytest.mark.parametrize("sentence", [marked(s) for _, s in UNPOLITICAL])
def test_what_is_no_politics_gives_no_report(coder: EventCoder, sentence: str) -> None:
    found = coder.code_text(sentence, PUBLISHED).reports
    assert [(r.event_type, r.predicate.text) for r in found] == []


@pytest.mark.parametrize("sentence", [marked(s) for s in POLITICAL])
def test_politics_in_such_surroundings_gives_a_report(coder: EventCoder, sentence: str) -> None:
    assert coder.code_text(sentence, PUBLISHED).reports


def test_the_lists_are_as_long_as_they_say() -> None:
    sentences = [s for _, s in UNPOLITICAL]
    assert len(sentences) == len(set(sentences)) >= 160
    assert len(POLITICAL) == len(set(POLITICAL)) >= 40
    assert set(KNOWN_ERRORS) <= {*sentences, *POLITICAL}


def test_a_story_whose_title_is_of_sport_is_of_sport_unless_the_title_tells_of_politics() -> None:
    from dragoman.coding.topic import topic_of

    text = "The marathon is in August. " + "Kenya welcomed the offer of Uganda on Friday. " * 30
    assert topic_of("Olympic village nearly ready", text) == "sport"
    assert topic_of("Kenya drops Olympic boycott", text) is None
    assert topic_of("Kenya welcomes offer", text) is None
