"""Our own gold format: a folder with `ID.json` and the text `ID.txt` beside it, as the annotation guideline defines it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cnreport_extract.annotation.annotated import Annotated, fact_row, head_row
from cnreport_extract.batch.beside import text_of
from cnreport_extract.errors import GoldError
from cnreport_extract.evaluation.gold import gold_files, read_gold


def read(paths: Sequence[Path]) -> Iterator[Annotated]:
    """The texts of gold files, or of folders of them.

    Raises:
        GoldError: A file is no gold file, or the text beside it is missing or another one.
    """
    for path, gold in zip(gold_files(paths), read_gold(paths).values(), strict=True):
        yield Annotated(text_of(path, gold.sha256), gold)


def write(items: Iterable[Annotated], folder: Path) -> None:
    """Write a folder, which is made where it is missing.

    Raises:
        GoldError: An id is no name of a file, or a file is there already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for item in items:
        name = item.gold.id
        if not name or Path(name).name != name or name.startswith("."):
            raise GoldError(f"id {name!r} is no name of a file; give each text an id without slashes")
        text, facts = folder / f"{name}.txt", folder / f"{name}.json"
        for path in (text, facts):
            if path.exists():
                raise GoldError(f"{path}: this file is there already; name another folder")
        text.write_text(item.text, encoding="utf-8", newline="")
        facts.write_text(written(item), encoding="utf-8", newline="\n")


def written(item: Annotated) -> str:
    """The content of `ID.json`: one line a fact."""
    data = item.text.encode("utf-8", "surrogatepass")
    head = {**head_row(item.gold), "sha256": hashlib.sha256(data).hexdigest(), "chars": len(item.text)}
    lines = [f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    facts = ",\n".join(f"  {json.dumps(fact_row(fact), ensure_ascii=False)}" for fact in item.gold.facts)
    return "{\n" + ",\n".join([*lines, f' "facts": [\n{facts}\n ]' if facts else ' "facts": []']) + "\n}\n"
