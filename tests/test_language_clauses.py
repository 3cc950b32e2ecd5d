"""Clauses: who does what to whom, whatever the shape of the sentence."""

import pytest

from dragoman.language import ParsedDocument, Parser
from dragoman.language.clauses import Clause, clauses, conjuncts, is_infinitive
from dragoman.records import Document


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def parse(parser: Parser, text: str) -> ParsedDocument:
    return parser.parse_one(Document(id="d", text=text))


def clause(parser: Parser, text: str, head: str) -> Clause:
    """The clause whose predicate is written ``head``."""
    return next(c for c in clauses(parse(parser, text).doc) if c.head.text == head)


def texts(tokens) -> list[str]:
    return [t.text for t in tokens]


# sentence, predicate, subjects, objects
ROLES = [
    pytest.param("Ghana accused Togo.", "accused", ["Ghana"], ["Togo"], id="active"),
    pytest.param("Togo was accused by Ghana.", "accused", ["Ghana"], ["Togo"], id="passive with an agent"),
    pytest.param("Three envoys were expelled.", "expelled", [], ["envoys"], id="passive without an agent"),
    pytest.param("Peru agreed to help Chile.", "help", ["Peru"], ["Chile"], id="subject control"),
    pytest.param("Peru urged Chile to leave Bolivia.", "leave", ["Chile"], ["Bolivia"], id="object control"),
    pytest.param(
        "Peru promised Chile to leave Bolivia.", "leave", ["Peru"], ["Bolivia"], id="promise keeps its subject"
    ),
    pytest.param("Chile was urged to leave Bolivia.", "leave", ["Chile"], ["Bolivia"], id="control by a passive"),
    pytest.param("Mali accused Niger of shelling Gao.", "shelling", ["Niger"], ["Gao"], id="gerund after of"),
    pytest.param("Mali provoked Niger by shelling Gao.", "shelling", ["Mali"], ["Gao"], id="gerund after by"),
    pytest.param("Kenya began to shell Somalia.", "shell", ["Kenya"], ["Somalia"], id="raising"),
    pytest.param("Kenya seems to support Uganda.", "support", ["Kenya"], ["Uganda"], id="raising with seem"),
    pytest.param(
        "Norway and Sweden condemned Russia.", "condemned", ["Norway", "Sweden"], ["Russia"], id="two subjects"
    ),
    pytest.param(
        "Norway condemned Russia and Belarus.", "condemned", ["Norway"], ["Russia", "Belarus"], id="two objects"
    ),
    pytest.param("Norway condemned Russia and praised Finland.", "praised", ["Norway"], ["Finland"], id="two verbs"),
    pytest.param(
        "Police beat and arrested students.", "arrested", ["Police"], ["students"], id="two verbs before one object"
    ),
    pytest.param("The rebels who attacked Goma fled.", "attacked", ["rebels"], ["Goma"], id="relative subject"),
    pytest.param("Kenya condemned the ban that Uganda imposed.", "imposed", ["Uganda"], ["ban"], id="relative object"),
    pytest.param(
        "The soldiers accused by Kenya fled.", "accused", ["Kenya"], ["soldiers"], id="reduced relative clause"
    ),
    pytest.param("Soldiers guarding the bridge shot Ahmed.", "guarding", ["Soldiers"], ["bridge"], id="participle"),
]


@pytest.mark.parametrize(("text", "head", "subjects", "objects"), ROLES)
def test_subjects_do_it_and_objects_undergo_it(parser, text, head, subjects, objects):
    found = clause(parser, text, head)
    assert (texts(found.subjects), texts(found.objects)) == (subjects, objects)


def test_a_subject_that_is_understood_is_marked(parser):
    text = "Peru agreed to help Chile."
    assert clause(parser, text, "help").understood_subject
    assert not clause(parser, text, "agreed").understood_subject


def test_a_passive_is_marked(parser):
    assert clause(parser, "Togo was accused by Ghana.", "accused").passive
    assert not clause(parser, "Ghana has accused Togo.", "accused").passive


@pytest.mark.parametrize(
    ("text", "head", "lemma"),
    [
        ("Iran called off the visit.", "called", "call off"),
        ("Iran handed over two suspects.", "handed", "hand over"),
        ("Iran is ready for talks.", "is", "be ready"),
        ("Iran remained critical of Iraq.", "remained", "be critical"),
        ("Iran attacked Iraq.", "attacked", "attack"),
    ],
)
def test_the_lemma_joins_particles_and_adjectives(parser, text, head, lemma):
    assert clause(parser, text, head).lemma == lemma


@pytest.mark.parametrize(
    ("text", "head", "preposition", "heads"),
    [
        ("Chad signed a treaty with Sudan and Libya.", "treaty", "with", ["Sudan", "Libya"]),
        ("Talks between Oman and Yemen failed.", "Talks", "between", ["Oman", "Yemen"]),
        ("An attack by Mali on Niger failed.", "attack", "by", ["Mali"]),
        ("An attack by Mali on Niger failed.", "attack", "on", ["Niger"]),
    ],
)
def test_prepositions_govern_their_nouns(parser, text, head, preposition, heads):
    assert texts(clause(parser, text, head).governed_by(preposition)) == heads


def test_a_noun_has_its_possessor(parser):
    assert texts(clause(parser, "Japan's visit to India ended.", "visit").possessors) == ["Japan"]


def test_a_noun_has_its_modifiers(parser):
    assert "Russian" in texts(clause(parser, "The Russian invasion of Georgia began.", "invasion").modifiers)


def test_a_dative_is_kept_apart(parser):
    found = clause(parser, "Japan gave the rebels money.", "gave")
    assert (texts(found.datives), texts(found.objects)) == (["rebels"], ["money"])


def test_the_words_of_a_predicate_are_side_by_side(parser):
    found = clause(parser, "Iran has not called off the visit.", "called")
    words = found.tokens()
    assert texts(words) == ["has", "not", "called", "off"]
    assert [t.i for t in words] == list(range(words[0].i, words[-1].i + 1))


def test_conjuncts_come_from_left_to_right(parser):
    doc = parse(parser, "Norway, Sweden and Finland met Russia.").doc
    assert texts(conjuncts(doc[0])) == ["Norway", "Sweden", "Finland"]


def test_an_infinitive_has_its_to(parser):
    doc = parse(parser, "Peru agreed to help Chile.").doc
    assert is_infinitive(doc[3])
    assert not is_infinitive(doc[1])
    assert not is_infinitive(None)


def test_clauses_come_in_the_order_of_the_text(parser):
    found = list(clauses(parse(parser, "Iran attacked Iraq and Iraq shelled Iran after talks in Oman.").doc))
    places = [c.head.i for c in found]
    assert places == sorted(places)
    assert len(places) >= 3
