"""Run the commands and snippets of the docs, and write again the outputs that stand below them.

    python tools/doc_commands.py            # writes the outputs; `make docs` does it

A ```` ```console ```` block holds commands behind `$ ` and their outputs; a ```` ```bash ```` block holds one command a line;
a ```` ```python ```` block is a program, and a ```` ```text ```` block directly below it is what it prints.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(
    r"^```(?P<language>console|bash|python)\n(?P<body>.*?)^```\n(?:\n?```text\n(?P<output>.*?)^```\n)?", re.MULTILINE | re.DOTALL
)
NOT_RUN = {
    "git clone": "needs a network",
    ".venv/bin/python -m pytest": "would run the suite inside the suite",
    "pip install": "tests/test_install.py does it, in an empty environment",
    "source ": "changes the shell only",
}
SERVERS = ("POSTGRES", "CNREPORT_SERVER")
"""Variables that stand for the address of a server in a command."""

CLUSTERS = re.compile("--engine ray|pyspark")
"""What is run by tests/heavy alone, which sets `HEAVY`."""

HEAVY = "CNREPORT_HEAVY"


@dataclass(frozen=True)
class Example:
    """A command or program in a page, with the output that the page shows (None where it shows none)."""

    page: str
    line: int
    language: str
    source: str
    output: str | None

    @property
    def label(self) -> str:
        """Where it stands."""
        return f"{self.page}:{self.line}"

    @property
    def reason_not_run(self) -> str | None:
        """Why it is not run, None where it is."""
        if any(name in self.source and name not in os.environ for name in SERVERS):
            return "needs a server; tests/test_docs.py starts one"
        if CLUSTERS.search(self.source) and HEAVY not in os.environ:
            return "needs a cluster; tests/heavy/test_docs.py starts one"
        return next((reason for start, reason in NOT_RUN.items() if self.language != "python" and self.source.startswith(start)), None)


def pages(root: Path = ROOT) -> list[Path]:
    """The pages whose commands are run: the README files, CONTRIBUTING and docs/."""
    docs = (page for page in root.glob("docs/**/*.md") if page.parent.name != "decisions")
    return sorted([*root.glob("README*.md"), root / "CONTRIBUTING.md", *docs, *root.glob("patterns/*.md")])


def examples(page: Path, root: Path = ROOT) -> Iterator[Example]:
    """All commands and programs of one page."""
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        yield from _of_block(block, page.relative_to(root).as_posix())


def _of_block(block: re.Match[str], page: str) -> Iterator[Example]:
    language, body, line = block["language"], block["body"], block.string.count("\n", 0, block.start()) + 2
    if language == "python":
        yield Example(page, line, language, body, block["output"])
    elif language == "bash":
        for offset, command in enumerate(body.splitlines()):
            if command and not command.startswith("#"):
                yield Example(page, line + offset, language, command, None)
    else:
        for found in re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE):
            yield Example(page, line + body.count("\n", 0, found.start()), language, found[1], found[2])


def sandbox(folder: Path) -> Path:
    """A copy of the checkout in which commands may write what they like."""
    ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__", "fixtures", "dist", ".*_cache", ".hypothesis")
    return shutil.copytree(ROOT, folder / "checkout", ignore=ignored)


def run(example: Example, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one example in `folder` as a user would, with the installed commands on PATH; make only tells what it would do."""
    home = folder / ".home"
    home.mkdir(exist_ok=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    variables = {name: os.environ[name] for name in (*SERVERS, "JAVA_HOME") if name in os.environ}
    variables |= {"RAY_USAGE_STATS_ENABLED": "0", "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    variables |= {"PATH": path, "HOME": str(home), "LANG": "C.UTF-8", "COLUMNS": "100", "NO_COLOR": "1", "PYTHONPATH": str(ROOT / "src")}
    source = re.sub(r"^make\b", "make --dry-run", example.source)
    command = [sys.executable, "-c", source] if example.language == "python" else ["bash", "-euo", "pipefail", "-c", source]
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=120)
    output = "\n".join(map(str.rstrip, (done.stdout + done.stderr).splitlines()))
    return subprocess.CompletedProcess(command, done.returncode, f"{output}\n" if output else "", "")


def output_of(example: Example, folder: Path) -> str:
    """What an example prints now; for what is not run, what the page shows. One without output is run for those behind it."""
    if example.reason_not_run or example.source.startswith("make"):
        return example.output or ""
    done = run(example, folder)
    if done.returncode:
        sys.exit(f"{example.label}: {example.source}\n{done.stdout}")
    return done.stdout


def rewrite(page: Path, folder: Path) -> None:
    """Put the present outputs into one page; a command that fails ends the program and leaves the page as it is."""

    def refreshed(block: re.Match[str]) -> str:
        found = list(_of_block(block, page.name))
        outputs = [output_of(example, folder) for example in found]
        if block["language"] == "console":
            part, new = "body", "".join(f"$ {example.source}\n{output}" for example, output in zip(found, outputs, strict=True))
        elif block["output"] is not None:
            part, new = "output", outputs[0]
        else:
            return block[0]
        start, end = (offset - block.start() for offset in block.span(part))
        return block[0][:start] + new + block[0][end:]

    page.write_text(BLOCK.sub(refreshed, page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    for found in pages():
        with tempfile.TemporaryDirectory() as place:
            rewrite(found, sandbox(Path(place)))
