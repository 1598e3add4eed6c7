"""Bytes of an archive → text, whatever they say of themselves. What had to be mended is told in notes.

`decoding` finds the encoding of bytes that are whole; this module goes on where they are not, or where the page says
what it is: wrong labels, encodings mixed in one page, characters cut in two, stray NUL bytes, text decoded wrongly before.
"""

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress

from cnreport_extract.batch.decoding import decode, everyday_share
from cnreport_extract.errors import DecodingError

Notes = tuple[str, ...]

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_HEAD = 4_096
_MAINS = ("utf-8", "gb18030", "big5hkscs")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
_SEVEN_BIT = ("hz", "iso2022_cn")
_BREAKS = re.compile(rb"[^\n<>]*[\n<>]*")
_EVERYDAY, _CERTAIN = 0.7, 0.9
_MOST_LOST = 0.05
_SHORTEST_FOREIGN = 4
_MOST_NULS = 0.01
_UNDONE = (("gb18030", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030"))
_LOST = "\ufffd"
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes, told: str | None = None, label: str | None = None) -> tuple[str, Notes]:
    """Decode a file or page.

    Args:
        data: All of its bytes.
        told: The encoding that the user says; then nothing else is tried.
        label: The encoding that the server said; what a page says of itself is looked for.

    Returns:
        The text, and a note for each thing that was mended.

    Raises:
        InputError: It is a binary file.
        DecodingError: It is no text, or too much of it would be lost.

    Example:
        >>> decoded("<meta charset=gbk><p>去年受理案件90件</p>".encode())
        ('<meta charset=gbk><p>去年受理案件90件</p>', ('declared gbk, read as utf-8',))
    """
    if told:
        return decode(data, told), ()
    data, notes = _without_nuls(data)
    declared = _declared(data, label)
    if declared and (text := _as_declared(data, declared)) is not None:
        return text, notes
    if (plain := _strictly(data, "utf-8")) is not None and (undone := _undone(plain)):
        return undone[0], notes + undone[1]
    try:
        text = decode(data)
    except DecodingError:
        text, mended = _mixed(data)
        return text, notes + mended
    return text, notes + _mislabelled(data, text, declared)


def stream_encoding(head: bytes) -> str:
    """The encoding of a long text, told by its beginning (which may end within a character).

    Example:
        >>> stream_encoding("去年受理案件90件".encode("utf-16")), stream_encoding("去年受理案件".encode("gbk")[:-1]), stream_encoding(b"{")
        ('utf-16', 'gb18030', 'utf-8')
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    with suppress(UnicodeDecodeError):
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return "utf-8"
    return max(_MAINS, key=lambda name: _worth(head.decode(name, "replace")))


def _without_nuls(data: bytes) -> tuple[bytes, Notes]:
    """The bytes without NUL bytes that strayed into them; many of them are UTF-16 or a binary file."""
    count = data.count(0)
    if not count or count > max(1, _MOST_NULS * len(data)) or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data, ()
    return data.replace(b"\0", b""), (f"NUL bytes left out: {count}",)


def _declared(data: bytes, label: str | None) -> str | None:
    """The codec that the page, else the server, says; None where neither says one that exists."""
    found = _META.search(data[:_HEAD])
    for name in (found[1].decode("ascii", "ignore") if found else None, label):
        with suppress(LookupError):
            if name:
                return codecs.lookup(name.strip(" \"';")).name
    return None


def _as_declared(data: bytes, declared: str) -> str | None:
    """The text in the encoding that is declared, where it decides: in bytes that would pass for several.

    A label is believed where the bytes are no UTF-8, it fits, and what comes out is everyday Chinese.
    """
    if declared in _SEVEN_BIT:
        return _strictly(data, declared) if data.isascii() else None
    if declared == "utf-8" or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _strictly(data, "utf-8"):
        return None
    text = _strictly(data, _WIDER.get(declared, declared))
    return text if text is not None and everyday_share(text) >= _EVERYDAY else None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _mislabelled(data: bytes, text: str, declared: str | None) -> Notes:
    """A note where the label is wrong; for ASCII every label is right."""
    if declared is None or text.isascii() or _strictly(data, _WIDER.get(declared, declared)) == text:
        return ()
    actual = next((name for name in _MAINS if _strictly(data, name) == text), None)
    if actual is None and declared.startswith("utf-16"):
        return ()
    shown = {name: wide for wide, name in (("big5", "big5hkscs"),)}.get(actual or "", actual or "another encoding")
    return () if data.startswith(codecs.BOM_UTF8) and declared == "utf-8" else (f"declared {declared}, read as {shown}",)


def _mixed(data: bytes) -> tuple[str, Notes]:
    """Text of bytes in several encodings: line by line, tag by tag, each in the main one or else in one that fits.

    Raises:
        DecodingError: More than a few characters would be lost.
    """
    main = max(_MAINS, key=lambda name: _worth(data.decode(name, "replace")))
    others = [name for name in _MAINS if name != main]
    pieces: list[str] = []
    foreign = lost = 0
    for piece in _BREAKS.findall(data):
        text, sort = _piece(piece, main, others)
        pieces.append(text)
        foreign += sort == "foreign"
        lost += text.count(_LOST) if sort == "broken" else 0
    text = "".join(pieces)
    beyond = sum(not sign.isascii() for sign in text)
    if lost > max(2, _MOST_LOST * beyond) or everyday_share(text) < _EVERYDAY:
        raise DecodingError("the bytes are no text in UTF-8, GB18030, Big5, UTF-16 or another known encoding; name it, or mend the file")
    return text, tuple(_told(main, foreign, lost))


def _told(main: str, foreign: int, lost: int) -> Iterator[str]:
    if foreign:
        yield f"mixed encodings: {foreign} pieces are not {main}"
    if lost:
        yield f"broken {main}: characters lost: {lost}"


def _worth(text: str) -> float:
    return everyday_share(text) - 3 * text.count(_LOST) / max(1, sum(not sign.isascii() for sign in text))


def _piece(data: bytes, main: str, others: list[str]) -> tuple[str, str]:
    """One piece as text, and how it was read: in the main encoding, in a foreign one, or broken."""
    if (text := _strictly(data, main)) is not None:
        return text, "main"
    for name in others:
        text = _strictly(data, name)
        if text is not None and len(data) >= _SHORTEST_FOREIGN and everyday_share(text) >= _CERTAIN:
            return text, "foreign"
    return data.decode(main, "replace"), "broken"


def _undone(text: str) -> tuple[str, Notes] | None:
    """Text that somebody decoded wrongly before it was stored, read again; None where it is as it should be."""
    if text.isascii() or everyday_share(text) >= _EVERYDAY:
        return None
    for wrong, right in _UNDONE:
        with suppress(UnicodeError):
            again = text.encode(wrong).decode(right)
            if everyday_share(again) >= _CERTAIN:
                return again, (f"was {right} decoded as {wrong}; undone",)
    return None
