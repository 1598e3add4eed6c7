"""Options that several commands share, so that they are spelled, read and told in one way (in Chinese by `zh/_shared.toml`)."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from cnreport_extract.batch.sources import MAX_BYTES
from cnreport_extract.errors import InputError

C = TypeVar("C", bound=Callable[..., Any])
_AGAIN = "may be given more than once"


def _option(*names: str, **attributes: Any) -> Callable[[C], C]:
    return click.option(*names, **attributes)


published = _option("--published", metavar="DATE", help="Publish date of all texts, as 2025-04-02; default: looked for in each text.")
encoding = _option("--encoding", metavar="NAME", help="Text encoding of all files; default: detected.")
max_bytes = _option("--max-bytes", type=click.IntRange(1), default=MAX_BYTES, show_default=True, help="Refuse longer files.")
min_confidence = _option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="0..1", help="Leave out facts below this confidence."
)
patterns = _option("--patterns", multiple=True, type=click.Path(), metavar="DIR", help=f"Folder with patterns of your own; {_AGAIN}.")
gazetteer = _option("--gazetteer", multiple=True, type=click.Path(), metavar="FILE", help=f"CSV file with names of your own; {_AGAIN}.")
output = _option("-o", "--output", type=click.Path(), metavar="FILE", help="Write to a file instead of standard output.")


def publish_date(value: str | None) -> date | None:
    """Read `--published`.

    Raises:
        InputError: It is no ISO date.

    Example:
        >>> publish_date("2025-04-02"), publish_date(None)
        (datetime.date(2025, 4, 2), None)
    """
    try:
        return date.fromisoformat(value) if value is not None else None
    except ValueError as error:
        raise InputError(f"--published: {value!r} is no date; write year-month-day, such as 2025-04-02") from error
