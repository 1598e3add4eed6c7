"""`cnreport extract`: facts out of files or standard input."""

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

import click

from cnreport_extract.cli import options as shared
from cnreport_extract.cli.inputs import sources
from cnreport_extract.cli.options import publish_date
from cnreport_extract.cli.output import opened

if TYPE_CHECKING:
    from cnreport_extract.sinks.protocol import Sink

_EPILOG = """\b
Examples:
  cnreport extract release.txt
  cnreport extract --published 2025-04-02 --evidence release.txt
  cnreport extract --format jsonl archive/*.txt -o facts.jsonl
  curl -s https://example.org/release.html | cnreport extract - --format csv

\b
A file that cannot be read is one line on standard error and exit status 1;
the other files are still done."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says about every text."""

    published: str | None
    format: str
    encoding: str | None
    evidence: bool
    min_confidence: float
    max_bytes: int
    output: str | None
    patterns: tuple[str, ...] = ()
    gazetteer: tuple[str, ...] = ()


@click.command(epilog=_EPILOG, short_help="Print the facts of texts, files, folders or archives.")
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE... | -")
@shared.published
@click.option("--format", type=click.Choice(["table", "jsonl", "json", "csv"]), default="table", show_default=True, help="What to print.")
@shared.encoding
@click.option("--evidence", is_flag=True, help="Show the sentence of each fact, its number marked (table only).")
@shared.min_confidence
@shared.max_bytes
@shared.patterns
@shared.gazetteer
@shared.output
def extract(files: tuple[str, ...], **options: object) -> None:
    """Extract the facts of FILE... (- is standard input): texts, web pages, Word and PDF files, dumps, archives, folders.

    Each fact is an entity, a metric, a value with unit, and a date. With --format jsonl one line a document
    is printed; its id is the file's name without folder and ending, or the id of a record.
    """
    if not run(files, Options(**options)):  # type: ignore[arg-type]  # click has checked them
        sys.exit(1)


def run(files: tuple[str, ...], options: Options) -> bool:
    """Do the work of the command; True where all files went through."""
    published = publish_date(options.published)
    from cnreport_extract.pipeline import Extractor  # noqa: PLC0415  (slow to import, not needed for --help)

    extractor = Extractor(patterns=options.patterns, gazetteers=options.gazetteer)
    failures: list[str] = []
    with ExitStack() as stack:
        stream = stack.enter_context(opened(options.output, files))
        sink = _sink(options, stream)
        for source in sources(files, options.encoding, options.max_bytes, options.patterns, failures):
            document = extractor.read(source.text, published or source.published).confident(options.min_confidence)
            sink.write(source.identifier, document)
        sink.close()
    return not failures


def _sink(options: Options, stream: TextIO) -> "Sink":
    if options.format == "table":
        from cnreport_extract.cli.table import TableSink  # noqa: PLC0415  (rich is slow to import)

        return TableSink(stream, evidence=options.evidence)
    from cnreport_extract.sinks.formats import SINKS  # noqa: PLC0415  (imports pydantic)

    return SINKS[options.format](stream)
