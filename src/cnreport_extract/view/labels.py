"""The words of the page in Chinese and English: they lie in `assets/labels.toml`."""

import tomllib
from importlib.resources import files
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def labels() -> dict[str, dict[str, str]]:
    """All words of the page: language → key → words.

    Example:
        >>> labels()["en"]["entity"]
        'Entity'
    """
    table = tomllib.loads((files("cnreport_extract.view") / "assets" / "labels.toml").read_text("utf-8"))
    return {language: {key: words[language] for key, words in table.items()} for language in LANGUAGES}
