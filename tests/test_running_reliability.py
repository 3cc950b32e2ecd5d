"""A store survives kills at any moment, two coders at once and a clock that jumps. At length: ``make soak``."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

import soak
from dragoman.store import Store
from dragoman.store import store as module
from dragoman.store.segments import AS_OLD, remove_left_behind


def test_killed_at_random_moments_nothing_is_lost_doubled_or_torn(tmp_path: Path) -> None:
    counts = soak.soak(tmp_path, kills=2, seed=1)
    assert counts["coder"] + counts["worker"] >= 2 and counts["reads"]


def test_two_coders_on_one_store_give_what_one_gives(tmp_path: Path) -> None:
    path = soak.news(tmp_path / "news.jsonl", 40)
    coders = [soak.start(path, tmp_path / "s", 1) for _ in range(2)]
    assert [coder.communicate() and coder.returncode for coder in coders] == [0, 0]
    with Store.open(tmp_path / "s") as store:
        assert [r.document_id for r in store.reports()] == [f"n{n:03}" for n in range(40)]
        assert store.counts().coded == 40 and not store.check()


def test_a_clock_that_jumps_back_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = itertools.cycle(["2026-05-03T00:00:00+00:00", "1970-01-01T00:00:00+00:00", "2038-01-20T00:00:00+00:00"])
    path = soak.news(tmp_path / "news.jsonl", 20)
    for part in (10, 20):
        soak.news(path, part)
        monkeypatch.setattr(module, "_now", lambda: next(days))
        soak.code(path, tmp_path / "s", 1)
    with Store.open(tmp_path / "s") as store:
        assert [r.document_id for r in store.reports()] == [f"n{n:03}" for n in range(20)]


def test_what_a_killed_worker_left_half_written_is_removed_when_it_is_old(tmp_path: Path) -> None:
    Store.create(tmp_path / "s").close()
    reports = tmp_path / "s" / "reports"
    old, new, whole = reports / ".a.parquet.17", reports / ".b.parquet.18", reports / "c.parquet"
    for path in (old, new, whole):
        path.write_bytes(b"half")
    long_ago = old.stat().st_mtime - AS_OLD - 1
    os.utime(old, (long_ago, long_ago))
    os.utime(whole, (long_ago, long_ago))
    remove_left_behind(tmp_path / "s")
    assert sorted(path.name for path in reports.iterdir()) == [".b.parquet.18", "c.parquet"]
