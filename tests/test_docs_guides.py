"""The guides do what they show: every command of the first hour is run, in order, in an empty folder."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.cli.console import err, out
from dragoman.coding import EventCoder

HOME = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(\w+)( [^\n]*)?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(name: str) -> list[tuple[str, str, str]]:
    text = (HOME / "docs" / name).read_text(encoding="utf-8")
    return [(kind, more.strip(), body) for kind, more, body in BLOCK.findall(text)]


def run(command: str, monkeypatch: pytest.MonkeyPatch) -> str:
    out.cache_clear()
    err.cache_clear()
    result = CliRunner().invoke(app, shlex.split(command, comments=True)[1:], env={"COLUMNS": "80"})
    assert result.exit_code == 0, f"{command}\n{result.output}"
    return result.stdout + result.stderr


def shown(line: str) -> str:
    return " ".join(line.split()).removesuffix("...").strip()


@pytest.fixture
def place(coder: EventCoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("dragoman.running.coder.load_coder", lambda *_, **__: coder)
    monkeypatch.setattr(EventCoder, "load", lambda *_, **__: coder)
    shutil.copytree(HOME / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_first_hour_goes_as_it_is_told(place: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    told = ""
    commands = 0
    for kind, more, body in blocks("first-hour.md"):
        if kind == "file":
            path = place / more
            path.parent.mkdir(exist_ok=True)
            path.write_text(body, encoding="utf-8")
        elif kind == "sh" and more != "no-test":
            lines = body.strip().splitlines()
            told = "\n".join(run(line, monkeypatch) for line in lines)
            commands += len(lines)
        elif kind == "text":
            found = " ".join(told.split())
            missing = [line for line in body.splitlines() if shown(line) and shown(line) not in found]
            assert missing == [], told
        elif kind == "python":
            capsys.readouterr()
            exec(compile(body, "first-hour.md", "exec"), {})
            assert "#" in capsys.readouterr().out
    assert commands >= 7


def test_the_component_for_own_event_types_recodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = blocks("own-events.md")
    component = next(body for kind, _, body in parts if kind == "python" and "class Energy" in body)
    (tmp_path / "energy.py").write_text(component, encoding="utf-8")
    (tmp_path / "energy.toml").write_text(next(b for k, _, b in parts if k == "toml"), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    mine = EventCoder.load(tmp_path / "energy.toml")
    text = "Drivers in Chad blocked a fuel depot in protest against the government. Students in Chad held a rally."
    coded = mine.code_text(text).reports
    assert {("COERCE", "withhold"), ("PROTEST", "demo")} <= {(r.event_type, r.mode) for r in coded}


def test_the_pages_that_the_site_names_are_there() -> None:
    nav = (HOME / "mkdocs.yml").read_text(encoding="utf-8").partition("nav:")[2]
    named = re.findall(r":\s+([\w-]+\.md)$", nav, re.MULTILINE)
    assert len(named) == len(set(named))
    assert set(named) <= {p.name for p in (HOME / "docs").glob("*.md")}


def test_links_out_of_the_docs_lead_into_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("site_hooks", HOME / "scripts" / "docs" / "site_hooks.py")
    assert spec is not None and spec.loader is not None
    hooks = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hooks)
    made = hooks.on_page_markdown("[here](../README.md), [there](store.md)")
    assert made == f"[here]({hooks.REPOSITORY}README.md), [there](store.md)"
