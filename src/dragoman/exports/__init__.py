"""Exports in the formats of other tools. ``export(store, "gdelt-events", Path("events.tsv"))``."""

from dragoman.exports.export import FORMATS, Exported, export

__all__ = ["FORMATS", "Exported", "export"]
