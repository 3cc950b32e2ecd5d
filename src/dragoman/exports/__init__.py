"""Formats that existing tools read."""
