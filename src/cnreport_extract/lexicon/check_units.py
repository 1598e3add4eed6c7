"""Checks of the units among each other: ids, aliases that two share, factors, currencies."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from cnreport_extract.lexicon.problems import DataFile, Entry, Problem, texts

_ISO = re.compile(r"[A-Z]{3}")
_TABLE = "unit"
Placed = tuple[DataFile, Entry]


def check_units(files: Sequence[DataFile], below: Sequence[DataFile] = ()) -> Iterator[Problem]:
    """Check all unit files together.

    Args:
        files: Those with `[[unit]]` tables.
        below: Those of the folder that they are laid over; what is wrong there is not told.

    Yields:
        One problem for each mistake.
    """
    units = [(file, entry) for file in files for entry in file.tables[_TABLE]]
    ids = {str(entry.get("id")) for _, entry in units}
    others = [(file, entry) for file in below for entry in file.tables[_TABLE] if str(entry.get("id")) not in ids]
    for file in files:
        if not isinstance(file.content.get("dimension"), str):
            yield Problem(file.name, None, "head", "no dimension", 'dimension = "…" before the first entry')
    for file, entry in units:
        yield from _one(file, entry)
    yield from _unique_ids(units)
    yield from _shared_aliases(units, others)
    yield from (problem for problem in _bases([*others, *units]) if not below or any(problem.file == file.name for file in files))


def _one(file: DataFile, entry: Entry) -> Iterator[Problem]:
    if entry.get("id") not in texts(entry, "aliases"):
        yield file.problem(_TABLE, entry, "id not among the aliases", "the id as one of the aliases: it is the canonical spelling")
    for key in ("factor", "offset"):
        if isinstance(entry.get(key), str) and not _is_number(entry[key], positive=key == "factor"):
            yield file.problem(_TABLE, entry, f"{key} = {entry[key]!r}", 'an exact number in quotes, such as "0.5" or "2000/3"')
    if "iso" in entry and not _ISO.fullmatch(str(entry["iso"])):
        yield file.problem(_TABLE, entry, f"iso = {entry['iso']!r}", "three capital letters of ISO 4217")
    if "offset" in entry and "factor" not in entry:
        yield file.problem(_TABLE, entry, "offset without factor", "a factor: the offset is added after it")
    if entry.get("when") and not entry.get("disambiguate"):
        yield file.problem(_TABLE, entry, "when without disambiguate", "disambiguate: why another entry has an alias of this one")


def _is_number(value: object, *, positive: bool) -> bool:
    try:
        number = Fraction(value) if isinstance(value, str) else None
    except (ValueError, ZeroDivisionError):
        return False
    return number is not None and (number > 0 or not positive)


def _unique_ids(units: list[Placed]) -> Iterator[Problem]:
    first: dict[str, DataFile] = {}
    for file, entry in units:
        label = str(entry.get("id"))
        if label in first and first[label] is not file:
            yield file.problem(_TABLE, entry, f"id also in {first[label].name}", "an id that no other unit has: facts name the unit by it")
        first.setdefault(label, file)


def _shared_aliases(units: list[Placed], others: Sequence[Placed]) -> Iterator[Problem]:
    readings: dict[str, list[Placed]] = {}
    for file, entry in units:
        for alias in dict.fromkeys(texts(entry, "aliases")):
            readings.setdefault(alias, []).append((file, entry))
    shared = {alias: found for alias, found in readings.items() if len({str(entry.get("id")) for _, entry in found}) > 1}
    for alias, found in shared.items():
        yield from _shared(alias, found)
    declared = {id(entry) for found in shared.values() for _, entry in found}
    elsewhere = {alias for _, entry in others for alias in texts(entry, "aliases")}
    for file, entry in units:
        if entry.get("disambiguate") and id(entry) not in declared and elsewhere.isdisjoint(texts(entry, "aliases")):
            yield file.problem(
                _TABLE, entry, "disambiguate, but no alias is shared", "no disambiguate, or the alias in the other entry too"
            )


def _shared(alias: str, found: list[Placed]) -> Iterator[Problem]:
    file, entry = found[-1]
    places = " and ".join(f"unit {entry.get('id')} ({file.name})" for file, entry in found)
    if any(not entry.get("disambiguate") for _, entry in found):
        yield file.problem(_TABLE, entry, f"alias {alias!r} in {places}", "one entry only, or disambiguate and when in all of them")
    elif sum(not entry.get("when") for _, entry in found) != 1:
        yield file.problem(_TABLE, entry, f"alias {alias!r} in {places}", "when in all of them but one, which is the default reading")


def _bases(units: list[Placed]) -> Iterator[Problem]:
    """In each dimension and system exactly one scale: some unit has the factor 1, and no two currencies share a code."""
    scales: dict[tuple[str, str], list[Placed]] = {}
    for file, entry in units:
        if "factor" in entry and _is_number(entry["factor"], positive=True):
            system = str(entry.get("iso") or entry.get("system") or "")
            scales.setdefault((str(file.content.get("dimension")), system), []).append((file, entry))
    for (dimension, system), found in scales.items():
        bases = [place for place in found if Fraction(place[1]["factor"]) == 1]
        file, entry = (bases or found)[-1]
        where = " ".join(filter(None, (dimension, system)))
        if not bases and "/" not in dimension:
            yield file.problem(_TABLE, entry, f"no base unit of {where}", 'one unit of the dimension with factor = "1"')
        if len(bases) > 1 and "iso" in entry:
            names = " and ".join(f"unit {other['id']} ({holder.name})" for holder, other in bases)
            yield file.problem(_TABLE, entry, f"iso {system} in {names}", "one main unit for each currency code")
