"""HTML → a tree without what no reader of the page sees or takes for the story.

Elements that the names in `patterns/pages.toml` call furniture go, unless most of the page would go with them.
"""

import re
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.etree import _Element

from cnreport_extract.errors import ReadError
from cnreport_extract.lexicon.lexicon import Lexicon

_UNSEEN = ("script", "style", "noscript", "template", "iframe", "object", "svg", "select", "textarea", "button", "nav", "footer", "aside")
_HIDING = re.compile(r"display:none|visibility:hidden|font-size:0(?![.\d])|opacity:0(?![.\d])|(?:text-indent|left|top|margin-left):-\d{3}")
_WORDS = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]*")
_SPACES = re.compile(r"\s+")
_INVALID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST = 0.8
NAMED = "descendant-or-self::*[@class or @id]"
_MARKED = "descendant-or-self::*[@class or @id or @style or @hidden]"


def parsed(html: str, max_depth: int) -> _Element:
    """The tree of a page.

    Raises:
        ReadError: There is no element in it, or elements are nested too deep.

    Example:
        >>> parsed("<p>去年</p>", 100).findtext(".//p")
        '去年'
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    tree = etree.fromstring(_INVALID.sub("", html).encode() or b" ", parser)
    if tree is None:
        raise ReadError("empty", "the page is empty; there is nothing to read")
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > max_depth:
        raise ReadError("nesting", f"elements are nested more than {max_depth:,} deep; mend the page or raise the limit")
    return tree


def strip_unseen(tree: _Element) -> None:
    """Remove scripts, styles and what else no browser shows as text; text behind an element stays."""
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)


def names(element: _Element) -> set[str]:
    """Class and id names of an element, in lower case.

    Example:
        >>> sorted(names(parsed('<p id="A" class="b-c D">甲</p>', 99).find(".//p")))
        ['a', 'b-c', 'd']
    """
    return set(f"{element.get('class') or ''} {element.get('id') or ''}".lower().split())


class Pruner:
    """Takes out of a tree what is no part of the story."""

    def __init__(self, lexicon: Lexicon) -> None:
        cues = lexicon.cues("pages")
        self._article = frozenset(cues["article"].words)
        self._furniture = frozenset(cues["furniture"].words)
        self._wrapper = frozenset(cues["wrapper"].words)

    def prune(self, tree: _Element) -> None:
        """Remove scripts, hidden elements and furniture; text behind an element stays."""
        strip_unseen(tree)
        most = _MOST * prose(tree)
        for element in tree.xpath(_MARKED):
            if element.getparent() is not None and self._goes(element) and prose(element) <= most and not self._holds_story(element):
                _drop(element)

    def _goes(self, element: _Element) -> bool:
        return self.is_furniture(element) or (_hidden(element) and not names(element) & self._article)

    def _holds_story(self, element: _Element) -> bool:
        """Whether the title or the story is in an element: then it is a frame around them, whatever its name says."""
        return element.find(".//h1") is not None or any(names(inner) & self._article for inner in element.xpath(NAMED))

    def is_furniture(self, element: _Element) -> bool:
        """Whether its names say that an element stands beside the story."""
        if element.tag in {"html", "body", "p", "span", "font", "h1"}:
            return False
        words = set(_words(element))
        return bool(words & self._furniture) and not words & self._wrapper and not names(element) & self._article


def _words(element: _Element) -> Iterator[str]:
    for name in f"{element.get('class') or ''} {element.get('id') or ''}".split():
        yield name.lower()
        yield from (word.lower() for word in _WORDS.findall(name))


def _hidden(element: _Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDING.search(_SPACES.sub("", style.lower())) is not None)


def prose(element: _Element) -> int:
    """Number of characters of an element that are not in links, blanks not counted."""
    return _size(element.itertext()) - _size(element.xpath(".//a//text()"))


def _size(texts: Iterable[str]) -> int:
    return len("".join("".join(texts).split()))


def _drop(element: _Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)
