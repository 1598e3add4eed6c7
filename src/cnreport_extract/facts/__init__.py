"""From quantities, periods and names to facts: aspect, metric, entity and date of each quantity."""
