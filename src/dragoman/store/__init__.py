"""The store: a folder with a catalog and immutable segments."""

from dragoman.store.filters import Filters
from dragoman.store.store import Admission, Counts, Store

__all__ = ["Admission", "Counts", "Filters", "Store"]
