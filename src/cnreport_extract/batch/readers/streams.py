"""Byte streams: decompressed within bounds, turned into UTF-8, made seekable."""

import bz2
import codecs
import gzip
import io
import lzma
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, cast

from cnreport_extract.batch.readers.encodings import stream_encoding
from cnreport_extract.batch.readers.options import Limits
from cnreport_extract.errors import ReadError

_FREE = 1_000_000
_CHUNK = 1 << 16
_IN_MEMORY = 1 << 26


class Bounded(io.RawIOBase):
    """A stream that ends with an error where it grows too much larger than its compressed form.

    Args:
        stream: What is read.
        compressed: Tells how many compressed bytes were read so far, or are in all.
        limits: The ratio that is allowed, from a megabyte on.
    """

    def __init__(self, stream: IO[bytes], compressed: Callable[[], int], limits: Limits) -> None:
        super().__init__()
        self._stream, self._compressed, self._ratio = stream, compressed, limits.max_ratio
        self._read = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read on.

        Raises:
            ReadError: It grew too large.
        """
        data = self._stream.read(min(len(buffer), _CHUNK))
        buffer[: len(data)] = data
        self._read += len(data)
        if self._read > _FREE and self._read > self._ratio * max(1, self._compressed()):
            raise ReadError(
                "ratio",
                f"more than {self._ratio} times larger than its compressed form; no text is like that: look at it, or raise the limit",
            )
        return len(data)


class Counted(io.RawIOBase):
    """A stream that counts what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read on."""
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class Recoded(io.RawIOBase):
    """Text in any encoding as a stream of UTF-8; what is broken becomes U+FFFD."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        super().__init__()
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ahead = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read on."""
        while not self._ahead:
            data = self._stream.read(_CHUNK)
            self._ahead = self._decoder.decode(data, not data).removeprefix("\ufeff").encode()
            if not data:
                break
        taken, self._ahead = self._ahead[: len(buffer)], self._ahead[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def buffered(stream: io.RawIOBase) -> io.BufferedReader:
    """A stream that can be peeked into."""
    return io.BufferedReader(stream, _CHUNK)


def head(stream: BinaryIO) -> bytes:
    """The next bytes, which stay to be read."""
    return cast(io.BufferedReader, stream).peek(_CHUNK)


def decompressed(stream: BinaryIO, compression: str, limits: Limits) -> io.BufferedReader:
    """What a compressed stream holds.

    Raises:
        ReadError: The package for this compression is missing.
    """
    counted = Counted(stream)
    return buffered(Bounded(_OPENERS[compression](buffered(counted)), lambda: counted.count, limits))


def _zstd(stream: IO[bytes]) -> IO[bytes]:
    try:
        import zstandard  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise ReadError("extra", "zstd files need an extra: pip install 'cnreport-extract[batch]'") from error
    return cast(IO[bytes], zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(stream, read_across_frames=True))


_OPENERS: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
    "gzip": lambda stream: cast(IO[bytes], gzip.GzipFile(fileobj=stream)),
    "zstd": _zstd,
    "bzip2": lambda stream: cast(IO[bytes], bz2.BZ2File(stream)),
    "xz": lambda stream: cast(IO[bytes], lzma.LZMAFile(stream)),  # noqa: SIM115
}


def in_utf8(stream: BinaryIO, *, always: bool = True) -> BinaryIO:
    """A stream of text as UTF-8.

    Args:
        stream: Text in any encoding; its beginning tells which.
        always: False: only where lines could not be told apart as they are (UTF-16, UTF-32).
    """
    encoding = stream_encoding(head(stream))
    if encoding == "utf-8" or not (always or encoding.startswith(("utf-16", "utf-32"))):
        return stream
    return buffered(Recoded(stream, encoding))


@contextmanager
def seekable(stream: BinaryIO, limits: Limits) -> Iterator[BinaryIO]:
    """The stream itself where it can be read in any order, else a copy in memory or a temporary file.

    Raises:
        ReadError: It is larger than a file may be.
    """
    if stream.seekable():
        stream.seek(0)
        yield stream
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
        while data := stream.read(_CHUNK):
            copy.write(data)
            if copy.tell() > limits.max_file_bytes:
                raise ReadError(
                    "too-large", f"more than {limits.max_file_bytes:,} bytes, the limit for a file; split it or raise the limit"
                )
        copy.seek(0)
        yield cast(BinaryIO, copy)
