"""The language of a text, recognised offline."""

from __future__ import annotations

from functools import cache
from typing import Any

ENGLISH = "en"

CANDIDATES = (
    "en", "ar", "bg", "bn", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu",
    "id", "it", "ja", "ka", "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr",
    "sv", "sw", "th", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
"""ISO 639-1 codes of the languages that are told apart: those in which most news is written."""

ENOUGH = 100
"""Shorter texts, in characters, are left unrecognised: on headlines py3langid errs too often."""

CERTAIN = 0.95
"""Probability from which another language than English is believed; English needs none."""

READ = 4_000
"""Characters of a text that are looked at."""

_NAMES = {"eng": ENGLISH, "english": ENGLISH}


def recognise(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, or None where it is too short or the answer not certain."""
    if len(text.strip()) < ENOUGH:
        return None
    language, probability = _identifier().classify(text[:READ])
    return str(language) if language == ENGLISH or probability >= CERTAIN else None


def normal(language: str) -> str:
    """A language tag as an ISO 639-1 code: ``en-US`` and ``English`` are ``en``."""
    tag = language.strip().lower().replace("_", "-").partition("-")[0]
    return _NAMES.get(tag, tag)


def is_coded(language: str | None) -> bool:
    """Whether documents of a language are coded: English, and what was not recognised."""
    return language in (None, ENGLISH)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(CANDIDATES))
    return identifier
