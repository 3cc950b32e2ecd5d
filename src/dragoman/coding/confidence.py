"""How sure a report is: a logistic function of what the lexicon, the model and the mentions say.

The weights are in ``data/confidence.toml``, fitted by ``scripts/confidence/fit.py`` on coded reports that were held
against a gold file; the file says on which, and how well the figures are calibrated on documents left out.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files

from dragoman.coding.state import Draft

FEATURES = ("model", "sides", "noun", "specific", "unnamed", "real", "material")


def features(draft: Draft) -> dict[str, float]:
    """What tells right reports from wrong ones, each 0 to 1.

    ``model``: the learned model's probability of the type; ``sides``: actor and recipient are both there; ``noun``: a
    noun states it; ``specific``: the lexicon's frame names object or complement; ``unnamed``: the share of parties
    without a country; ``real``: status actual or historical; ``material``: an act of the material quads.
    """
    from dragoman import ontology

    parties = draft.parties
    return {
        "model": draft.given.get("type_probability", 0.5),
        "sides": float(bool(draft.recipients) or draft.reciprocal),
        "noun": float(draft.clause.is_noun),
        "specific": min(draft.given.get("frame_weight", 0.0), 4.0) / 4.0,
        "unnamed": sum(p.country is None for p in parties) / max(len(parties), 1),
        "real": float(draft.status in ("actual", "historical")),
        "material": float(ontology.quad(draft.event_type) in (2, 4)),
    }


def confidence(draft: Draft) -> float:
    """The probability, 0 to 1, that a draft is right in type and parties."""
    weights = _weights()
    score = weights["bias"] + sum(weights[name] * value for name, value in features(draft).items())
    return 1.0 / (1.0 + math.exp(-score))


@cache
def _weights() -> dict[str, float]:
    text = (files("dragoman.coding") / "data" / "confidence.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)["weights"]
    return {name: float(table[name]) for name in ("bias", *FEATURES)}
