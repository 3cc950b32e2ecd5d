"""The coder that asks a language model, ready to use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec

from dragoman.coding.coder import EventCoder
from dragoman.coding.components import build, load_config
from dragoman.coding.llm.client import DEFAULT_URL, Client
from dragoman.errors import DragomanError

CONFIG = Path(__file__).parent.parent / "data" / "llm.toml"


def load_llm_coder(url: str | None = None, model: str | None = None, config: Path | None = None) -> EventCoder:
    """The coder of a configuration (``data/llm.toml`` unless told), asking this server and model where given.

    Raises ``DragomanError`` E2xx, E4xx.
    """
    settings = load_config(config or CONFIG)
    given = {name: value for name, value in (("url", url), ("model", model)) if value is not None}
    own = {**settings.options.get("llm", {}), **given}
    settings = replace(settings, options={**settings.options, "llm": own})
    coder = EventCoder(settings, build(settings))
    coder.coder = msgspec.structs.replace(coder.coder, model=own.get("model") or None)
    return coder


def check_server(url: str | None = None, model: str | None = None, config: Path | None = None) -> None:
    """Ask the server whether it is there, without loading a coder.

    Raises ``DragomanError`` E410 where it does not answer, E411 where it wants another key, E415 without a model,
    E416 for what is no address.
    """
    options = load_config(config or CONFIG).options.get("llm", {})
    name = model or options.get("model")
    if not name:
        raise DragomanError("E415")
    Client(url or options.get("url", DEFAULT_URL), name).check()
