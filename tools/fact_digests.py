"""Digest the facts of fixed texts, one line a text: `python tools/fact_digests.py [TEXTS.jsonl]`; `make docs` does it.

Without an argument it writes `tests/fixtures/facts/digests.json`, which a test compares: a change that is only meant to
be faster leaves every line as it is; the lines that another change touches say which texts to look at. With a file of
JSON lines (keys `text` and, if known, `published`) it prints one digest of them all, to compare two commits on an archive.
"""

import hashlib
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from cnreport_extract.pipeline import Extractor

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
FILE = FIXTURES / "facts" / "digests.json"
PUBLISHED = "2025-04-02"


def texts() -> Iterator[tuple[str, str, str]]:
    """Name, text and publish date of the texts of the repository that hold facts."""
    for path in (
        *sorted((FIXTURES / "pages").glob("*.txt")),
        *sorted((FIXTURES / "releases").glob("*/*.txt")),
        ROOT / "examples/sample.txt",
    ):
        yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8"), PUBLISHED
    for path in sorted((FIXTURES / "facts" / "attribution").glob("*.toml")):
        for number, case in enumerate(tomllib.loads(path.read_text("utf-8"))["case"], 1):
            yield f"{path.relative_to(ROOT).as_posix()}#{number}", case["text"], case.get("published", PUBLISHED)


def digest(extractor: Extractor, found: Iterable[tuple[str, str | None]]) -> str:
    """One digest of all facts of texts with their publish dates."""
    made = hashlib.sha256()
    for text, published in found:
        for fact in extractor.read(text, published).facts:
            made.update(fact.model_dump_json().encode() + b"\n")
    return made.hexdigest()[:16]


def digests() -> dict[str, str]:
    """The digest of each text of the repository."""
    extractor = Extractor()
    return {name: digest(extractor, [(text, published)]) for name, text, published in texts()}


def lines(path: Path) -> Iterator[tuple[str, str | None]]:
    """Text and publish date of each line of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            yield record["text"], record.get("published")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(digest(Extractor(), lines(Path(sys.argv[1]))))
    else:
        FILE.write_text(json.dumps(digests(), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
