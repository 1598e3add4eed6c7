"""Comparing all documents of a target, however many: signatures and buckets lie in a temporary database on disk, so memory stays flat.

The documents are gone through in the order of their publish dates and ids; one that is like an earlier original is its copy, any
other is an original itself. What comes out depends on the set of documents alone. Most documents share no bucket with
another: only those that do are gone through.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from types import TracebackType
from typing import Self

from cnreport_extract.errors import TargetError
from cnreport_extract.sinks.duplicates import ALIKE, buckets, likeness

_CANDIDATES = 100
"""The earlier originals that a document is compared with, at most: those that share most buckets with it."""

_SCHEMA = """
PRAGMA journal_mode = OFF;
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT, published TEXT, state BLOB, linked TEXT, original TEXT);
CREATE TABLE buckets (bucket INTEGER, number INTEGER);
CREATE TABLE shared (number INTEGER, bucket INTEGER, PRIMARY KEY (number, bucket)) WITHOUT ROWID;
CREATE TABLE originals (bucket INTEGER, rank INTEGER, number INTEGER, PRIMARY KEY (bucket, rank)) WITHOUT ROWID;
BEGIN;
"""
_SHARE = """
CREATE INDEX by_bucket ON buckets (bucket, number);
INSERT OR IGNORE INTO shared
SELECT b.number, b.bucket
FROM (SELECT bucket FROM buckets GROUP BY bucket HAVING count(*) > 1) crowded JOIN buckets b ON b.bucket = crowded.bucket;
"""
_SHARING = """
SELECT d.number, d.state
FROM (SELECT DISTINCT number FROM shared) s JOIN documents d ON d.number = s.number
ORDER BY d.published IS NULL, d.published, d.id
"""
_EARLIER = """
SELECT d.id, d.state
FROM (SELECT o.number, o.rank, count(*) AS common
      FROM shared s JOIN originals o ON o.bucket = s.bucket
      WHERE s.number = ?
      GROUP BY o.rank
      ORDER BY common DESC, o.rank
      LIMIT ?) nearest JOIN documents d ON d.number = nearest.number
ORDER BY nearest.rank
"""
_CHANGED = "SELECT id, original FROM documents WHERE linked IS NOT original ORDER BY number"


@dataclass(frozen=True, slots=True)
class Signed:
    """A document with its signature (None where it has no letter), and the original that it is linked to up to now."""

    id: str
    published: str | None
    state: bytes | None
    linked: str | None = None


class Comparison:
    """Takes documents, then tells which links change.

    Example:
        >>> from cnreport_extract.sinks.duplicates import signature
        >>> text = "去年,清溪县总工会共受理劳动争议案件90件,调解成功率达91%。"
        >>> with Comparison() as comparison:
        ...     comparison.add([Signed("b", "2025-04-03", signature("本报讯 " + text)), Signed("a", "2025-04-02", signature(text))])
        ...     list(comparison.changes())
        [('b', 'a')]
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)  # a file of its own, without a name: it goes with the process
        self._count = 0
        with _explained():
            self._database.executescript(_SCHEMA)

    def add(self, documents: Iterable[Signed]) -> None:
        """Take more documents.

        Raises:
            TargetError: There is no room for temporary files.
        """
        with _explained():
            for number, document in enumerate(documents, self._count):
                row = (number, document.id, document.published, document.state, document.linked)
                self._database.execute("INSERT INTO documents (number, id, published, state, linked) VALUES (?, ?, ?, ?, ?)", row)
                if document.state is not None:
                    self._database.executemany("INSERT INTO buckets VALUES (?, ?)", zip(buckets(document.state), repeat(number)))
                self._count = number + 1

    def changes(self) -> Iterator[tuple[str, str | None]]:
        """Id and original, or None, of each document that is to be linked otherwise than it is, in the order in which they were taken.

        Raises:
            TargetError: There is no room for temporary files.
        """
        with _explained():
            self._database.executescript(_SHARE)
            for rank, (number, state) in enumerate(self._database.execute(_SHARING)):
                if original := self._original_of(number, state):
                    self._database.execute("UPDATE documents SET original = ? WHERE number = ?", (original, number))
                else:
                    self._database.execute("INSERT INTO originals SELECT bucket, ?, number FROM shared WHERE number = ?", (rank, number))
            yield from self._database.execute(_CHANGED)

    def _original_of(self, number: int, state: bytes) -> str | None:
        """The earlier original that it is most like, the earliest of several; None where it is like none."""
        best, most = None, 0.0
        for earlier, other in self._database.execute(_EARLIER, (number, _CANDIDATES)):
            share = likeness(state, other)
            if share >= ALIKE and share > most:
                best, most = earlier, share
        return best

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._database.close()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        advice = "make room in the folder of temporary files (TMPDIR), then run the same command again"
        raise TargetError(f"near-duplicates: no temporary file ({error}); {advice}") from error
