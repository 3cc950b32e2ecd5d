"""The open benchmark: texts, codings, and what makes the gold of them."""
