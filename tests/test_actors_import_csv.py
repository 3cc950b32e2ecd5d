"""CSV imports, and that an import that fails half-way changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.actors.importers import Imported, import_csv
from dragoman.actors.importers import tables as importer_tables
from dragoman.cli.app import app
from dragoman.errors import DragomanError

GROUPS = "id,name,country,sector,source\ng-one,First Group,FRA,REB,test\ng-two,Second Group,FRA,REB,test\n"


@pytest.fixture
def groups(tmp_path: Path) -> Path:
    path = tmp_path / "groups.csv"
    path.write_text(GROUPS, encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_a_table_is_added_to_a_folder_and_a_later_row_replaces_the_same_id(
    groups: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    import_csv([groups]).write(mine)
    groups.write_text("id,name,source\ng-two,Renamed Group,test\n", encoding="utf-8")
    import_csv([groups]).write(mine)
    text = (mine / "groups.csv").read_text(encoding="utf-8")
    assert "First Group" in text
    assert "Renamed Group" in text
    assert "Second Group" not in text


def test_importing_twice_changes_nothing(groups: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    import_csv([groups]).write(mine)
    before = contents(mine)
    import_csv([groups]).write(mine)
    assert contents(mine) == before


def test_a_failing_import_leaves_the_folder_as_it_was(
    groups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine"
    import_csv([groups]).write(mine)
    before = contents(mine)
    more = Imported()
    more.add("groups", id="g-three", name="Third Group", source="test")
    more.add("seats", id="s", name="Seat", country="FRA", source="test")
    real = importer_tables._write_table

    def fails_on_seats(path: Path, table: str, rows: list[dict[str, str]]) -> None:
        if table == "seats":
            raise OSError(28, "No space left on device")
        real(path, table, rows)

    monkeypatch.setattr(importer_tables, "_write_table", fails_on_seats)
    with pytest.raises(DragomanError) as full:
        more.write(mine)
    assert full.value.code == "E108"
    assert contents(mine) == before
    assert {path.name for path in tmp_path.iterdir()} == {"mine", "groups.csv"}, "nothing is left lying about"


def test_a_damaged_folder_is_not_added_to(groups: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "groups.csv").write_text("id,oops\n1,2\n", encoding="utf-8")
    with pytest.raises(DragomanError):
        import_csv([groups]).write(mine)
    assert contents(mine) == {"groups.csv": "id,oops\n1,2\n"}


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("groups.csv", "id,name,source\n,Nameless,test\n", "E301"),
        ("groups.csv", "id,colour,source\na,b,c\n", "E301"),
        ("groups.csv", "id,name,source\na,b\n", "E301"),
        ("unheard.csv", "id,name,source\na,b,c\n", "E301"),
        ("groups.csv", "", "E301"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, name: str, text: str, code: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DragomanError) as refused:
        import_csv([path])
    assert refused.value.code == code
    assert name in str(refused.value)


def test_bytes_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_bytes(b"id,name,source\na,Caf\xe9,test\n")
    with pytest.raises(DragomanError) as refused:
        import_csv([path])
    assert refused.value.code == "E103"


def test_the_command_line_imports_shows_and_checks(groups: Path, tmp_path: Path) -> None:
    mine = str(tmp_path / "mine")
    run = CliRunner().invoke
    assert run(app, ["actors", "import", "csv", str(groups), "--to", mine]).exit_code == 0
    shown = run(app, ["actors", "show", "First Group", "--registry", mine])
    assert "g-one" in shown.output
    assert run(app, ["actors", "search", "Second Group", "--registry", mine]).exit_code == 0
    assert run(app, ["actors", "search", "Nobody Atall"]).exit_code == 1
    (tmp_path / "mine" / "groups.csv").write_text("id,name,country,source\nx,Xx,XXX,test\n", encoding="utf-8")
    checked = run(app, ["actors", "check", mine])
    assert checked.exit_code == 1
    assert "E302" in checked.output
    assert run(app, ["actors", "import", "pigeon", str(groups), "--to", mine]).exit_code == 2
