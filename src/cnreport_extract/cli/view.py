"""`cnreport view`: texts and their facts as one page for people."""

import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from cnreport_extract.cli import options as shared
from cnreport_extract.cli.chinese import is_chinese
from cnreport_extract.cli.inputs import sources
from cnreport_extract.cli.options import publish_date
from cnreport_extract.cli.output import opened

if TYPE_CHECKING:
    from cnreport_extract.view.labels import Language

_EPILOG = """\b
Examples:
  cnreport view release.txt -o report.html
  cnreport view archive/*.txt --lang en --title "Labour disputes 2024" -o report.html

\b
The page is one file that needs no network: open it in a browser, send it, print it.
Needs Jinja2: pip install 'cnreport-extract[view]'"""


@click.command(epilog=_EPILOG, short_help="Show texts and their facts as one HTML page.")
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE... | -")
@shared.output
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the labels at first; default: that of the environment.")
@click.option("--title", metavar="TEXT", help="Title of the page; default: that of the text.")
@shared.published
@shared.encoding
@shared.min_confidence
@shared.max_bytes
@shared.patterns
@shared.gazetteer
def view(
    files: tuple[str, ...],
    *,
    output: str | None,
    lang: str | None,
    title: str | None,
    published: str | None,
    encoding: str | None,
    min_confidence: float,
    max_bytes: int,
    patterns: tuple[str, ...],
    gazetteer: tuple[str, ...],
) -> None:
    """Show FILE... (- is standard input) and their facts as one HTML page.

    Numbers, entities, metrics and periods are marked in the text; the facts stand beside it as a table that can be
    filtered and sorted, with charts where at least three values can be compared.
    """
    day = publish_date(published)
    from cnreport_extract.pipeline import Extractor  # noqa: PLC0415  (slow to import, not needed for --help)
    from cnreport_extract.view.page import page, require  # noqa: PLC0415

    require()
    failures: list[str] = []
    with ExitStack() as stack:
        stream = stack.enter_context(opened(output, files))
        extractor = Extractor(patterns=patterns, gazetteers=gazetteer)
        read = sources(files, encoding, max_bytes, patterns, failures)
        documents = [(source.identifier, extractor.read(source.text, day or source.published).confident(min_confidence)) for source in read]
        if documents:
            stream.write(page(documents, lang=_language(lang), title=title))
        else:
            sys.exit(1)  # no page is better than an empty one in the place of an old one
    if failures:
        sys.exit(1)


def _language(told: str | None) -> "Language":
    return ("zh" if is_chinese(os.environ) else "en") if told is None else ("zh" if told == "zh" else "en")
