"""JSON: one array with one object a document, indented for people, written as it grows."""

import json
from textwrap import indent
from typing import TextIO

from cnreport_extract.models import Document
from cnreport_extract.sinks.protocol import record


class JsonSink:
    """Writes one JSON array."""

    def __init__(self, stream: TextIO) -> None:
        """Write to an open text stream."""
        self._stream = stream
        self._separator = "[\n"

    def write(self, identifier: str, document: Document) -> None:
        """Write one element of the array."""
        element = json.dumps(record(identifier, document), ensure_ascii=False, indent=2)
        self._stream.write(self._separator + indent(element, "  "))
        self._separator = ",\n"

    def close(self) -> None:
        """Close the array; without documents it is empty."""
        self._stream.write("[]\n" if self._separator == "[\n" else "\n]\n")
