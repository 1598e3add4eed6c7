"""Checks of the canonical metrics among each other and against the dimensions of the units."""

from collections.abc import Iterator, Sequence

from cnreport_extract.lexicon.problems import DataFile, Entry, Problem, texts

_TABLE = "metric"


def check_metrics(files: Sequence[DataFile], units: Sequence[DataFile]) -> Iterator[Problem]:
    """Check all metric files together.

    Args:
        files: Those with `[[metric]]` tables.
        units: Those with `[[unit]]` tables; their dimensions are the ones that metrics may name.

    Yields:
        One problem for each mistake.
    """
    known = {str(file.content.get("dimension")) for file in units}
    spellings = {alias for file in units for unit in file.tables["unit"] for alias in texts(unit, "aliases")}
    metrics = [(file, entry) for file in files for entry in file.tables[_TABLE]]
    seen: dict[tuple[str, str], tuple[DataFile, Entry]] = {}
    for file, entry in metrics:
        yield from _dimensions(file, entry, known)
        for unit in texts(entry, "units") if spellings else ():
            if unit not in spellings:
                yield file.problem(_TABLE, entry, f"unit {unit!r}", "a unit of patterns/units/")
        if entry.get("zh") not in texts(entry, "aliases"):
            yield file.problem(_TABLE, entry, "zh not among the aliases", "the Chinese label as one of the aliases")
        for key in [(alias, dimension) for alias in texts(entry, "aliases") for dimension in texts(entry, "dimensions")]:
            holder, other = seen.setdefault(key, (file, entry))
            if other is not entry:
                places = f"metric {other.get('id')} ({holder.name}) and metric {entry.get('id')} ({file.name})"
                yield file.problem(_TABLE, entry, f"alias {key[0]!r} for {key[1]} in {places}", "each phrase in one metric of a dimension")
    yield from _unique_ids(metrics)


def _dimensions(file: DataFile, entry: Entry, known: set[str]) -> Iterator[Problem]:
    for dimension in texts(entry, "dimensions"):
        if known and not all(part in known for part in dimension.split("/")) and dimension not in known:
            yield file.problem(_TABLE, entry, f"dimension {dimension!r}", f"one of {', '.join(sorted(known))}, or a quotient of such")


def _unique_ids(metrics: list[tuple[DataFile, Entry]]) -> Iterator[Problem]:
    first: dict[str, DataFile] = {}
    for file, entry in metrics:
        holder = first.setdefault(str(entry.get("id")), file)
        if holder is not file:
            yield file.problem(_TABLE, entry, f"id also in {holder.name}", "an id that no other metric has")
