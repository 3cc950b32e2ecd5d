"""The filters: read from words, written back, and what they let through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import ontology
from dragoman.errors import DragomanError
from dragoman.store import Filters, Store
from dragoman.store.filters import declarations, several
from made_reports import day, document, fill, party, place, report, says

RUSSIA, UKRAINE = party("Moscow", "RUS:GOV", name="Russia"), party("Kyiv", "UKR:GOV", name="Ukraine")
PUTIN = party("Putin", "RUS:GOV", name="Vladimir Putin", entity_id="vladimir-putin", wikidata="Q7747", sectors=("GOV",))
REBELS = party("rebels", "SYR:REB", sectors=("REB", "CVL"))
NIAMEY = place("Niamey", "NER", 13.51, 2.11, geonames_id=2440485)
SUVA = place("Suva", "FJI", -18.14, 178.44)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    a = document("a", "2024-01-15", "Grain left the port.", source="Post", language="en")
    b = document("b", "2024-02-20", "Shells fell.", source="Mail", language="en")
    c = document("c", None, "Talks.", language="fr")
    reports = {
        a: [
            report(a, [RUSSIA], "ASSAULT", [UKRAINE], at=0, mode="heavy-weapons", contexts=("military",)),
            report(a, [PUTIN], "CONSULT", [party("Xi", "CHN:GOV")], at=1, attribution=says("Tass", "RUS:MED")),
            report(a, [UKRAINE, RUSSIA], "AGREE", at=2, reciprocal=True, confidence=0.4, date=day("2023-12-01")),
        ],
        b: [
            report(b, [REBELS], "ASSAULT", [party("troops", "SYR:MIL")], at=0, place=NIAMEY),
            report(b, [party("Niger", "NER:GOV")], "AID", at=1, place=SUVA, attribution=says("witnesses")),
        ],
        c: [report(c, [party("UN", "UNO")], "REQUEST", [RUSSIA], at=0, status="negated")],
    }
    return Store.open(fill(tmp_path_factory.mktemp("made") / "s", reports))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ({}, ["a0", "a1", "a2", "b0", "b1", "c0"]),
        ({"country": "Russia"}, ["a0", "a1", "a2", "c0"]),
        ({"actor-country": "Russian"}, ["a0", "a1", "a2"]),
        ({"recipient-country": ["UKR", "China"]}, ["a0", "a1", "a2"]),
        ({"party": "putin"}, ["a1"]),
        ({"party": "Q7747"}, ["a1"]),
        ({"actor": "vladimir-putin"}, ["a1"]),
        ({"actor": "put"}, []),
        ({"recipient": "RUS"}, ["a2", "c0"]),
        ({"actor": "SYR:REB"}, ["b0"]),
        ({"actor": ["REB", "UN"]}, ["b0", "c0"]),
        ({"between": "UKR,RUS"}, ["a0", "a2"]),
        ({"between": "Putin,China"}, ["a1"]),
        ({"sector": "military"}, ["b0"]),
        ({"actor-sector": "CVL"}, ["b0"]),
        ({"recipient-sector": "gov"}, ["a0", "a1", "a2", "c0"]),
        ({"type": ["assault", "AID"]}, ["a0", "b0", "b1"]),
        ({"mode": "heavy-weapons"}, ["a0"]),
        ({"context": "military"}, ["a0"]),
        ({"status": "negated"}, ["c0"]),
        ({"since": "2024-02"}, ["b0", "b1"]),
        ({"until": "2023"}, ["a2"]),
        ({"since": "2024-01-15", "until": "2024-01-15"}, ["a0", "a1"]),
        ({"place-country": "Niger"}, ["b0"]),
        ({"place": "niamey"}, ["b0"]),
        ({"place": "2440485"}, ["b0"]),
        ({"box": "0,10,5,20"}, ["b0"]),
        ({"box": "170,-30,-170,0"}, ["b1"]),
        ({"near": "13.5,2.1,5"}, ["b0"]),
        ({"near": "14.5,2.1,100"}, []),
        ({"near": "14.5,2.1,111"}, ["b0"]),
        ({"attribution": "any"}, ["a1", "b1"]),
        ({"attribution": "none"}, ["a0", "a2", "b0", "c0"]),
        ({"attribution": "RUS:MED"}, ["a1"]),
        ({"attribution": "tass"}, ["a1"]),
        ({"min-confidence": "0.5", "country": "UKR"}, ["a0"]),
        ({"text": "grain"}, ["a0", "a1", "a2"]),
        ({"source": ["Mail", "Post"], "type": "ASSAULT"}, ["a0", "b0"]),
        ({"language": "fr"}, ["c0"]),
        ({"document": ["a", "c"], "actor-country": "UNO"}, ["c0"]),
        ({"coder": "0.9"}, []),
        ({"limit": "2"}, ["a0", "a1"]),
        ({"limit": "2", "offset": "3"}, ["b0", "b1"]),
        ({"offset": "5"}, ["c0"]),
    ],
)  # fmt: skip
def test_what_filters_let_through(store: Store, words: dict[str, str | list[str]], found: list[str]) -> None:
    reports = store.reports(Filters.read(words))
    assert [f"{r.document_id}{r.predicate.start}" for r in reports] == found


def test_documents_are_filtered_by_the_same_words(store: Store) -> None:
    def ids(**words: str) -> list[str]:
        return [d.id for d in store.documents(Filters.read(words))]

    assert ids(language="en", since="2024-02-01") == ["b"]
    assert ids(source="Post") == ids(text="port") == ids(limit="1") == ["a"]
    assert ids(offset="1", limit="1") == ["b"]
    assert ids(offset="2") == ["c"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"country": "Rusia"}, "Did you mean Russia (RUS)?"),
        ({"actor": "Syra:REB"}, "Did you mean Syria (SYR)?"),
        ({"actor": "Syria:REBB"}, "did you mean REB?"),
        ({"sector": "militry"}, "did you mean military?"),
        ({"type": "ASAULT"}, "did you mean ASSAULT?"),
        ({"mode": "viist"}, "did you mean visit?"),
        ({"context": "militray"}, "did you mean military?"),
        ({"status": "negatd"}, "did you mean negated?"),
        ({"contry": "RUS"}, "did you mean country?"),
        ({"zzz": "RUS"}, "known filters: country"),
        ({"since": "2024-02-30"}, "YYYY-MM"),
        ({"since": "2024-13"}, "YYYY-MM"),
        ({"since": "2024-02", "until": "2024-01"}, "2024-02-01 is after 2024-01-31"),
        ({"since": ["2024", "2023"]}, "takes one value"),
        ({"box": "1,2,3"}, "west,south,east,north"),
        ({"box": "1,2,3,-4"}, "west,south,east,north"),
        ({"near": "91,0,5"}, "kilometres"),
        ({"near": "nan,0,5"}, "kilometres"),
        ({"between": "RUS"}, "two parties"),
        ({"min-confidence": "50"}, "from 0 to 1"),
        ({"limit": "-1"}, "whole number"),
    ],
)
def test_words_that_cannot_be_are_told(words: dict[str, str], said: str) -> None:
    with pytest.raises(DragomanError) as told:
        Filters.read(words)
    assert said.lower() in str(told.value).lower()


def test_every_field_is_declared_once_under_a_name_of_its_own() -> None:
    names = [made.name for made in declarations().values()]
    assert len(set(names)) == len(names) == len(Filters.__struct_fields__)
    assert all(made.help.endswith(".") for made in declarations().values())


PARTY = st.sampled_from(["RUS", "Russia", "SYR:REB", ":MIL", "Hezbollah", "Q7747", "any"])
COUNTRY = st.sampled_from(["RUS", "China", "Kosovo", "UNO", "the Netherlands"])
DEGREES = st.tuples(st.floats(-90, 90), st.floats(-180, 180), st.floats(0.001, 20000))
WORDS = {
    "country": COUNTRY, "sector": st.sampled_from(sorted(ontology.SECTORS)),
    "event_type": st.sampled_from(sorted(ontology.TYPES)), "mode": st.sampled_from(["visit", "phone"]),
    "context": st.sampled_from(sorted(ontology.CONTEXTS)), "status": st.sampled_from(sorted(ontology.STATUSES)),
    "party": PARTY, "between": st.just("RUS,UKR"), "words": st.text(min_size=1).filter(str.strip),
    "first_day": st.dates().map(str), "last_day": st.dates().map(str), "box": st.just("-10.5,2,3,4.25"),
    "near": DEGREES.map(lambda d: ",".join(map(repr, d))), "share": st.floats(0, 1).map(repr),
    "count": st.integers(0, 10**9).map(str),
}  # fmt: skip
"""Words that each reader of ``store.values`` can read."""


@st.composite
def queries(draw: st.DrawFn) -> list[tuple[str, str]]:
    pairs = []
    for field in draw(st.sets(st.sampled_from(sorted(declarations())))):
        made = declarations()[field]
        many = draw(st.integers(1, 3)) if field in several() else 1
        pairs += [(made.name, draw(WORDS[made.read.__name__])) for _ in range(many)]
    return pairs


@given(queries())
def test_filters_written_to_a_query_string_are_read_back_equal(query: list[tuple[str, str]]) -> None:
    try:
        filters = Filters.read(query)
    except DragomanError as error:
        assert error.code == "E612"
        return
    assert Filters.read(filters.written()) == filters


def test_a_mapping_and_pairs_mean_the_same() -> None:
    pairs = [("country", "RUS"), ("country", "China"), ("since", "2024"), ("text", "")]
    assert Filters.read(pairs) == Filters.read({"country": ["Russia", "CHN"], "since": "2024-01-01"})
    assert Filters.read({"actor_country": "RUS"}) == Filters(actor_countries=("RUS",))
