"""Many texts: reading files of any encoding, one at a time."""
