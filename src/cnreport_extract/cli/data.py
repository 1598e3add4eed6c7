"""`cnreport data`: find patterns, begin patterns of one's own, and check them."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cnreport_extract.cli.messages import clean

if TYPE_CHECKING:
    from cnreport_extract.lexicon.problems import Problem

_KINDS = ("metric", "unit", "date", "cue", "organisation", "pronoun")
_NEW = ("metric", "unit", "date", "cue", "names")
_EPILOG = """\b
Examples:
  cnreport data list --kind metric 培训             is there an entry for it already?
  cnreport data new metric --into my-patterns       begin a file of your own
  cnreport data check my-patterns                   is it right, and what does it change?
  cnreport extract --patterns my-patterns release.txt"""
_LIST = """\b
Examples:
  cnreport data list --kind metric 培训
  cnreport data list --kind unit --json 亩
  cnreport data list --patterns my-patterns 车间课堂"""
_NEW_EPILOG = """\b
Examples:
  cnreport data new metric                          print a commented template
  cnreport data new unit --into my-patterns         write my-patterns/units/own.toml
  cnreport data new names > names.csv               a list for --gazetteer"""
_CHECK = """\b
Examples:
  cnreport data check my-patterns
  cnreport data check my-patterns names.csv
  cnreport data check --json my-patterns"""


@click.group(epilog=_EPILOG)
def data() -> None:
    """Find patterns, begin patterns of your own, check them."""


@data.command("list", epilog=_LIST, short_help="List entries that hold words.")
@click.argument("words", nargs=-1, metavar="[WORD...]")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only entries of this kind; may be given more than once.")
@click.option("--patterns", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="Also a folder of your own.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(words: tuple[str, ...], kinds: tuple[str, ...], patterns: tuple[Path, ...], as_json: bool) -> None:
    """List the entries of the patterns that hold every WORD: id, labels, words, file and line."""
    from cnreport_extract.authoring.listing import Listed, listed  # noqa: PLC0415  (not needed for --help)

    def shown(entry: Listed) -> str:
        if as_json:
            return json.dumps(entry.as_json(), ensure_ascii=False)
        place = "/".join(filter(None, (entry.own, entry.file))) + (f":{entry.line}" if entry.line else "")
        labels = " · ".join(entry.labels)
        more = " (extends)" if entry.extends else ""
        return clean(f"{entry.kind} {entry.id}{more}  {labels}  {place}") + "\n    " + clean(" ".join(entry.words))

    found = 0
    for entry in listed(words, kinds, patterns):
        click.echo(shown(entry))
        found += 1
    if not found and not as_json:
        click.echo("cnreport: no entry holds all of these words", err=True)


@data.command(epilog=_NEW_EPILOG)
@click.argument("kind", type=click.Choice(_NEW))
@click.option(
    "--into", type=click.Path(path_type=Path), metavar="DIR", help="Write it to its place in this folder, which is made if need be."
)
def new(kind: str, into: Path | None) -> None:
    """Print or write a commented template for an entry of a KIND."""
    from cnreport_extract.authoring.templates import template, write_template  # noqa: PLC0415

    if into is None:
        click.echo(template(kind), nl=False)
    else:
        click.echo(write_template(kind, into).as_posix())


@data.command(epilog=_CHECK)
@click.argument("places", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DIR|NAMES.csv...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a problem.")
def check(places: tuple[Path, ...], as_json: bool) -> None:
    """Check folders of patterns and lists of names of your own.

    Told with file and line are mistakes of shape, sentences that are read otherwise than they should be, and, as notes,
    what an entry takes away from the built-in ones. Exit status 1 where there is a mistake.
    """
    problems = [problem for place in places for problem in _problems(place)]
    for place, problem in problems:
        if as_json:
            fields = {name: getattr(problem, name) for name in ("line", "entry", "found", "expected", "note")}
            click.echo(json.dumps({"file": (place / problem.file).as_posix(), **fields}, ensure_ascii=False))
        else:
            click.echo(clean(f"{place.as_posix()}/{problem}"))
    mistakes = sum(not problem.note for _, problem in problems)
    if not as_json:
        click.echo(f"{mistakes or 'no'} mistake{'s' if mistakes != 1 else ''}", err=True)
    sys.exit(1 if mistakes else 0)


def _problems(place: Path) -> "list[tuple[Path, Problem]]":
    from cnreport_extract.authoring.check import check_folder  # noqa: PLC0415
    from cnreport_extract.lexicon.own_names import load_own_names  # noqa: PLC0415

    if place.is_file():
        load_own_names(place)
        return []
    return [(place, problem) for problem in check_folder(place)]
