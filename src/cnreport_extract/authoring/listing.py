"""Find entries among the built-in patterns and one's own: by kind, by words in any of their fields."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cnreport_extract import resources
from cnreport_extract.lexicon.layers import EXTEND, pattern_folders
from cnreport_extract.lexicon.problems import Entry, read_files, texts

KINDS = {"metric": "metric", "unit": "unit", "date": "period", "cue": "cue", "organisation": "body", "pronoun": "pronoun"}
"""What the command line calls a kind of entry, and the name of its table."""

_SENTENCES = ("examples", "counterexamples")
_WORDS = ("aliases", "words", "stems")


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry.

    Attributes:
        kind: One of `KINDS`.
        id: Its id.
        labels: Its Chinese and English label, where it has some.
        words: Its spellings, words or pattern.
        file: Its file; `line` the line of its id.
        own: The folder of the user that it comes from; None for a built-in one.
        extends: Whether it adds to a built-in one.
    """

    kind: str
    id: str
    labels: tuple[str, ...]
    words: tuple[str, ...]
    file: str
    line: int | None
    own: str | None
    extends: bool

    def as_json(self) -> dict[str, Any]:
        """Its fields."""
        return asdict(self)


def listed(words: Sequence[str] = (), kinds: Sequence[str] = (), folders: Sequence[Path] = ()) -> Iterator[Listed]:
    """The entries that hold every word in one of their fields (sentences aside), those of the user's folders last.

    Args:
        words: Any strings.
        kinds: Only entries of these kinds; all where none is named.
        folders: Folders of patterns of one's own.

    Example:
        >>> next(listed(["农民工", "欠薪"], ["metric"])).kind
        'metric'
    """
    for root in (None, *pattern_folders(folders)):
        for file in read_files(root or resources.patterns())[0]:
            for kind in kinds or KINDS:
                for entry in file.tables.get(KINDS[kind], []):
                    if "id" in entry and _holds(entry, words):
                        place = (file.name, file.line(KINDS[kind], str(entry["id"])))
                        yield _listed(kind, entry, place, root)


def _listed(kind: str, entry: Entry, place: tuple[str, int | None], root: Path | None) -> Listed:
    labels = tuple(str(entry[key]) for key in ("zh", "en") if key in entry)
    words = tuple(word for key in _WORDS for word in texts(entry, key)) or tuple(str(entry[key]) for key in ("pattern",) if key in entry)
    return Listed(kind, str(entry["id"]), labels, words, *place, root.as_posix() if root else None, bool(entry.get(EXTEND)))


def _holds(entry: Entry, words: Sequence[str]) -> bool:
    fields = [value for key, value in entry.items() if key not in _SENTENCES]
    told = [item for value in fields for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]
    return all(any(word.lower() in item.lower() for item in told) for word in words)
