"""From text to parsed sentences and clauses."""

from dragoman.language.pipeline import ParsedDocument, Parser

__all__ = ["ParsedDocument", "Parser"]
