"""Deleting from linked stores and merging them: links and events are those of a store that was made so."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import DragomanError
from dragoman.records import Document
from dragoman.running.lifecycle import delete, take
from dragoman.running.link import link_store, only_one
from dragoman.store import Filters, Store
from dragoman.store.texts import Keep
from fake_coder import FakeCoder

FILLER = (
    "The announcement in the northern harbour came after {n} long rainy days of waiting, said an official of the port, "
    "who added that Zanzibarian ships had waited since the beginning of the month and would now be let through again."
)
STORY = "China condemned Japan. " + FILLER


def story(name: str, day: int, number: int, source: str, text: str = STORY) -> Document:
    return Document(id=name, text=text.format(n=number), published=f"2020-05-{day:02}", source=source)


DOCUMENTS = [
    story("a", 4, 17, "Wire"),
    story("b", 4, 17, "Post"),
    story("c", 5, 18, "Gazette"),
    story("d", 6, 3, "Other", "Japan visited France. Nothing else was told about the visit on that day there."),
    story("e", 5, 5, "Far", "In the morning China condemned Japan. Nobody else heard of it before noon."),
]


def filled(folder: Path, documents: list[Document], keep: Keep | None = None) -> Store:
    store = Store.create(folder, keep)
    store.add(list(FakeCoder().code(documents)), FakeCoder().coder)
    link_store(store)
    return store


def events(store: Store) -> set[tuple[str, ...]]:
    return {tuple(sorted(event.documents)) for event in store.events()}


def links(store: Store) -> set[tuple[str, str, str]]:
    return {(link.document_id, link.original_id, link.kind) for link in store.links()}


@pytest.mark.parametrize("gone", ["a", "b", "c", "d", "e"])
def test_after_a_deletion_links_and_events_are_those_of_a_store_without_it(tmp_path: Path, gone: str) -> None:
    rest = [document for document in DOCUMENTS if document.id != gone]
    with filled(tmp_path / "s", DOCUMENTS) as store, filled(tmp_path / "t", rest) as other:
        before = {event.event_id: event for event in store.events()}
        assert len(links(store)) >= 2 and len(before) < len(DOCUMENTS)
        delete(store, Filters(documents=(gone,)))
        assert links(store) == links(other)
        assert events(store) == events(other)
        assert {e.event_id for e in store.events() if gone not in e.documents} <= before.keys()
        for event in store.events():
            assert gone not in event.documents
        assert store.check() == []


def test_nothing_of_a_deleted_story_is_in_segments_of_events(tmp_path: Path) -> None:
    with filled(tmp_path / "s", DOCUMENTS) as store:
        delete(store, Filters(text="zanzibarian"))
        assert events(store) == {("d",), ("e",)}
    found = b"".join(path.read_bytes() for path in sorted((tmp_path / "s").rglob("*")) if path.is_file()).lower()
    assert b"zanzibarian" not in found and b"gazette" not in found


def test_merged_stores_are_linked(tmp_path: Path) -> None:
    with (
        filled(tmp_path / "s", DOCUMENTS[:2]) as store,
        filled(tmp_path / "t", DOCUMENTS[1:]) as other,
        filled(tmp_path / "all", DOCUMENTS) as all_,
    ):
        take(store, other)
        assert links(store) == links(all_)
        assert events(store) == events(all_)


@pytest.mark.parametrize("keep", [0, 60])
def test_a_store_without_texts_has_events_but_seeks_no_copies(tmp_path: Path, keep: int) -> None:
    with filled(tmp_path / "s", DOCUMENTS, Keep(keep)) as store:
        assert store.links() == []
        assert {d for event in events(store) for d in event} == {"a", "b", "c", "d", "e"}
    found = b"".join(path.read_bytes() for path in sorted((tmp_path / "s").rglob("*")) if path.is_file()).lower()
    assert b"zanzibarian" not in found


def test_nobody_deletes_while_the_store_is_linked(tmp_path: Path) -> None:
    with filled(tmp_path / "s", DOCUMENTS) as store, only_one(store.path), pytest.raises(DragomanError, match="E422"):
        delete(store, Filters(documents=("a",)))
