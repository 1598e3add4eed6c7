"""What the docs show works: every command and program is run, every output is the real one, every option is described."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from servers import postgres  # noqa: F401  (a fixture)

import doc_commands
import write_examples
from cnreport_extract.cli.app import program

ROOT = Path(__file__).resolve().parents[1]
READMES = ["README.md", "README.zh.md"]


def shown(page):
    """The examples of a page as a reader sees them."""
    return [(example.language, example.source, example.output) for example in doc_commands.examples(page)]


def repeats_its_sister(page):
    """Whether a page in Chinese shows exactly what the English one shows, so that it need not be run again."""
    sister = page.with_name(page.name.replace(".zh.md", ".md"))
    return sister != page and sister.exists() and shown(sister) == shown(page)


PAGES = [page for page in doc_commands.pages() if shown(page) and not repeats_its_sister(page)]


@pytest.fixture
def no_network():
    """Examples run in processes of their own; servers are on this machine."""


@pytest.fixture
def workbench(tmp_path):
    """The address of a server that runs for the length of a test."""
    command = [sys.executable, "-m", "cnreport_extract", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as server:
        yield re.search(r"http://[\d.:]+", server.stderr.readline())[0]
        server.terminate()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_examples_work_one_after_the_other_and_print_what_the_page_shows(page, tmp_path, request, monkeypatch):
    if "$POSTGRES" in page.read_text(encoding="utf-8"):
        server, database = request.getfixturevalue("postgres"), f"page_{PAGES.index(page)}"
        server.ask(f"CREATE DATABASE {database}")
        monkeypatch.setenv("POSTGRES", server.address(database))
    if "$CNREPORT_SERVER" in page.read_text(encoding="utf-8"):
        monkeypatch.setenv("CNREPORT_SERVER", request.getfixturevalue("workbench"))
    folder = doc_commands.sandbox(tmp_path)
    for example in doc_commands.examples(page):
        if example.reason_not_run:
            continue
        done = doc_commands.run(example, folder)
        assert done.returncode == 0, f"{example.label}: {example.source}\n{done.stdout}"
        if example.output is not None and not example.source.startswith("make"):
            assert done.stdout == example.output, f"{example.label}: run `make docs`"


def commands(command, name):
    """Name and click object of a command and of all commands below it."""
    yield name, command
    for child, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{name} {child}")


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("command", [f"cnreport {name}" for name in program.commands])
def test_command_is_named(readme, command):
    assert command in (ROOT / readme).read_text(encoding="utf-8"), (
        f"{readme} does not mention `{command}`; its options are told by docs/cli.md"
    )


@pytest.mark.parametrize("readme", READMES)
def test_options_that_are_named_exist(readme):
    known = {spelling for _, command in commands(program, "cnreport") for option in command.params for spelling in option.opts} | {"--help"}
    named = set(re.findall(r"`(--[a-z-]+)", (ROOT / readme).read_text(encoding="utf-8")))
    assert named <= known


def test_both_readmes_show_the_same_examples():
    sources = [[example.source for example in doc_commands.examples(ROOT / readme)] for readme in READMES]
    assert sources[0] == sources[1]
    assert sources[0]


@pytest.mark.parametrize(
    "page", [*doc_commands.pages(), *sorted((ROOT / "docs" / "decisions").glob("*.md"))], ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


@pytest.mark.parametrize("readme", READMES)
def test_files_that_are_named_exist(readme):
    named = re.findall(
        r"`((?:src|patterns|gazetteers|docs|examples|schemas|tests|tools)/[\w./-]*)`", (ROOT / readme).read_text(encoding="utf-8")
    )
    missing = [name for name in named if not (ROOT / name).exists()]
    assert not missing


def test_make_targets_that_are_named_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = "".join(page.read_text(encoding="utf-8") for page in doc_commands.pages())
    assert set(re.findall(r"`make ([a-z]+)`", text)) <= targets


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")), ids=lambda page: page.name)
def test_decision_page_has_its_parts(page):
    text = page.read_text(encoding="utf-8")
    assert re.match(rf"# {int(page.name[:4])}\. ", text), "title: `# <number>. <what was decided>`"
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Decision", "Consequence"]


@pytest.mark.parametrize("name", write_examples.EXAMPLES)
def test_whole_releases_are_shown_as_they_are_read(name):
    for language, ending in (("en", ""), ("zh", ".zh")):
        shown = (write_examples.FOLDER / f"{name}{ending}.md").read_text(encoding="utf-8")
        assert shown == write_examples.page(name, language), "run `make docs`"
        assert shown.count("<sup>") == shown.count("\n| ") - 2 >= 20
