"""`cnreport evaluate`: predicted facts against gold facts."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cnreport_extract.cli.messages import clean

if TYPE_CHECKING:
    from cnreport_extract.evaluation.gold import GoldDocument, GoldFact, PredictedFact
    from cnreport_extract.evaluation.scorer import Outcome, Report

_KINDS = ("missed", "spurious", "value", "unit", "qualifier", "metric", "aspect", "direction", "entity", "date")
_EPILOG = """\b
Examples:
  cnreport evaluate gold/                                   run the extractor on gold/ID.txt
  cnreport evaluate gold/ --pred facts.jsonl --docs         score what was extracted before
  cnreport evaluate gold/ --worst 20 --why metric           read misses of one kind"""


@click.command(epilog=_EPILOG)
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="GOLD...")
@click.option("--pred", type=click.Path(path_type=Path), help="Predictions, as `cnreport extract --format jsonl` prints them.")
@click.option("--docs", is_flag=True, help="One line a document, too.")
@click.option("--worst", type=click.IntRange(0), default=0, metavar="N", help="Show N misses.")
@click.option("--why", type=click.Choice(_KINDS), metavar="KIND", help=f"Show only misses of this kind: {', '.join(_KINDS)}.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
def evaluate(gold: tuple[Path, ...], pred: Path | None, docs: bool, worst: int, why: str | None, as_json: bool) -> None:
    """Measure facts against GOLD: files ID.json of gold facts, or folders of them.

    Without --pred the extractor runs on ID.txt beside each ID.json, with the publish date that the gold file gives.
    Four levels are scored: quantity, + metric, + entity, full (+ date).
    """
    from cnreport_extract.evaluation.compare import Comparison  # noqa: PLC0415  (slow to import, not needed for --help)
    from cnreport_extract.evaluation.gold import read_gold, read_predictions  # noqa: PLC0415
    from cnreport_extract.evaluation.scorer import evaluate as scored  # noqa: PLC0415
    from cnreport_extract.evaluation.tolerances import Tolerances  # noqa: PLC0415

    documents = read_gold(gold)
    predicted = read_predictions(pred) if pred else _extracted(gold, documents)
    report = scored(documents, predicted, Comparison(Tolerances.load()))
    if docs and not as_json:
        click.echo("".join(f"{_line(report.of(name), document)}\n" for name, document in documents.items()), nl=False)
    click.echo(json.dumps(report.as_json(), ensure_ascii=False) if as_json else _summary(report))
    wanted = [outcome for outcome in report.misses if why in {None, outcome.kind}]
    for outcome in wanted[:worst]:
        click.echo(_miss(outcome))


def _extracted(gold: Iterable[Path], documents: "dict[str, GoldDocument]") -> "dict[str, tuple[PredictedFact, ...]]":
    from cnreport_extract.batch.beside import extracted  # noqa: PLC0415
    from cnreport_extract.pipeline import Extractor  # noqa: PLC0415

    return extracted(gold, documents, Extractor())


def _line(report: "Report", document: "GoldDocument") -> str:
    levels = report.as_json()
    scores = "  ".join(f"{level} {levels[level]['f1']:.3f}" for level in ("quantity", "metric", "entity", "full"))
    return f"{document.id}  gold {report.gold:4d}  predicted {report.predicted:4d}  {scores}  {clean(document.title[:24])}"


def _summary(report: "Report") -> str:
    result = report.as_json()
    lines = [f"documents {result['documents']}  gold facts {result['gold']}  predicted {result['predicted']}"]
    for level in ("quantity", "metric", "entity", "full"):
        score = result[level]
        lines.append(f"{level:9s} precision {score['precision']:.3f}  recall {score['recall']:.3f}  F1 {score['f1']:.3f}")
    return "\n".join([*lines, "misses    " + "  ".join(f"{kind} {count}" for kind, count in result["misses"].items())])


def _miss(outcome: "Outcome") -> str:
    lines = [f"\n[{outcome.document}] {outcome.kind}"]
    lines += [f"  {side:4s} {_shown(fact)}" for side, fact in (("gold", outcome.gold), ("pred", outcome.predicted)) if fact]
    return "\n".join(lines)


def _shown(fact: "GoldFact | PredictedFact") -> str:
    fields = fact.model_dump(mode="json", exclude={"optional"})
    return clean(json.dumps({name: value for name, value in fields.items() if value not in (None, "", [None])}, ensure_ascii=False))
