"""Stores that keep no whole texts: offsets stay true, and no other words can be found in any of their files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import DragomanError
from dragoman.records import Document, Span
from dragoman.store import Admission, Filters, Store
from dragoman.store.texts import Keep, blanked
from fake_coder import FakeCoder

SECRET = "SECRETWORD"
DOCUMENTS = [
    Document(
        id="a",
        text=f"It rained in {SECRET}A. After talks {SECRET}B of many days China condemned Japan over {SECRET}C. "
        f"{SECRET}D.",
        title=f"China and Japan, with {SECRET}E",
        published="2020-01-02",
        source="S",
    ),
    Document(id="b", text="France visited Russia.", published="2020-02-02"),
]


def filled(folder: Path, keep: Keep) -> Store:
    store = Store.create(folder, keep)
    coder = FakeCoder()
    store.add(list(coder.code(DOCUMENTS)), coder.coder)
    store.set_aside([Document(id="f", text=f"Il pleut à {SECRET}F", language="fr")], "language")
    return store


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def spans(value: object) -> list[Span]:
    if isinstance(value, tuple):
        return [span for inner in value for span in spans(inner)]
    fields = getattr(value, "__struct_fields__", ())
    inner = [span for name in fields for span in spans(getattr(value, name))]
    return [value, *inner] if isinstance(value, Span) else inner


@pytest.mark.parametrize("keep", ["none", "quotes:24"])
def test_words_that_are_not_kept_are_in_no_file(tmp_path: Path, keep: str) -> None:
    with filled(tmp_path / "s", Keep.parse(keep)):
        pass
    found = bytes_of(tmp_path / "s")
    assert SECRET.encode() not in found and SECRET.lower().encode() not in found
    assert (b"China condemned Japan" in found) == (keep != "none")


def test_quotes_hold_the_words_around_the_predicate(tmp_path: Path) -> None:
    with filled(tmp_path / "s", Keep(24)) as store:
        document = store.document("a")
        assert document is not None
        assert document.text.split() == ["China", "condemned", "Japan"]
        assert len(document.text) == len(DOCUMENTS[0].text)
        assert document.text.index("condemned") == DOCUMENTS[0].text.index("condemned")
        assert document.title == "China and Japan, with SE"[:22] + DOCUMENTS[0].title[22:24]
        assert store.document("b").text == "France visited Russia."


@pytest.mark.parametrize("keep", ["all", "none", "quotes:24", "quotes:1"])
def test_spans_are_those_of_the_text_whatever_is_kept(tmp_path: Path, keep: str) -> None:
    with filled(tmp_path / "s", Keep.parse(keep)) as store:
        reports = store.reports()
        assert len(reports) == 2
        for report in reports:
            text = store.document(report.document_id).text
            assert all(text[span.start : span.end] == span.text for span in spans(report))
            whole = next(d.text for d in DOCUMENTS if d.id == report.document_id)
            assert whole[report.predicate.start : report.predicate.end] in ("condemned", "visited")


def test_the_same_reports_are_found_with_and_without_texts(tmp_path: Path) -> None:
    with filled(tmp_path / "s", Keep()) as all_, filled(tmp_path / "t", Keep(0)) as none:
        assert [r.report_id for r in all_.reports()] == [r.report_id for r in none.reports()]
        wanted = Filters(actor_countries=("CHN",), types=("ACCUSE",))
        assert len(none.reports(wanted)) == 1
        assert all_.counts() == none.counts()


def test_full_text_search_finds_what_is_kept(tmp_path: Path) -> None:
    with filled(tmp_path / "s", Keep(24)) as store:
        assert [d.id for d in store.documents(Filters(text="condemned"))] == ["a"]
        assert [d.id for d in store.documents(Filters(text="rained OR days"))] == []


def test_coding_again_adds_nothing_and_another_text_is_told(tmp_path: Path) -> None:
    with filled(tmp_path / "s", Keep(0)) as store:
        before = store.counts()
        assert store.admit(DOCUMENTS[0], FakeCoder().coder) is Admission.CODED
        assert store.admit(Document(id="a", text="Other."), FakeCoder().coder) is Admission.CHANGED
        newer = FakeCoder("1.10")
        store.add(list(newer.code(DOCUMENTS)), newer.coder)
        assert store.counts().documents == before.documents
        assert {r.coder.version for r in store.reports()} == {"1.10"}


def test_what_a_store_keeps_is_decided_when_it_is_made(tmp_path: Path) -> None:
    filled(tmp_path / "s", Keep(0)).close()
    with Store.create(tmp_path / "s") as store:
        assert str(store.keep) == "none"
    with pytest.raises(DragomanError, match="E507"):
        Store.create(tmp_path / "s", Keep(100))


@pytest.mark.parametrize("text", ["", "some", "quotes", "quotes:0", "quotes:-1", "quotes:x", "quotes:1000000"])
def test_what_cannot_be_meant_is_told(text: str) -> None:
    with pytest.raises(DragomanError, match="E602"):
        Keep.parse(text)


@pytest.mark.parametrize("text", ["all", "none", "quotes:7"])
def test_what_is_kept_is_written_as_it_is_read(text: str) -> None:
    assert str(Keep.parse(text)) == text


@given(st.text(alphabet="ab .\n", max_size=80), st.integers(0, 40))
def test_quotes_are_no_longer_than_they_may_be_and_lie_in_one_sentence(noise: str, characters: int) -> None:
    document = Document(id="x", text=f"{noise} China condemned Japan {noise}. France visited Russia{noise}.")
    (coded,) = FakeCoder().code([document])
    windows = Keep(characters).windows(document.text, coded.reports)
    assert all(end - start <= characters for start, end in windows)
    assert list(windows) == sorted(windows) and len(windows) <= 2
    for start, end in windows:
        assert any(s.start <= start and end <= s.end for s in coded.sentences)
    text = blanked(document.text, windows)
    assert len(text) == len(document.text)
    assert all(text[start:end] == document.text[start:end] for start, end in windows)
