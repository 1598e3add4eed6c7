"""What a batch hands to a target, and what every target can do.

The worker turns each item of an archive into a `Result` (`rows.result`) or a `Failure`; both are plain values that
pickle cheaply. The parent gives them to a `Target` in batches; one batch is one transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self

Row = Mapping[str, Any]
"""Its cells are texts, numbers, bytes and None, which every database takes as they are; days are written as ISO writes them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text came from, and what the archive says about it.

    `place` and `digest` (of the raw item) are the checkpoint; `title` and `published` are None where they are left to be found
    in the text; `key` is the id that the archive itself gives, `notes` what was mended on the way.
    """

    place: str
    digest: str
    title: str | None = None
    published: date | None = None
    key: str | None = None
    notes: tuple[str, ...] = ()


class Result(NamedTuple):
    """An item that was read: the rows of its document, as the tables of `schema.py` hold them."""

    place: str
    digest: str
    document: Row
    facts: tuple[Row, ...] = ()
    entities: tuple[Row, ...] = ()
    metrics: tuple[Row, ...] = ()
    key: str | None = None
    notes: tuple[str, ...] = ()


class Failure(NamedTuple):
    """An item that gave no facts: `kind` is a fixed word for statistics (`encoding`, `too-large`, `timeout`, …), `message` a sentence.

    `digest` is that of the raw item; None where it could not even be read, so that the next run tries it again.
    """

    place: str
    kind: str
    message: str
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the batch. `ruleset` names the version and data that facts are made with; `command` is for people."""

    ruleset: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a target holds at the end of a run."""

    documents: int
    duplicates: int
    facts: int
    failures: Mapping[str, int]


class Target(Protocol):
    """A place for the facts of an archive. It is its own checkpoint: what is written is done, what is not is not.

    Every method may raise `TargetError`; nothing is half written then, and the same call may be tried again.
    """

    def done(self, marks: Iterable[tuple[str, str]], *, failed: bool = True) -> set[str]:
        """Of items, given as place and digest, the places that the present rule set has read already.

        `failed` says whether an item that failed counts as read.
        """

    def write(self, outcomes: Sequence[Result | Failure]) -> None:
        """Take a batch in one transaction. What its places and documents held before is replaced; order does not matter."""

    def finish(self) -> Totals:
        """Link near-duplicates, bring exported files up to date and close the run's row. May be called again."""

    def close(self) -> None:
        """Let go of the connection."""

    def __enter__(self) -> Self:
        """The target closes itself at the end of a `with` block."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close."""
