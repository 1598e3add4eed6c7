"""Write docs/cli.md and docs/cli.zh.md: what `cnreport … --help` says, of every command, in both languages.

python tools/write_cli.py            # `make docs` does it; tests/cli/test_help.py compares
"""

from collections.abc import Iterator
from pathlib import Path

import click

from cnreport_extract.cli.app import program
from cnreport_extract.cli.chinese import in_chinese

DOCS = Path(__file__).resolve().parents[1] / "docs"
WIDTH = 100
HEADS = {
    "cli.md": "# The command line\n\n[中文](cli.zh.md)\n\n"
    "What `--help` says, written by `make docs`; with a Chinese `LANG` in Chinese. Errors are in English.\n",
    "cli.zh.md": "# 命令行\n\n[English](cli.md)\n\n"
    "各命令 `--help` 的内容，由 `make docs` 生成。`LANG` 为中文时帮助即为中文，报错始终为英文。\n",
}


def commands(command: click.Command, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """A command and all below it, with the words after `cnreport` that call them."""
    yield path, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from commands(command.commands[name], *path, name)


def page(name: str) -> str:
    """The content of one of the pages in `HEADS`."""
    root = in_chinese(program) if name.endswith(".zh.md") else program
    context = root.context_class(root, info_name="cnreport", terminal_width=WIDTH, **root.context_settings)
    return HEADS[name] + "".join(_part(context, command, *path) for path, command in commands(root))


def _part(root: click.Context, command: click.Command, *path: str) -> str:
    with command.make_context(" ".join(path), [], parent=root, resilient_parsing=True) if path else root as context:
        lines = map(str.rstrip, command.get_help(context).splitlines())
        return f"\n## {context.command_path}\n\n```text\n" + "\n".join(lines) + "\n```\n"


if __name__ == "__main__":
    for name in HEADS:
        (DOCS / name).write_text(page(name), encoding="utf-8")
