"""`cnreport batch`: an archive into a database, in worker processes, resumable."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING

import click

from cnreport_extract.cli import options as shared
from cnreport_extract.cli.messages import complain
from cnreport_extract.cli.options import publish_date

if TYPE_CHECKING:
    from cnreport_extract.batch.archive import Archive
    from cnreport_extract.batch.job import Engine
    from cnreport_extract.batch.reading import Reading
    from cnreport_extract.batch.selection import Selection
    from cnreport_extract.sinks.outcomes import Target

_EPILOG = """\b
Examples:
  cnreport batch archive/ --to facts.db
  cnreport batch dump.jsonl.gz --to facts.db --text-field body --id-field url
  cnreport batch archive/ --to facts.db --dry-run --limit 100
  cnreport batch archive/ --to postgresql://user@host/facts --shard 2/8

\b
The target is its own checkpoint: after Ctrl-C, a crash or a power cut the same
command goes on where it stopped, and once all is read it has nothing to do.
Exit status: 0 all read, 3 all tried but the target holds failures, 130
interrupted, 1 an error, 2 wrong usage."""

_TO = (
    "Where the facts go: facts.db, facts.duckdb, facts.parquet/, facts.jsonl, facts.csv, "
    "postgresql://user@host/name, mysql://user@host/name."
)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says about a batch."""

    to: str
    workers: int | None
    engine: str
    address: str | None
    time_limit: float
    shard: str
    limit: int | None
    retry: bool
    resume: bool
    dry_run: bool
    json: bool
    quiet: bool
    published: str | None
    encoding: str | None
    patterns: tuple[str, ...]
    gazetteer: tuple[str, ...]
    text_field: str | None
    id_field: str | None
    published_field: str | None
    title_field: str | None
    max_bytes: int
    max_characters: int
    max_nesting: int
    max_ratio: int


