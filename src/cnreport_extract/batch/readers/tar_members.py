"""TAR: its regular files, in their order; links and devices are told and left alone. Nothing is unpacked to the disk."""

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from cnreport_extract.batch.documents import Failure
from cnreport_extract.batch.readers.options import Limits
from cnreport_extract.batch.readers.streams import Counted, buffered
from cnreport_extract.errors import ReadError

Member = tuple[str, BinaryIO]


def tar_members(place: str, stream: BinaryIO, limits: Limits) -> Iterator[Member | Failure]:  # noqa: ARG001  (one signature for all)
    """Name and content of each file.

    Raises:
        ReadError: It is no TAR file, or cut off.
    """
    try:
        with tarfile.open(fileobj=stream, mode="r|", errors="backslashreplace") as archive:
            for info in archive:
                if info.isdir():
                    continue
                content = archive.extractfile(info) if info.isreg() else None
                if content is None:
                    yield Failure(f"{place}!{info.name}", "unsupported", "a link or device, no file of its own; it was left alone")
                else:
                    yield info.name, buffered(Counted(cast(BinaryIO, content)))
    except (tarfile.TarError, EOFError) as error:
        raise ReadError("malformed", f"no TAR file that can be read ({error}); fetch it again") from error
