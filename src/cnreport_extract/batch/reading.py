"""Item → rows of its document: what a worker does, and every engine. A pure function of the item and of `Reading`."""

import hashlib
from dataclasses import dataclass, field, replace

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.pool import Loss
from cnreport_extract.batch.readers import ReadOptions, TextReader
from cnreport_extract.errors import ReadError
from cnreport_extract.sinks.outcomes import Origin, Result

Outcome = Result | Failure


@dataclass(frozen=True, slots=True)
class Reading:
    """How items are read.

    Attributes:
        options: How the text is taken out of an item.
        published: Publish date (ISO) of texts whose item tells none; None: looked for in the text.
        patterns: Folders with patterns of the user's own.
        gazetteers: CSV files with names of the user's own.
    """

    options: ReadOptions = field(default_factory=ReadOptions)
    published: str | None = None
    patterns: tuple[str, ...] = ()
    gazetteers: tuple[str, ...] = ()

    def facts_depend_on(self) -> tuple[object, ...]:
        """The options that change what a text gives, without the names of files."""
        return (self.options.fields, self.options.encoding, self.published)


def digest(item: Item) -> str:
    """Names the raw content of an item: another content is another document.

    Example:
        >>> digest(Item("a.txt", "text/plain", b"")) == digest(Item("b.txt", "text/plain", b""))
        True
    """
    return hashlib.blake2b(item.data, digest_size=16).hexdigest()


class ItemReader:
    """Reads items; made once in each worker. Called with an item it returns its rows, or a failure, and never raises.

    Args:
        reading: How.
        ruleset: Names the rules, for the rows.

    Raises:
        InputError: A list of the user's own names is malformed.

    Example:
        >>> read = ItemReader(Reading(published="2025-04-02"), "rules-1")
        >>> outcome = read(Item("a.txt", "text/plain", "去年,市总工会培训职工2300人次。".encode()))
        >>> [(fact["value"], fact["unit"]) for fact in outcome.facts]
        [('2300', '人次')]
        >>> read(Item("b.txt", "text/plain", b"")).kind
        'empty'
    """

    def __init__(self, reading: Reading, ruleset: str) -> None:
        from cnreport_extract.pipeline import Extractor  # noqa: PLC0415  (the parent of workers does without the extractor)

        self._reading, self._ruleset = reading, ruleset
        self._reader = TextReader(replace(reading.options, patterns=reading.patterns))
        self._extractor = Extractor(patterns=reading.patterns, gazetteers=reading.gazetteers)

    def __call__(self, item: Item) -> Outcome:
        """Read one item."""
        mark = digest(item)
        try:
            return self._read(item, mark)
        except ReadError as error:
            return Failure(item.place, error.kind, str(error), mark)
        except Exception as error:  # noqa: BLE001  (one document must not stop the job; the row says which it was)
            return Failure(item.place, "internal", f"internal error: {error!r}; please report it", mark)

    def _read(self, item: Item, mark: str) -> Result:
        from cnreport_extract.sinks.rows import result  # noqa: PLC0415  (likewise)

        source = self._reader.read(item)
        document = self._extractor.read(source.text, source.published or self._reading.published)
        origin = Origin(item.place, mark, source.title, source.published, source.key, source.notes)
        return result(origin, document, self._ruleset, self._extractor.labels)


def lost(time_limit: float, item: Item, loss: Loss) -> Failure:
    """The failure of an item that no worker could read."""
    return late(time_limit, item.place, digest(item)) if loss is Loss.TIMEOUT else died(item.place, digest(item))


def late(time_limit: float, place: str, mark: str) -> Failure:
    """The failure of an item that took too long."""
    return Failure(place, Loss.TIMEOUT.value, f"not read within {time_limit:g} s; look at it, or raise the time limit", mark)


def died(place: str, mark: str | None) -> Failure:
    """The failure of an item that processes died of."""
    told = "the worker process died of it twice (out of memory, or a crash in a library); look at it, or free memory"
    return Failure(place, Loss.DIED.value, told, mark)
