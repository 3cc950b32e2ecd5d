"""From parsed documents to reports: the coder and its components."""

from dragoman.coding.coder import CodedDocument, EventCoder
from dragoman.coding.components import component

__all__ = ["CodedDocument", "EventCoder", "component"]
