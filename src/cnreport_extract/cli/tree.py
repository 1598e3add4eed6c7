"""The tree that shows how a fact came about: a branch a field, under it what speaks for the choice and what else there was."""

import os
from typing import TextIO

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from cnreport_extract.cli.messages import clean
from cnreport_extract.cli.table import evidence
from cnreport_extract.models import Document, Explanation, Option, Step
from cnreport_extract.view.amounts import amount

_WIDTH_OF_FILES = 120
_REASONS = 4  # pieces of evidence shown of each candidate
_SILENT = frozenset({"evidence", "rule", "span", "text", "dimension"})  # what is shown elsewhere


class TreePrinter:
    """Prints one tree a fact.

    Args:
        stream: An open text stream; its terminal, if it is one, gives width and colours.
        rivals: How many other candidates of each field are shown.
    """

    def __init__(self, stream: TextIO, rivals: int) -> None:
        width = None if stream.isatty() or os.environ.get("COLUMNS", "").isdigit() else _WIDTH_OF_FILES
        self._console = Console(file=stream, width=width, highlight=False, emoji=False, markup=False)
        self._rivals = rivals

    def write(self, number: int, explanation: Explanation, document: Document) -> None:
        """Print the tree of one fact."""
        fact = explanation.fact
        head = " · ".join(filter(None, [clean(fact.entity or ""), clean(fact.metric or ""), amount(fact)]))
        tree = Tree(Text.assemble((f"{number}  ", "dim"), (head, "bold")))
        tree.add(evidence(document, fact))
        for step in explanation.steps:
            branch = tree.add(_headline(step))
            for option in (one for one in step.options if one.chosen or step.field == "target"):
                _add_reasons(branch, option)
            for option in [one for one in step.options if not one.chosen and step.field != "target"][: self._rivals]:
                _add_reasons(branch.add(Text(f"not {_said(option)}", style="dim")), option)
        self._console.print(tree)
        self._console.print()


def _headline(step: Step) -> Text:
    """Field, rule, words → what they gave."""
    words = " ".join(f"“{clean(part.text)}”" for part in step.words)
    given = ", ".join(f"{name} {_value(value)}" for name, value in step.gives.items() if name not in _SILENT and value is not None)
    chosen = next((f"{option.probability:.0%}" for option in step.options if option.chosen or step.field == "target"), "")
    return Text.assemble(
        (f"{step.field:11}", "cyan"), f"{step.rule}  ", (words, "green"), f" → {given or 'nothing'}", (f"  {chosen}", "dim")
    )


def _value(value: object) -> str:
    if isinstance(value, list):  # notes
        return "; ".join(f"{note['kind']} {'agrees' if note['agrees'] else 'disagrees'} {note['sum'] or ''}".strip() for note in value)
    if isinstance(value, dict):
        return f"{value.get('start') or '…'}..{value.get('end') or '…'}"
    return clean(str(value))


def _said(option: Option) -> str:
    return f"{clean(option.text or 'nothing')} ({option.rule}, {option.probability:.1%})"


def _add_reasons(branch: Tree, option: Option) -> None:
    """The weightiest evidence, as `name +1.2`."""
    reasons = [f"{name} {weight:+.1f}" for name, weight in list(option.evidence.items())[:_REASONS]]
    more = len(option.evidence) - len(reasons)
    rest = f", {more} more" if more > 0 else ""
    branch.add(Text(f"{', '.join(reasons)}{rest} = {option.score:+.1f}", style="dim"))
