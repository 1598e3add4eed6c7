"""What every sink is, and the record that most of them write."""

from typing import Any, Protocol

from cnreport_extract.models import Document


class Sink(Protocol):
    """A target for documents. `write` is called once a document, in order; `close` once at the end."""

    def write(self, identifier: str, document: Document) -> None:
        """Take one document."""

    def close(self) -> None:
        """Write what is still held back. The stream itself stays open: it belongs to the caller."""


def record(identifier: str, document: Document) -> dict[str, Any]:
    """The JSON form of a document with its facts: what `jsonl` prints and `cnreport evaluate --pred` reads.

    Example:
        >>> empty = Document(text="", title=None, published=None, sections=(), mentions=(), facts=())
        >>> record("017", empty)
        {'id': '017', 'title': None, 'published': None, 'facts': []}
    """
    return {
        "id": identifier,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "facts": [fact.model_dump(mode="json") for fact in document.facts],
    }
