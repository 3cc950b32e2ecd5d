"""The coder as running sees it, and how one is loaded."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from dragoman.errors import DragomanError
from dragoman.records import Coder, Document, Report, Sentence
from dragoman.store.segments import Coded

BATCH = 32
"""Documents that are coded together. Between batches a run can be stopped; nothing of a batch is lost."""

THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "TOKENIZERS_PARALLELISM",
)
"""Variables by which numeric libraries are told how many threads to use."""


class CodedLike(Protocol):
    """What a coder gives for a document; ``dragoman.coding.CodedDocument`` is one."""

    @property
    def document(self) -> Document: ...  # noqa: D102
    @property
    def sentences(self) -> tuple[Sentence, ...]: ...  # noqa: D102
    @property
    def reports(self) -> tuple[Report, ...]: ...  # noqa: D102
    @property
    def notes(self) -> tuple[str, ...]: ...  # noqa: D102


class CoderLike(Protocol):
    """What a run needs of a coder; ``dragoman.coding.EventCoder`` is one."""

    @property
    def coder(self) -> Coder:
        """Name, version and model."""

    def code(self, documents: Iterable[Document]) -> Iterable[CodedLike]:
        """Code documents, in order."""


def load_coder(config: Path | None = None, model: str | None = None) -> CoderLike:
    """The default coder, or the one that a configuration describes. Raises ``DragomanError`` E2xx, E4xx."""
    from dragoman.coding import EventCoder

    return EventCoder.load(config, model)


def load_llm_coder(url: str | None, model: str | None, config: Path | None = None) -> CoderLike:
    """The coder that asks this model of this server. Raises ``DragomanError`` E2xx, E4xx."""
    from dragoman.coding.llm.load import load_llm_coder as load

    return load(url, model, config)


def check_llm(url: str | None, model: str | None, config: Path | None = None) -> None:
    """Ask the server whether it is there. Raises ``DragomanError`` E410, E411, E415, E416."""
    from dragoman.coding.llm.load import check_server

    check_server(url, model, config)


def one_thread() -> None:
    """Let numeric libraries that are loaded after this use one thread: more only get in each other's way."""
    for name in THREADS:
        os.environ.setdefault(name, "false" if name.endswith("PARALLELISM") else "1")


def batches(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    """Documents in batches of ``BATCH``."""
    for start in range(0, len(documents), BATCH):
        yield documents[start : start + BATCH]


def code_batch(coder: CoderLike, batch: Sequence[Document]) -> Iterator[Coded | DragomanError]:
    """Code a batch. Where the coder fails, the rest is coded one by one; what fails alone is told (E604)."""
    done = 0
    try:
        for made in coder.code(batch):
            yield _coded(made)
            done += 1
        return
    except Exception as error:
        if len(batch) == 1:
            yield _failed(batch[0], error)
            return
    for document in batch[done:]:
        yield from code_batch(coder, [document])


def _coded(made: CodedLike) -> Coded:
    return Coded(made.document, tuple(made.sentences), tuple(made.reports), tuple(made.notes))


def _failed(document: Document, error: Exception) -> DragomanError:
    detail = f"{type(error).__name__}: {error}".partition("\n")[0]
    return DragomanError("E604", where=f"document {document.id}", detail=detail)
