"""Who: the registry, names and roles in text, reference."""
