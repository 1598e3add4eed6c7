"""What people said about facts, kept beside the originals in a SQLite file of its own.

Nothing is ever written over: each word about a fact is a row, the last one counts, and the original stands in every row. The
file holds the texts too, so that it outlives an archive that is read anew, and gives gold facts without it.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from cnreport_extract.errors import InputError
from cnreport_extract.models import Document, Fact
from cnreport_extract.sinks.rows import identity, storable

Verdict = Literal["accept", "correct", "reject", "add", "withdraw"]
VERDICTS: tuple[Verdict, ...] = ("accept", "correct", "reject", "add", "withdraw")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY, title TEXT, published TEXT, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS reviews (
    id INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (id),
    fact_key TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'correct', 'reject', 'add', 'withdraw')),
    original TEXT,
    corrected TEXT,
    made TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS reviews_by_fact ON reviews (document_id, fact_key, id);
"""
_LAST = """
SELECT r.document_id, r.fact_key, r.verdict, r.original, r.corrected, r.made FROM reviews r
WHERE r.id = (SELECT max(s.id) FROM reviews s WHERE s.document_id = r.document_id AND s.fact_key = r.fact_key)
"""


@dataclass(frozen=True, slots=True)
class Review:
    """The last word about a fact. `original` is None for a fact that was missed, `corrected` is None unless one was given."""

    document: str
    key: str
    verdict: Verdict
    original: Fact | None
    corrected: Fact | None
    made: str

    @property
    def fact(self) -> Fact | None:
        """What holds after all: None where the fact was rejected."""
        return None if self.verdict == "reject" else self.corrected or self.original


def document_key(text: str, published: date | None) -> str:
    """Names a document by its content."""
    return identity(storable(text), published and published.isoformat())


def fact_key(fact: Fact) -> str:
    """Names a fact of a document by its place: rules may read it differently one day, what was said about it stays with it."""
    return identity(*fact.span)


class ReviewStore:
    """One file of reviews. Threads may share it.

    Args:
        path: The file; it is made with the first review.

    Raises:
        InputError: The file is another one, or cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()
        if path.exists():
            with self._connection():
                pass

    def add(self, document: Document, verdict: Verdict, original: Fact | None, corrected: Fact | None) -> Review:
        """Write one word about a fact of a document."""
        subject = corrected or original
        if subject is None:
            raise InputError("a review needs a fact: the original, or what was missed")
        text, number = storable(document.text), document_key(document.text, document.published)
        row = (number, fact_key(original or subject), verdict, _dumped(original), _dumped(corrected), _now())
        published = document.published.isoformat() if document.published else None
        with self._connection() as connection:
            connection.execute("INSERT OR IGNORE INTO documents VALUES (?, ?, ?, ?)", (number, document.title, published, text))
            connection.execute(
                "INSERT INTO reviews (document_id, fact_key, verdict, original, corrected, made) VALUES (?, ?, ?, ?, ?, ?)", row
            )
        return Review(number, row[1], verdict, original, corrected, row[5])

    def of(self, document: Document) -> dict[str, Review]:
        """The last words about the facts of one document, by the keys of the facts; what was withdrawn is left out."""
        query = f"{_LAST} AND r.document_id = ? ORDER BY r.id"
        found = self._rows(query, (document_key(document.text, document.published),))
        return {review.key: review for review in found if review.verdict != "withdraw"}

    def all(self) -> list[Review]:
        """The last words about all facts, in the order they were said; what was withdrawn is left out."""
        return [review for review in self._rows(f"{_LAST} ORDER BY r.id", ()) if review.verdict != "withdraw"]

    def document(self, key: str) -> Document | None:
        """The text that something was said about, without facts; None where there is none of this key."""
        kept = {number: (title, published, text) for number, title, published, text in self.documents() if number == key}
        if key not in kept:
            return None
        title, published, text = kept[key]
        return Document(text=text, title=title, published=published, sections=(), mentions=(), facts=())

    def documents(self) -> Iterator[tuple[str, str | None, date | None, str]]:
        """Key, title, publish date and text of each document that somebody said something about."""
        if not self._path.exists():
            return
        with self._connection() as connection:
            rows = connection.execute("SELECT id, title, published, text FROM documents ORDER BY id").fetchall()
        for key, title, published, text in rows:
            yield key, title, date.fromisoformat(published) if published else None, text

    def _rows(self, query: str, values: Iterable[str]) -> list[Review]:
        if not self._path.exists():
            return []
        with self._connection() as connection:
            rows = connection.execute(query, tuple(values)).fetchall()
        return [Review(row[0], row[1], row[2], _loaded(row[3]), _loaded(row[4]), row[5]) for row in rows]

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._lock, closing(sqlite3.connect(self._path, timeout=30)) as connection, connection:
                connection.executescript(_SCHEMA)
                yield connection
        except sqlite3.Error as error:
            raise InputError(f"{self._path}: no file of reviews can be kept here ({error}); name another one with --reviews") from error


def _dumped(fact: Fact | None) -> str | None:
    return json.dumps(fact.model_dump(mode="json"), ensure_ascii=True) if fact else None


def _loaded(text: str | None) -> Fact | None:
    return Fact.model_validate_json(text) if text else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
