"""Spark: a data frame of texts becomes one of documents with their facts, through `mapInArrow`.

    documents = facts_of(spark.read.parquet("texts/"), Reading(ReadOptions(Fields(text="body", key="url"))))
    documents.selectExpr("id", "explode(facts) AS fact").write.parquet("facts/")

The rows are those of `arrow.OUTPUT`. Every executor needs this package (`pip install 'cnreport-extract[spark]'`).
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pyarrow as pa

from cnreport_extract.batch.reading import Reading
from cnreport_extract.engines.arrow import OUTPUT, TIME_LIMIT, extract_batch
from cnreport_extract.errors import WorkerError

_ROWS = 64


def facts_of(texts: Any, reading: Reading | None = None, time_limit: float = TIME_LIMIT) -> Any:
    """The documents of a data frame, with their facts.

    Args:
        texts: A `pyspark.sql.DataFrame` with the columns that `extract_batch` takes.
        reading: How they are read; names the columns, too.
        time_limit: Seconds for one document.

    Returns:
        A `DataFrame` with the columns of `arrow.OUTPUT`, one row a document.

    Raises:
        WorkerError: Spark is not installed.
    """
    try:
        from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415  (an extra, slow to import)
    except ModuleNotFoundError as error:
        raise WorkerError("reading under Spark needs a package: pip install 'cnreport-extract[spark]'") from error
    return texts.mapInArrow(partial(extract_batches, reading=reading, time_limit=time_limit), from_arrow_schema(OUTPUT))


def extract_batches(
    batches: Iterator[pa.RecordBatch], reading: Reading | None = None, time_limit: float = TIME_LIMIT
) -> Iterator[pa.RecordBatch]:
    """What `mapInArrow` calls: batches in, batches out, with only a few documents in hand at a time.

    Args:
        batches: Of any size.
        reading: How they are read.
        time_limit: Seconds for one document.

    Example:
        >>> texts = pa.RecordBatch.from_pydict({"id": list("abc"), "text": ["去年受理案件90件。"] * 3})
        >>> [(row["place"], row["facts"][0]["text"]) for batch in extract_batches(iter([texts])) for row in batch.to_pylist()]
        [('a', '90件'), ('b', '90件'), ('c', '90件')]
    """
    for batch in batches:
        for start in range(0, batch.num_rows, _ROWS):
            yield extract_batch(batch.slice(start, _ROWS), reading, time_limit)
