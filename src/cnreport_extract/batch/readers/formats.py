"""The formats that are read, as tables: what a file is taken for by its first bytes, else by the end of its name.

A document is one text. A container holds files and a dump holds records: each of these is an item of its own. A file that
is compressed is opened first, whatever its name says.
"""

from pathlib import PurePosixPath

PLAIN, HTML, MARKDOWN = "text/plain", "text/html", "text/markdown"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
RECORD = "application/json"

LINES, ARRAY, CSV, PARQUET = "application/jsonl", "application/json-array", "text/csv", "application/vnd.apache.parquet"
ZIP, TAR, WARC = "application/zip", "application/x-tar", "application/warc"
UNREAD, FURNITURE = "unread", "furniture"

FORMATS = {
    PLAIN: (".txt", ".text"),
    HTML: (".html", ".htm", ".shtml", ".xhtml", ".jhtml", ".asp", ".aspx", ".jsp", ".jspx", ".php"),
    MARKDOWN: (".md", ".markdown"),
    DOCX: (".docx",),
    PDF: (".pdf",),
    LINES: (".jsonl", ".ndjson"),
    ARRAY: (".json",),
    CSV: (".csv", ".tsv"),
    PARQUET: (".parquet",),
    ZIP: (".zip",),
    TAR: (".tar",),
    WARC: (".warc",),
    UNREAD: (".doc", ".wps", ".rtf", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".epub", ".ofd", ".caj", ".rar", ".7z", ".mht", ".mhtml"),
    # What lies beside a page and holds no text of its own: passed over in folders and containers.
    FURNITURE: (".css", ".js", ".map", ".ico", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".svg", ".woff", ".woff2", ".ttf",
                ".eot", ".mp3", ".mp4", ".avi", ".flv", ".swf", ".db", ".sqlite", ".exe", ".dll", ".log", ".lock", ".pyc"),
}  # fmt: skip

COMPRESSIONS = {"gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd", "bzip2": b"BZh", "xz": b"\xfd7zXZ\0"}
_COMPRESSED = (".gz", ".zst", ".zstd", ".bz2", ".xz")
_COMPRESSED_TAR = (".tgz", ".tbz2", ".txz", ".tzst")

_SUFFIXES = {suffix: media_type for media_type, suffixes in FORMATS.items() for suffix in suffixes}
_SIGNS = {b"%PDF-": PDF, b"PAR1": PARQUET, b"WARC/": WARC, b"PK\x03\x04": ZIP, b"PK\x05\x06": ZIP}
_PAGE_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body")
_TAR_SIGN = slice(257, 262)
_HEAD = 2_048


def media_type(name: str, head: bytes) -> str:
    """What a file is taken for.

    Args:
        name: Its name, without the ending of a compression.
        head: Its first bytes, already decompressed.

    Example:
        >>> [
        ...     media_type(*file)
        ...     for file in [("a/2019.HTML", b""), ("page", b"<!DOCTYPE html><html>"), ("page", b""), ("a.txt", b"%PDF-1.7")]
        ... ]
        ['text/html', 'text/html', 'text/plain', 'application/pdf']
    """
    known = _SUFFIXES.get(PurePosixPath(name).suffix.lower())
    for sign, signed in _SIGNS.items():
        if head.startswith(sign):
            return known if known in {DOCX, UNREAD, FURNITURE} and signed == ZIP else signed
    if head[_TAR_SIGN] == b"ustar":
        return TAR
    if known is None or known == PLAIN:
        return _sniffed(head, known)
    return known


def _sniffed(head: bytes, known: str | None) -> str:
    """What the beginning of a text tells; scrapers save pages under any name."""
    start = head[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_PAGE_SIGNS) or (known is None and any(sign in start for sign in _PAGE_SIGNS)):
        return HTML
    return {b"{": LINES, b"[": ARRAY}.get(start[:1], PLAIN) if known is None else known


def compression(head: bytes) -> str | None:
    """How a file is compressed, None where it is not."""
    return next((name for name, sign in COMPRESSIONS.items() if head.startswith(sign)), None)


def inner_name(name: str) -> str:
    """The name of what a compressed file holds.

    Example:
        >>> inner_name("2019.jsonl.gz"), inner_name("a.tgz"), inner_name("a.html")
        ('2019.jsonl', 'a.tar', 'a.html')
    """
    path = PurePosixPath(name)
    if path.suffix.lower() in _COMPRESSED_TAR:
        return str(path.with_suffix(".tar"))
    return str(path.with_suffix("")) if path.suffix.lower() in _COMPRESSED else name
