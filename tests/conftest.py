"""Fixtures that several files of tests use."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

import exit_guard

if TYPE_CHECKING:
    from dragoman.coding import EventCoder


# No test asserts a time: on a busy machine any example can be slow.
settings.register_profile("dragoman", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dragoman")


@pytest.fixture
def json_lines(tmp_path: Path) -> Callable[..., Path]:
    """Writes records as a JSON lines file and gives its path."""

    def write(records: Iterable[dict[str, object] | str], name: str = "news.jsonl") -> Path:
        path = tmp_path / name
        lines = (r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def coder() -> EventCoder:
    """The default coder, loaded once for all tests."""
    from dragoman.coding import EventCoder

    return EventCoder.load()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(exitstatus: int) -> None:
    """Give the interpreter a bound to end in."""
    exit_guard.watch(int(exitstatus))
