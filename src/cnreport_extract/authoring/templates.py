"""Commented templates of entries: one file a kind in `templates/`, each of them a folder's first entry that passes the check."""

from pathlib import Path

from cnreport_extract.errors import InputError

_FOLDER = Path(__file__).parent / "templates"
PLACES = {
    "metric": "metrics/own.toml",
    "unit": "units/own.toml",
    "date": "dates/own.toml",
    "cue": "targets.toml",
    "names": "names.csv",
}
"""Kind → where its file stands in a folder of patterns. Names are no patterns: they go to `--gazetteer`."""


def template(kind: str) -> str:
    """The template of a kind of entry.

    Example:
        >>> template("unit").splitlines()[2]
        '# dimension   what all units of this file measure: count, money, mass, area, time … (one file a dimension)'
    """
    return (_FOLDER / f"{kind}{Path(PLACES[kind]).suffix}").read_text(encoding="utf-8")


def write_template(kind: str, folder: Path) -> Path:
    """Write a template to its place in a folder of patterns, which is made where it is missing.

    Raises:
        InputError: A file is there already.
    """
    path = folder / PLACES[kind]
    if path.exists():
        raise InputError(f"{path}: this file is there already; add to it, or name another folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(template(kind), encoding="utf-8", newline="\n")
    return path
