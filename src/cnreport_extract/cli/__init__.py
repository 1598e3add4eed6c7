"""The command `cnreport`: one file a command. Heavy imports wait until a command needs them."""

from cnreport_extract.cli.app import main

__all__ = ["main"]
