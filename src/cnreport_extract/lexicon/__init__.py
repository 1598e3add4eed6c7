"""Data files → checked objects."""
