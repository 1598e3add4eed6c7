"""Write `schemas/*.json` from the public models: `python tools/write_schemas.py [FOLDER]`; `make docs` does it."""

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from cnreport_extract.models import Document, Fact

FOLDER = Path(__file__).resolve().parents[1] / "schemas"
MODELS: dict[str, type[BaseModel]] = {"document": Document, "fact": Fact}


def schema(model: type[BaseModel]) -> str:
    """The JSON schema of what a model writes, as the file holds it."""
    content = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema(mode="serialization")}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def write(folder: Path) -> None:
    """Write one file a model."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in MODELS.items():
        (folder / f"{name}.json").write_text(schema(model), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
