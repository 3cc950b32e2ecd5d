"""The model at run time: marked sentences in, calibrated judgements out, on onnxruntime alone.

Every sentence is run as a batch of its own, unpadded. The weights are int8 with scales that are
found while running, over all that is in the batch: alone, a sentence always gets the same answer,
whoever comes with it. On a CPU this costs little, since nothing is spent on padding.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dragoman.coding.model.calibration import Calibration, sigmoid, softmax
from dragoman.coding.model.labels import Labels, load_labels
from dragoman.coding.model.markup import Marked, Offsets, encode
from dragoman.coding.model.pieces import TOKENIZER_FILE, Pieces
from dragoman.errors import DragomanError

MODEL_FOLDER = Path(__file__).parent
MODEL_FILE, CALIBRATION_FILE = "relation.onnx", "calibration.json"

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Candidate:
    """A sentence and the parties, as offsets into ``text``, between whom something may have happened.

    ``predicate`` points to the words that may state it; None leaves the model to find them.
    """

    text: str
    actors: tuple[Offsets, ...] = ()
    recipients: tuple[Offsets, ...] = ()
    predicate: Offsets | None = None


@dataclass(frozen=True)
class Judgement:
    """What the model says of a candidate: calibrated probabilities, 0 to 1.

    ``types`` (16 and NONE) and ``statuses`` sum to 1 each; ``contexts`` are told apart one by one;
    ``modes`` sums to 1 within each type, None being no mode told.
    """

    types: dict[str, float]
    statuses: dict[str, float]
    contexts: dict[str, float]
    reciprocal: float
    modes: dict[str, dict[str | None, float]]

    def mode(self, event_type: str) -> tuple[str | None, float]:
        """The likeliest mode of a type, and its probability; (None, 1.0) for a type without modes."""
        known = self.modes.get(event_type)
        if not known:
            return None, 1.0
        best = max(known, key=lambda m: known[m])
        return best, known[best]


class RelationClassifier:
    """The trained model. Weights are read when first used; one thread unless told otherwise."""

    def __init__(self, folder: Path, labels: Labels, calibration: Calibration, threads: int = 1) -> None:
        self.folder = folder
        self.labels = labels
        self.calibration = calibration
        self.threads = threads

    @classmethod
    def load(cls, path: Path | None = None, threads: int = 1) -> RelationClassifier:
        """The model of a folder (without one: the model that comes with Dragoman).

        Raises ``DragomanError`` E404 where a file is missing or does not have the checksum
        that ``calibration.json`` states.
        """
        folder = path or MODEL_FOLDER
        try:
            calibration = Calibration.read(folder / CALIBRATION_FILE)
        except (OSError, ValueError) as error:
            raise DragomanError("E404", where=str(folder), file=CALIBRATION_FILE) from error
        for name, wanted in calibration.files.items():
            if file_hash(folder / name) != wanted:
                raise DragomanError("E404", where=str(folder), file=name)
        return cls(folder, load_labels(folder / "labels.json"), calibration, threads)

    @cached_property
    def _pieces(self) -> Pieces:
        return Pieces(self.folder / TOKENIZER_FILE)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(str(self.folder / MODEL_FILE), options, providers=["CPUExecutionProvider"])

    def classify(self, candidates: Sequence[Candidate]) -> list[Judgement]:
        """A judgement for each candidate, in order, each independent of the others.

        Raises ``ValueError`` for offsets that lie outside a candidate's text.
        """
        return [self._judgement(row) for row in self.logits([_marked(c) for c in candidates])]

    def logits(self, marked: Sequence[Marked]) -> Floats:
        """The raw outputs for marked sentences, one row each. Sentences that occur twice are run once."""
        rows = [tuple(row) for row in encode(marked, self._pieces)]
        known = {row: self._run(row) for row in dict.fromkeys(rows)}
        if not rows:
            return np.zeros((0, self.labels.width), np.float32)
        return np.stack([known[row] for row in rows])

    def _run(self, row: tuple[int, ...]) -> Floats:
        (out,) = self._session.run(None, {"ids": np.array([row], np.int64)})
        first: Floats = out[0]
        return first

    def _judgement(self, row: Floats) -> Judgement:
        labels, heat = self.labels, self.calibration.temperatures
        part = {name: row[where] / heat.get(name, 1.0) for name, where in labels.slices.items()}
        modes: dict[str, dict[str | None, float]] = {}
        for event_type, block in labels.mode_blocks.items():
            names = [mode for _, mode in labels.modes[block]]
            modes[event_type] = dict(zip(names, softmax(part["mode"][block]).tolist(), strict=True))
        return Judgement(
            types=dict(zip(labels.types, softmax(part["type"]).tolist(), strict=True)),
            statuses=dict(zip(labels.statuses, softmax(part["status"]).tolist(), strict=True)),
            contexts=dict(zip(labels.contexts, sigmoid(part["context"]).tolist(), strict=True)),
            reciprocal=float(sigmoid(part["reciprocal"])[0]),
            modes=modes,
        )


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, or an empty string where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _marked(candidate: Candidate) -> Marked:
    predicates = (candidate.predicate,) if candidate.predicate else ()
    for start, end in (*candidate.actors, *candidate.recipients, *predicates):
        if not 0 <= start < end <= len(candidate.text):
            raise ValueError(f"no characters {start} to {end} in {candidate.text!r}")
    return Marked(candidate.text, candidate.actors, candidate.recipients, predicates)
