"""The annotation formats by name, and which one a file is in."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from cnreport_extract.annotation import doccano, gold_folder, label_studio, spacy_docbin
from cnreport_extract.annotation.annotated import Annotated
from cnreport_extract.errors import GoldError, InputError

FORMATS = ("gold", "label-studio", "doccano", "spacy")
TO_FILES = ("gold", "spacy")
"""Formats that are a folder or a binary file, and no text."""


def format_of(path: Path) -> str | None:
    """The format that a file or folder is in; None for a text.

    Example:
        >>> format_of(Path("export.jsonl")), format_of(Path("release.txt"))
        ('doccano', None)
    """
    if path.is_dir():
        return "gold"
    if path.suffix != ".json":
        return {".jsonl": "doccano", ".spacy": "spacy"}.get(path.suffix)
    try:
        with path.open(encoding="utf-8") as file:
            return "label-studio" if file.read(64).lstrip().startswith("[") else "gold"
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: not readable ({error}); expected JSON in UTF-8") from error


def read(name: str, path: Path, *, unreviewed: bool = False) -> Iterator[Annotated]:
    """The texts of a file or folder in one format.

    Raises:
        GoldError: It is not in this format.
    """
    match name:
        case "gold":
            return gold_folder.read([path])
        case "label-studio":
            return label_studio.read(path, unreviewed=unreviewed)
        case "doccano":
            return doccano.read(path)
        case _:
            return spacy_docbin.read(path)


def write_files(name: str, items: Iterable[Annotated], path: Path) -> None:
    """Write a format of `TO_FILES`."""
    (gold_folder if name == "gold" else spacy_docbin).write(items, path)


def write_text(name: str, items: Iterable[Annotated], stream: TextIO) -> None:
    """Write one of the other formats."""
    stream.write(label_studio.written(items) if name == "label-studio" else doccano.written(items))


def interface(name: str) -> str:
    """What a project of the tool is set up with: the labelling interface of Label Studio.

    Raises:
        InputError: The format needs none.
    """
    if name != "label-studio":
        raise InputError("--interface: only label-studio has a labelling interface; leave it out")
    return label_studio.INTERFACE.read_text(encoding="utf-8")
