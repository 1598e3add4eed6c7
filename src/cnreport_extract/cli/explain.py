"""`cnreport explain`: how the facts of one text came about."""

from typing import TYPE_CHECKING

import click

from cnreport_extract.batch.sources import read_source
from cnreport_extract.cli import options as shared
from cnreport_extract.cli.options import publish_date
from cnreport_extract.cli.output import opened
from cnreport_extract.errors import InputError

if TYPE_CHECKING:
    from cnreport_extract.models import Document, Fact

_EPILOG = """\b
Examples:
  cnreport explain release.txt --fact 3                     the third fact, as a tree
  cnreport explain release.txt --fact 3 --rivals 10         more of what else was considered
  cnreport explain release.txt --json                       all facts, one JSON object a line"""


@click.command(epilog=_EPILOG, short_help="Show how the facts of a text came about.")
@click.argument("file", type=click.Path(), metavar="FILE | -")
@click.option("--fact", "number", type=click.IntRange(1), metavar="N", help="Only the N-th fact of the text; default: all.")
@click.option(
    "--rivals", type=click.IntRange(0), default=2, show_default=True, metavar="N", help="Show N of the other candidates of each field."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a fact and line instead, with all candidates.")
@shared.published
@shared.encoding
@shared.min_confidence
@shared.max_bytes
@shared.patterns
@shared.gazetteer
def explain(
    file: str,
    *,
    number: int | None,
    rivals: int,
    as_json: bool,
    published: str | None,
    encoding: str | None,
    min_confidence: float,
    max_bytes: int,
    patterns: tuple[str, ...],
    gazetteer: tuple[str, ...],
) -> None:
    """Show how the facts of FILE came about (- is standard input).

    For each field of a fact: the rule that filled it, the words that the rule read, and what else was considered, with what speaks for
    and against each candidate. Facts are counted in the order of the text.
    """
    day = publish_date(published)
    source = read_source(file, encoding, max_bytes, patterns)
    from cnreport_extract.pipeline import Extractor  # noqa: PLC0415  (slow to import, not needed for --help)

    extractor = Extractor(patterns=patterns, gazetteers=gazetteer)
    document = extractor.read(source.text, day or source.published)
    wanted = _wanted(document, number, min_confidence, source.name)
    explanations = zip(wanted, extractor.explain_all(document, wanted.values()), strict=True)
    with opened(None) as stream:
        if as_json:
            stream.writelines(f'{{"number":{at},{one.model_dump_json()[1:]}\n' for at, one in explanations)
            return
        from cnreport_extract.cli.tree import TreePrinter  # noqa: PLC0415  (rich is slow to import)

        printer = TreePrinter(stream, rivals)
        for at, one in explanations:
            printer.write(at, one, document)


def _wanted(document: "Document", number: int | None, least: float, name: str) -> "dict[int, Fact]":
    """The facts by their number."""
    facts = dict(enumerate(document.facts, 1))
    if number is not None and number not in facts:
        raise InputError(f"{name}: there is no fact {number}, the text has {len(facts)}; see them with: cnreport extract")
    return {at: fact for at, fact in facts.items() if number in {None, at} and fact.confidence >= least}
