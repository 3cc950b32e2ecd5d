"""Deleting from a store and merging into it, with its links and events brought up to date afterwards."""

from __future__ import annotations

from dragoman.running.link import link_store, only_one
from dragoman.store import Store
from dragoman.store.deletion import Deleted, delete_documents
from dragoman.store.filters import Filters
from dragoman.store.linking import manner
from dragoman.store.merging import Merged, merge


def delete(store: Store, filters: Filters) -> Deleted:
    """Delete the documents that filters let through; where the store is linked, link again what was linked with them.

    Raises ``DragomanError``: E509 where the filters say nothing, E422 where somebody links the store, E503 to E505.
    """
    with only_one(store.path):
        deleted = delete_documents(store, filters)
    if deleted.documents and _is_linked(store):
        link_store(store)
    return deleted


def take(store: Store, other: Store) -> Merged:
    """Merge another store into a store; where either is linked, link what is new.

    Raises ``DragomanError``: E508, E510 where they cannot be merged, E422 where somebody links, E503 to E505.
    """
    linked = _is_linked(store) or _is_linked(other)
    with only_one(store.path):
        merged = merge(store, other)
    if (merged.documents or merged.codings) and linked:
        link_store(store)
    return merged


def _is_linked(store: Store) -> bool:
    return manner(store)[0] is not None
