"""Which documents repeat earlier ones, and how: the same words, nearly the same, a later state, a paraphrase."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.linking.copies import CopyFinder, containment, find_copies, groups
from dragoman.linking.keys import keys
from dragoman.linking.settings import settings_with
from dragoman.linking.sketch import in_order, sketch
from dragoman.linking.titles import FIRST, LATER, mark
from dragoman.records import Document, Link

SETTINGS = settings_with().copies

STORY = (
    "RIGA, June 3 (BNA) - Latvia's parliament on Monday approved the sale of 40 armoured vehicles to Moldova,"
    " which has asked its neighbours for help since shells fell near the town of Soroca in April. Defence "
    'Minister Ilze Kalnina said the vehicles would leave Riga by rail before July. "Moldova will not wait '
    "alone,\" Kalnina told deputies. The sale, worth 18 million euros, passed by 71 votes to 12. Russia's "
    "embassy called it a provocation."
)
GROWN = STORY + (
    " Moldova's president, Elena Rusu, thanked Latvia in a video message and invited Kalnina to Chisinau. The"
    " opposition Concord party said that the vehicles were needed at home and announced a motion of no "
    "confidence for Thursday."
)
REWRITTEN = (
    "Forty armoured vehicles will go from Latvia to Moldova. By 71 votes against 12, lawmakers in Riga agreed"
    " on Monday to the deal worth 18 million euros. According to Ilze Kalnina, the minister of defence, "
    'trains will carry them off before July begins: "Moldova will not wait alone." Chisinau had sought '
    "assistance from countries nearby after April, when shells came down close to Soroca. The Russian embassy"
    " spoke of a provocation."
)
INDEPENDENT = (
    "In Soroca the school bell rang again on Monday for the first time in seven weeks. Headmistress Natalia "
    "Ceban counted 212 of her 300 pupils. News of the armoured vehicles from Latvia reached the town by "
    "radio. On the bridge over the Dniester border guards from Ukraine still turn back lorries."
)
NEXT_WEEK = (
    STORY.replace("June 3", "June 10").replace("40 armoured vehicles", "16 howitzers").replace("Moldova", "Georgia")
)


def document(name: str, text: str = STORY, published: str | None = "2024-06-03", **fields: str | None) -> Document:
    return Document(**({"id": name, "text": text, "published": published, "source": name} | fields))  # type: ignore[arg-type]


def links(*documents: Document, apart: frozenset[tuple[str, str]] = frozenset()) -> list[Link]:
    return find_copies(in_order(map(sketch, documents)), SETTINGS, apart)[0]


def kinds(*documents: Document) -> list[tuple[str, str, str]]:
    return [(link.document_id, link.kind, link.original_id) for link in links(*documents)]


def test_the_same_words_are_an_exact_copy_whatever_the_dateline_quotes_and_day() -> None:
    plain = STORY.partition(" - ")[2].replace('"', "”").replace("'", "’")
    assert kinds(document("a"), document("b", plain, "2024-09-30")) == [("b", "exact", "a")]


def test_edited_and_cut_words_are_a_near_copy() -> None:
    edited = STORY.replace("40 armoured", "forty armored").rpartition(" Russia's")[0]
    assert kinds(document("a"), document("b", edited, "2024-06-04")) == [("b", "near", "a")]


@pytest.mark.parametrize("title", ["UPDATE 1-Latvia sells vehicles", None])
def test_a_grown_or_marked_text_of_one_source_is_an_update(title: str | None) -> None:
    assert kinds(document("a", source="S"), document("b", GROWN, source="S", title=title)) == [("b", "update", "a")]


def test_a_paraphrase_by_another_outlet_is_rewritten() -> None:
    assert kinds(document("a"), document("b", REWRITTEN, "2024-06-04")) == [("b", "rewritten", "a")]


def test_what_another_outlet_found_out_itself_is_no_copy() -> None:
    assert links(document("a"), document("b", INDEPENDENT)) == []


def test_a_like_event_a_week_later_is_no_copy() -> None:
    assert links(document("a", source="S"), document("b", NEXT_WEEK, "2024-06-10", source="S")) == []


def test_reports_of_one_form_on_another_day_are_no_copies() -> None:
    market = "Shares in Oslo closed {} percent {} on {}. The main index stood at {}. Turnover was {} billion crowns."
    one = document("a", market.format(1.1, "higher", "Monday", 1312, 4.1), "2024-06-03", source="S")
    other = document("b", market.format(0.4, "lower", "Tuesday", 1307, 3.6), "2024-06-04", source="S")
    assert links(one, other) == []


def test_documents_without_a_day_are_compared_with_all() -> None:
    cut = STORY.rpartition(" Russia's")[0]
    assert kinds(document("a", published=None), document("b", cut, published="2030-01-01")) == [("b", "near", "a")]


def test_empty_texts_are_no_copies_of_each_other() -> None:
    assert links(document("a", ""), document("b", ""), document("c", "?!")) == []


def test_what_people_keep_apart_stays_apart() -> None:
    copies = (document("a"), document("b"), document("c", REWRITTEN))
    assert [(ln.document_id, ln.original_id) for ln in links(*copies, apart=frozenset({("a", "b"), ("a", "c")}))] == [
        ("c", "b")
    ]


def test_an_exact_copy_has_one_link_however_many_there_are() -> None:
    found = links(*(document(f"d{number}") for number in range(9)))
    assert [(ln.document_id, ln.original_id) for ln in found] == [(f"d{n}", "d0") for n in range(1, 9)]
    assert set(groups(found).values()) == {"d0"}


def test_what_was_forgotten_is_found_no_more_but_what_is_near_is() -> None:
    finder = CopyFinder(SETTINGS)
    old, near, new = map(
        sketch, (document("a"), document("b", GROWN, "2024-06-20"), document("c", GROWN, "2024-06-21"))
    )
    for one, made in zip((old, near), keys([old, near]), strict=True):
        finder.know(one, made)
    finder.forget(near.day - 3)
    assert (finder.knows("a"), finder.knows("b")) == (False, True)
    assert [link.original_id for link in finder.links(new, keys([new])[0])] == ["b"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2nd Ld-Writethru: Two ferries collide", LATER),
        ("ATTENTION - ADDS details, quotes ///", LATER),
        ("Two ferries collide (RECASTS)", LATER),
        ("UPDATE 3-Two ferries collide", LATER),
        ("Two ferries collide (updated 2)", LATER),
        ("1st lead: Two ferries collide", LATER),
        ("URGENT: Two ferries collide", FIRST),
        ("Two ferries collide", 0),
        ("Firm adds jobs and updates its forecast", 0),
        ("Leading actor in lead role", 0),
        ("", 0),
        (None, 0),
    ],
)
def test_marks_in_titles_are_read(title: str | None, expected: int) -> None:
    assert mark(title) == expected


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=300), max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_text_has_a_sketch_and_links_only_go_back(texts: list[str]) -> None:
    documents = [document(f"d{n}", text, "2024-06-03") for n, text in enumerate(texts)]
    order = {d.id: n for n, d in enumerate(documents)}
    for link in links(*documents):
        assert order[link.original_id] < order[link.document_id]
        assert 0.0 < link.score <= 1.0


@given(st.lists(st.sampled_from([word for word in STORY.split() if word.isalpha()]), min_size=3, max_size=40))
@settings(max_examples=40, deadline=None)
def test_a_text_lies_whole_within_a_longer_one(words: list[str]) -> None:
    part, whole = sketch(document("a", " ".join(words))), sketch(document("b", f"{' '.join(words)} and so on"))
    assert containment(part.shingles, whole.shingles) == 1.0
