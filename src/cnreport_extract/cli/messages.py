"""Messages to the person at the terminal: one line each, on standard error, free of control characters."""

import unicodedata

import click


def clean(text: str) -> str:
    r"""Replace what could move the cursor, change colours or split the line.

    Example:
        >>> clean("a\x1b[31mb\nc")
        'a [31mb c'
    """
    return "".join(" " if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} else sign for sign in text)


def complain(message: str) -> None:
    """Print one line on standard error."""
    click.echo(f"cnreport: {clean(message)}", err=True)


def described(error: OSError) -> str:
    """What the operating system said, with the file it said it about.

    Example:
        >>> described(FileNotFoundError(2, "No such file or directory", "a.txt"))
        'a.txt: no such file or directory'
    """
    reason = (error.strerror or str(error)).lower()
    return f"{error.filename}: {reason}" if error.filename else f"output: {reason}"
