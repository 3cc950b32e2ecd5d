"""A hastened pipeline reads a text as the plain one does."""

from __future__ import annotations

import spacy
from thinc.api import Model, NumpyOps

from dragoman.language.haste import hasten, one_blas_thread
from dragoman.language.pipeline import DEFAULT_MODEL

TEXT = (
    "Ukraine's president told reporters in Kyiv on Monday that he would not meet his Russian counterpart. "
    "Talks between Israel and Lebanon, which began last week, were broken off after soldiers had shot two men."
)


def read(nlp: spacy.Language) -> list[tuple[object, ...]]:
    with one_blas_thread():
        doc = nlp(TEXT)
    return [(t.tag_, t.pos_, t.lemma_, str(t.morph), t.dep_, t.head.i, t.ent_type_, t.is_sent_start) for t in doc]


def test_the_result_is_the_same() -> None:
    plain, quick = spacy.load(DEFAULT_MODEL), spacy.load(DEFAULT_MODEL)
    hasten(quick)
    assert read(quick) == read(plain)
    models = [pipe.model for _, pipe in quick.pipeline if isinstance(getattr(pipe, "model", None), Model)]
    ops = [node.ops for model in models for node in model.walk() if isinstance(node.ops, NumpyOps)]
    assert ops and not any(each.use_blis for each in ops)


def test_parts_of_other_kinds_are_left_alone() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    hasten(nlp)
    assert len(list(nlp("One. Two.").sents)) == 2
