"""Packs change how fast a store answers, never what it answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.store import Filters, Store
from dragoman.store.folder import PACKS
from dragoman.store.live import live_segments
from dragoman.store.packs import Pack, pack_segments, packs, remove_packs
from fake_coder import FakeCoder
from made_reports import document


def add(store: Store, numbers: range, version: str = "1.0") -> None:
    """A segment for each document."""
    coder = FakeCoder(version)
    for number in numbers:
        made = document(f"d{number:02}", f"2024-01-{number + 1:02}", "China condemned Japan. France visited Russia.")
        store.add(list(coder.code([made])), coder.coder)


def pack(store: Store, more_than: int = 3) -> bool:
    return pack_segments(store, live_segments(store, Filters()).whole, more_than)


def ids(store: Store, **filters: object) -> list[str]:
    return [r.report_id for r in store.reports(Filters(**filters))]  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "s")
    add(made, range(6))
    return made


def test_a_pack_answers_as_its_segments_did(store: Store) -> None:
    before = store.reports()
    assert not pack(store, more_than=6)
    assert pack(store)
    (made,) = packs(store)
    assert (made.rows, len(made.covers)) == (12, 6)
    assert store.reports() == before
    assert len(ids(store, types=("CONSULT",), limit=4)) == 4
    assert not pack(store)


def test_segments_that_come_later_are_seen_beside_a_pack(store: Store) -> None:
    pack(store)
    add(store, range(6, 8))
    assert len(ids(store)) == 16
    assert not pack(store)


def test_a_small_pack_is_taken_into_the_next_one(store: Store) -> None:
    pack(store)
    add(store, range(6, 12))
    before = store.reports()
    assert pack(store)
    assert [p.rows for p in packs(store)] == [24]
    assert store.reports() == before


def test_a_large_pack_stays_beside_a_small_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.store.packs._GROWTH", 1)
    pack(store)
    add(store, range(6, 10))
    assert pack(store)
    assert [p.rows for p in packs(store)] == [12, 8]
    assert len(ids(store)) == 20


def test_a_newer_coder_supersedes_what_is_in_a_pack(store: Store) -> None:
    pack(store)
    add(store, range(2), version="2.0")
    newest = {r.document_id: r.coder.version for r in store.reports()}
    assert newest == {"d00": "2.0", "d01": "2.0"} | {f"d0{n}": "1.0" for n in range(2, 6)}
    assert len(ids(store)) == len(ids(store, coder="1.0")) == 12
    assert len(ids(store, coder="2.0")) == 4


def test_what_cannot_be_read_is_no_pack(store: Store) -> None:
    before = store.reports()
    pack(store)
    (store.path / PACKS / "broken.parquet").write_bytes(b"PAR1 no")
    (made,) = packs(store)
    made.path.write_bytes(made.path.read_bytes()[:-40])
    assert packs(store) == []
    assert store.reports() == before


def test_a_store_that_cannot_be_written_answers_without_packs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert not pack(store)
    assert len(ids(store)) == 12


def test_nothing_half_written_stays(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert not pack(store)
    assert list((store.path / PACKS).iterdir()) == []


def test_packs_can_be_removed_at_any_time(store: Store) -> None:
    before = store.reports()
    pack(store)
    remove_packs(store)
    assert (packs(store), store.reports()) == ([], before)
    assert pack(store)


def test_a_finished_run_packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.store.packs.pack_segments.__defaults__", (3,))
    with Store.create(tmp_path / "run") as store:
        add(store, range(5))
        store.end_run(store.begin_run(FakeCoder().coder, "code"))
        assert isinstance(packs(store)[0], Pack)
