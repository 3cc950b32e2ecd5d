"""The registry of components, and the configuration that lists them.

A component is a class whose instances take a batch of states and fill what the class declares to give.
Ours and a user's enter by the same door: the ``component`` decorator, in a module that is named under
``modules`` in the configuration or in the entry-point group ``dragoman.components``.
"""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from dragoman.coding.state import State
from dragoman.errors import DragomanError

GIVEN_AT_START = frozenset(("document",))


class Component(Protocol):
    """A step of the coder, on a batch of documents."""

    def __call__(self, states: Sequence[State]) -> None:
        """Fill what the component gives, in every state."""


@dataclass(frozen=True)
class Entry:
    """A registered component: how to make it, what it needs and gives, and what it does in a line."""

    name: str
    make: Callable[..., Component]
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    summary: str


@dataclass(frozen=True)
class Config:
    """A coder's configuration: its name, the modules that register components, the pipeline, and options."""

    name: str
    pipeline: tuple[str, ...]
    modules: tuple[str, ...] = ()
    options: dict[str, dict[str, Any]] = field(default_factory=dict)


_REGISTRY: dict[str, Entry] = {}

Made = Callable[..., Component]


def component(name: str, *, needs: Sequence[str] = (), gives: Sequence[str] = ()) -> Callable[[Made], Made]:
    """Register a class as a component under a name. A later registration of the same name replaces it."""

    def register(make: Made) -> Made:
        summary = (make.__doc__ or "").strip().partition("\n")[0]
        _REGISTRY[name] = Entry(name, make, tuple(needs), tuple(gives), summary)
        return make

    return register


def registered() -> dict[str, Entry]:
    """All registered components by name."""
    return dict(_REGISTRY)


def load_config(path: Path | None = None) -> Config:
    """The configuration in a TOML file, or the default one. Raises ``DragomanError`` E403."""
    try:
        if path is None:
            text = (files("dragoman.coding") / "data" / "default.toml").read_text(encoding="utf-8")
        else:
            text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
        _check_kinds(data)
        return Config(
            name=str(data.get("name", "dragoman")),
            pipeline=tuple(data["pipeline"]),
            modules=tuple(data.get("modules", ())),
            options=dict(data.get("components", {})),
        )
    except (OSError, ValueError) as error:
        raise DragomanError("E403", where=str(path), detail=str(error)) from error
    except KeyError as error:
        raise DragomanError("E403", where=str(path), detail=f"it has no {error}") from error


def _check_kinds(data: dict[str, Any]) -> None:
    """Raise ``ValueError`` where a value of the configuration is of the wrong kind."""
    for key in ("pipeline", "modules"):
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ValueError(f"{key} is no list of names")
    options = data.get("components", {})
    if not isinstance(options, dict) or not all(isinstance(table, dict) for table in options.values()):
        raise ValueError("components holds tables of options, one for each component")


def build(config: Config) -> list[tuple[Entry, Component]]:
    """The components of a configuration, made with their options, in order.

    Raises ``DragomanError`` E401 for an unknown component, E402 for one whose needs nobody before it gives,
    E403 for a module that cannot be imported or an option that a component does not take.
    """
    for module in config.modules:
        try:
            importlib.import_module(module)
        except ImportError as error:
            raise DragomanError("E403", detail=f"module {module}: {error}") from error
    for point in entry_points(group="dragoman.components"):
        point.load()
    given = set(GIVEN_AT_START)
    made: list[tuple[Entry, Component]] = []
    for name in config.pipeline:
        entry = _REGISTRY.get(name)
        if entry is None:
            raise DragomanError("E401", name=name, known=", ".join(sorted(_REGISTRY)))
        if missing := [need for need in entry.needs if need not in given]:
            raise DragomanError("E402", name=name, missing=", ".join(missing))
        given.update(entry.gives)
        try:
            made.append((entry, entry.make(**config.options.get(name, {}))))
        except TypeError as error:
            raise DragomanError("E403", detail=f"component {name}: {error}") from error
    return made