@click.command(epilog=_EPILOG, short_help="Write the facts of an archive to a database.")
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.option("--to", required=True, metavar="TARGET", help=_TO)
@click.option("--workers", type=click.IntRange(1), metavar="N", show_default="cores", help="Processes that read.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="What the processes run under.")
@click.option("--address", metavar="HOST:PORT", help="A Ray cluster; default: one is started on this machine.")
@click.option("--time-limit", type=click.FloatRange(0.1), default=60.0, show_default=True, metavar="SECONDS", help="For one document.")
@click.option("--shard", default="1/1", show_default=True, metavar="I/N", help="Read only part I of N, to share an archive among jobs.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Stop after N documents; the next call goes on behind them.")
@click.option("--retry", is_flag=True, help="Read again what failed before.")
@click.option("--resume/--no-resume", default=True, show_default=True, help="Pass over what the target holds already, or read it again.")
@click.option("--dry-run", is_flag=True, help="Read everything, write nothing.")
@click.option("--json", is_flag=True, help="Print the summary as one JSON object.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@shared.published
@shared.encoding
@shared.patterns
@shared.gazetteer
@click.option("--text-field", metavar="NAME", help="Field of a record that holds the text; default: the usual names.")
@click.option("--id-field", metavar="NAME", help="Likewise its id in the archive.")
@click.option("--published-field", metavar="NAME", help="Likewise its publish date.")
@click.option("--title-field", metavar="NAME", help="Likewise its title.")
@shared.max_bytes
@click.option("--max-characters", type=click.IntRange(1), default=2_000_000, show_default=True, help="Longest text in a document.")
@click.option("--max-nesting", type=click.IntRange(0), default=4, show_default=True, help="Containers within containers.")
@click.option("--max-ratio", type=click.IntRange(1), default=200, show_default=True, help="Size of content against its compressed size.")
def batch(inputs: tuple[str, ...], **options: object) -> None:
    """Read IN... (files, folders, patterns, or - for standard input) and write the facts to a database.

    What fails is a row in the table of failures, with its place, kind and message; the rest goes on. A run that was
    broken off goes on where it stopped when the same command is given again.
    """
    sys.exit(run(inputs, Options(**options)))  # type: ignore[arg-type]  # click has checked them


def run(inputs: tuple[str, ...], options: Options) -> int:
    """Do the work of the command; gives the exit status."""
    from cnreport_extract.batch import job  # noqa: PLC0415  (slow to import, not needed for --help)
    from cnreport_extract.batch.archive import Archive, check  # noqa: PLC0415
    from cnreport_extract.batch.ruleset import ruleset  # noqa: PLC0415
    from cnreport_extract.batch.selection import Selection  # noqa: PLC0415
    from cnreport_extract.batch.shards import Shard  # noqa: PLC0415
    from cnreport_extract.cli.progress import shown  # noqa: PLC0415
    from cnreport_extract.cli.summary import Summary, without_password  # noqa: PLC0415

    shard, reading = Shard.parse(options.shard), _reading(options)
    check(inputs)
    rules = ruleset(reading)
    archive = Archive(inputs, reading.options.limits, options.to)
    count = job.Count()
    with _target(options, rules) as target, shown(archive, quiet=options.quiet) as watch:
        selection = Selection(target, shard, options.limit, options.retry, options.resume)
        with _stoppable(selection) as interrupted:
            job.run(_engine(archive, options, reading, rules), selection, count, watch)
        totals = None if interrupted else target.finish()
    summary = Summary(without_password(options.to), count, selection.skipped, totals)
    summary.show(as_json=options.json, dry=options.dry_run)
    return summary.status


def _engine(archive: "Archive", options: Options, reading: "Reading", rules: str) -> "Engine":
    if options.engine == "ray":
        from cnreport_extract.engines.ray import RayEngine  # noqa: PLC0415  (an extra)

        return RayEngine(archive, reading, rules, options.workers, options.time_limit, options.address)
    from cnreport_extract.batch.local import LocalEngine  # noqa: PLC0415

    return LocalEngine(archive.items(), reading, rules, options.workers or _cores(), options.time_limit)


def _reading(options: Options) -> "Reading":
    from cnreport_extract.batch.readers import Fields, Limits, ReadOptions  # noqa: PLC0415
    from cnreport_extract.batch.reading import Reading  # noqa: PLC0415

    fields = Fields(options.text_field, options.id_field, options.published_field, options.title_field)
    limits = Limits(
        max_document_bytes=options.max_bytes,
        max_characters=options.max_characters,
        max_nesting=options.max_nesting,
        max_ratio=options.max_ratio,
    )
    published = publish_date(options.published)
    read = ReadOptions(fields, options.encoding, limits)
    own = (tuple(map(os.path.abspath, names)) for names in (options.patterns, options.gazetteer))
    return Reading(read, published.isoformat() if published else None, *own)


def _target(options: Options, rules: str) -> "Target":
    from cnreport_extract.batch.nowhere import Nowhere  # noqa: PLC0415
    from cnreport_extract.sinks.outcomes import Run  # noqa: PLC0415
    from cnreport_extract.sinks.targets import open_target  # noqa: PLC0415

    return Nowhere() if options.dry_run else open_target(options.to, Run(rules, _command()))


def _command() -> str:
    """The call, for the table of runs."""
    from cnreport_extract.cli.summary import without_password  # noqa: PLC0415

    return without_password(" ".join(["cnreport", *sys.argv[1:]]))


@contextmanager
def _stoppable(selection: "Selection") -> Iterator[list[int]]:
    """Let the first Ctrl-C (or SIGTERM) finish what is in hand, and the second break off; gives the signals that came."""
    came: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        came.append(number)
        if len(came) > 1:
            raise KeyboardInterrupt
        selection.stop()
        complain("finishing what is in hand; press Ctrl-C once more to break off")

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    except KeyboardInterrupt:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _cores() -> int:
    """The cores that this process may use, which a container may bound."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
