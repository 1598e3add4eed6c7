"""Help in Chinese: the same commands with the texts of `cli/zh/`, chosen by the language of the environment.

The Python of a command says its help in English. `zh/<command>.toml` beside it says the same in Chinese: `help`, `short` for the
list of commands where that is long, `epilog` and `[options]` by spelling, those that commands share in `zh/_shared.toml`; the
words of a command in a group are joined by `_` (`zh/data_check.toml`). A test fails where one is missing. Errors stay in English.
"""

import copy
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

_TEXTS = Path(__file__).parent / "zh"
_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数", "Positional arguments": "参数"}
_WORDS = {
    "[default: ": "[默认：",
    "[required]": "[必需]",
    "Show this message and exit.": "显示本说明。",
    "Show the version and exit.": "显示版本。",
}
_VERBATIM = "\b\n"
_NOT_FIRST = "，。、；：！？）》”’,.;:!?)]"
_FIRST_COLUMN = 30


def is_chinese(environment: Mapping[str, str]) -> bool:
    """Whether the language that the environment asks for is Chinese.

    Example:
        >>> is_chinese({"LANG": "zh_CN.UTF-8"}), is_chinese({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"})
        (True, False)
    """
    asked = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next(filter(None, asked), "").lower().startswith("zh")


def in_chinese(command: click.Command, path: Sequence[str] = ()) -> click.Command:
    """A copy of a command and of all below it that helps in Chinese; the original stays as it is.

    Args:
        command: The program or a command of it.
        path: The words after `cnreport` that call it.
    """
    texts, shared = chinese_texts(path), chinese_texts(["_shared"])
    chinese = copy.copy(command)
    chinese.context_class = _Context
    chinese.help, chinese.short_help = texts.get("help", command.help), texts.get("short")
    chinese.epilog = texts.get("epilog", command.epilog)
    chinese.params = [_option(option, {**shared["options"], **texts.get("options", {})}) for option in command.params]
    if isinstance(chinese, click.Group):
        chinese.commands = {name: in_chinese(child, (*path, name)) for name, child in chinese.commands.items()}
    return chinese


def chinese_texts(path: Sequence[str]) -> dict[str, Any]:
    """The Chinese texts of the command that these words call; empty where there is no file."""
    file = _TEXTS / f"{'_'.join(path) or 'cnreport'}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _option(option: click.Parameter, texts: Mapping[str, str]) -> click.Parameter:
    if not isinstance(option, click.Option):
        return option
    chinese = copy.copy(option)
    chinese.help = next((texts[name] for name in option.opts if name in texts), option.help)
    return chinese


class _Formatter(click.HelpFormatter):
    """Breaks lines by the width on the terminal, where a Chinese character takes two cells."""

    def write_heading(self, heading: str) -> None:
        self.write(f"{' ' * self.current_indent}{_HEADINGS.get(heading, heading)}：\n")

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法：")

    def write_text(self, text: str) -> None:
        indent, room = " " * self.current_indent, self.width - self.current_indent
        paragraphs = [
            part.removeprefix(_VERBATIM).splitlines() if part.startswith(_VERBATIM) else list(_lines(" ".join(part.split()), room))
            for part in text.split("\n\n")
        ]
        self.write("\n\n".join("\n".join(f"{indent}{line}" for line in lines) for lines in paragraphs))
        self.write("\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _FIRST_COLUMN, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max(cells(term) for term, _ in rows), col_max) + col_spacing
        indent, room = " " * self.current_indent, max(self.width - self.current_indent - first, 10)
        for term, text in rows:
            for word, chinese in _WORDS.items():
                text = text.replace(word, chinese)  # noqa: PLW2901
            lines = list(_lines(text, room)) or [""]
            gap = " " * (first - cells(term)) if cells(term) + col_spacing <= first else f"\n{indent}{' ' * first}"
            self.write(f"{indent}{term}{gap}{lines[0]}".rstrip() + "\n")
            self.write("".join(f"{indent}{' ' * first}{line}\n" for line in lines[1:]))


class _Context(click.Context):
    formatter_class = _Formatter

    def get_usage(self) -> str:
        """The line above an error of usage, in English as the errors of click below it are."""
        formatter = click.HelpFormatter(width=self.terminal_width, max_width=self.max_content_width)
        self.command.format_usage(self, formatter)
        return formatter.getvalue().rstrip("\n")


def cells(text: str) -> int:
    """How many cells of a terminal a text takes.

    Example:
        >>> cells("用法 -o")
        7
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _lines(text: str, room: int) -> Iterator[str]:
    """Break between Chinese characters or at spaces; no closing punctuation begins a line."""
    line = ""
    for piece in _pieces(text):
        if line and cells(line + piece.rstrip()) > room and piece not in _NOT_FIRST:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line.strip():
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Chinese characters one by one, runs of others with the space behind them whole."""
    run = ""
    for sign in text:
        wide = cells(sign) == 2
        if wide or run.endswith(" "):
            yield from filter(None, [run])
            run = ""
        if wide:
            yield sign
        else:
            run += sign
    yield from filter(None, [run])
