"""Deleting documents and merging stores: what goes is gone from every file, and nothing else changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dragoman.errors import DragomanError
from dragoman.records import Document
from dragoman.store import Filters, Store
from dragoman.store.corrections import corrections, judge
from dragoman.store.deletion import delete_documents
from dragoman.store.folder import REPORTS
from dragoman.store.merging import merge
from dragoman.store.sweeping import sweep
from dragoman.store.texts import Keep
from fake_coder import FakeCoder

SECRET = "Zanzibarian"
DOCUMENTS = [
    Document(id="a", text=f"China condemned Japan over {SECRET} cloves.", title=f"{SECRET} cloves", source="S"),
    Document(id="b", text="France visited Russia. Japan condemned China.", published="2020-02-02", source="T"),
    Document(id="c", text="Nothing happened here.", published="2020-03-03", source="T"),
    Document(id="d", text="Russia condemned France.", published="2020-04-04", source="U"),
]


def filled(folder: Path, documents: list[Document] = DOCUMENTS, *coders: FakeCoder, keep: Keep | None = None) -> Store:
    store = Store.create(folder, keep)
    for coder in coders or (FakeCoder(),):
        store.add(list(coder.code(documents)), coder.coder)
    return store


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()).lower()


def holds(store: Store) -> tuple[list[Document], list[str]]:
    return sorted(store.documents(), key=lambda d: d.id), sorted(r.report_id for r in store.reports())


def ids(store: Store) -> list[str]:
    return [document.id for document in store.documents()]


# Deleting


def test_a_deleted_document_is_gone_with_its_reports_and_from_every_file(tmp_path: Path) -> None:
    with filled(tmp_path / "s", DOCUMENTS, FakeCoder(), FakeCoder("1.10")) as store:
        reader = Store.open(tmp_path / "s")
        assert len(reader.reports()) == 4
        done = delete_documents(store, Filters(documents=("a",)))
        assert (done.documents, done.reports, done.unknown) == (1, 2, ())
        assert ids(reader) == ["b", "c", "d"]
        assert {r.document_id for r in reader.reports()} == {"b", "d"}
        assert {r.document_id for r in reader.reports(Filters(coder="1.0"))} == {"b", "d"}
        assert list(reader.documents(Filters(text=SECRET))) == []
        reader.close()
        sweep(store)
        assert store.check() == []
    assert SECRET.lower().encode() not in bytes_of(tmp_path / "s")


def test_what_is_left_is_what_a_store_without_the_document_holds(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store, filled(tmp_path / "t", DOCUMENTS[1:]) as other:
        delete_documents(store, Filters(documents=("a",)))
        assert holds(store) == holds(other)
        assert store.counts() == other.counts()


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(sources=("T",)), ["a", "d"]),
        (Filters(since="2020-03-01"), ["a", "b"]),
        (Filters(text="cloves"), ["b", "c", "d"]),
        (Filters(documents=("b", "d", "nowhere")), ["a", "c"]),
        (Filters(sources=("S", "T", "U")), []),
    ],
)
def test_documents_are_chosen_by_filters(tmp_path: Path, filters: Filters, left: list[str]) -> None:
    with filled(tmp_path / "s") as store:
        done = delete_documents(store, filters)
        assert ids(store) == left
        assert done.unknown == tuple(name for name in filters.documents if name == "nowhere")
        assert {r.document_id for r in store.reports()} <= set(left)
        files = {path.name for path in (tmp_path / "s" / REPORTS).iterdir()}
        assert len(files) == (1 if set(left) - {"c"} else 0)


def test_deleting_again_and_nothing_changes_nothing(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store:
        delete_documents(store, Filters(documents=("a",)))
        before = holds(store)
        assert delete_documents(store, Filters(documents=("a",))).documents == 0
        assert holds(store) == before
        with pytest.raises(DragomanError, match="E509"):
            delete_documents(store, Filters())


def test_a_deleted_document_can_be_coded_again(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store:
        before = holds(store)
        delete_documents(store, Filters(documents=("a", "b")))
        store.add(list(FakeCoder().code(DOCUMENTS)), FakeCoder().coder)
        assert holds(store) == before


def test_corrections_of_a_deleted_document_go_too(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store:
        for report in store.reports():
            judge(store, report, report, "right", "Ann", why=f"because of {report.document_id}")
        delete_documents(store, Filters(documents=("a",)))
        assert {c.document_id for c in corrections(store)} == {"b", "d"}


def test_packs_and_dead_rows_hold_nothing_of_it(tmp_path: Path) -> None:
    """Two processes coded one document at a time: one of its two segments has rows that do not count."""
    with filled(tmp_path / "s", DOCUMENTS[:2]) as store:
        from dragoman.store.packs import pack_segments
        from dragoman.store.segments import write_segment

        twice = list(FakeCoder().code([DOCUMENTS[0], DOCUMENTS[3]]))
        store.enter(write_segment(store.path, twice, FakeCoder().coder), [c.document for c in twice], FakeCoder().coder)
        assert pack_segments(store, [r[0] for r in store.catalog.execute("SELECT name FROM segments")], more_than=0)
        delete_documents(store, Filters(documents=("a",)))
        assert {r.document_id for r in store.reports()} == {"b", "d"}
    assert SECRET.lower().encode() not in bytes_of(tmp_path / "s")


def test_files_that_a_crash_left_are_removed_by_the_next_sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with filled(tmp_path / "s") as store:
        monkeypatch.setattr("dragoman.store.deletion.sweep", lambda _: None)
        delete_documents(store, Filters(documents=("a",)))
        assert len(list((tmp_path / "s" / REPORTS).iterdir())) == 2
        assert {r.document_id for r in store.reports()} == {"b", "d"}
        sweep(store)
        assert len(list((tmp_path / "s" / REPORTS).iterdir())) == 1


def test_a_deletion_that_fails_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with filled(tmp_path / "s") as store:
        before = holds(store)
        monkeypatch.setattr("dragoman.store.deletion.write_table", full)
        with pytest.raises(DragomanError, match="E503"):
            delete_documents(store, Filters(documents=("a",)))
        assert holds(store) == before


def test_every_table_with_something_of_a_document_is_thought_of(tmp_path: Path) -> None:
    """What refers to documents in the catalog is emptied: a new table has to be added to the deletion."""
    with filled(tmp_path / "s") as store:
        tables = [row[0] for row in store.catalog.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        code = "".join(Path(p).read_text() for p in _modules())
        for table in tables:
            referring = store.catalog.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            if any(row["table"] == "documents" for row in referring):
                assert f"DELETE FROM {table} " in code, table


def _modules() -> list[str]:
    from dragoman.store import deletion, unlinking

    return [str(deletion.__file__), str(unlinking.__file__)]


def test_links_and_events_of_a_deleted_document_go_and_the_others_are_linked_anew(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store:
        number = dict(store.catalog.execute("SELECT id, number FROM documents").fetchall())
        run = store.catalog.execute
        run("INSERT INTO links VALUES (?, ?, 'near', 0.9)", (number["b"], number["a"]))
        run("INSERT INTO links VALUES (?, ?, 'near', 0.9)", (number["d"], number["c"]))
        for name, event in (("a", "e-1"), ("b", "e-1"), ("d", "e-2")):
            run("INSERT INTO tellings VALUES (?, ?, ?, '')", (f"r-{name}", event, number[name]))
            run("INSERT OR IGNORE INTO telling_keys VALUES ('k', 1, ?)", (event,))
            run("INSERT INTO sketched VALUES (?, ?)", (number[name], number["d" if name == "d" else "a"]))
            run("INSERT INTO linked VALUES (?, 1)", (number[name],))
        run("INSERT INTO rulings VALUES ('document', 'a', 'b', 'apart'), ('document', 'c', 'd', 'apart')")
        run("INSERT INTO rulings VALUES ('report', 'r-a', 'r-b', 'apart')")
        delete_documents(store, Filters(documents=("a",)))
        assert [tuple(r) for r in run("SELECT document, original FROM links")] == [(number["d"], number["c"])]
        assert [r[0] for r in run("SELECT document FROM linked")] == [number["d"]]
        assert [r[0] for r in run("SELECT report FROM tellings ORDER BY 1")] == ["r-b", "r-d"]
        assert [r[0] for r in run("SELECT event FROM telling_keys")] == ["e-2"]
        assert [r[0] for r in run("SELECT document FROM sketched")] == [number["d"]]
        assert [tuple(r) for r in run("SELECT one, other FROM rulings")] == [("c", "d")]


def test_a_reader_that_meets_a_deletion_asks_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the manifest and the files of a question somebody deletes what it was about to read."""
    from dragoman.store import views

    ask, met = views.live_segments, []

    def meanwhile(store: Store, filters: Filters) -> object:
        found = ask(store, filters)
        if not met:
            met.append(True)
            with Store.open(tmp_path / "s", write=True) as other:
                delete_documents(other, Filters(documents=("a",)))
        return found

    filled(tmp_path / "s").close()
    with Store.open(tmp_path / "s") as reader:
        monkeypatch.setattr(views, "live_segments", meanwhile)
        assert {report.document_id for report in reader.reports()} == {"b", "d"}
        for path in (tmp_path / "s" / REPORTS).iterdir():
            path.unlink()
        with pytest.raises(DragomanError, match="E505"):
            reader.reports()


