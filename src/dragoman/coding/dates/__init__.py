"""When it happened: time expressions, their values, and the one that governs a predicate."""

from dragoman.coding.dates.find import TimeExpression, find_expressions

__all__ = ["TimeExpression", "find_expressions"]
