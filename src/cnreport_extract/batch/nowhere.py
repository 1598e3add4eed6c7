"""The target of a dry run: everything is read, nothing is written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self

from cnreport_extract.sinks.outcomes import Failure, Result, Totals


class Nowhere:
    """Counts what it is given."""

    def __init__(self) -> None:
        self._documents = self._facts = 0
        self._failures: Counter[str] = Counter()

    def done(self, marks: Iterable[tuple[str, str]], *, failed: bool = True) -> set[str]:  # noqa: ARG002  (the signature is that of `Target`)
        """Nothing is done."""
        return set()

    def write(self, outcomes: Sequence[Result | Failure]) -> None:
        """Count a batch."""
        results = [outcome for outcome in outcomes if isinstance(outcome, Result)]
        self._documents += len(results)
        self._facts += sum(len(result.facts) for result in results)
        self._failures.update(outcome.kind for outcome in outcomes if isinstance(outcome, Failure))

    def finish(self) -> Totals:
        """What it was given."""
        return Totals(self._documents, 0, self._facts, dict(self._failures))

    def close(self) -> None:
        """Nothing is held."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
