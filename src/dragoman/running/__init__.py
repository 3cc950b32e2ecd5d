"""Shards and workers."""
