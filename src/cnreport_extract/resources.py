"""The only file that knows where `patterns/`, `gazetteers/` and `models/` are.

In a wheel they lie in `cnreport_extract/_data/`; in a checkout (editable install) they lie beside
`pyproject.toml`. The environment variable `CNREPORT_DATA` names a folder that replaces both.
"""

import os
from functools import cache
from pathlib import Path

from cnreport_extract.errors import DataError

_PACKAGE = Path(__file__).resolve().parent


@cache
def data_root() -> Path:
    """The folder that holds `patterns/` and `gazetteers/`.

    Raises:
        DataError: No such folder: the installation is incomplete or `CNREPORT_DATA` is wrong.
    """
    override = os.environ.get("CNREPORT_DATA")
    checkout = _PACKAGE.parents[1]
    places = [Path(override)] if override else [_PACKAGE / "_data", checkout]
    for place in places:
        if (place / "patterns").is_dir():
            return place
    looked = ", ".join(map(str, places))
    raise DataError.at(looked, "patterns/", "folder not found", "reinstall the package or set CNREPORT_DATA to the folder that holds it")


def patterns() -> Path:
    """The folder of the pattern files (TOML)."""
    return data_root() / "patterns"


def gazetteers() -> Path:
    """The folder of the name lists (CSV)."""
    return data_root() / "gazetteers"


def models() -> Path:
    """The folder of the fitted weights (JSON)."""
    return data_root() / "models"
