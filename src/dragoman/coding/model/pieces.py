"""The tokenizer at run time: plain word pieces, no special tokens read from the text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

TOKENIZER_FILE = "tokenizer.json"


class Pieces:
    """A ``tokenizer.json`` as a function from texts to ids. "[SEP]" in a text is no separator."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._tokenizer.encode_special_tokens = True

    def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        """The word-piece ids of each text."""
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        return [e.ids for e in self._tokenizer.encode_batch_fast(clean, add_special_tokens=False)]
