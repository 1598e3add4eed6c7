"""`cnreport convert`: texts with facts between our gold format, annotation tools and spaCy; plain texts are extracted on the way."""

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cnreport_extract.cli import options as shared
from cnreport_extract.cli.inputs import sources
from cnreport_extract.cli.options import publish_date
from cnreport_extract.cli.output import opened
from cnreport_extract.errors import InputError

if TYPE_CHECKING:
    from cnreport_extract.annotation.annotated import Annotated
    from cnreport_extract.batch.sources import Source

_FORMATS = ("gold", "label-studio", "doccano", "spacy")
_EPILOG = """\b
Examples:
  cnreport convert release.txt --to label-studio -o tasks.json     facts to be corrected
  cnreport convert --interface label-studio -o labels.xml          the labelling interface for them
  cnreport convert export.json --to gold -o gold/                  corrected facts as gold
  cnreport convert gold/ --to doccano -o gold.jsonl
  cnreport convert gold/ --to spacy -o train.spacy
  cnreport evaluate gold/"""


@click.command(epilog=_EPILOG, short_help="Convert facts to annotation tools and back.")
@click.argument("inputs", nargs=-1, type=click.Path(), metavar="INPUT...")
@click.option("--to", "target", type=click.Choice(_FORMATS), help="Format to write.")
@click.option("--from", "source", type=click.Choice(("text", *_FORMATS)), help="Format of the inputs; default: told by their names.")
@click.option(
    "-o", "--output", type=click.Path(), metavar="PATH", help="Write to this file, or to this folder for gold; default: standard output."
)
@click.option("--unreviewed", is_flag=True, help="Take predictions of Label Studio where nobody has annotated.")
@click.option("--interface", type=click.Choice(["label-studio"]), help="Write the labelling interface of a tool instead.")
@shared.published
@shared.encoding
@shared.max_bytes
@shared.patterns
@shared.gazetteer
def convert(
    inputs: tuple[str, ...],
    *,
    target: str | None,
    source: str | None,
    output: str | None,
    unreviewed: bool,
    interface: str | None,
    published: str | None,
    encoding: str | None,
    max_bytes: int,
    patterns: tuple[str, ...],
    gazetteer: tuple[str, ...],
) -> None:
    """Convert texts with their facts from INPUT... to another format.

    INPUT is a text (its facts are extracted), a folder of gold facts, an export of Label Studio (.json) or doccano (.jsonl), or a
    DocBin of spaCy (.spacy). Nothing that gold facts hold is lost on the way.
    """
    from cnreport_extract.annotation import formats  # noqa: PLC0415  (slow to import, not needed for --help)

    if interface:
        with opened(output) as stream:
            stream.write(formats.interface(interface))
        return
    if not inputs or not target:
        raise click.UsageError("name what to convert and --to which format, such as: cnreport convert gold/ --to doccano")
    failures: list[str] = []
    kinds = {name: source or formats.format_of(Path(name)) or "text" for name in inputs}
    texts = [name for name in inputs if kinds[name] == "text"]
    done = (formats.read(kinds[name], Path(name), unreviewed=unreviewed) for name in inputs if name not in texts)
    items = chain.from_iterable(done)
    if texts:
        items = chain(items, _extracted(sources(texts, encoding, max_bytes, patterns, failures), published, patterns, gazetteer))
    _write(target, items, output, inputs)
    if failures:
        sys.exit(1)


def _extracted(
    texts: "Iterator[Source]", published: str | None, patterns: tuple[str, ...], gazetteer: tuple[str, ...]
) -> "Iterator[Annotated]":
    """The facts of plain texts, to be corrected."""
    day = publish_date(published)
    from cnreport_extract.annotation.annotated import from_document  # noqa: PLC0415  (slow to import)
    from cnreport_extract.pipeline import Extractor  # noqa: PLC0415

    extractor = Extractor(patterns=patterns, gazetteers=gazetteer)
    return (from_document(one.identifier, extractor.read(one.text, day or one.published)) for one in texts)


def _write(target: str, items: "Iterator[Annotated]", output: str | None, inputs: tuple[str, ...]) -> None:
    from cnreport_extract.annotation import formats  # noqa: PLC0415

    if target not in formats.TO_FILES:
        with opened(output, inputs) as stream:
            formats.write_text(target, items, stream)
        return
    if output is None:
        raise InputError(f"--to {target} writes {'a folder' if target == 'gold' else 'a binary file'}; name it with --output")
    formats.write_files(target, items, Path(output))
