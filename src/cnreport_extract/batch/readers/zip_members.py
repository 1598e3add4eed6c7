"""ZIP: its files, in their order. Nothing is unpacked to the disk, so a name like ../a is a name and no path."""

import zipfile
from collections.abc import Iterator
from functools import partial
from typing import IO, BinaryIO

from cnreport_extract.batch.documents import Failure
from cnreport_extract.batch.readers.options import Limits
from cnreport_extract.batch.readers.streams import Bounded, buffered, seekable
from cnreport_extract.errors import ReadError

Member = tuple[str, BinaryIO]
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_FREE = 100_000_000


def zip_members(place: str, stream: BinaryIO, limits: Limits) -> Iterator[Member | Failure]:
    """Name and content of each file.

    Raises:
        ReadError: It is no ZIP file, or unpacks to far more than it could.
    """
    total = 0
    with seekable(stream, limits) as whole, _opened(whole) as archive:
        size = whole.seek(0, 2)
        for info in archive.infolist():
            name = _name(info)
            if info.is_dir():
                continue
            total += info.file_size
            if total > _FREE and total > limits.max_ratio * size:
                raise ReadError("ratio", f"its files are more than {limits.max_ratio} times larger than the archive; the rest was not read")
            if info.flag_bits & _ENCRYPTED:
                yield Failure(f"{place}!{name}", "encrypted", "encrypted; unpack it with its password first")
                continue
            try:
                with archive.open(info) as member:
                    yield name, buffered(Bounded(member, partial(getattr, info, "compress_size"), limits))
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
                yield Failure(f"{place}!{name}", "malformed", f"cannot be unpacked ({error}); mend the archive")


def _opened(whole: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(whole)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ReadError("malformed", f"no ZIP file that can be read ({error}); fetch it again") from error


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a file; Chinese Windows writes GBK and says nothing, which is read as code page 437."""
    if info.flag_bits & _UTF8_NAME or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
