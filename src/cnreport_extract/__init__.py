"""Facts out of Chinese press releases: entity · metric · value · unit · date, anchored to characters.

    >>> from cnreport_extract import extract
    >>> extract("")
    []

Importing the package does no work: each public name is loaded when it is first used.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from cnreport_extract.batch.texts import extract_to
    from cnreport_extract.errors import CnreportError, DataError, DecodingError, GoldError, InputError, TargetError, UnitError
    from cnreport_extract.mentions.conversion import convert
    from cnreport_extract.models import DateRange, Document, Evidence, Explanation, Fact, Mention, Note, Option, Section, Step
    from cnreport_extract.pipeline import Extractor, extract
    from cnreport_extract.sinks.frames import to_arrow, to_pandas, to_polars

__all__ = [
    "CnreportError",
    "DataError",
    "DateRange",
    "DecodingError",
    "Document",
    "Evidence",
    "Explanation",
    "Extractor",
    "Fact",
    "GoldError",
    "InputError",
    "Mention",
    "Note",
    "Option",
    "Section",
    "Step",
    "TargetError",
    "UnitError",
    "__version__",
    "convert",
    "extract",
    "extract_to",
    "to_arrow",
    "to_pandas",
    "to_polars",
]

_HOMES = {
    "cnreport_extract.errors": ("CnreportError", "DataError", "DecodingError", "GoldError", "InputError", "TargetError", "UnitError"),
    "cnreport_extract.models": ("DateRange", "Document", "Evidence", "Explanation", "Fact", "Mention", "Note", "Option", "Section", "Step"),
    "cnreport_extract.mentions.conversion": ("convert",),
    "cnreport_extract.pipeline": ("Extractor", "extract"),
    "cnreport_extract.batch.texts": ("extract_to",),
    "cnreport_extract.sinks.frames": ("to_arrow", "to_pandas", "to_polars"),
}
_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from the module that defines it."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  (import of the package itself stays free of work)

    value = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, for completion."""
    return sorted({*globals(), *__all__})
