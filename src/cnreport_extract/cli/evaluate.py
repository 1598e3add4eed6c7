"""`cnreport evaluate`: predicted facts against gold facts."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cnreport_extract.cli import options as shared
from cnreport_extract.cli.chinese import is_chinese
from cnreport_extract.cli.messages import clean
from cnreport_extract.cli.output import opened

if TYPE_CHECKING:
    from cnreport_extract.evaluation.gold import GoldDocument, GoldFact, PredictedFact
    from cnreport_extract.evaluation.scorer import Outcome, Report

_FIELDS = ("value", "unit", "qualifier", "metric", "aspect", "direction", "entity", "date")
_KINDS = ("missed", "spurious", *_FIELDS)
_LEVELS = ("quantity", "metric", "entity", "full")
_EPILOG = """\b
Examples:
  cnreport evaluate gold/                                   run the extractor on gold/ID.txt
  cnreport evaluate gold/ --pred facts.jsonl --docs         score what was extracted before
  cnreport evaluate gold/ --by field --by genre             scores of each field, of each genre
  cnreport evaluate gold/ --html misses.html                every miss with the words in place
  cnreport evaluate gold/ --worst 20 --why metric           read misses of one kind"""


@click.command(epilog=_EPILOG, short_help="Measure facts against gold facts.")
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="GOLD...")
@click.option("--pred", type=click.Path(path_type=Path), help="Predictions, as `cnreport extract --format jsonl` prints them.")
@click.option("--by", multiple=True, type=click.Choice(["field", "genre"]), help="Also the scores of each field, or of each genre.")
@click.option(
    "--genres", type=click.Path(path_type=Path), metavar="FILE", help="Table with the columns id and genre; default: the gold files say it."
)
@click.option("--html", type=click.Path(), metavar="FILE", help="Write a page that shows every miss with the words in place.")
@click.option("--docs", is_flag=True, help="One line a document, too.")
@click.option("--worst", type=click.IntRange(0), default=0, metavar="N", help="Show N misses.")
@click.option("--why", type=click.Choice(_KINDS), metavar="KIND", help=f"Show only misses of this kind: {', '.join(_KINDS)}.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
@shared.patterns
@shared.gazetteer
def evaluate(
    gold: tuple[Path, ...],
    *,
    pred: Path | None,
    by: tuple[str, ...],
    genres: Path | None,
    html: str | None,
    docs: bool,
    worst: int,
    why: str | None,
    as_json: bool,
    **own: tuple[str, ...],
) -> None:
    """Measure facts against GOLD: files ID.json of gold facts, or folders of them.

    Without --pred the extractor runs on ID.txt beside each ID.json, with the publish date that the gold file gives.
    Four levels are scored: quantity, + metric, + entity, full (+ date). A field is scored among the facts that were found.
    """
    from cnreport_extract.evaluation.compare import Comparison  # noqa: PLC0415  (slow to import, not needed for --help)
    from cnreport_extract.evaluation.genres import genres_of  # noqa: PLC0415
    from cnreport_extract.evaluation.gold import read_gold, read_predictions  # noqa: PLC0415
    from cnreport_extract.evaluation.scorer import evaluate as scored  # noqa: PLC0415
    from cnreport_extract.evaluation.tolerances import Tolerances  # noqa: PLC0415

    documents = read_gold(gold)
    told = genres_of(documents, genres)
    predicted = read_predictions(pred) if pred else _extracted(gold, documents, own)
    report = scored(documents, predicted, Comparison(Tolerances.load()))
    if html:
        _write_page(html, report, gold, documents, told)
    if docs and not as_json:
        click.echo("".join(f"{_line(report.of(name), document)}\n" for name, document in documents.items()), nl=False)
    click.echo(json.dumps(report.as_json(told), ensure_ascii=False) if as_json else _summary(report, by, told))
    wanted = [outcome for outcome in report.misses if why in {None, outcome.kind}]
    for outcome in wanted[:worst]:
        click.echo(_miss(outcome))


def _extracted(
    gold: Iterable[Path], documents: "dict[str, GoldDocument]", own: Mapping[str, tuple[str, ...]]
) -> "dict[str, tuple[PredictedFact, ...]]":
    from cnreport_extract.batch.beside import extracted  # noqa: PLC0415
    from cnreport_extract.pipeline import Extractor  # noqa: PLC0415

    return extracted(gold, documents, Extractor(patterns=own["patterns"], gazetteers=own["gazetteer"]))


def _texts(gold: Iterable[Path], documents: "dict[str, GoldDocument]") -> dict[str, str]:
    """Id → the text beside each gold file."""
    from cnreport_extract.batch.beside import text_of  # noqa: PLC0415
    from cnreport_extract.evaluation.gold import gold_files  # noqa: PLC0415

    return {document.id: text_of(path, document.sha256) for path, document in zip(gold_files(gold), documents.values(), strict=True)}


def _write_page(
    path: str, report: "Report", gold: tuple[Path, ...], documents: "dict[str, GoldDocument]", genres: Mapping[str, str]
) -> None:
    from cnreport_extract.view.misses import misses_page  # noqa: PLC0415  (slow to import)

    with opened(path, [str(place) for place in gold if place.is_file()]) as stream:
        stream.write(misses_page(report, _texts(gold, documents), genres, "zh" if is_chinese(os.environ) else "en"))


def _line(report: "Report", document: "GoldDocument") -> str:
    levels = report.as_json()
    scores = "  ".join(f"{level} {levels[level]['f1']:.3f}" for level in _LEVELS)
    return f"{document.id}  gold {report.gold:4d}  predicted {report.predicted:4d}  {scores}  {clean(document.title[:24])}"


def _summary(report: "Report", by: Iterable[str], genres: Mapping[str, str]) -> str:
    result = report.as_json()
    lines = [f"documents {result['documents']}  gold facts {result['gold']}  predicted {result['predicted']}"]
    for level in _LEVELS:
        score = result[level]
        lines.append(f"{level:9s} precision {score['precision']:.3f}  recall {score['recall']:.3f}  F1 {score['f1']:.3f}")
    lines.append("misses    " + "  ".join(f"{kind} {count}" for kind, count in result["misses"].items()))
    for part in by:
        lines += ["", *(_fields(report) if part == "field" else _genres(report, genres))]
    return "\n".join(lines)


def _fields(report: "Report") -> list[str]:
    counts = {field: report.field(field) for field in _FIELDS}
    return [f"{field:9s} right {right} of {of}  {right / of if of else 0:.3f}" for field, (right, of) in counts.items()]


def _genres(report: "Report", genres: Mapping[str, str]) -> list[str]:
    parts = report.by_genre(genres)
    if not parts:
        return ["no genre is told; give a table with --genres"]
    width = max(map(len, parts))
    scores = ((name, part, "  ".join(f"{level} {part.score(level).f1:.3f}" for level in _LEVELS)) for name, part in parts.items())
    return [f"{clean(name):{width}s}  documents {part.documents:3d}  gold {part.gold:4d}  {told}" for name, part, told in scores]


def _miss(outcome: "Outcome") -> str:
    lines = [f"\n[{outcome.document}] {outcome.kind}"]
    lines += [f"  {side:4s} {_shown(fact)}" for side, fact in (("gold", outcome.gold), ("pred", outcome.predicted)) if fact]
    return "\n".join(lines)


def _shown(fact: "GoldFact | PredictedFact") -> str:
    fields = fact.model_dump(mode="json", exclude={"optional", "evidence"})
    return clean(json.dumps({name: value for name, value in fields.items() if value not in (None, "", [None])}, ensure_ascii=False))
