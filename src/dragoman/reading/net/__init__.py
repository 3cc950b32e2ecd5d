"""Fetching what lies on other machines: only what was asked for, within limits, not from private networks."""
