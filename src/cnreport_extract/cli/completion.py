"""`cnreport completion`: the script that lets a shell complete commands, options, choices and files."""

import click
from click.shell_completion import get_completion_class

from cnreport_extract.errors import InputError

_VARIABLE = "_CNREPORT_COMPLETE"
_EPILOG = """\b
Examples:
  eval "$(cnreport completion bash)"                           for this shell; put it into ~/.bashrc
  eval "$(cnreport completion zsh)"                            in ~/.zshrc
  cnreport completion fish > ~/.config/fish/completions/cnreport.fish"""


@click.command(epilog=_EPILOG, short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a SHELL: bash, zsh or fish."""
    kind = get_completion_class(shell)
    if kind is None:
        raise InputError(f"completion: this version of click knows no {shell}; update click")
    name = str(ctx.find_root().info_name)
    click.echo(kind(ctx.find_root().command, {}, name, _VARIABLE).source())
