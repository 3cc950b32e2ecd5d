"""What a reader gets: sentences and the reports that they state, over all types and frames."""

import pytest

from dragoman.coding import EventCoder
from dragoman.records import Report

PUBLISHED = "2006-11-15"

# sentence, then the reports as "actors TYPE/mode recipients", countries joined by +; "~" before the type: reciprocal
STATED = [
    # AGREE: promised cooperation, accepted demands, joint decisions
    ("Norway agreed to send doctors to Nepal.", ["NOR AGREE NPL"]),
    ("Turkey pledged $20 million in aid to Afghanistan on Monday.", ["TUR AGREE AFG"]),
    ("South African President Thabo Mbeki will visit Ivory Coast next week.", ["ZAF AGREE CIV"]),
    ("Chile and Peru are expected to sign a border treaty in January.", ["CHL+PER ~AGREE -"]),
    ("Brazil is ready to hold talks with Bolivia.", ["BRA AGREE BOL"]),
    # CONSULT
    ("Japanese Foreign Minister Taro Aso met his Indian counterpart in Tokyo.", ["JPN+IND ~CONSULT -"]),
    ("Jordan's King Abdullah telephoned Israeli Prime Minister Ehud Olmert.", ["JOR+ISR ~CONSULT/phone -"]),
    ("The president of Chile spoke by phone with the president of Peru.", ["CHL+PER ~CONSULT/phone -"]),
    ("Talks between Ethiopia and Eritrea were held in Nairobi.", ["ETH+ERI ~CONSULT -"]),
    ("French President Jacques Chirac visited Egypt on Sunday.", ["FRA CONSULT/visit EGY"]),
    ("Finnish and Russian officials discussed the pipeline.", ["FIN+RUS ~CONSULT -"]),
    ("Qatar mediated between Sudan and Chad.", ["QAT CONSULT/third-party SDN+TCD"]),
    # SUPPORT
    ("India praised Bhutan for its reforms.", ["IND SUPPORT BTN"]),
    ("Ukraine and Poland signed an agreement on trade.", ["UKR+POL ~SUPPORT -"]),
    ("Canada has recognised Kosovo.", ["CAN SUPPORT KOS"]),
    # CONCEDE
    ("Libya apologised to Switzerland.", ["LBY CONCEDE CHE"]),
    ("The United States lifted sanctions on Sudan.", ["USA CONCEDE SDN"]),
    # COOPERATE and AID
    ("Greece and Egypt held joint naval exercises.", ["GRC+EGY ~COOPERATE -"]),
    ("Sweden extradited two suspects to Italy.", ["SWE COOPERATE ITA"]),
    ("Cuba sent doctors and medicine to Haiti.", ["CUB AID HTI"]),
    ("The World Bank lent Ghana 80 million dollars.", ["IGO AID GHA"]),
    # RETREAT
    ("The rebels in Nepal released 30 prisoners.", ["NPL RETREAT/release"]),
    ("Ethiopian troops withdrew from Somalia.", ["ETH RETREAT/withdraw"]),
    ("Hungarian Interior Minister Monika Lamperth resigned.", ["HUN RETREAT/resign -"]),
    # REQUEST
    ("Australia urged Fiji to hold elections.", ["AUS REQUEST FJI"]),
    ("France called for the withdrawal of Syrian troops from Lebanon.", ["FRA REQUEST/yield SYR"]),
    ("Georgia asked Russia for help.", ["GEO REQUEST/assist RUS"]),
    # ACCUSE
    ("Iran accused Israel of spying.", ["IRN ACCUSE/allege ISR"]),
    ("The European Union condemned Belarus.", ["EUR ACCUSE/disapprove BLR"]),
    ("Ghana expressed concern over the arrest of Togolese journalists.", ["GHA ACCUSE/disapprove TGO"]),
    # warnings threaten where the one who warns would act, or the one who is warned would suffer
    ("Iran warned that it would respond to an attack by Israel.", ["IRN THREATEN"]),
    ("Washington warned Iran that it would face sanctions.", ["USA THREATEN IRN"]),
    ("Annan warned the Security Council that the crisis in Darfur was growing.", []),
    # what weapons do, they do for those who own them, if the text names any
    ("A car bomb killed five Iraqi policemen in Kirkuk.", ["- ASSAULT/explosives IRQ"]),
    ("An Israeli air strike killed three Palestinians in Gaza.", ["ISR ASSAULT/aerial PSE"]),
    ("Gunfire from Thai soldiers wounded a Cambodian farmer.", ["THA ASSAULT/firearms KHM"]),
    ("A bomb exploded near the hall where parliament meets, killing an Afghan soldier.", ["- ASSAULT/explosives AFG"]),
    ("A gas explosion killed four Russian soldiers.", []),
    # those hurt in an assault belong to it
    ("Gunmen opened fire on a bus in Mosul, killing two Iraqi women and wounding a child.", ["IRQ ASSAULT IRQ"]),
    ("Turkey withdrew its support for the Cypriot government.", ["TUR SANCTION/discontinue CYP"]),
    # REJECT
    ("North Korea refused to hold talks with South Korea.", ["PRK REJECT/meet KOR"]),
    ("Serbia rejected the demand of the United Nations.", ["SRB REJECT UNO"]),
    ("Pakistan cancelled a visit to India.", ["PAK REJECT/meet IND"]),
    # THREATEN
    ("Eritrea threatened to attack Ethiopia.", ["ERI THREATEN/violence ETH"]),
    ("China's threat to annex Taiwan by force worried the region.", ["CHN THREATEN/territory TWN"]),
    ("Spain will expel Bolivia's ambassador.", ["ESP THREATEN/expel BOL"]),
    # PROTEST
    ("Thousands of workers marched in Lima against the government of Peru.", ["PER PROTEST/demo PER"]),
    ("Greek seamen went on strike.", []),
    # SANCTION
    ("The United Nations imposed sanctions on Ivory Coast.", ["UNO SANCTION/discontinue CIV"]),
    ("Britain withdrew its ambassador from Uzbekistan.", ["GBR SANCTION/withdraw UZB"]),
    ("Germany has stopped supplying arms to Nepal.", ["DEU SANCTION/discontinue NPL"]),
    # MOBILIZE
    ("Turkey sent 5,000 troops to the border with Iraq.", ["TUR MOBILIZE/troops"]),
    ("India tested a missile on Sunday.", ["IND MOBILIZE -"]),
    # COERCE
    ("Egyptian police arrested 20 members of the Muslim Brotherhood.", ["EGY COERCE/arrest EGY"]),
    ("More than 60 people were detained in Uzbekistan.", ["- COERCE/arrest UZB"]),
    ("The Israeli army imposed a curfew on Jenin.", ["ISR COERCE/curfew"]),
    # ASSAULT
    ("Sudanese planes bombed villages in Chad.", ["SDN ASSAULT"]),
    ("Russian forces shelled Ukraine.", ["RUS ASSAULT/heavy-weapons UKR"]),
    ("Ethiopian and Somali troops fought near Baidoa.", ["ETH+SOM ~ASSAULT -"]),
    ("Colombian rebels kidnapped two French engineers.", ["COL ASSAULT/abduct FRA"]),
    ("Three Iraqi soldiers were killed by gunmen in Basra.", ["IRQ ASSAULT IRQ"]),
    ("The Turkish army launched an attack on Syria.", ["TUR ASSAULT SYR"]),
]

