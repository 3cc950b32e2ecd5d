"""Stores of older versions are brought to the newest one; all steps or none are taken."""

import sqlite3
from pathlib import Path

import pytest

from dragoman.errors import DragomanError
from dragoman.store import Store, catalog, steps


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of version 1, opened by a Dragoman that knows version 3."""
    monkeypatch.setattr(steps, "steps", dict)
    Store.create(tmp_path / "s").close()
    two = "CREATE TABLE two (a TEXT);  -- a; comment\nCREATE TABLE more (a TEXT, b TEXT\n);"
    monkeypatch.setattr(steps, "steps", lambda: {2: two, 3: "ALTER TABLE two ADD COLUMN b TEXT;"})
    return tmp_path / "s"


def version(store: Store) -> int:
    return store.catalog.execute("PRAGMA user_version").fetchone()[0]


@pytest.mark.parametrize("write", [True, False])
def test_an_older_store_is_brought_to_the_newest_version(older: Path, write: bool) -> None:
    with Store.open(older, write=write) as store:
        assert version(store) == 3
        assert store.catalog.execute("SELECT a, b FROM two").fetchall() == []


def test_a_step_that_fails_leaves_the_store_as_it_was(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "steps", lambda: {2: "CREATE TABLE two (a TEXT);", 3: "DROP TABLE nowhere;"})
    with pytest.raises(DragomanError, match="E504"):
        Store.open(older)
    with sqlite3.connect(older / catalog.CATALOG) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
        assert connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'two'").fetchone() is None


def test_the_steps_of_this_version_apply_to_version_1() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(Path(catalog.__file__).with_name("catalog.sql").read_text(encoding="utf-8"))
    for statement in steps.statements(steps.script(after=1)):
        connection.execute(statement)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == steps.newest()