def test_a_store_can_have_a_colon_in_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.running.link import link_store

    monkeypatch.chdir(tmp_path)
    with filled(Path("a:b")) as store:
        link_store(store)
        assert store.event(store.events()[0].event_id) == store.events()[0]


# Merging


def test_a_merged_store_holds_what_one_store_of_all_would(tmp_path: Path) -> None:
    with (
        filled(tmp_path / "s", DOCUMENTS[:3]) as store,
        filled(tmp_path / "t", DOCUMENTS[1:]) as other,
        filled(tmp_path / "all") as all_,
    ):
        other.set_aside([Document(id="f", text="Bonjour", language="fr")], "language")
        all_.set_aside([Document(id="f", text="Bonjour", language="fr")], "language")
        before = holds(other)
        merged = merge(store, other)
        assert (merged.documents, merged.codings, merged.reports, merged.clashes) == (2, 1, 1, [])
        assert holds(store) == holds(all_)
        assert store.counts().types == all_.counts().types
        assert store.check() == []
        assert [d.id for d in store.documents(Filters(text="condemned"))] == ["a", "b", "d"]
        assert holds(other) == before


def test_merging_twice_changes_nothing(tmp_path: Path) -> None:
    with filled(tmp_path / "s", DOCUMENTS[:2]) as store, filled(tmp_path / "t", DOCUMENTS[1:]) as other:
        merge(store, other)
        before, files = holds(store), sorted(p.name for p in (tmp_path / "s" / REPORTS).iterdir())
        again = merge(store, other)
        assert (again.documents, again.codings, again.reports) == (0, 0, 0)
        assert holds(store) == before
        assert sorted(p.name for p in (tmp_path / "s" / REPORTS).iterdir()) == files


