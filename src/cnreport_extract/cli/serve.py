"""`cnreport serve`: the workbench in the browser."""

import os
from pathlib import Path

import click

from cnreport_extract.cli import options as shared
from cnreport_extract.cli.chinese import is_chinese
from cnreport_extract.cli.messages import complain

_EPILOG = """\b
Examples:
  cnreport serve                                   paste a release, see its facts
  cnreport serve --archive facts.db                browse what `cnreport batch` wrote
  cnreport serve --host 0.0.0.0 --token SECRET     for others too, who know the token
  curl -s localhost:8500/extract -H 'content-type: application/json' -d '{"text": "去年受理案件90件。"}'

\b
Reviews of facts are kept in a file of their own, beside the originals.
Needs the extra: pip install 'cnreport-extract[serve]'"""


@click.command(epilog=_EPILOG)
@click.option("--archive", metavar="DATABASE", help="Browse this database of facts: a SQLite file or an address such as postgresql://….")
@click.option("--reviews", type=click.Path(path_type=Path), default=Path("reviews.db"), show_default=True, help="Keep reviews here.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen here; other than this machine only with --token.")
@click.option("--port", type=click.IntRange(0, 65535), default=8500, show_default=True, help="Listen on this port; 0: any that is free.")
@click.option("--token", envvar="CNREPORT_TOKEN", help="Ask everybody for this token; also CNREPORT_TOKEN.")
@click.option("--max-bytes", type=click.IntRange(1), default=2_000_000, show_default=True, help="Refuse longer requests.")
@click.option("--per-minute", type=click.IntRange(1), default=60, show_default=True, help="Requests that one address may send a minute.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the labels at first; default: that of the environment.")
@shared.patterns
@shared.gazetteer
def serve(
    archive: str | None,
    *,
    reviews: Path,
    host: str,
    port: int,
    token: str | None,
    max_bytes: int,
    per_minute: int,
    lang: str | None,
    patterns: tuple[str, ...],
    gazetteer: tuple[str, ...],
) -> None:
    """Open the workbench: a web page on this machine.

    Paste or drop a release and see its facts beside the text; browse an archive; accept, correct or reject facts and
    export them as gold. POST /extract answers programs; /openapi.json describes it.
    """
    from cnreport_extract.server import settings as told  # noqa: PLC0415

    told.require()
    checked = told.checked_token(host, token)
    from cnreport_extract.pipeline import Extractor  # noqa: PLC0415  (slow to import, not needed for --help)
    from cnreport_extract.server.app import make_app  # noqa: PLC0415  (an extra)
    from cnreport_extract.server.app import serve as run  # noqa: PLC0415

    spoken = lang or ("zh" if is_chinese(os.environ) else "en")
    settings = told.Settings(reviews, archive, checked, max_bytes, per_minute, spoken)
    app = make_app(settings, Extractor(patterns=patterns, gazetteers=gazetteer))
    run(app, host, port, lambda address: complain(f"the workbench is open at {address} (Ctrl-C closes it)"))
