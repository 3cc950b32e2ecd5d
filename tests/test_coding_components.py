"""The coder's configuration: components of ours and of users, and what is wrong with it when it is wrong."""

from pathlib import Path

import pytest

from dragoman.coding import EventCoder
from dragoman.coding.components import build, component, load_config, registered
from dragoman.errors import DragomanError

COMPONENT = '''
"""A component as a user would write it."""
from dragoman.coding.components import component


@component("only-type", needs=("drafts",), gives=("chosen",))
class OnlyType:
    """Keeps reports of one type."""

    def __init__(self, keep="AID"):
        self.keep = keep

    def __call__(self, states):
        for state in states:
            for draft in state.open_drafts():
                if draft.event_type != self.keep:
                    draft.rejected = "another type"
'''

TEXT = "Iran accused Israel of spying. Sweden gave Nepal 20 million dollars in aid."


@pytest.fixture
def config(tmp_path: Path):
    """Writes a configuration and gives its path."""

    def write(text: str) -> Path:
        path = tmp_path / "coder.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def default_with(pipeline: list[str], more: str = "", modules: str = "") -> str:
    listed = ", ".join(f'"{name}"' for name in pipeline)
    return f'name = "mine"\nmodules = ["dragoman.coding.builtin"{modules}]\npipeline = [{listed}]\n{more}'


def error_of(path: Path) -> DragomanError:
    with pytest.raises(DragomanError) as caught:
        build(load_config(path))
    return caught.value


def test_the_default_configuration_builds(coder):
    default = load_config()
    assert coder.coder.name == default.name == "dragoman"
    assert default.pipeline[0] == "parse"
    assert default.pipeline[-1] == "assemble"


def test_every_default_component_says_what_it_does(coder):
    for name in load_config().pipeline:
        assert registered()[name].summary


def test_the_order_of_the_default_pipeline_gives_every_component_what_it_needs(coder):
    given = {"document"}
    for name in load_config().pipeline:
        entry = registered()[name]
        assert set(entry.needs) <= given, name
        given |= set(entry.gives)


def test_an_unknown_component_is_named(config):
    error = error_of(config(default_with(["parse", "astrology"])))
    assert error.code == "E401"
    assert "astrology" in str(error)
    assert "mentions" in str(error)


def test_a_component_before_what_it_needs_is_named(config):
    error = error_of(config(default_with(["clauses", "parse"])))
    assert error.code == "E402"
    assert "clauses" in str(error)
    assert "parsed" in str(error)


@pytest.mark.parametrize(
    "text",
    ["pipeline = [", 'name = "mine"\n', "pipeline = 5\n", 'pipeline = ["parse"]\ncomponents = 3\n'],
    ids=["broken", "no pipeline", "pipeline is a number", "components is a number"],
)
def test_a_configuration_that_cannot_be_read_is_told_with_its_path(config, text):
    error = error_of(config(text))
    assert error.code == "E403"
    assert "coder.toml" in str(error)


def test_a_missing_configuration_is_told_with_its_path(tmp_path):
    error = error_of(tmp_path / "none.toml")
    assert error.code == "E403"
    assert "none.toml" in str(error)


def test_bytes_that_are_no_text_are_no_configuration(tmp_path):
    path = tmp_path / "coder.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert error_of(path).code == "E403"


def test_a_module_that_is_not_there_is_named(config):
    error = error_of(config(default_with(["parse"], modules=', "no_such_module_of_mine"')))
    assert error.code == "E403"
    assert "no_such_module_of_mine" in str(error)


def test_an_option_that_a_component_does_not_take_is_named(config):
    error = error_of(config(default_with(["parse"], "[components.parse]\ncolour = 'red'\n")))
    assert error.code == "E403"
    assert "parse" in str(error)
    assert "colour" in str(error)


def test_a_users_component_changes_what_comes_out(config, coder, tmp_path, monkeypatch):
    (tmp_path / "my_component.py").write_text(COMPONENT, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    pipeline = list(load_config().pipeline)
    pipeline.insert(pipeline.index("select"), "only-type")
    mine = EventCoder.load(config(default_with(pipeline, modules=', "my_component"')))
    assert {r.event_type for r in coder.code_text(TEXT).reports} == {"ACCUSE", "AID"}
    found = mine.code_text(TEXT).reports
    assert {r.event_type for r in found} == {"AID"}
    assert {r.coder.name for r in found} == {"mine"}


def test_a_users_option_reaches_the_component(config, tmp_path, monkeypatch):
    (tmp_path / "my_component.py").write_text(COMPONENT, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    pipeline = list(load_config().pipeline)
    pipeline.insert(pipeline.index("select"), "only-type")
    options = "[components.only-type]\nkeep = 'ACCUSE'\n"
    mine = EventCoder.load(config(default_with(pipeline, options, ', "my_component"')))
    assert {r.event_type for r in mine.code_text(TEXT).reports} == {"ACCUSE"}


def test_a_later_registration_replaces_an_earlier_one():
    @component("twice")
    class First:
        """The first."""

    @component("twice", needs=("parsed",))
    class Second:
        """The second."""

    assert registered()["twice"].make is Second
    assert registered()["twice"].needs == ("parsed",)
