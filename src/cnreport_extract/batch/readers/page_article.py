"""The lines of a page that are its story: those of the element that the page names so, else those that trafilatura keeps."""

import logging
import re
from collections.abc import Iterator, Sequence
from configparser import ConfigParser
from functools import cache
from itertools import accumulate

from lxml import etree, html
from lxml.etree import _Element

from cnreport_extract.batch.readers.page_lines import BAR, lines, tidied
from cnreport_extract.batch.readers.page_markup import NAMED, names, prose
from cnreport_extract.errors import ReadError
from cnreport_extract.lexicon.lexicon import Lexicon

_SHARE = 0.3
_FEW, _STORY = 4, 80
_INNER = 0.8
_SHORTEST, _PARAGRAPH = 10, 20
_MOST_BESIDE = 20
_DATE_OR_NUMBER = re.compile(r"[\W\d_]{0,20}")
_AHEAD, _TELLING = 20_000, 10
_ENDING = re.compile(r"[\u3002\uff01\uff1f;\uff1b]$")
_BLANKS = re.compile(r"[\s|\u00ad\u200b-\u200f\u2060\ufeff]+")


class ArticleFinder:
    """Finds the story in a tree that holds no furniture."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._article = frozenset(lexicon.cues("pages")["article"].words)

    def find(self, tree: _Element, page: Sequence[str]) -> list[str]:
        """The lines of the story.

        Args:
            tree: The page.
            page: Its lines.

        Raises:
            ReadError: There is none.
        """
        named = self._named(tree)
        links = set(_links(tree if named is None else named))
        found = [line for line in (_recognised(tree, page) if named is None else lines(named)) if line not in links]
        if not any(named is not None or len(line) >= _PARAGRAPH or _ENDING.search(line) or line.count(BAR) > 1 for line in found):
            raise ReadError("no-article", "the page holds no article (a list of links, an error page, a form?); look at it in a browser")
        return found

    def _named(self, tree: _Element) -> _Element | None:
        """The named element with the most text, or one in it that has nearly all of it."""
        sizes = {element: prose(element) for element in tree.xpath(NAMED) if names(element) & self._article}
        if not sizes:
            sizes = {element: prose(element) for element in tree.iter("article")}
        largest = max(sizes, key=lambda element: sizes[element], default=None)
        if largest is None or sizes[largest] < _SHORTEST:
            return None
        alone = len(sizes) <= _FEW and sizes[largest] >= _STORY
        if not alone and sizes[largest] < _SHARE * prose(tree):
            return None  # a list of teasers, each in an element of that name
        inner = [element for element in largest.iter() if element in sizes and sizes[element] >= _INNER * sizes[largest]]
        return inner[-1]


@cache
def _settings() -> ConfigParser:
    """Trafilatura counts characters of European texts; a Chinese release says as much in a third of them."""
    from trafilatura.settings import use_config  # noqa: PLC0415  (slow to import)

    settings = use_config()
    settings["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "80"
    return settings


def _recognised(tree: _Element, page: Sequence[str]) -> list[str]:
    """The lines of the page that trafilatura keeps; it tells well what is story, and badly where its lines end."""
    import trafilatura  # noqa: PLC0415  (slow to import)

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    copy = html.document_fromstring(etree.tostring(tree, encoding="utf-8"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    found = trafilatura.bare_extraction(copy, fast=True, include_comments=False, include_tables=True, config=_settings())
    body: _Element | None = getattr(found, "body", None)
    if body is None:
        return []
    return _kept([_bare(str(piece)) for piece in body.itertext()], page)


def _kept(pieces: Sequence[str], page: Sequence[str]) -> list[str]:
    """The lines of a page whose text stands among the pieces, in order: each where a piece begins or the line before it ends."""
    text, starts = "".join(pieces), {0, *accumulate(map(len, pieces))}
    kept, at = [], 0
    for line in page if len(text) >= _SHORTEST else ():
        bare = _bare(line)
        end = at + len(bare) + (_AHEAD if len(bare) > _TELLING else 0)  # a short line stands in many places
        place = text.find(bare, at, end) if bare else -1
        while place > at and place not in starts:
            place = text.find(bare, place + 1, end)
        if place >= 0:
            kept.append(line)
            at = place + len(bare)
    return kept


def _links(tree: _Element) -> Iterator[str]:
    """The lines that are links, alone or with a date or number beside them; a linked sentence is none."""
    for link in tree.iter("a"):
        text = _text(link) if link.get("href") else ""
        if text and not _ENDING.search(text):
            yield text
            around = _text(link.getparent()) if len(link.getparent()) <= _FEW else ""
            beside = around.replace(text, "", 1)
            if around and (_DATE_OR_NUMBER.fullmatch(beside) or len(beside) < min(_MOST_BESIDE, len(text))):
                yield around


def _text(element: _Element) -> str:
    return tidied("".join(map(str, element.itertext())))


def _bare(text: str) -> str:
    """Text without blanks and bars, which two writers of one tree put in different places."""
    return _BLANKS.sub("", text)
