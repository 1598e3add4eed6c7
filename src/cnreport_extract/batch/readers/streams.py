"""Byte streams that are read once from front to back."""

from typing import BinaryIO

_PEEK = 4_096


class Peekable:
    r"""A stream whose first bytes can be looked at before it is read.

    Example:
        >>> import io
        >>> stream = Peekable(io.BytesIO(b"a\nb"))
        >>> stream.peek(), stream.readline(10), stream.read(10)
        (b'a\nb', b'a\n', b'b')
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ahead = b""

    def peek(self) -> bytes:
        """The next bytes, which stay to be read."""
        while len(self._ahead) < _PEEK and (more := self._stream.read(_PEEK - len(self._ahead))):
            self._ahead += more
        return self._ahead

    def read(self, size: int) -> bytes:
        """At most so many bytes; fewer only at the end."""
        parts = [self._taken(size)]
        missing = size - len(parts[0])
        while missing > 0 and (more := self._stream.read(missing)):
            parts.append(more)
            missing -= len(more)
        return b"".join(parts)

    def readline(self, size: int) -> bytes:
        """At most so many bytes, up to and with the next line feed."""
        found = self._ahead[:size].find(b"\n")
        start = self._taken(found + 1 if found >= 0 else size)
        if found >= 0 or len(start) >= size:
            return start
        return start + self._stream.readline(size - len(start))

    def _taken(self, size: int) -> bytes:
        taken, self._ahead = self._ahead[:size], self._ahead[size:]
        return taken
