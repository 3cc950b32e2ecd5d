"""Series, networks and change points."""
