"""What of an archive a run reads: its shard, what is not done yet, up to a limit, until it is told to stop."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cnreport_extract.batch.shards import Shard
from cnreport_extract.sinks.outcomes import Target


@dataclass(slots=True)
class Selection:
    """Asked by every engine before it reads.

    Args:
        target: Knows what is done.
        shard: Only documents of this part are read.
        limit: How many documents at most.
        retry: Read again what failed before.
        resume: Pass over what is done; False: read all again.
    """

    target: Target
    shard: Shard = field(default_factory=Shard)
    limit: int | None = None
    retry: bool = False
    resume: bool = True
    skipped: int = 0
    stopped: bool = False

    def stop(self) -> None:
        """Take nothing new. May be called from a signal handler."""
        self.stopped = True

    def going(self, _: object = None) -> bool:
        """Whether more is to be read."""
        return not self.stopped and self.limit != 0

    def fresh(self, marks: Sequence[tuple[str, str]]) -> list[str]:
        """Of documents of the shard, given as place and digest, the places that are to be read now, in that order."""
        done = self.target.done(marks, failed=not self.retry) if self.resume else set()
        self.skipped += len(done)
        fresh = [place for place in dict(marks) if place not in done][: self.limit]
        if self.limit is not None:
            self.limit -= len(fresh)
        return fresh
