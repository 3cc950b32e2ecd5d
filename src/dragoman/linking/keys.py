"""Keys under which likely copies of a document are found: bands of MinHash signatures.

Two texts share a band of ``rows`` hashes with probability J^rows, where J is the part of their shingles (or facts) that
they share (Broder 1997); of ``bands`` bands at least one with 1 - (1 - J^rows)^bands (Leskovec, Rajaraman and Ullman
2014, 3.4). The signatures are made by ``rensa``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rensa import RMinHash

from dragoman.linking.sketch import Hashes, Sketch

SEED = 20_240_229
"""Of the hash functions. Another seed gives other keys: stores must be linked anew."""

BANDS = {"whole": (8, 4), "lead": (14, 3), "opening": (10, 2), "facts": (24, 2)}
"""Bands and rows. A pair is found with probability 0.9 from J = 0.71 (whole), 0.53 (lead), 0.45, 0.30 (facts) on."""

ALGORITHM = f"rensa {RMinHash.ALGORITHM_VERSION} {SEED} {sorted(BANDS.items())}"
"""What the keys depend on beside the texts."""


def keys(sketches: Sequence[Sketch]) -> list[list[int]]:
    """The keys of each document, as signed 64-bit integers: one for its exact words, and its bands."""
    found = [[_signed(sketch.exact)] for sketch in sketches]
    for number, (name, (bands, rows)) in enumerate(BANDS.items(), 1):
        sets = [_set(sketch, name) for sketch in sketches]
        full = [i for i, items in enumerate(sets) if len(items) >= rows]
        if not full:
            continue
        matrix = RMinHash.digest_matrix_from_token_hash_sets([sets[i] for i in full], num_perm=bands * rows, seed=SEED)
        signatures = np.array(matrix.to_rows(), np.uint64).reshape(len(full), bands, rows)
        for i, row in zip(full, _banded(signatures, number).tolist(), strict=True):
            found[i] += row
    return found


def _set(sketch: Sketch, name: str) -> list[int]:
    if name == "facts":
        return [fact for fact, weight in sketch.facts.items() if weight >= 1.0]
    hashes: Hashes = {"whole": sketch.shingles, "lead": sketch.lead, "opening": sketch.opening}[name]
    return hashes.tolist()  # type: ignore[no-any-return]


def _banded(signatures: Hashes, kind: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """One number for each band, which holds the kind of band and its place."""
    count, bands, rows = signatures.shape
    mixed = np.broadcast_to(np.arange(bands, dtype=np.uint64) + np.uint64(kind << 8), (count, bands)).copy()
    for row in range(rows):
        mixed = (mixed ^ signatures[:, :, row]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(31)
    return mixed.view(np.int64)


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= 1 << 63 else number
