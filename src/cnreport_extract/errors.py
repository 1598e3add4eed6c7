"""Every error this package raises on purpose.

::

    CnreportError (Exception)
    ├── InputError (also ValueError)   what the user gave cannot be read: a file, bytes, a date, an option
    │   ├── DecodingError              bytes that are no text in any encoding we know
    │   ├── ReadError                  one document of an archive cannot be read; `kind` says in one word why
    │   └── GoldError                  a gold or prediction file for `evaluate` is malformed
    ├── DataError                      a file of `patterns/` or `gazetteers/` is wrong, ours or the user's
    ├── TargetError                    a database or folder that results go to cannot be used
    ├── UnitError (also ValueError)    a conversion between units of different dimensions
    └── WorkerError                    the processes that a batch runs in cannot be started

A message says what was found, where, what was expected and what to do next. That a text holds no fact is
no error. This module imports nothing.
"""


class CnreportError(Exception):
    """Base of all errors that this package raises on purpose."""


class InputError(CnreportError, ValueError):
    """Input that the user gave cannot be used as it is."""


class DecodingError(InputError):
    """Bytes that are text in no encoding that we know."""


class ReadError(InputError):
    """One document of an archive cannot be read.

    Args:
        kind: A fixed word for statistics, such as `too-large` or `malformed`.
        message: What was found and what to do.

    Example:
        >>> error = ReadError("empty", "the file is empty; there is nothing to read")
        >>> error.kind, str(error)
        ('empty', 'the file is empty; there is nothing to read')
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(kind, message)
        self.kind = kind

    def __str__(self) -> str:
        """The message alone."""
        return str(self.args[1])


class GoldError(InputError):
    """A file of gold or predicted facts does not have the documented shape."""


class DataError(CnreportError):
    """A data file (`patterns/`, `gazetteers/`) breaks its own rules.

    Example:
        >>> str(DataError.at("units/count.toml", "unit 件", "no examples", "add at least one sentence"))
        'units/count.toml: unit 件: no examples; add at least one sentence'
    """

    @classmethod
    def at(cls, file: str, entry: str, found: str, expected: str) -> "DataError":
        """Build the error for one entry of one data file."""
        return cls(f"{file}: {entry}: {found}; {expected}")


class TargetError(CnreportError):
    """What results are to be written to cannot be opened or written."""


class UnitError(CnreportError, ValueError):
    """Two units cannot be converted into each other."""


class WorkerError(CnreportError):
    """The processes that a batch runs in cannot be started or set up."""
