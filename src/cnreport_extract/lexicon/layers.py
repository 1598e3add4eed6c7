"""Entries of several folders of patterns as one list: folders of the user lie over the built-in one, a later folder over an earlier.

===============================================  =========================================================================
an entry of the upper folder                     what becomes of the lower folder
===============================================  =========================================================================
has an `id` of its own                           nothing; where order has a meaning the new entry comes first
has the `id` of a lower entry                    that entry is replaced whole
has it, and `extend = true`                      its lists grow (aliases, words, examples …), other keys that it gives are replaced
shares an alias with a unit or a metric          the lower entry loses the alias; a unit with `when` shares it instead, and a
                                                 metric takes it only where the two have a dimension in common
===============================================  =========================================================================

Units and metrics have ids that are unique in all files; other entries are told apart by file and id, so that a file of the
user has the name of the built-in file that it changes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cnreport_extract.errors import DataError, InputError
from cnreport_extract.records import record

EXTEND = "extend"
PLACES = ("metrics/*.toml", "units/*.toml", "dates/*.toml", "*.toml")
"""Where a folder of patterns is looked into."""
ACROSS_FILES = frozenset({"unit", "metric"})
"""Tables whose ids are unique in all files."""
_ALIASES = "aliases"


@record
class Placed:
    """An entry and where it stands.

    Attributes:
        file: Its file, relative to the folder of the layer.
        shown: What to call that file in an error.
        entry: What TOML made of it, with the keys that the head of the file gives to all entries.
    """

    file: str
    shown: str
    entry: dict[str, Any]

    @property
    def label(self) -> str:
        """The id of the entry."""
        return str(self.entry.get("id", "entry without id"))


def pattern_folders(folders: Iterable[Path]) -> tuple[Path, ...]:
    """The folders, each of them checked to be one that holds patterns.

    Raises:
        InputError: One does not exist, or nothing in it is where patterns are looked for.
    """
    found = tuple(folders)
    for folder in found:
        if not folder.is_dir():
            raise InputError(f"{folder}: no such folder; give one that is laid out as patterns/ (metrics/, units/, dates/)")
        if not any(True for pattern in PLACES for _ in folder.glob(pattern)):
            raise InputError(f"{folder}: no patterns here; expected {', '.join(PLACES)}, as `cnreport data new` writes them")
    return found


def overlaid(layers: Sequence[Sequence[Placed]], table: str) -> list[Placed]:
    """Lay the entries of each layer over those below.

    Args:
        layers: Entries of `[[table]]`, the lowest layer first.
        table: `unit`, `metric`, `cue` …

    Raises:
        DataError: An entry extends one that is not there, or gives a text where the other has a list.

    Example:
        >>> ours = [Placed("units/mass.toml", "mass.toml", {"id": "吨", "aliases": ["吨", "t"]})]
        >>> yours = [Placed("units/own.toml", "own.toml", {"id": "吨", "extend": True, "aliases": ["公吨"]})]
        >>> overlaid([ours, yours], "unit")[0].entry["aliases"]
        ['吨', 't', '公吨']
    """
    found = list(layers[0])
    for layer in layers[1:]:
        found = _over(found, layer, table)
    return found


def _over(lower: list[Placed], upper: Sequence[Placed], table: str) -> list[Placed]:
    places = {_key(placed, table): index for index, placed in enumerate(lower)}
    changed, added = list(lower), []
    for placed in upper:
        index = places.get(_key(placed, table))
        if placed.entry.get(EXTEND):
            if index is None:
                raise DataError.at(placed.shown, placed.label, "extends an entry that is not there", f"give the id of a {table} below")
            changed[index] = extended(changed[index], placed)
        elif index is None:
            added.append(placed)
        else:
            changed[index] = replace(placed, file=changed[index].file)
    found = [*added, *changed]
    return list(_without_claimed(found, upper, table)) if table in ACROSS_FILES else found


def _key(placed: Placed, table: str) -> tuple[str, str]:
    return "" if table in ACROSS_FILES else placed.file, placed.label


def extended(lower: Placed, upper: Placed) -> Placed:
    """The lower entry with what the upper one adds and replaces.

    Raises:
        DataError: A text stands where the other has a list.
    """
    entry = dict(lower.entry)
    for key, value in upper.entry.items():
        if isinstance(entry.get(key), list) and isinstance(value, list):
            entry[key] = [*entry[key], *(item for item in value if item not in entry[key])]
        elif key in entry and isinstance(entry[key], list):
            raise DataError.at(upper.shown, upper.label, f"{key} = {value!r}", "expected a list: extend adds to the list below")
        elif key != EXTEND:
            entry[key] = value
    return replace(lower, shown=upper.shown, entry=entry)


def _without_claimed(found: Sequence[Placed], upper: Sequence[Placed], table: str) -> Iterator[Placed]:
    """What the entries of the upper layer do not claim; an entry without an alias left is gone."""
    whole = {placed.label: placed for placed in found}
    holders: dict[str, list[Placed]] = {}
    for placed in upper:
        given = placed.entry.get(_ALIASES)
        for alias in given if isinstance(given, list) else ():
            holders.setdefault(str(alias), []).append(whole[placed.label])
    theirs = {placed.label for placed in upper}
    for placed in found:
        aliases = placed.entry.get(_ALIASES)
        if placed.label in theirs or not isinstance(aliases, list):
            yield placed
            continue
        left = [alias for alias in aliases if not any(claims(holder.entry, placed.entry, table) for holder in holders.get(str(alias), ()))]
        if left:
            yield placed if len(left) == len(aliases) else replace(placed, entry={**placed.entry, _ALIASES: left})


def claims(holder: dict[str, Any], other: dict[str, Any], table: str) -> bool:
    """Whether an entry takes an alias that both have away from the other."""
    if table == "unit":
        return not holder.get("when")
    return bool(set(holder.get("dimensions", ())) & set(other.get("dimensions", ())))
