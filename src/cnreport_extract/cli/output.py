"""Where a command writes: standard output or a file that is only replaced when all is written."""

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from cnreport_extract.errors import InputError


@contextmanager
def opened(path: str | None, inputs: Sequence[str] = ()) -> Iterator[TextIO]:
    """Open the output as UTF-8 text with plain line feeds.

    A regular file is written beside its place and moved there at the end, so that a failed run leaves no half file.

    Args:
        path: The file, or None or `-` for standard output.
        inputs: Files that are read meanwhile and must not be the output.

    Raises:
        InputError: The output cannot be written, or it is one of the inputs.
    """
    if path in {None, "-"}:
        yield _standard_output()
        return
    target = Path(str(path))
    for name in inputs:
        if target.exists() and Path(name).exists() and target.samefile(name):
            raise InputError(f"{path}: this is one of the inputs; name another file with --output")
    regular = target.is_file() or not target.exists()
    place = target.with_name(f"{target.name}.{os.getpid()}.part") if regular else target
    try:
        stream = place.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{path}: cannot be written ({reason}); name a file in a folder that exists and is yours") from error
    try:
        with stream:
            yield stream
        if regular:
            place.replace(target)
    finally:
        if regular:
            place.unlink(missing_ok=True)


def _standard_output() -> TextIO:
    if sys.stdout is None:
        raise InputError("standard output is closed; name a file with --output")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    return sys.stdout
