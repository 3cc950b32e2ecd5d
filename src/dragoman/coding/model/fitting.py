"""Fitting the network to examples: losses, batches and the optimizer. Needs PyTorch."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional as F

from dragoman.coding.model.augment import Countries, Rates, vary
from dragoman.coding.model.config import Stage
from dragoman.coding.model.data import Example, sample
from dragoman.coding.model.labels import Labels, load_labels
from dragoman.coding.model.markup import WordPieces, encode
from dragoman.coding.model.network import RelationNetwork

MODE_WEIGHT, STATUS_WEIGHT, CONTEXT_WEIGHT, RECIPROCAL_WEIGHT = 0.8, 0.5, 15.0, 0.3
"""Weights of the lesser heads' losses beside the type's, which has 1."""

WARM_UP = 0.1
SORTED_BATCHES = 16
"""So many batches are drawn together and sorted by length, to pad little and still mix well."""


@dataclass(frozen=True)
class Tools:
    """What every fit uses: tokenizer, table of countries, rates of variation, device."""

    pieces: WordPieces
    countries: Countries
    rates: Rates
    device: str = "cpu"
    log: Callable[[str], None] = print


def fit(
    network: RelationNetwork,
    examples: Sequence[Example],
    stage: Stage,
    tools: Tools,
    seed: int,
    replay: Sequence[Example] = (),
) -> None:
    """Train the network in place. Of ``replay`` a new sample is mixed in every epoch (``stage.replay``)."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    labels = load_labels()
    extra = min(len(replay), round(stage.replay * len(examples)))
    steps = stage.epochs * math.ceil((len(examples) + extra) / stage.batch)
    optimizer, schedule = _optimizer(network, stage, steps)
    weights = class_weights(examples, labels, stage.balance).to(tools.device)
    network.to(tools.device).train()
    for epoch in range(stage.epochs):
        rows = [vary(e, tools.rates, tools.countries, rng) for e in [*examples, *sample(replay, extra, rng)]]
        total = 0.0
        for batch, ids in batches(rows, tools.pieces, stage.batch, rng):
            loss = losses(network(ids.to(tools.device)), batch, labels, stage.smoothing, weights)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        tools.log(f"epoch {epoch + 1}/{stage.epochs}: {len(rows)} sentences, loss {total / len(rows):.3f}")


def _optimizer(
    network: RelationNetwork, stage: Stage, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """AdamW, a faster rate for the new parts, linear warm-up and decay."""
    new = [p for part in (network.mix, network.out, network.marks) for p in part.parameters()]
    fresh = {id(p) for p in new}
    old = [p for p in network.parameters() if p.requires_grad and id(p) not in fresh]
    groups = [{"params": old, "lr": stage.learning_rate}, {"params": new, "lr": stage.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    warm = max(1, round(WARM_UP * steps))

    def rate(step: int) -> float:
        return min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, rate)


def batches(
    rows: Sequence[Example], pieces: WordPieces, size: int, rng: random.Random
) -> Iterator[tuple[list[Example], Tensor]]:
    """Batches of sentences of about the same length, in random order, with their padded ids."""
    ids = encode([row.marked for row in rows], pieces)
    order = list(range(len(rows)))
    rng.shuffle(order)
    groups: list[list[int]] = []
    for at in range(0, len(order), size * SORTED_BATCHES):
        pool = sorted(order[at : at + size * SORTED_BATCHES], key=lambda i: len(ids[i]))
        groups += [pool[i : i + size] for i in range(0, len(pool), size)]
    rng.shuffle(groups)
    for group in groups:
        yield [rows[i] for i in group], padded([ids[i] for i in group])


def padded(rows: Sequence[Sequence[int]]) -> Tensor:
    """Rows of ids as one tensor, filled up with 0."""
    table = torch.zeros((len(rows), max(map(len, rows))), dtype=torch.long)
    for i, row in enumerate(rows):
        table[i, : len(row)] = torch.tensor(row)
    return table


def class_weights(examples: Sequence[Example], labels: Labels, power: float) -> Tensor:
    """A weight for every type: its count to the power of ``-power``, scaled to a mean of 1."""
    counts = Counter(event_type for e in examples for event_type in e.types)
    weights = [max(counts[t], 1) ** -power if t in counts else 0.0 for t in labels.types]
    mean = sum(w * counts[t] for w, t in zip(weights, labels.types, strict=True)) / max(1, sum(counts.values()))
    return torch.tensor([w / mean if w else 1.0 for w in weights])


def losses(logits: Tensor, batch: Sequence[Example], labels: Labels, smoothing: float, weights: Tensor) -> Tensor:
    """The weighted sum of the losses of all heads; heads about which an example says nothing are left out."""
    parts = {name: logits[:, where] for name, where in labels.slices.items()}
    total = type_loss(parts["type"], batch, labels, smoothing, weights)
    known = [i for i, e in enumerate(batch) if e.detailed]
    events = [i for i in known if batch[i].status]
    if events:
        wanted = torch.tensor([labels.statuses.index(batch[i].status or "") for i in events])
        total = total + STATUS_WEIGHT * F.cross_entropy(parts["status"][events], wanted.to(logits.device))
        total = total + MODE_WEIGHT * mode_loss(parts["mode"], batch, events, labels)
        both = torch.tensor([float(batch[i].reciprocal) for i in events], device=logits.device)
        guess = parts["reciprocal"][events, 0]
        total = total + RECIPROCAL_WEIGHT * F.binary_cross_entropy_with_logits(guess, both)
        told = [[float(c in batch[i].contexts) for c in labels.contexts] for i in events]
        target = torch.tensor(told, device=logits.device)
        total = total + CONTEXT_WEIGHT * F.binary_cross_entropy_with_logits(parts["context"][events], target)
    return total


def type_loss(logits: Tensor, batch: Sequence[Example], labels: Labels, smoothing: float, weights: Tensor) -> Tensor:
    """Minus the logarithm of the probability of all types that count as right, with label smoothing."""
    right = torch.tensor([[t in e.types for t in labels.types] for e in batch], device=logits.device)
    logs = logits.log_softmax(-1)
    told = logs.masked_fill(~right, -torch.inf).logsumexp(-1)
    weight = (weights * right).sum(-1) / right.sum(-1)
    return -(weight * ((1 - smoothing) * told + smoothing * logs.mean(-1))).mean()


def mode_loss(logits: Tensor, batch: Sequence[Example], events: Sequence[int], labels: Labels) -> Tensor:
    """Cross-entropy among the modes of each example's own type; 0 where no example has a type with modes."""
    terms = []
    for i in events:
        if block := labels.mode_blocks.get(batch[i].types[0]):
            wanted = labels.modes.index((batch[i].types[0], batch[i].mode)) - block.start
            terms.append(-logits[i, block].log_softmax(-1)[wanted])
    return torch.stack(terms).sum() / len(events) if terms else logits.sum() * 0.0


def predict_logits(
    network: RelationNetwork, examples: Sequence[Example], tools: Tools, size: int = 32
) -> npt.NDArray[np.float32]:
    """The logits of every example, in order, without variation."""
    network.to(tools.device).eval()
    ids = encode([e.marked for e in examples], tools.pieces)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    found = np.zeros((len(ids), load_labels().width), np.float32)
    with torch.inference_mode():
        for at in range(0, len(order), size):
            chunk = order[at : at + size]
            found[chunk] = network(padded([ids[i] for i in chunk]).to(tools.device)).cpu().numpy()
    return found


def average(networks: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of several networks' weights; they must have begun at the same weights."""
    return {name: torch.stack([n[name].float() for n in networks]).mean(0) for name in networks[0]}