STATUSES = [
    ("Kenya did not accuse Uganda.", "ACCUSE", "negated"),
    ("Iran denied attacking Iraq.", "ASSAULT", "negated"),
    ("If Iran attacks Iraq, oil prices will rise.", "ASSAULT", "hypothetical"),
    ("Israel may attack Iran.", "ASSAULT", "hypothetical"),
    ("Iraq invaded Kuwait in 1990.", "ASSAULT", "historical"),
    ("Peru arrested two Chilean officers on Monday.", "COERCE", "actual"),
]

SAID_BY = [
    ("Sudan bombed a village in Chad, the Chadian government said.", "the Chadian government"),
    ("According to the UN, Sudan bombed a village in Chad.", "the UN"),
    (
        "Zambia will expel the envoys of Malawi, Foreign Minister Mundia Sikatana was quoted as saying by a newspaper.",
        "Foreign Minister Mundia Sikatana",
    ),
    ("Sudan bombed a village in Chad.", None),
]


@pytest.fixture(scope="module")
def coder() -> EventCoder:
    return EventCoder.load()


def reports(coder: EventCoder, text: str) -> list[Report]:
    return list(coder.code_text(text, PUBLISHED).reports)


def short(report: Report, with_mode: bool, with_recipients: bool) -> str:
    def names(parties):
        return "+".join(dict.fromkeys(p.country or "?" for p in parties)) or "-"

    kind = f"{report.event_type}/{report.mode}" if with_mode and report.mode else report.event_type
    parts = [names(report.actors), ("~" if report.reciprocal else "") + kind]
    return " ".join(parts + ([names(report.recipients)] if with_recipients else []))


