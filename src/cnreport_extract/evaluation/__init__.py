"""Predicted facts against gold facts: read both, pair them, compare field by field, count."""
