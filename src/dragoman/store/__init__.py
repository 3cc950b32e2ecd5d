"""The store: a folder with a catalog and immutable segments."""
