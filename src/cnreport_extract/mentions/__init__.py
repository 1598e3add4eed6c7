"""What stands in a text: quantities, periods, organisations, places and persons, each a typed span with its value."""
