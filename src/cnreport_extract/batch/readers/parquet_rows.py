"""Parquet: each row is one record. Its place is the file and the number of the row, from 1 on."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers.formats import RECORD
from cnreport_extract.batch.readers.options import Limits
from cnreport_extract.batch.readers.streams import seekable
from cnreport_extract.errors import ReadError

_ROWS = 100


def parquet_rows(place: str, stream: BinaryIO, limits: Limits) -> Iterator[Item | Failure]:
    """The rows of a file as JSON.

    Raises:
        ReadError: It is no Parquet file, or the extra `batch` is missing.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415  (an extra)
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise ReadError("extra", "Parquet files need an extra: pip install 'cnreport-extract[batch]'") from error
    try:
        with seekable(stream, limits) as file:
            number = 0
            for batch in parquet.ParquetFile(file).iter_batches(_ROWS):
                for row in batch.to_pylist():
                    number += 1
                    yield _item(f"{place}#{number}", json.dumps(row, ensure_ascii=False, default=str).encode(), limits)
    except (pa.ArrowException, ValueError) as error:
        raise ReadError("malformed", f"no Parquet file that can be read ({error}); write it again") from error


def _item(place: str, data: bytes, limits: Limits) -> Item | Failure:
    if len(data) > limits.max_document_bytes:
        return Failure(place, "too-large", f"more than {limits.max_document_bytes:,} bytes, the limit for one document; raise the limit")
    return Item(place, RECORD, data)
