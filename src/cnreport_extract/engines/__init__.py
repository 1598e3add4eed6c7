"""Beyond one machine: the same reading of items as a function over Arrow batches (`arrow.py`), under Ray and under Spark."""
