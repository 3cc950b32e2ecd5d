"""The store keeps what it was given, once, and tells what is wrong with it."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import DragomanError
from dragoman.records import Document
from dragoman.store import Admission, Filters, Store
from dragoman.store.catalog import version_rank
from dragoman.store.folder import CATALOG, REPORTS
from dragoman.store.schema import from_rows, report_schema, to_rows, to_table
from dragoman.store.segments import write_segment
from fake_coder import FakeCoder

DOCUMENTS = [
    Document(
        id="a", text="China condemned Japan. It rained.", published="2020-01-02", source="S", title="One"
    ),
    Document(id="b", text="Nothing happened here.", published="2020-02-02", source="T"),
    Document(id="c", text="France visited Russia. Japan condemned China.", url="http://c.example"),
]


def filled(folder: Path, documents: list[Document] = DOCUMENTS, coder: FakeCoder | None = None) -> Store:
    store = Store.create(folder)
    coder = coder or FakeCoder()
    store.add(list(coder.code(documents)), coder.coder)
    return store


def ids(store: Store, **filters: object) -> list[str]:
    return [r.report_id for r in store.reports(Filters(**filters))]  # type: ignore[arg-type]


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (folder / REPORTS).iterdir()}


def test_reports_come_back_exactly(tmp_path: Path) -> None:
    given_ = [r for c in FakeCoder().code(DOCUMENTS) for r in c.reports]
    with filled(tmp_path / "s") as store:
        found = store.reports()
    assert sorted(found, key=lambda r: r.report_id) == sorted(given_, key=lambda r: r.report_id)
    assert len(found) == 3


def test_documents_come_back_exactly_in_order_of_arrival(tmp_path: Path) -> None:
    odd = Document(id="odd", text="nul \x00 and \U0001f30d, \r\n end", title="", dateline="PARIS")
    with filled(tmp_path / "s", [*DOCUMENTS, odd]) as store:
        assert list(store.documents()) == [*DOCUMENTS, odd]
        assert store.document("odd") == odd
        assert store.document("none") is None


def test_counts_tell_what_is_there(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store:
        store.set_aside([Document(id="f", text="Bonjour", language="fr")], "language")
        counts = store.counts()
    assert (counts.documents, counts.coded, counts.set_aside) == (4, 3, 1)
    assert (counts.reports, counts.sentences) == (3, 5)
    assert counts.types == {"ACCUSE": 2, "CONSULT": 1}


def test_coding_again_adds_nothing(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store:
        before, counts = files(store.path), store.counts()
        store.add(list(FakeCoder().code(DOCUMENTS)), FakeCoder().coder)
        store.add(list(FakeCoder().code(DOCUMENTS[::-1])), FakeCoder().coder)
        assert files(store.path) == before
        assert store.counts() == counts


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12), st.integers(1, 4))
@settings(max_examples=15, deadline=None)
def test_order_and_batches_change_nothing(tmp_path_factory, order: list[int], size: int) -> None:
    texts = [f"China condemned Japan. France visited Russia {n} times." for n in range(6)]
    documents = [Document(id=str(n), text=text) for n, text in enumerate(texts)]
    given_ = [documents[n] for n in order]
    coder = FakeCoder()
    with Store.create(tmp_path_factory.mktemp("s")) as store:
        for start in range(0, len(given_), size):
            batch = {d.id: d for d in given_[start : start + size]}
            store.add(list(coder.code(batch.values())), coder.coder)
        expected = {
            r.report_id for c in coder.code(documents) for r in c.reports if int(c.document.id) in order
        }
        assert len(ids(store)) == len(expected) and set(ids(store)) == expected
        assert store.counts().reports == len(expected)


def test_another_text_under_a_known_id_is_refused(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store:
        changed = Document(id="a", text="Other text.")
        assert store.admit(changed, FakeCoder().coder) is Admission.CHANGED
        store.add(list(FakeCoder().code([changed])), FakeCoder().coder)
        assert store.document("a") == DOCUMENTS[0]


def test_a_newer_coder_supersedes_and_the_older_stays_readable(tmp_path: Path) -> None:
    newer = FakeCoder("1.10")
    with filled(tmp_path / "s", coder=FakeCoder("1.9")) as store:
        old = ids(store)
        assert store.admit(DOCUMENTS[0], newer.coder) is Admission.NEW
        store.add(list(newer.code(DOCUMENTS[:1])), newer.coder)
        assert [r.coder.version for r in store.reports()] == ["1.10", "1.9", "1.9"]
        assert ids(store, coder="1.9") == old
        assert [r.document_id for r in store.reports(Filters(coder="1.10"))] == ["a"]
        assert store.counts().reports == 3


def test_an_older_coder_used_later_changes_nothing(tmp_path: Path) -> None:
    older = FakeCoder("1.9")
    with filled(tmp_path / "s", coder=FakeCoder("1.10")) as store:
        new = ids(store)
        store.add(list(older.code(DOCUMENTS)), older.coder)
        assert ids(store) == new


def test_versions_are_ordered_as_versions() -> None:
    versions = ["0.9.2", "0.10.0.dev1", "0.10.0rc1", "0.10.0", "0.10.1", "1.0"]
    assert sorted(versions, key=version_rank) == versions


def test_two_processes_that_code_one_document_leave_one(tmp_path: Path) -> None:
    coder = FakeCoder()
    one, two = list(coder.code(DOCUMENTS[:2])), list(coder.code([DOCUMENTS[0], DOCUMENTS[2]]))
    with Store.create(tmp_path / "s") as first, Store.create(tmp_path / "s") as second:
        segments = [write_segment(tmp_path / "s", coded, coder.coder) for coded in (one, two)]
        first.enter(segments[0], [c.document for c in one], coder.coder)
        second.enter(segments[1], [c.document for c in two], coder.coder)
        assert sorted(r.document_id for r in first.reports()) == ["a", "c", "c"]


def test_a_segment_that_was_not_entered_does_not_count(tmp_path: Path) -> None:
    coder = FakeCoder()
    with Store.create(tmp_path / "s") as store:
        write_segment(store.path, list(coder.code(DOCUMENTS)), coder.coder)
        assert store.reports() == []
        assert store.counts().documents == 0


def test_the_name_of_a_segment_follows_from_what_is_in_it(tmp_path: Path) -> None:
    coder = FakeCoder()
    (tmp_path / REPORTS).mkdir()
    coded = list(coder.code(DOCUMENTS))
    names = {write_segment(tmp_path, c, coder.coder).name for c in (coded, coded[::-1])}
    other = write_segment(tmp_path, coded, FakeCoder("2").coder).name
    assert len(names) == 1 and other not in names
    assert {p.suffix for p in (tmp_path / REPORTS).iterdir()} == {".parquet"}


def test_a_reader_sees_the_store_while_another_writes(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store:
        store.catalog.execute("BEGIN IMMEDIATE")
        with Store.open(tmp_path / "s") as reader:
            assert len(reader.reports()) == 3
        store.catalog.execute("ROLLBACK")


def test_a_copied_store_is_a_store(tmp_path: Path) -> None:
    filled(tmp_path / "s").close()
    shutil.copytree(tmp_path / "s", tmp_path / "copy")
    with Store.open(tmp_path / "copy") as store:
        assert len(store.reports()) == 3


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_store_that_cannot_be_written_can_be_read(tmp_path: Path) -> None:
    filled(tmp_path / "s").close()
    (tmp_path / "s").chmod(0o555)
    try:
        with Store.open(tmp_path / "s") as store:
            assert len(store.reports()) == 3
    finally:
        (tmp_path / "s").chmod(0o755)


def test_a_folder_with_other_things_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ann,")
    for attempt in (Store.create, Store.open):
        with pytest.raises(DragomanError, match="E501"):
            attempt(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_other_databases_are_no_store(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / CATALOG).execute("CREATE TABLE x (y)").connection.close()
    for attempt in (Store.create, Store.open):
        with pytest.raises(DragomanError, match="E501"):
            attempt(tmp_path)


def test_nothing_is_no_store_to_read(tmp_path: Path) -> None:
    with pytest.raises(DragomanError, match="E501"):
        Store.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store:
        store.catalog.execute("PRAGMA user_version = 99")
    with pytest.raises(DragomanError, match=r"99.*E502"):
        Store.open(tmp_path / "s")


def test_a_damaged_catalog_is_told(tmp_path: Path) -> None:
    filled(tmp_path / "s").close()
    path = tmp_path / "s" / CATALOG
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 40_000)
    with pytest.raises(DragomanError, match="E505"), Store.open(tmp_path / "s") as store:
        list(store.documents())


def test_a_missing_segment_is_told_and_found_by_a_check(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store:
        assert store.check() == []
        (lost,) = (tmp_path / "s" / REPORTS).iterdir()
        lost.unlink()
        assert store.check() == [lost.name]
        with pytest.raises(DragomanError, match="E505"):
            store.reports()


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coder = FakeCoder()
    with filled(tmp_path / "s", DOCUMENTS[:1]) as store:

        def full(handle: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(DragomanError, match="E503"):
            store.add(list(coder.code(DOCUMENTS)), coder.coder)
        monkeypatch.undo()
        assert [p.suffix for p in (store.path / REPORTS).iterdir()] == [".parquet"]
        assert [r.document_id for r in store.reports()] == ["a"]
        store.add(list(coder.code(DOCUMENTS)), coder.coder)
        assert len(store.reports()) == 3


def test_filters_choose_reports(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store:

        def found(**filters: object) -> list[tuple[str, str]]:
            return [(r.document_id, r.event_type) for r in store.reports(Filters(**filters))]  # type: ignore[arg-type]

        assert found(types=("CONSULT",)) == [("c", "CONSULT")]
        assert found(actor_countries=("CHN",)) == [("a", "ACCUSE")]
        assert found(recipient_countries=("CHN",)) == [("c", "ACCUSE")]
        assert found(countries=("CHN",)) == [("a", "ACCUSE"), ("c", "ACCUSE")]
        assert found(since="2020-01-01", until="2020-01-31") == [("a", "ACCUSE")]
        assert found(sources=("S",)) == [("a", "ACCUSE")]
        assert found(documents=("c",), limit=1) == [("c", "CONSULT")]
        assert found(text="rained") == [("a", "ACCUSE")]
        assert found(text="japan NOT rained") == [("c", "CONSULT"), ("c", "ACCUSE")]
        assert found(modes=("visit",), statuses=("negated",)) == []
        with pytest.raises(DragomanError, match="E603"):
            found(text='"open')


def test_filters_choose_documents(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store:

        def found(**filters: object) -> list[str]:
            return [d.id for d in store.documents(Filters(**filters))]  # type: ignore[arg-type]

        assert found(text="one") == ["a"]
        assert found(since="2020-02-01") == ["b"]
        assert found(documents=("c", "a"), limit=1) == ["a"]


def test_notes_and_failures_are_kept(tmp_path: Path) -> None:
    coder = FakeCoder()
    with Store.create(tmp_path / "s") as store:
        run = store.begin_run(coder.coder, "code news")
        store.add(list(coder.code([Document(id="x", text="TOO LONG.")])), coder.coder)
        store.fail(run, DragomanError("E101", where="empty.txt"))
        store.end_run(run)
        assert [row["note"] for row in store.catalog.execute("SELECT note FROM notes")] == ["text cut"]
        (failure,) = store.catalog.execute("SELECT code, location FROM failures")
        assert tuple(failure) == ("E101", "empty.txt")


def test_the_schema_has_plain_names() -> None:
    names = report_schema().names
    assert {"report_id", "predicate_lemma", "date_start", "date_expression_text", "actor_countries"} <= set(
        names
    )
    assert len(names) == len(set(names))
    assert to_table([]).num_rows == 0


def test_rows_are_the_inverse_of_reports() -> None:
    for coded in FakeCoder().code(DOCUMENTS):
        table = to_table(list(to_rows(coded.document, coded.reports)))
        assert tuple(from_rows(table.to_pylist())) == coded.reports
