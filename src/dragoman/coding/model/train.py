"""Training the model: own sentences first, then (where there is a gold folder) gold relations.

Several seeds of the second stage begin at the same weights, and their mean is one network
(Wortsman et al. 2022, "Model soups", https://arxiv.org/abs/2203.05482). Needs the extra ``train``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from dragoman.coding.model.augment import reverse, reversible
from dragoman.coding.model.card import write_card
from dragoman.coding.model.classifier import MODEL_FOLDER, RelationClassifier
from dragoman.coding.model.config import Config, read_config
from dragoman.coding.model.data import (
    RELATIONS_FILE,
    Example,
    folds,
    hold_out,
    pick,
    read_gold_relations,
    read_training_folder,
)
from dragoman.coding.model.export import seal, write_model
from dragoman.coding.model.fitting import Tools, average, fit, predict_logits
from dragoman.coding.model.labels import Labels, load_labels
from dragoman.coding.model.measures import direction, fit_temperatures, measure, relation_temperature
from dragoman.coding.model.network import RelationNetwork, pretrained
from dragoman.coding.model.relation_scores import score_examples
from dragoman.coding.model.second_stage import Job, Setting, make_tools, run_jobs
from dragoman.errors import DragomanError

METRICS_FILE = "metrics.json"


Log = Callable[[str], None]
Floats = npt.NDArray[np.float32]


@dataclass
class Run:
    """One training run: what it reads, and what it has measured so far."""

    config: Config
    tools: Tools
    labels: Labels
    countries: Path
    own: list[Example]
    later: list[Example]
    held_out: list[Example]
    gold: list[Example] = field(default_factory=list)
    metrics: dict[str, Any] = field(default_factory=dict)


def train(
    config_path: Path,
    gold: Path | None = None,
    output: Path | None = None,
    cross_validate: bool = False,
    start: Path | None = None,
    log: Log = print,
) -> dict[str, Any]:
    """Train the model that a configuration describes and write it to ``output`` (default: into the package).

    ``gold`` is a folder with ``relations_dev.jsonl``; without it the model sees the project's own
    sentences alone. ``cross_validate`` measures the gold stage by folds as well. ``start`` is a
    checkpoint of the first stage: read where it is there, else written. Gives what was measured, as
    written to ``metrics.json``. Raises ``DragomanError`` E107, E404, E405 or E406.
    """
    started = time.monotonic()
    run = prepare(config_path, gold, log)
    folder = output or MODEL_FOLDER
    final, earlier = first_stage(run, start)
    if run.gold:
        final = gold_stage(run, final, cross_validate)
    finish(run, final, folder)
    run.metrics["minutes"] = round(earlier + (time.monotonic() - started) / 60, 1)
    (folder / METRICS_FILE).write_text(json.dumps(run.metrics, indent=1) + "\n", "utf-8")
    write_card(run.metrics, folder)
    return run.metrics


def prepare(config_path: Path, gold: Path | None, log: Log) -> Run:
    """Read the configuration and the data. Raises ``DragomanError`` for what is missing or malformed."""
    config = read_config(config_path)
    torch.set_num_threads(config.threads)
    torch.set_flush_denormal(True)
    sentences, faults = read_training_folder(config_path.parent / config.data.sentences)
    if faults or not sentences:
        detail = faults[0] if faults else "no training sentences"
        raise DragomanError("E406", where=str(config_path), detail=detail)
    kept, held_out = hold_out(sentences, config.data.held_out, config.seed)
    waits = [gold is not None and e.source.partition(":")[0] in config.data.later for e in kept]
    own = [e for e, wait in zip(kept, waits, strict=True) if not wait]
    later = [e for e, wait in zip(kept, waits, strict=True) if wait]
    countries = config_path.parent / config.data.countries
    tools = make_tools(config, countries, "cuda" if torch.cuda.is_available() else "cpu", log)
    run = Run(config, tools, load_labels(), countries, own, later, held_out)
    if gold:
        path = gold / RELATIONS_FILE
        if not path.is_file():
            raise DragomanError("E107", where=str(path))
        run.gold = read_gold_relations(path)
    parts = {"own": own, "later": later, "held_out": held_out, "gold": run.gold}
    run.metrics["data"] = {name: len(part) for name, part in parts.items()}
    log(f"sentences: {run.metrics['data']}, on {tools.device}")
    return run


def first_stage(run: Run, start: Path | None = None) -> tuple[RelationNetwork, float]:
    """The network after the own sentences, and the minutes that an earlier run spent on it.

    It is trained, or read from the checkpoint ``start`` if that is a file. Where ``start`` is no file
    yet, the trained weights are written there.
    """
    network, minutes = pretrained(run.labels), 0.0
    if start and start.is_file():
        saved = torch.load(start, weights_only=True)
        network.load_state_dict(saved["weights"])
        minutes = float(saved["minutes"])
    else:
        started = time.monotonic()
        fit(network, run.own, run.config.own, run.tools, run.config.seed)
        if start:
            spent = (time.monotonic() - started) / 60
            torch.save({"weights": network.cpu().state_dict(), "minutes": spent}, start)
    logits = predict_logits(network, run.held_out, run.tools)
    scored = run.metrics["own_alone"] = measure(run.held_out, logits, run.labels)
    run.tools.log(f"held out, own sentences alone: type macro-F1 {scored['type_macro_f1']:.3f}")
    if run.gold:
        scored = score_examples(run.gold, predict_logits(network, run.gold, run.tools), run.labels)
        run.metrics["own_alone_on_gold"] = scored
        run.tools.log(f"gold, own sentences alone: macro-F1 {scored['macro_f1']:.3f}")
    return network, minutes


def gold_stage(run: Run, network: RelationNetwork, cross_validate: bool) -> RelationNetwork:
    """The network fitted to gold: the mean over seeds; with ``cross_validate`` the folds are measured too.

    Every fold (of whole sentences, one seed) begins at the same first stage as the final model.
    """
    config = run.config
    jobs = [Job(f"seed {i + 1}", config.seed + i, run.gold) for i in range(config.gold.seeds)]
    parts = folds(run.gold, config.data.folds, config.seed) if cross_validate else []
    for number, part in enumerate(parts, 1):
        rest = sorted(i for other in parts if other is not part for i in other)
        jobs.append(Job(f"fold {number}", config.seed, pick(run.gold, rest), pick(run.gold, part)))
    run.tools.log(f"second stage: {len(jobs)} fits")
    setting = Setting(config, run.countries, Path(), run.later, run.own, run.tools.device)
    outcomes = run_jobs(jobs, network, setting, run.tools.log)
    if parts:
        logits: Floats = np.zeros((len(run.gold), run.labels.width), np.float32)
        for part, outcome in zip(parts, outcomes[config.gold.seeds :], strict=True):
            logits[part] = outcome.logits
        _measure_folds(run, parts, logits)
    seeds = [{n: torch.from_numpy(w) for n, w in o.weights.items()} for o in outcomes[: config.gold.seeds]]
    mean = pretrained(run.labels)
    mean.load_state_dict(average(seeds))
    return mean


def _measure_folds(run: Run, parts: Sequence[list[int]], logits: Floats) -> None:
    """Scores of the predictions that the folds made, and the temperature that fits them all."""
    scored = score_examples(run.gold, _scaled_by_others(run, parts, logits), run.labels)
    run.metrics["cross_validation"] = scored
    run.metrics["relation_temperature"] = relation_temperature(run.gold, logits, run.labels)
    interval = f"{scored['macro_f1_low']:.3f} to {scored['macro_f1_high']:.3f}"
    run.tools.log(f"cross-validation: macro-F1 {scored['macro_f1']:.3f} ({interval})")
    run.tools.log(f"cross-validation: quads macro-F1 {scored['quads_macro_f1']:.3f}")


def _scaled_by_others(run: Run, parts: Sequence[list[int]], logits: Floats) -> Floats:
    """The logits of every part, divided by the temperature that fits the other parts."""
    scaled = logits.copy()
    for part in parts:
        rest = sorted(i for other in parts if other is not part for i in other)
        scaled[part] /= relation_temperature(pick(run.gold, rest), logits[rest], run.labels)
    return scaled


def finish(run: Run, network: RelationNetwork, folder: Path) -> None:
    """Export the network, calibrate what was exported, and measure that on the held-out own sentences."""
    write_model(network, folder)
    version = "relation-" + ("gold-" if run.gold else "own-") + time.strftime("%Y%m%d")
    seal(folder, version, {})
    classifier = RelationClassifier.load(folder, threads=run.config.threads)
    parts = folds(run.held_out, 2, run.config.seed)
    logits = classifier.logits([e.marked for e in run.held_out])
    scaled = logits.copy()
    for part, other in (parts, parts[::-1]):
        for name, value in fit_temperatures(pick(run.held_out, other), logits[other], run.labels).items():
            scaled[part, run.labels.slices[name]] /= value
    run.metrics["shipped"] = measure(run.held_out, scaled, run.labels)
    one_way = [e for e in run.held_out if reversible(e)]
    forward = classifier.logits([e.marked for e in one_way])
    backward = classifier.logits([reverse(e).marked for e in one_way])
    run.metrics["shipped"]["direction"] = direction(forward, backward, one_way, run.labels)
    run.metrics["shipped"]["direction_pairs"] = len(one_way)
    temperatures = fit_temperatures(run.held_out, logits, run.labels)
    if "relation_temperature" in run.metrics:
        temperatures["relation"] = run.metrics["relation_temperature"]
    run.metrics["temperatures"] = temperatures
    run.metrics["version"] = version
    seal(folder, version, temperatures)
