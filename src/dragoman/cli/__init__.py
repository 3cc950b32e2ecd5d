"""The command line: one file a verb."""

from dragoman.cli.app import main

__all__ = ["main"]
