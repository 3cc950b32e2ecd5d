"""From parsed documents to reports."""
