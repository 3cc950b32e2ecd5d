"""When it happened: time expressions, their values, and the one that governs a predicate."""

from dragoman.coding.dates.find import TimeExpression, anchor_day, find_expressions
from dragoman.coding.dates.govern import date_of, planned_date_of

__all__ = ["TimeExpression", "anchor_day", "date_of", "find_expressions", "planned_date_of"]
