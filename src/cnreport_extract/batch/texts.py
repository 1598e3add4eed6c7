"""Texts that a program holds → a target: what `cnreport batch` does with files, in this process."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cnreport_extract.batch.documents import SourceText
from cnreport_extract.sinks.outcomes import Origin, Result, Run, Totals
from cnreport_extract.sinks.targets import open_target

if TYPE_CHECKING:
    from cnreport_extract.pipeline import Extractor

_BATCH = 200

Text = str | tuple[str, str] | SourceText


def extract_to(
    target: str,
    texts: Iterable[Text],
    published: date | str | None = None,
    *,
    patterns: Iterable[Path | str] = (),
    gazetteers: Iterable[Path | str] = (),
) -> Totals:
    """Write the facts of texts into a database or file.

    A text that the target holds already is not read again, so the same call goes on where it was broken off.

    Args:
        target: `facts.db`, `facts.duckdb`, `facts.parquet/`, `facts.jsonl`, `facts.csv`, `postgresql://…`, `mysql://…`.
        texts: Strings, pairs of a place (a name, a path, an address) and a string, or `SourceText` with title and date. A bare string
            is its own place. The same place with another text replaces what it held.
        published: Publish date of the texts that tell none.
        patterns: Folders with patterns of your own.
        gazetteers: CSV files with names of your own.

    Returns:
        What the target holds now.

    Raises:
        TargetError: The target cannot be opened or written.
        InputError: `published` is no date, or a list of names is malformed.
        TypeError: A text is no string.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     extract_to(f"{folder}/facts.db", [("a.txt", "去年,市总工会培训职工2300人次。")], published="2025-04-02")
        Totals(documents=1, duplicates=0, facts=1, failures={})
    """
    told = published.isoformat() if isinstance(published, date) else published
    return _write(target, map(_source, texts), told, tuple(map(str, patterns)), tuple(map(str, gazetteers)))


def _write(
    target: str, sources: Iterator[tuple[Origin, str]], published: str | None, patterns: tuple[str, ...], gazetteers: tuple[str, ...]
) -> Totals:
    from cnreport_extract.batch.reading import Reading  # noqa: PLC0415  (the readers of web pages are slow to import)
    from cnreport_extract.batch.ruleset import ruleset  # noqa: PLC0415
    from cnreport_extract.pipeline import Extractor  # noqa: PLC0415

    rules = ruleset(Reading(published=published, patterns=patterns, gazetteers=gazetteers))
    extractor = Extractor(patterns=patterns, gazetteers=gazetteers)
    with open_target(target, Run(rules, "extract_to")) as opened:
        for batch in _batches(sources):
            done = opened.done((origin.place, origin.digest) for origin, _ in batch)
            fresh = [(origin, text) for origin, text in batch if origin.place not in done]
            opened.write([_read(extractor, origin, text, published, rules) for origin, text in fresh])
        return opened.finish()


def _source(given: Text) -> tuple[Origin, str]:
    """Where a text belongs, and the text."""
    from cnreport_extract.sinks.rows import identity  # noqa: PLC0415  (needs the extra, which `open_target` asks for)

    if isinstance(given, SourceText):
        source = given
    else:
        place, text = given if isinstance(given, tuple) else (None, given)
        if not isinstance(text, str):
            raise TypeError(f"extract_to() reads str, got {type(text).__name__}; decode bytes first")
        source = SourceText(identity(text) if place is None else place, text)
    mark = identity(source.text, source.title, source.published and source.published.isoformat())
    return Origin(source.place, mark, source.title, source.published, source.key, source.notes), source.text


def _read(extractor: "Extractor", origin: Origin, text: str, published: str | None, rules: str) -> Result:
    from cnreport_extract.sinks.rows import result  # noqa: PLC0415  (likewise)

    return result(origin, extractor.read(text, origin.published or published), rules, extractor.labels)


def _batches(sources: Iterator[tuple[Origin, str]]) -> Iterator[list[tuple[Origin, str]]]:
    while batch := list(islice(sources, _BATCH)):
        yield batch