def test_another_text_under_the_same_id_is_told_and_ours_stays(tmp_path: Path) -> None:
    theirs = Document(id="a", text="France condemned China.")
    with filled(tmp_path / "s", DOCUMENTS[:1]) as store, filled(tmp_path / "t", [theirs, DOCUMENTS[3]]) as other:
        merged = merge(store, other)
        assert merged.clashes == ["a"]
        assert store.document("a") == DOCUMENTS[0]
        assert sorted(r.document_id for r in store.reports()) == ["a", "d"]


def test_codings_of_other_versions_are_taken_and_the_newest_counts(tmp_path: Path) -> None:
    with (
        filled(tmp_path / "s", DOCUMENTS[:2], FakeCoder("1.9")) as store,
        filled(tmp_path / "t", DOCUMENTS[1:2], FakeCoder("1.10")) as other,
    ):
        merge(store, other)
        assert {r.document_id: r.coder.version for r in store.reports()} == {"a": "1.9", "b": "1.10"}


def test_corrections_and_decisions_are_taken_once(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store, filled(tmp_path / "t") as other:
        report = other.reports()[0]
        judge(other, report, report, "wrong", "Ann")
        other.catalog.execute("INSERT INTO rulings VALUES ('document', 'a', 'b', 'apart')")
        assert merge(store, other).corrections == 1
        assert merge(store, other).corrections == 0
        assert [c.reviewer for c in corrections(store)] == ["Ann"]
        assert len(store.catalog.execute("SELECT * FROM rulings").fetchall()) == 1


def test_stores_that_cannot_be_merged_are_told(tmp_path: Path) -> None:
    with filled(tmp_path / "s") as store, filled(tmp_path / "t", keep=Keep(0)) as other:
        with pytest.raises(DragomanError, match="E508"):
            merge(store, other)
        with pytest.raises(DragomanError, match="E510"):
            merge(store, Store.open(tmp_path / "s"))


def test_stores_without_texts_are_merged_and_deleted_from(tmp_path: Path) -> None:
    with (
        filled(tmp_path / "s", DOCUMENTS[:2], keep=Keep(30)) as store,
        filled(tmp_path / "t", DOCUMENTS[1:], keep=Keep(30)) as other,
        filled(tmp_path / "all", keep=Keep(30)) as all_,
    ):
        merge(store, other)
        assert holds(store) == holds(all_)
        delete_documents(store, Filters(documents=("b",)))
        assert list(store.documents(Filters(text="visited"))) == []
        store.catalog.execute("INSERT INTO documents_text (documents_text) VALUES ('integrity-check')")


def test_a_damaged_other_store_is_told(tmp_path: Path) -> None:
    filled(tmp_path / "t").close()
    shutil.rmtree(tmp_path / "t" / REPORTS)
    with filled(tmp_path / "s", []) as store, Store.open(tmp_path / "t") as other:
        with pytest.raises(DragomanError, match="E505"):
            merge(store, other)
        assert store.reports() == []
