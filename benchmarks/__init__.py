"""Measures of Dragoman's quality and speed; run with ``make benchmark``."""
