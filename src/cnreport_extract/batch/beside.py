"""The text that lies beside a file about it, `017.txt` beside `017.json`, and what is read in it."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from cnreport_extract.batch.decoding import decode
from cnreport_extract.errors import GoldError, InputError
from cnreport_extract.evaluation.gold import GoldDocument, PredictedFact, gold_files, predicted
from cnreport_extract.pipeline import Extractor
from cnreport_extract.sinks.protocol import record


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


def extracted(paths: Iterable[Path], documents: Mapping[str, GoldDocument], extractor: Extractor) -> dict[str, tuple[PredictedFact, ...]]:
    """Run the extractor on the text beside each gold file.

    Args:
        paths: Gold files, or folders of them.
        documents: The gold documents that were read from them.
        extractor: What reads the texts.

    Returns:
        The facts of each document by its id.

    Raises:
        GoldError: A text is missing or not the one that was annotated.
    """
    facts: dict[str, tuple[PredictedFact, ...]] = {}
    for path, document in zip(gold_files(paths), documents.values(), strict=True):
        text = text_of(path, document.sha256)
        row = record(document.id, extractor.read(text, document.published))
        facts[document.id] = predicted(row, str(path)).facts
    return facts
