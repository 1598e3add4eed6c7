"""JSON Lines: one document a line."""

import json
from typing import TextIO

from cnreport_extract.models import Document
from cnreport_extract.sinks.protocol import record


class JsonLinesSink:
    """Writes one JSON object a line."""

    def __init__(self, stream: TextIO) -> None:
        """Write to an open text stream."""
        self._stream = stream

    def write(self, identifier: str, document: Document) -> None:
        """Write one line."""
        self._stream.write(json.dumps(record(identifier, document), ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Nothing is held back."""
