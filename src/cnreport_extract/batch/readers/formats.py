"""The formats that are read, as tables: what a file is taken for by the end of its name, or by its first bytes.

A document is one text; a container holds files, a dump holds records, and each of these is an item of its own.
"""

from pathlib import PurePosixPath

PLAIN, HTML, MARKDOWN = "text/plain", "text/html", "text/markdown"
RECORD, LINES = "application/json", "application/jsonl"

DOCUMENTS = {
    ".htm": HTML,
    ".html": HTML,
    ".shtml": HTML,
    ".xhtml": HTML,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".text": PLAIN,
    ".txt": PLAIN,
}

DUMPS = {
    ".jsonl": LINES,
    ".ndjson": LINES,
}

_PAGE_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body")
_HEAD = 2_048


def media_type(name: str, head: bytes) -> str:
    """What a file is taken for.

    Args:
        name: Its name; the ending tells the format.
        head: Its first bytes, which are asked where the name does not tell.

    Example:
        >>> media_type("a/2019.HTML", b""), media_type("page", b"<!DOCTYPE html><html>"), media_type("page", b"")
        ('text/html', 'text/html', 'text/plain')
    """
    suffix = PurePosixPath(name).suffix.lower()
    known = DOCUMENTS.get(suffix) or DUMPS.get(suffix)
    return known or _sniffed(head)


def _sniffed(head: bytes) -> str:
    start = head[:_HEAD].lstrip().lower()
    return HTML if any(sign in start for sign in _PAGE_SIGNS) else PLAIN
