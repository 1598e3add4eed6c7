"""The table of sinks that write to a text stream: a new one is one file and one line here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TextIO

from cnreport_extract.sinks.csv_rows import CsvSink
from cnreport_extract.sinks.json_array import JsonSink
from cnreport_extract.sinks.jsonl import JsonLinesSink
from cnreport_extract.sinks.protocol import Sink

SINKS: Mapping[str, Callable[[TextIO], Sink]] = MappingProxyType({"jsonl": JsonLinesSink, "json": JsonSink, "csv": CsvSink})
