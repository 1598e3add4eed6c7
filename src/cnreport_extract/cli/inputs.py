"""The files of a command line, one by one: what cannot be read is reported, the others still go through."""

from collections.abc import Iterable, Iterator

from cnreport_extract.batch.documents import Failure
from cnreport_extract.batch.sources import Source, read_sources
from cnreport_extract.cli.messages import complain


def sources(files: Iterable[str], encoding: str | None, max_bytes: int, patterns: tuple[str, ...], failures: list[str]) -> Iterator[Source]:
    """Read the files; what fails is reported and noted in `failures`."""
    taken: dict[str, str] = {}
    for name in files:
        for source in read_sources(name, encoding, max_bytes, patterns):
            if isinstance(source, Failure):
                complain(f"{source.place}: {source.message}")
                failures.append(name)
                continue
            for note in source.notes:
                complain(f"note: {source.name}: {note}")
            if source.identifier in taken:
                pair = f"{source.name} and {taken[source.identifier]}"
                complain(f"note: {pair} both get the id {source.identifier!r}; rename one to tell them apart")
            taken.setdefault(source.identifier, source.name)
            yield source
