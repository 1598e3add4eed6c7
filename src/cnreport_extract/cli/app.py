"""The program `cnreport` itself: its commands, and what becomes of their errors.

A `CnreportError` and a failing file system are one line on standard error and exit status 1. Wrong usage is
exit status 2. A mistake of ours is one line too; `CNREPORT_DEBUG=1` shows where it happened.
"""

import gc
import os
import sys
from contextlib import suppress
from typing import Any

import click

from cnreport_extract import __version__
from cnreport_extract.cli.batch import batch
from cnreport_extract.cli.chinese import in_chinese, is_chinese
from cnreport_extract.cli.completion import completion
from cnreport_extract.cli.convert import convert
from cnreport_extract.cli.data import data
from cnreport_extract.cli.evaluate import evaluate
from cnreport_extract.cli.explain import explain
from cnreport_extract.cli.extract import extract
from cnreport_extract.cli.messages import complain, described
from cnreport_extract.cli.serve import serve
from cnreport_extract.cli.view import view
from cnreport_extract.errors import CnreportError

_YOUNG = 100_000  # objects made before the collector looks: the data that a command loads stays, to look through it again and again is lost
_PASSED_ON = (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError)


class Program(click.Group):
    """A group whose commands never end in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn what it raises into one line and exit status 1."""
        try:
            outcome = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
        except _PASSED_ON:
            raise
        except CnreportError as error:
            complain(str(error))
        except OSError as error:
            complain(f"{described(error)}; check the disk and the permissions")
            if sys.stdout is not None:
                _give_up_output()
        except Exception as error:  # the last resort: a user never sees a traceback
            if os.environ.get("CNREPORT_DEBUG"):
                raise
            complain(f"internal error: {error!r}; please report it, CNREPORT_DEBUG=1 shows the details")
        else:
            return outcome
        return ctx.exit(1)


def _give_up_output() -> None:
    """Lead what cannot be written nowhere; else the interpreter tries once more as it ends, complains and exits with 120."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_EPILOG = """\b
Examples:
  cnreport extract release.txt                     a table of the facts
  cat release.txt | cnreport extract - --published 2025-04-02 --format jsonl
  cnreport view release.txt -o report.html         the text and its facts side by side
  cnreport explain release.txt --fact 3            how the third fact came about
  cnreport batch archive/ --to facts.db            an archive becomes a database
  cnreport serve --archive facts.db                browse it, correct it
  cnreport evaluate gold/                          measure against gold facts"""


@click.group(cls=Program, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cnreport")
def program() -> None:
    """Facts out of Chinese press releases: entity, metric, value, unit and date."""


program.add_command(extract)
program.add_command(explain)
program.add_command(batch)
program.add_command(evaluate)
program.add_command(view)
program.add_command(serve)
program.add_command(completion)
program.add_command(convert)
program.add_command(data)


def main() -> None:
    """Entry point of the console script; helps in the language of the environment."""
    gc.set_threshold(_YOUNG)
    spoken = in_chinese(program) if is_chinese(os.environ) else program
    spoken(prog_name="cnreport")
