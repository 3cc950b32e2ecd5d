"""Copies among documents, and reports that tell of one event."""
