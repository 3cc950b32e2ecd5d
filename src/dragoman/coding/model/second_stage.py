"""The second stage of training: gold relations beside a sample of own sentences.

The fits (one a seed for the final model, one a fold for cross-validation) all begin at the weights of the
first stage and know nothing of each other, so on a CPU they run side by side, one thread each: small
batches leave a second thread idle half of the time. Needs PyTorch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from dragoman.coding.model.augment import Countries
from dragoman.coding.model.config import Config
from dragoman.coding.model.data import Example
from dragoman.coding.model.fitting import Tools, fit, predict_logits
from dragoman.coding.model.labels import load_labels
from dragoman.coding.model.network import RelationNetwork, encoder_folder, pretrained
from dragoman.coding.model.pieces import TOKENIZER_FILE, Pieces

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Job:
    """One fit: on which gold examples, with which seed, and what is to be predicted afterwards."""

    name: str
    seed: int
    gold: Sequence[Example]
    test: Sequence[Example] = ()


@dataclass(frozen=True)
class Setting:
    """What all fits of a run share. ``weights`` is the checkpoint of the first stage.

    ``later`` are own sentences to fit beside gold, ``replay`` those of the first stage, to sample from.
    """

    config: Config
    countries: Path
    weights: Path
    later: Sequence[Example]
    replay: Sequence[Example]
    device: str


@dataclass(frozen=True)
class Outcome:
    """The fitted weights, and the logits of the job's test examples."""

    weights: dict[str, npt.NDArray[Any]]
    logits: Floats


def make_tools(config: Config, countries: Path, device: str, log: Callable[[str], None]) -> Tools:
    """The tools of a fit: the encoder's tokenizer, the table of countries, the configured variation."""
    return Tools(
        pieces=Pieces(encoder_folder() / TOKENIZER_FILE),
        countries=Countries.read(countries),
        rates=config.variation,
        device=device,
        log=log,
    )


def run_jobs(
    jobs: Sequence[Job], network: RelationNetwork, setting: Setting, log: Callable[[str], None]
) -> list[Outcome]:
    """The outcomes of all jobs, in order: one after the other on a GPU, side by side on a CPU."""
    with TemporaryDirectory() as folder:
        weights = Path(folder) / "first.pt"
        torch.save(network.cpu().state_dict(), weights)
        setting = replace(setting, weights=weights)
        if setting.device != "cpu" or setting.config.threads == 1:
            return _told(((job, _run(job, setting)) for job in jobs), log)
        with ProcessPoolExecutor(setting.config.threads, get_context("spawn"), _start, (setting,)) as pool:
            return _told(zip(jobs, pool.map(_run_here, jobs), strict=True), log)


def _told(pairs: Iterable[tuple[Job, Outcome]], log: Callable[[str], None]) -> list[Outcome]:
    outcomes = []
    for job, outcome in pairs:
        log(f"{job.name}: done, {len(job.gold)} gold sentences")
        outcomes.append(outcome)
    return outcomes


_shared: list[Setting] = []
"""The setting of this worker process, put there when it starts."""


def _start(setting: Setting) -> None:
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    _shared.append(setting)


def _run_here(job: Job) -> Outcome:
    return _run(job, _shared[0])


def _run(job: Job, setting: Setting) -> Outcome:
    labels = load_labels()
    tools = make_tools(setting.config, setting.countries, setting.device, lambda _: None)
    network = pretrained(labels)
    network.load_state_dict(torch.load(setting.weights, weights_only=True))
    examples = [*job.gold, *setting.later]
    fit(network, examples, setting.config.gold, tools, job.seed, replay=setting.replay)
    logits = predict_logits(network, job.test, tools) if job.test else np.zeros((0, labels.width), np.float32)
    return Outcome({name: w.cpu().numpy() for name, w in network.state_dict().items()}, logits)
