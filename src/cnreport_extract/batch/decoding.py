"""Bytes → text: a byte order mark, strict UTF-8, then the Chinese encodings, then a general detector.

The Chinese encodings accept nearly any bytes, so a successful decoding proves nothing. What tells them apart
is how many of the characters are everyday ones: those of GB 2312 level 1 or of Big5 level 1.
A byte order mark is no part of the text: offsets count from the character behind it.
"""

import codecs
import re
from contextlib import suppress
from functools import cache

from cnreport_extract.errors import DecodingError, InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHINESE = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_FORMATS = ((b"\x89PNG", "PNG image"), (b"\xff\xd8\xff", "JPEG image"), (b"GIF8", "GIF image"), (b"%PDF", "PDF"),
            (b"PK\x03\x04", "ZIP, DOCX or XLSX"), (b"\xd0\xcf\x11\xe0", "DOC or XLS"), (b"\x1f\x8b", "gzip"))  # fmt: skip
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_EVERYDAY = 0.7
_SAMPLE = 20_000
_BEYOND = re.compile(r"[^\x00-\x7f]+")
_TELLING = 20


def decode(data: bytes, encoding: str | None = None) -> str:
    """Decode the bytes of one text.

    Args:
        data: The whole file.
        encoding: Name of a text encoding of Python; None: detected.

    Returns:
        The text, without byte order mark, line ends as they are.

    Raises:
        InputError: The encoding is unknown, or the bytes are a binary file.
        DecodingError: The bytes are no text in that encoding, or in none that we know.

    Example:
        >>> decode("去年受理案件90件,调解成功率达91%。".encode("gb18030"))
        '去年受理案件90件,调解成功率达91%。'
    """
    for magic, name in _FORMATS:
        if data.startswith(magic):
            raise InputError(f"this is no text but a binary file ({name}); convert it to plain text first")
    return _as_told(data, encoding) if encoding else _detected(data)


def _as_told(data: bytes, encoding: str) -> str:
    text = _strictly(data, _known(encoding))
    if found := _CONTROLS.search(text):
        sign = f"control character U+{ord(found[0]):04X} at {found.start()}"
        raise DecodingError(f"not {encoding}: it would hold the {sign}; leave the encoding out to detect it")
    if not text.isascii() and _contradicted(data, encoding):
        raise DecodingError(f"the bytes are valid UTF-8, read as {encoding} they make no sense; leave the encoding out or give utf-8")
    return text


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        with suppress(UnicodeDecodeError):
            b" ".decode(name)  # a codec that is none of text, such as base64, is found out by using it
    except (LookupError, UnicodeError, ValueError) as error:
        raise InputError(f"unknown text encoding {encoding!r}; use utf-8, gb18030, big5 or utf-16, or leave it out to detect it") from error
    if name == "utf-8":
        return "utf-8-sig"
    return "gb18030" if name in {"gb2312", "gbk"} else name


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        where = f"byte 0x{data[error.start]:02x} at offset {error.start}" if data else "the input"
        name = encoding.removesuffix("-sig")
        raise DecodingError(f"{where} is no {name} text; mend the file, or leave the encoding out to detect it") from error
    except UnicodeError as error:
        raise DecodingError(f"the bytes are no {encoding} text ({error}); leave the encoding out to detect it") from error


def _contradicted(data: bytes, encoding: str) -> bool:
    """Whether the bytes are beyond doubt UTF-8 while the user says something else."""
    if codecs.lookup(encoding).name.startswith("utf-"):
        return False
    plain = _attempt(data, "utf-8")
    return plain is not None and sum(not sign.isascii() for sign in plain[:_SAMPLE]) >= _TELLING


def _detected(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _no_controls(_strictly(data, encoding))
    plain = _attempt(data, "utf-8")
    if plain is not None and "\0" not in plain:
        return _no_controls(plain)
    texts = [text for encoding in _CHINESE if (text := _attempt(data, encoding)) is not None and not _CONTROLS.search(text)]
    best = max(texts, key=everyday_share, default="")
    return best if everyday_share(best) >= _EVERYDAY else _guessed(data)


def _no_controls(text: str) -> str:
    """Refuse what is binary; a stray control character of a scraped page is none."""
    found = _CONTROLS.findall(text)
    if "\0" in found or 50 * len(found) > len(text):
        raise InputError("this is no text but a binary file (it holds NUL or many control characters); convert it to plain text first")
    return text


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def everyday_share(text: str) -> float:
    """The share of everyday Chinese characters and punctuation among the characters beyond ASCII.

    Example:
        >>> everyday_share("去年受理案件90件。"), everyday_share("鍘诲勾鍙楃悊") < 0.7
        (1.0, True)
    """
    beyond = "".join(_BEYOND.findall(text))[:_SAMPLE]
    return sum(map(_everyday().__contains__, beyond)) / len(beyond) if beyond else 0.0


@cache
def _everyday() -> frozenset[str]:
    """Symbols and punctuation, and the characters of GB 2312 level 1 and Big5 level 1."""
    simplified = (bytes((lead, trail)) for lead in [*range(0xA1, 0xA4), *range(0xB0, 0xD8)] for trail in range(0xA1, 0xFF))
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    traditional = (bytes((lead, trail)) for lead in range(0xA1, 0xC7) for trail in trails)
    signs = [pair.decode("gb2312", "ignore") for pair in simplified] + [pair.decode("big5", "ignore") for pair in traditional]
    return frozenset(sign for sign in signs if len(sign) == 1)


def _guessed(data: bytes) -> str:
    """The last resort: a general detector, for the rare text in another encoding."""
    if b"\0" in data:
        raise InputError(f"this is no text but a binary file (NUL byte at offset {data.index(0)}); convert it to plain text first")
    from charset_normalizer import from_bytes  # noqa: PLC0415  (slow to import, hardly ever needed)

    best = from_bytes(data, threshold=0.15).best()
    if best is None or _CONTROLS.search(str(best)):
        raise DecodingError("the bytes are no text in UTF-8, GB18030, Big5, UTF-16 or another known encoding; name it, or mend the file")
    return str(best)
