"""Puts the annotations of `annotations.jsonl` beside their texts, which are not part of the project.

    python training/join_texts.py ARCHIVE.jsonl[.gz] FOLDER

The archive holds one JSON object a line with `title` and `text`. A text is recognised by the SHA-256 of its title, a line
end and its body (of the body alone where it opens with the title). FOLDER then holds `ID.txt` and `ID.json` pairs for
`train_attribution.py`; spans count in `ID.txt`.
"""

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

ANNOTATIONS = Path(__file__).with_name("annotations.jsonl")


def texts(archive: Path) -> Iterator[str]:
    """The texts of the archive as they were annotated: title, line end, body."""
    with gzip.open(archive, "rt", encoding="utf-8") if archive.suffix == ".gz" else archive.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["text"] if row["text"].startswith(row["title"]) else f"{row['title']}\n{row['text']}"


def join(archive: Path, folder: Path) -> tuple[int, int]:
    """Write the pairs; returns how many annotations found their text and how many there are."""
    rows = {row["sha256"]: row for row in map(json.loads, ANNOTATIONS.read_text("utf-8").splitlines())}
    folder.mkdir(parents=True, exist_ok=True)
    found = 0
    for text in texts(archive):
        row = rows.get(hashlib.sha256(text.encode()).hexdigest())
        if row is not None:
            (folder / f"{row['id']}.txt").write_text(text, "utf-8")
            (folder / f"{row['id']}.json").write_text(json.dumps(row, ensure_ascii=False, indent=1), "utf-8")
            found += 1
    return found, len(rows)


def main() -> None:
    """Read the command line and join."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    found, known = join(options.archive, options.folder)
    print(f"{found} of {known} annotated texts found in {options.archive}")


if __name__ == "__main__":
    main()
