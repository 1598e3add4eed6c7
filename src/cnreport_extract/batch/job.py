"""A batch: an engine reads what the selection wants, the job writes it, and the target is the checkpoint.

What is written is done; what is not is read again by the next run. So a job may be killed at any moment, and the same
command goes on where it stopped.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from cnreport_extract.batch.reading import Outcome
from cnreport_extract.batch.selection import Selection
from cnreport_extract.sinks.outcomes import Failure

Engine = Callable[[Selection], Iterator[Outcome]]
"""What reads the documents that a selection wants: each once, in any order, with only so many in flight."""

_BATCH, _BATCH_WEIGHT = 500, 8_000_000
_BATCH_SECONDS = 2.0


@dataclass(slots=True)
class Count:
    """What a run has done up to now."""

    documents: int = 0
    facts: int = 0
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def read(self) -> int:
        """Documents that were tried."""
        return self.documents + self.failures.total()

    def add(self, outcome: Outcome) -> None:
        """Count one document."""
        if isinstance(outcome, Failure):
            self.failures[outcome.kind] += 1
        else:
            self.documents += 1
            self.facts += len(outcome.facts)


def run(engine: Engine, selection: Selection, count: Count, watch: Callable[[Count], None] = lambda _: None) -> None:
    """Read and write all there is to do.

    Args:
        engine: What reads.
        selection: What is read, and where it is written to.
        count: Where documents are counted.
        watch: Called after each document.

    Raises:
        CnreportError: The target cannot be written, or nothing can be read at all. What was written stays: run it again to go on.
    """
    batch, weight = list[Outcome](), 0
    due = time.monotonic() + _BATCH_SECONDS
    for outcome in engine(selection):
        count.add(outcome)
        watch(count)
        batch.append(outcome)
        weight += 0 if isinstance(outcome, Failure) else len(outcome.document["text"])
        if len(batch) >= _BATCH or weight >= _BATCH_WEIGHT or time.monotonic() >= due:
            selection.target.write(batch)
            batch, weight, due = [], 0, time.monotonic() + _BATCH_SECONDS
    selection.target.write(batch)
