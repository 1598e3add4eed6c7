"""Gold and predicted facts as they are read: checked shapes, errors that name file, line and field.

Gold: one JSON object a file, as the annotation guideline shows; a field that allows several answers is a list.
Predictions: JSON Lines, one document a line, `{"id": …, "facts": […]}`; several lines of one id add up.
"""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from cnreport_extract.errors import GoldError


def loose_number(value: object) -> Decimal | None:
    """Read a value leniently: what is no number is NaN, which equals nothing.

    Example:
        >>> loose_number("90.0"), loose_number(""), loose_number("many")
        (Decimal('90.0'), None, Decimal('NaN'))
    """
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal("NaN")


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


Number = Annotated[Decimal | None, BeforeValidator(loose_number)]
Text = Annotated[str, BeforeValidator(lambda value: value or "")]
Qualifier = Annotated[str, BeforeValidator(lambda value: value or "=")]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=True)


class Days(_Record):
    """A date range as it is printed; two empty ends are no date."""

    start: str | None = None
    end: str | None = None

    def key(self) -> tuple[str | None, str | None] | None:
        """What makes two ranges equal."""
        return (self.start, self.end) if self.start or self.end else None


class _Statement(_Record):
    """The fields that gold and predicted facts read in the same way."""

    span: tuple[int, int]
    text: Text = ""
    value: Number = None
    value_max: Number = None
    qualifier: Qualifier = "="
    unit: Text = ""
    direction: str | None = None
    basis: str | None = None
    frequency: Annotated[str | None, BeforeValidator(lambda value: value or None)] = None


class MarkedWords(_Record):
    """Where the words of each field stand, as an annotator marked or the program read them; the measure does not need it."""

    entity: tuple[int, int] | None = None
    metric: tuple[int, int] | None = None
    date: tuple[int, int] | None = None


class PredictedFact(_Statement):
    """One answer a field."""

    metric: Text = ""
    aspect: Text = ""
    entity: Text = ""
    date: Days | None = None
    evidence: MarkedWords | None = None


class GoldFact(_Statement):
    """Accepted answers, best first."""

    value: Number
    metric: Annotated[tuple[str | None, ...], BeforeValidator(_listed)]
    aspect: Annotated[tuple[str | None, ...], BeforeValidator(_listed)] = (None,)
    entity: Annotated[tuple[str | None, ...], BeforeValidator(_listed)] = (None,)
    date: Annotated[tuple[Days | None, ...], BeforeValidator(_listed)] = (None,)
    optional: bool = False
    evidence: MarkedWords | None = None


class GoldDocument(_Record):
    """All gold facts of one text."""

    id: str
    title: Text = ""
    published: str | None = None
    genre: str | None = None
    sha256: str | None = None
    facts: tuple[GoldFact, ...]

    @classmethod
    def checked(cls, row: object, where: str) -> "GoldDocument":
        """Check the content of a gold file; `where` is what to call it in an error.

        Raises:
            GoldError: A field is missing or has another shape.
        """
        return _checked(cls, row, where)


class PredictedDocument(_Record):
    """One line of predictions."""

    id: str
    facts: tuple[PredictedFact, ...]


M = TypeVar("M", bound=_Record)


def gold_files(paths: Iterable[Path]) -> list[Path]:
    """Files as they are, folders as their `*.json` in order of name.

    Raises:
        GoldError: A path does not exist, or a folder holds no gold file.
    """
    files: list[Path] = []
    for path in paths:
        found = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not found or not found[0].exists():
            raise GoldError(f"{path}: no gold facts here; expected a JSON file or a folder of them")
        files += found
    return files


def read_gold(paths: Iterable[Path]) -> dict[str, GoldDocument]:
    """Read gold documents by id, in order.

    Raises:
        GoldError: A file is no gold file, or two files have the same id.
    """
    documents: dict[str, GoldDocument] = {}
    sources: dict[str, Path] = {}
    for path in gold_files(paths):
        document = GoldDocument.checked(_loaded(_contents(path), str(path)), str(path))
        if document.id in sources:
            raise GoldError(f"{path}: id {document.id!r} is taken by {sources[document.id]}; give each document its own id")
        documents[document.id], sources[document.id] = document, path
    return documents


def read_predictions(path: Path) -> dict[str, tuple[PredictedFact, ...]]:
    """Read predicted facts by document id.

    Raises:
        GoldError: The file is missing, or a line has another shape; the message names the line.
    """
    facts: dict[str, tuple[PredictedFact, ...]] = {}
    for number, line in enumerate(_contents(path).split("\n"), 1):
        if line.strip():
            document = predicted(_loaded(line, f"{path}, line {number}"), f"{path}, line {number}")
            facts[document.id] = (*facts.get(document.id, ()), *document.facts)
    return facts


def predicted(row: Mapping[str, Any], where: str) -> PredictedDocument:
    """Check one document of predictions; `where` is what to call it in an error."""
    return _checked(PredictedDocument, row, where)


def _contents(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = (getattr(error, "strerror", None) or "not UTF-8").lower()
        raise GoldError(f"{path}: {reason}; expected a readable file of JSON in UTF-8") from error


def _loaded(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise GoldError(f"{where}: no JSON ({error}); expected one object") from error


def _checked(kind: type[M], row: object, where: str) -> M:
    try:
        return kind.model_validate(row)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise GoldError(f"{where}: {place}: {first['msg'].lower()}; the annotation guideline shows the shape") from error
