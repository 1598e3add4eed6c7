"""The text that lies beside a file about it: `017.txt` beside `017.json`."""

import hashlib
from pathlib import Path

from cnreport_extract.batch.decoding import decode
from cnreport_extract.errors import GoldError, InputError


def text_of(path: Path, sha256: str | None = None) -> str:
    """Read `ID.txt` beside `ID.json`.

    Args:
        path: The file `ID.json`.
        sha256: Digest of the text's bytes, where the file gives it.

    Raises:
        GoldError: There is no text, or it is not the one that was annotated.
    """
    beside = path.with_suffix(".txt")
    try:
        data = beside.read_bytes()
        text = decode(data, "utf-8")
    except OSError as error:
        raise GoldError(f"{path}: no readable text {beside.name} beside it; put it there or give predictions with --pred") from error
    except InputError as error:
        raise GoldError(f"{beside}: {error}") from error
    if sha256 and hashlib.sha256(data).hexdigest() != sha256:
        raise GoldError(f"{beside}: not the text that {path.name} was made for (sha256 differs); restore it or annotate it anew")
    return text
