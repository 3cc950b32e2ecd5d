"""Gold forms and scores."""