@pytest.mark.parametrize(("text", "expected"), STATED, ids=[t for t, _ in STATED])
def test_a_sentence_gives_its_reports(coder, text, expected):
    found = reports(coder, text)
    for wanted in expected:
        fields = wanted.split(" ")
        shown = [short(r, "/" in fields[1], len(fields) == 3) for r in found]
        assert wanted in shown
    assert bool(found) == bool(expected)


@pytest.mark.parametrize(("text", "event_type", "status"), STATUSES, ids=[t for t, _, _ in STATUSES])
def test_the_status_tells_whether_it_happened(coder, text, event_type, status):
    found = [r.status for r in reports(coder, text) if r.event_type == event_type]
    assert found == [status]


@pytest.mark.parametrize(("text", "speaker"), SAID_BY, ids=[t for t, _ in SAID_BY])
def test_the_speaker_of_a_claim_is_named(coder, text, speaker):
    found = reports(coder, text)
    assert found
    assert {r.attribution.text if r.attribution else None for r in found} == {speaker}


def test_every_span_is_the_words_of_the_document(coder):
    text = (
        "BEIJING (AP) – “Russia attacked Ukraine,” China’s envoy said.\n\n"
        "Iran’s army later shelled Iraq; Iraq’s army fired back."
    )
    coded = coder.code_text(text, PUBLISHED)
    assert coded.reports
    for report in coded.reports:
        for span in (*report.actors, *report.recipients, report.predicate, report.attribution):
            if span is not None:
                assert text[span.start : span.end] == span.text
        assert report.sentence.start <= report.predicate.start < report.predicate.end <= report.sentence.end


def test_a_dateline_is_no_actor(coder):
    found = reports(coder, "BEIJING (AP) – Japan accused North Korea of kidnapping.")
    assert [short(r, False, True) for r in found if r.event_type == "ACCUSE"] == ["JPN ACCUSE PRK"]


def test_coding_twice_gives_the_same_reports(coder):
    text = "Ghana urged Togo to hold elections. Togo refused to talk to Ghana."
    assert reports(coder, text) == reports(coder, text)


def test_what_shares_a_batch_changes_nothing(coder):
    from dragoman.records import Document

    one = Document(id="a", text="Ghana urged Togo to hold elections.", published=PUBLISHED)
    other = Document(id="b", text="Iran accused Israel of spying. " * 30, published=PUBLISHED)
    alone = next(coder.code([one])).reports
    assert [c.reports for c in coder.code([other, one])][1] == alone
