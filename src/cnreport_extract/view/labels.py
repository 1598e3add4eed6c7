"""The words of the page in Chinese and English: they lie in `assets/labels.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from cnreport_extract.lexicon.lexicon import Lexicon

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


@cache
def metric_names() -> dict[str, tuple[str, str]]:
    """The canonical metrics: id → Chinese and English name.

    Example:
        >>> metric_names()["unions.members_new"]
        ('发展会员', 'new union members')
    """
    return {metric.id: (metric.zh, metric.en) for metric in Lexicon().metrics}
