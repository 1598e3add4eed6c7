"""What `cnreport batch` says at its end, and the exit status that it ends with."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import click

from cnreport_extract.batch.job import Count
from cnreport_extract.cli.messages import complain
from cnreport_extract.sinks.outcomes import Totals

FAILED_DOCUMENTS, INTERRUPTED = 3, 130


@dataclass(frozen=True, slots=True)
class Summary:
    """The end of a run.

    Attributes:
        target: What to call the target.
        count: What the run has done.
        skipped: How many documents had been read before.
        totals: What the target holds; None where the run was interrupted.
    """

    target: str
    count: Count
    skipped: int
    totals: Totals | None

    @property
    def status(self) -> int:
        """0 all read, 3 the target holds failures, 130 interrupted."""
        if self.totals is None:
            return INTERRUPTED
        return FAILED_DOCUMENTS if self.totals.failures else 0

    def show(self, *, as_json: bool, dry: bool) -> None:
        """Print it; how to go on after an interruption is a complaint."""
        if as_json:
            click.echo(json.dumps(self._as_json()))
        else:
            read = _told(self.count.documents, " read", self.count.facts, self.count.failures)
            click.echo(f"{read}; {self.skipped:,} skipped, read before" if self.skipped else read)
            if self.totals and not dry:
                copies = f" ({self.totals.duplicates:,} of them copies)" if self.totals.duplicates else ""
                click.echo(f"{self.target}: {_told(self.totals.documents, copies, self.totals.facts, self.totals.failures)}")
        if self.totals is None:
            complain("interrupted; run the same command again to go on")

    def _as_json(self) -> dict[str, object]:
        count, totals = self.count, self.totals
        run = {"documents": count.documents, "facts": count.facts, "failures": dict(count.failures), "skipped": self.skipped}
        whole = totals and {
            "documents": totals.documents,
            "duplicates": totals.duplicates,
            "facts": totals.facts,
            "failures": dict(totals.failures),
        }
        return {"interrupted": totals is None, "run": run, "target": whole}


def _told(documents: int, what: str, facts: int, failures: Mapping[str, int]) -> str:
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(failures.items()))
    failed = f"{_number(sum(failures.values()), 'failure')} ({kinds})" if kinds else "no failures"
    return f"{_number(documents, 'document')}{what}, {_number(facts, 'fact')}, {failed}"


def _number(number: int, what: str) -> str:
    """A number with its noun.

    Example:
        >>> _number(1, "fact"), _number(12000, "fact")
        ('1 fact', '12,000 facts')
    """
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def without_password(words: str) -> str:
    """Hide the passwords of database addresses.

    Example:
        >>> without_password("batch a --to postgresql://analyst:secret@host/facts")
        'batch a --to postgresql://analyst:***@host/facts'
    """
    return re.sub(r"(?<=://)([^\s:/@]*):[^\s/]*@", r"\1:***@", words)
