"""Help: in both languages for every command and option, written into docs/cli.md, completed by shells."""

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import click
import pytest

import write_cli
from cnreport_extract.cli.app import program
from cnreport_extract.cli.chinese import chinese_texts, in_chinese

DOCS = Path(__file__).resolve().parents[2] / "docs"
COMMANDS = list(write_cli.commands(program))
SHARED = chinese_texts(["_shared"])["options"]
HAN = re.compile("[\u4e00-\u9fff]")


def named(case):
    return " ".join(("cnreport", *case[0]))


@pytest.mark.parametrize("name", write_cli.HEADS)
def test_page_of_the_docs_is_what_help_says(name):
    assert (DOCS / name).read_text(encoding="utf-8") == write_cli.page(name), "run `make docs`"


@pytest.mark.parametrize("case", COMMANDS, ids=named)
def test_command_and_options_are_told_in_chinese(case):
    path, command = case
    texts = chinese_texts(path)
    assert texts, f"add src/cnreport_extract/cli/zh/{'_'.join(path) or 'cnreport'}.toml"
    told = [option for option in command.params if isinstance(option, click.Option) and "--version" not in option.opts]
    missing = [option.opts for option in told if not set(option.opts) & {*SHARED, *texts.get("options", {})}]
    assert not missing, "each option in [options]"
    spellings = {name for option in told for name in option.opts}
    assert set(texts.get("options", {})) <= spellings, "no option that is none"
    assert all(HAN.search(text) for text in [texts["help"], texts["epilog"], *texts.get("options", {}).values()])


@pytest.mark.parametrize("language", ["English", "Chinese"])
def test_list_of_commands_says_whole_sentences(language):
    root = in_chinese(program) if language == "Chinese" else program
    for path, command in list(write_cli.commands(root))[1:]:
        told = command.get_short_help_str(limit=60)
        assert told.endswith((".", "。")), f"{path}: {told}"
        assert not told.endswith("..."), f"{path}: {told}; give it a short_help, and `short` in Chinese"


def examples(epilog):
    """The commands of the examples, without what is said behind them."""
    return [re.split(r" {2,}", line.strip())[0] for line in epilog.splitlines() if re.match(r" {2}\S", line)]


@pytest.mark.parametrize("case", COMMANDS, ids=named)
def test_both_languages_show_the_same_examples(case):
    path, command = case
    assert command.epilog, f"give {named(case)} examples: an epilog that begins with \\b and `Examples:`"
    assert "Examples:\n" in command.epilog
    assert examples(command.epilog) == examples(chinese_texts(path)["epilog"]) != []


def width(line):
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


@pytest.mark.parametrize("case", COMMANDS, ids=named)
@pytest.mark.parametrize("columns", [60, 100])
def test_chinese_help_keeps_to_the_width(case, columns):
    path, _ = case
    command = in_chinese(program)
    for word in path:
        command = command.commands[word]
    text = command.get_help(command.make_context(named(case), [], resilient_parsing=True, terminal_width=columns))
    for line in text.splitlines():
        kept = any(line.strip() in whole for whole in (command.epilog, command.help))
        assert width(line) <= columns + 2 or kept, line


def run(arguments, **environment):
    command = [sys.executable, "-m", "cnreport_extract", *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"}, "用法："),
        ({"LC_ALL": "zh_CN", "LANG": "C"}, "用法："),
        ({"LC_ALL": "C", "LANG": "zh_CN"}, "Usage: "),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}, "Usage: "),
    ],
)
def test_language_is_that_of_the_environment(environment, says):
    assert run(["extract", "--help"], **environment).stdout.startswith(says)


@pytest.mark.parametrize("words", [["nope"], ["extract"], ["extract", "--nope"], ["data", "new"]], ids=" ".join)
def test_errors_are_in_one_language(words):
    told = run(words, LC_ALL="zh_CN.UTF-8")
    assert (told.returncode, told.stderr) == (2, run(words, LC_ALL="C.UTF-8").stderr)
    assert told.stderr.startswith("Usage: cnreport ")


def test_original_commands_stay_english():
    in_chinese(program)
    assert not HAN.search(program.help + "".join(child.help for child in program.commands.values()))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script_is_printed(shell):
    done = run(["completion", shell])
    assert done.returncode == 0
    assert f"_CNREPORT_COMPLETE={shell}_complete" in done.stdout


@pytest.mark.parametrize(
    ("line", "offered"),
    [("cnreport ext", ["extract"]), ("cnreport extract --form", ["--format"]), ("cnreport extract --format js", ["jsonl", "json"])],
)
def test_completion_offers_what_fits(line, offered):
    words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1), "_CNREPORT_COMPLETE": "bash_complete"}
    found = [entry.split(",")[1] for entry in run([], **words).stdout.splitlines()]
    assert found == offered
