"""Unpacks the releases of `releases/` into pairs of text and gold facts.

    python training/unpack_releases.py FOLDER

Each line of a file in `releases/` is one release: `id`, `title`, `published`, `text` and its gold `facts`. FOLDER then
holds `ID.txt` and `ID.json` pairs for `train_attribution.py` and `cnreport evaluate`.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RELEASES = Path(__file__).with_name("releases")


def releases() -> Iterator[dict[str, Any]]:
    """All releases, by genre and in order."""
    for file in sorted(RELEASES.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def unpack(folder: Path) -> int:
    """Write the pairs; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for release in releases():
        text = release.pop("text")
        (folder / f"{release['id']}.txt").write_text(text, "utf-8", newline="")
        (folder / f"{release['id']}.json").write_text(json.dumps(release, ensure_ascii=False, indent=1), "utf-8")
        count += 1
    return count


def main() -> None:
    """Read the command line and unpack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    print(f"{unpack(parser.parse_args().folder)} releases")


if __name__ == "__main__":
    main()
