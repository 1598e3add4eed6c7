"""The engine of one machine: items are listed here and read by worker processes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from cnreport_extract.batch.chunks import chunk
from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.pool import Pool
from cnreport_extract.batch.reading import ItemReader, Outcome, Reading, digest, lost
from cnreport_extract.batch.selection import Selection

_ASKED, _ASKED_WEIGHT = 200, 4_000_000


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Reads items in worker processes.

    Args:
        items: What there is, as `readers.items` gives it.
        reading: How items are read.
        ruleset: Names the rules.
        workers: How many processes.
        time_limit: Seconds for one document.
    """

    items: Iterable[Item | Failure]
    reading: Reading
    ruleset: str
    workers: int
    time_limit: float

    def __call__(self, selection: Selection) -> Iterator[Outcome]:
        """Read what the selection wants, in the order in which it is done."""
        unread: list[Failure] = []
        pool = Pool(partial(ItemReader, self.reading, self.ruleset), partial(lost, self.time_limit), self.workers, self.time_limit, _weight)
        for outcome in pool.map(self._wanted(selection, unread)):
            yield outcome
            yield from _taken(unread)
        yield from _taken(unread)

    def _wanted(self, selection: Selection, unread: list[Failure]) -> Iterator[Item]:
        """The items to read; those that cannot be had go to `unread`."""
        source = (item for item in takewhile(selection.going, self.items) if selection.shard.holds(item.place))
        for asked in iter(partial(chunk, source, _ASKED, _ASKED_WEIGHT, _weight), []):
            unread += [item for item in asked if isinstance(item, Failure)]
            found = {item.place: item for item in asked if isinstance(item, Item)}
            yield from (found[place] for place in selection.fresh([(place, digest(item)) for place, item in found.items()]))


def _taken(unread: list[Failure]) -> Iterator[Failure]:
    while unread:
        yield unread.pop(0)


def _weight(item: Item | Failure) -> int:
    return len(item.data) if isinstance(item, Item) else 0
