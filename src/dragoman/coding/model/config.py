"""The configuration of a training run: one TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from dragoman.coding.model.augment import Rates
from dragoman.errors import DragomanError


class Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the data lie (relative to the configuration) and what share of the own sentences is held out.

    ``later`` names files of own sentences that wait for the gold stage, where there is one.
    """

    sentences: str
    countries: str
    later: tuple[str, ...] = ()
    held_out: float = 0.08
    folds: int = 5


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One stage of training. ``replay``: how many earlier sentences are mixed in for each new one."""

    epochs: int
    learning_rate: float
    head_rate: float
    batch: int = 32
    smoothing: float = 0.05
    balance: float = 0.0
    replay: float = 0.0
    seeds: int = 1


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole run: data, variation of the sentences, the stage on own sentences, the stage on gold."""

    seed: int
    threads: int
    data: Data
    variation: Rates
    own: Stage
    gold: Stage


def read_config(path: Path) -> Config:
    """The configuration of a TOML file. Raises ``DragomanError`` E107 or E406."""
    try:
        content = path.read_text("utf-8")
    except OSError as error:
        raise DragomanError("E107", where=str(path)) from error
    try:
        return msgspec.convert(tomllib.loads(content), Config)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DragomanError("E406", where=str(path), detail=str(error)) from error
