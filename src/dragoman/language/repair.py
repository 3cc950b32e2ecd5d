"""Repairs of parses: what the small model often gets wrong in news, and what can be told without doubt."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from dragoman.language.clauses import control_verbs


@Language.component("dragoman_repair")
def repair(doc: Doc) -> Doc:
    """Give verbs their lemmas, and each verb of speech that ends a sentence its speakers, parsed as a part of what was
    said.
    """
    for token in doc:
        if token.pos_ == "VERB":
            _set_lemma(token)
        if token.dep_ == "ROOT" and token.pos_ == "VERB" and token.lemma_.lower() in control_verbs("closing"):
            speakers = _speakers_before(token)
            if speakers is not None:
                speakers.head = token
                speakers.dep_ = "nsubj"
    return doc


def _set_lemma(verb: Token) -> None:
    right = _forms().get(verb.lower_) or _lemmas()["other"].get(verb.lemma_)
    if right is not None:
        verb.lemma_ = right


@cache
def _lemmas() -> dict[str, Any]:
    return tomllib.loads((files("dragoman.language") / "data" / "lemmas.toml").read_text(encoding="utf-8"))


@cache
def _forms() -> dict[str, str]:
    """The forms of verbs in -e, with their lemma."""
    return {form: verb for verb in _lemmas()["e"] for form in (f"{verb}d", f"{verb[:-1]}ing", f"{verb}s")}


def _speakers_before(verb: Token) -> Token | None:
    """ "fired on the crowd, witnesses and officials said": the noun after the last comma, parsed under the crowd."""
    said = [t for t in verb.children if t.dep_ == "ccomp" and t.i < verb.i]
    if not said or any(t.dep_ in ("nsubj", "nsubjpass", "expl") for t in verb.children):
        return None
    for token in reversed(verb.doc[said[0].left_edge.i : verb.i]):
        after_comma = token.left_edge.i > 0 and token.nbor(token.left_edge.i - token.i - 1).text == ","
        if token.dep_ in ("conj", "appos") and token.right_edge.i == verb.i - 1 and after_comma and _is_noun(token):
            return token
    return None


def _is_noun(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "PRON")
