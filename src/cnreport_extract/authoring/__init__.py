"""For people who write patterns: find entries, begin new ones, check a folder, replay its examples."""
