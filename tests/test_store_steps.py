"""Stores of older versions are brought to the newest one; all steps or none are taken."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dragoman.errors import DragomanError
from dragoman.records import Document
from dragoman.store import Store, catalog, steps

NEWEST = steps.newest()


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of this version, opened by a Dragoman that knows two further ones."""
    Store.create(tmp_path / "s").close()
    two = "CREATE TABLE two (a TEXT);  -- a; comment\nCREATE TABLE more (a TEXT, b TEXT\n);"
    further = {NEWEST + 1: two, NEWEST + 2: "ALTER TABLE two ADD COLUMN b TEXT;"}
    known = steps.steps()
    monkeypatch.setattr(steps, "steps", lambda: known | further)
    return tmp_path / "s"


def version(store: Store) -> int:
    return store.catalog.execute("PRAGMA user_version").fetchone()[0]


@pytest.mark.parametrize("write", [True, False])
def test_an_older_store_is_brought_to_the_newest_version(older: Path, write: bool) -> None:
    with Store.open(older, write=write) as store:
        assert version(store) == NEWEST + 2
        assert store.catalog.execute("SELECT a, b FROM two").fetchall() == []


def test_a_step_that_fails_leaves_the_store_as_it_was(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    further = {NEWEST + 1: "CREATE TABLE two (a TEXT);", NEWEST + 2: "DROP TABLE nowhere;"}
    monkeypatch.setattr(steps, "steps", lambda: further)
    with pytest.raises(DragomanError, match="E504"):
        Store.open(older)
    with sqlite3.connect(older / catalog.CATALOG) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == NEWEST
        assert connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'two'").fetchone() is None


def test_a_store_of_version_1_keeps_what_it_has(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    (folder / "reports").mkdir(parents=True)
    schema = Path(catalog.__file__).with_name("catalog.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(folder / catalog.CATALOG)) as connection:
        connection.executescript(schema)
        connection.execute(f"PRAGMA application_id = {catalog.APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("INSERT INTO documents (id, text_hash, text, title) VALUES ('a', 'h', 'Old words.', 'T')")
        connection.commit()
    with Store.open(folder) as store:
        assert version(store) == NEWEST
        assert list(store.documents()) == [Document(id="a", text="Old words.", title="T")]
        assert str(store.keep) == "all"


def test_the_steps_of_this_version_apply_to_version_1() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(Path(catalog.__file__).with_name("catalog.sql").read_text(encoding="utf-8"))
    for statement in steps.statements(steps.script(after=1)):
        connection.execute(statement)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == steps.newest()
