"""The documentation is whole: verbs, options, components, fields and errors stand in it, and its code works."""

from __future__ import annotations

import importlib.util
import re
import typing
from pathlib import Path

import msgspec
import pytest
import typer
from typer.main import get_command

from dragoman import ontology
from dragoman.cli.app import app
from dragoman.coding import EventCoder
from dragoman.coding.components import load_config
from dragoman.errors import MESSAGES
from dragoman.records import (
    DateValue,
    Event,
    EventParty,
    EventPlace,
    Link,
    Party,
    Place,
    Quantity,
    Reading,
    Report,
    Told,
)
from dragoman.store.schema import report_schema

HOME = Path(__file__).parents[1]
PAGES = sorted([HOME / "README.md", HOME / "CONTRIBUTING.md", *(HOME / "docs").glob("*.md")])
EVERYTHING = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    return (HOME / "docs" / name).read_text(encoding="utf-8")


def blocks(language: str) -> list[tuple[str, str]]:
    return [
        (p.name, code)
        for p in PAGES
        for found, code in BLOCK.findall(p.read_text(encoding="utf-8"))
        if found == language
    ]


def commands() -> list[tuple[str, typing.Any]]:
    """Every command with its words: ("dragoman actors search", command)."""
    group = get_command(app)
    found = []
    for verb in group.list_commands(typer.Context(group)):
        command = group.get_command(typer.Context(group), verb)
        below = getattr(command, "commands", {})
        inner_ones = [(f"dragoman {verb} {name}", inner) for name, inner in below.items()]
        found += inner_ones or [(f"dragoman {verb}", command)]
    return found


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_is_shown(name: str) -> None:
    assert re.search(rf"{name}\b", EVERYTHING)


def test_every_option_is_shown() -> None:
    options = {
        (name, option)
        for name, command in commands()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    }
    missing = sorted((n, o) for n, o in options if not re.search(rf"{re.escape(o)}(?![\w-])", EVERYTHING))
    assert not missing


def test_every_component_of_the_default_pipeline_is_told() -> None:
    table = page("how-it-works.md")
    assert [name for name in load_config().pipeline if f"| `{name}` |" not in table] == []


def test_the_components_stand_in_the_order_in_which_they_run() -> None:
    named = re.findall(r"^\| `(\w+)` \|", page("how-it-works.md").partition("## The components")[2], re.MULTILINE)
    pipeline = list(load_config().pipeline)
    assert named[: len(pipeline)] == pipeline


@pytest.mark.parametrize("record", [Report, Party, DateValue, Place, Quantity])
def test_every_field_of_a_report_is_told(record: type[msgspec.Struct]) -> None:
    fields = [f for f in record.__struct_fields__ if f not in ("text", "start", "end")]
    assert [f for f in fields if f"`{f}`" not in page("store.md") and f not in _braced(page("store.md"))] == []


@pytest.mark.parametrize("record", [Link, Event, EventParty, EventPlace, Told, Reading])
def test_every_field_of_events_and_links_is_told(record: type[msgspec.Struct]) -> None:
    text = page("linking.md")
    assert [f for f in record.__struct_fields__ if f"`{f}`" not in text and f not in _braced(text)] == []


def _braced(text: str) -> set[str]:
    return {name.strip() for group in re.findall(r"`\{([^`]*)\}`", text) for name in group.split(",")}


def test_the_columns_that_are_copied_for_queries_are_told() -> None:
    copied = report_schema().names[-4:]
    assert [name for name in copied if f"`{name}`" not in page("store.md")] == []


def test_the_page_of_errors_is_the_table_of_messages() -> None:
    path = HOME / "scripts" / "docs" / "errors_page.py"
    spec = importlib.util.spec_from_file_location("errors_page", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.page() == page("errors.md"), "run: python scripts/docs/errors_page.py"
    assert all(f"| {code} |" in page("errors.md") for code in MESSAGES)


def test_the_codebook_has_every_type_mode_context_and_status() -> None:
    text = page("codebook.md")
    for name, entry in ontology.TYPES.items():
        (row,) = re.findall(rf"^\| {name} \|.*$", text, re.MULTILINE)
        assert [mode for mode in entry.modes if not re.search(rf"\b{mode}\b", row)] == [], name
    assert [c for c in ontology.CONTEXTS if not re.search(rf"\b{c}\b", text)] == []
    assert [s for s in ontology.STATUSES if f"| {s} |" not in text] == []


def test_the_codebook_has_an_example_for_every_mode_and_context() -> None:
    text = page("codebook.md")
    pairs = [f"{name}/{mode}" for name, entry in ontology.TYPES.items() for mode in entry.modes]
    shown = set(re.findall(r"^\| ([\w/-]+) \|[^|]+\| \*[^|]+\* \|$", text, re.MULTILINE))
    assert {*pairs, *ontology.CONTEXTS} - shown == set()


@pytest.mark.parametrize(("name", "code"), blocks("python"))
def test_python_in_the_docs_compiles(name: str, code: str) -> None:
    compile(code, name, "exec")


def test_the_python_of_the_readme_runs(coder: EventCoder, monkeypatch, capsys) -> None:
    monkeypatch.setattr(EventCoder, "load", lambda *_, **__: coder)
    for name, code in blocks("python"):
        if name == "README.md":
            exec(compile(code, name, "exec"), {})
    assert "SANCTION" in capsys.readouterr().out


def test_the_component_of_the_docs_does_what_they_say(tmp_path: Path, monkeypatch) -> None:
    text = page("own-components.md")
    (tmp_path / "abroad.py").write_text(re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0], encoding="utf-8")
    (tmp_path / "abroad.toml").write_text(re.findall(r"```toml\n(.*?)```", text, re.DOTALL)[0], encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    mine = EventCoder.load(tmp_path / "abroad.toml")
    coded = mine.code_text("Police in Kenya arrested two Kenyan editors. Iran accused Israel of spying.")
    assert [r.event_type for r in coded.reports] == ["ACCUSE"]
    assert coded.reports[0].coder.name == "abroad"


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [t for t in targets if t != "benchmarks.md" and not (path.parent / t).exists()] == []
