"""The settings of linking, from ``data/default.toml`` and a file of the user's own."""

from __future__ import annotations

import tomllib
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from dragoman.errors import DragomanError

Changes = dict[str, Any]
"""Settings that take the place of those that come with Dragoman, in the form of ``default.toml``."""


class CopySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When one document counts as a copy of another; the values are explained in ``default.toml``."""

    window: int
    update_window: int
    near: float
    again: float
    update: float
    lead: float
    growth: float
    facts_near: float
    facts_shorter: float
    facts_longer: float
    words: float
    recast: float
    least_facts: float
    most: int


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much each likeness of two reports tells."""

    type: float
    parties: float
    date: float
    place: float
    words: float

    @property
    def total(self) -> float:
        """Their sum."""
        return self.type + self.parties + self.date + self.place + self.words


class Penalties(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is taken off the likeness of two reports."""

    same_sentence: float
    same_document: float
    amounts: float
    thin: float
    place: float
    mode: float
    slack: float
    home: float


class EventSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """When reports count as telling of one event; the values are explained in ``default.toml``."""

    threshold: float
    slack: int
    fallback: int
    most: int
    weights: Weights
    penalties: Penalties
    related: dict[str, dict[str, float]]

    @cached_property
    def alike_types(self) -> dict[str, dict[str, float]]:
        """For each type those under which the same act may be told, itself first, both ways round."""
        both: dict[str, dict[str, float]] = {}
        for one, others in self.related.items():
            for other, value in others.items():
                both.setdefault(one, {one: 1.0})[other] = value
                both.setdefault(other, {other: 1.0})[one] = value
        return both


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All settings of linking."""

    copies: CopySettings
    events: EventSettings


def read_changes(path: Path) -> Changes:
    """What a TOML file changes of the settings.

    Raises ``DragomanError`` E107 where there is no such file, E420 where it cannot be read.
    """
    if not path.is_file():
        raise DragomanError("E107", where=str(path))
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DragomanError("E420", where=str(path), detail=str(error)) from error


def settings_with(changes: Changes | None = None) -> Settings:
    """The settings that come with Dragoman, changed. Raises ``DragomanError`` E420 where they cannot be used."""
    values = tomllib.loads(files("dragoman.linking").joinpath("data", "default.toml").read_text(encoding="utf-8"))
    _change(values, changes or {})
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise DragomanError("E420", detail=str(error)) from error


def _change(values: dict[str, Any], changes: Changes) -> None:
    for name, value in changes.items():
        if isinstance(value, dict) and isinstance(values.get(name), dict):
            _change(values[name], value)
        else:
            values[name] = value
