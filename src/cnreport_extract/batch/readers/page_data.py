"""What a page says of itself: title and publish date in its meta elements, its JSON-LD, its scripts, its headings."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from lxml.etree import _Element

from cnreport_extract.batch.readers.days import day
from cnreport_extract.batch.readers.page_lines import tidied
from cnreport_extract.batch.readers.page_markup import NAMED, names
from cnreport_extract.lexicon.lexicon import Lexicon

_SITE = re.compile(r"\s*(?:[_|\uff5c]|--)\s*|\s+[-\u2013]\s+")
_PART = re.compile(r"\s*[-_|\uff5c\u2013]")
_SCRIPT_DATE = re.compile(r"""\b(?:ct|createTime|publish_time|pubTime|oriCreateTime)\s*[=:]\s*["']([^"']{8,25})["']""")
_LONGEST_SCRIPT = 500_000
_LONGEST_TITLE = 150
_LONGEST_DATE = 60


class PageData:
    """Reads title and date of a page from what was put there for machines, then from what its headings show."""

    def __init__(self, lexicon: Lexicon) -> None:
        cues = lexicon.cues("pages")
        self._title = cues["meta_title"].words
        self._date = cues["meta_date"].words
        self._dated = frozenset(cues["date"].words)

    def title(self, tree: _Element) -> str | None:
        """The title, with what the site puts behind it; None where the page gives none.

        Args:
            tree: The page as it came, scripts included.
        """
        metas = _metas(tree)
        told = [metas[name] for name in self._title if name in metas]
        told += [str(node["headline"]) for node in _linked_data(tree) if node.get("headline")]
        told += [text for head in tree.iter("h1") if (text := _text(head))]
        told += [_text(element) for element in tree.iter("title")]
        return next((text for told_text in told if 4 <= len(text := tidied(told_text)) <= _LONGEST_TITLE), None)

    def published(self, tree: _Element) -> date | None:
        """The publish date; None where neither machine-readable data nor an element named for it holds one."""
        for text in self._dates_told(tree):
            if found := day(text):
                return found
        return None

    def _dates_told(self, tree: _Element) -> Iterator[str]:
        metas = _metas(tree)
        yield from (metas[name] for name in self._date if name in metas)
        for node in _linked_data(tree):
            yield str(node.get("datePublished") or node.get("pubDate") or "")
        for script in tree.iter("script"):
            if script.text and len(script.text) <= _LONGEST_SCRIPT:
                yield from _SCRIPT_DATE.findall(script.text)
        for element in tree.iter("time"):
            yield element.get("datetime") or ""
        for element in tree.xpath(f"{NAMED} | .//*[@itemprop]"):
            if element.get("itemprop") == "datePublished" or names(element) & self._dated:
                yield element.get("content") or _text(element)[:_LONGEST_DATE]


def _metas(tree: _Element) -> dict[str, str]:
    """Name or property of the meta elements → content; of two the first counts."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name, content = meta.get("name") or meta.get("property") or meta.get("itemprop"), meta.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content)
    return found


def _linked_data(tree: _Element) -> Iterator[dict[str, Any]]:
    """The objects of the JSON-LD scripts, with those of a @graph."""
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or not script.text or len(script.text) > _LONGEST_SCRIPT:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        nodes = data if isinstance(data, list) else [data]
        for node in nodes:
            if isinstance(node, dict):
                graph = node.get("@graph")
                yield from (each for each in ([node, *graph] if isinstance(graph, list) else [node]) if isinstance(each, dict))


def _text(element: _Element) -> str:
    return tidied("".join(str(text) for text in element.itertext()))


def without_site(title: str, shown: Sequence[str]) -> str:
    """A title without what sites put behind it: a line of the page tells where it ends, else a bar does.

    Example:
        >>> without_site("市总工会送清凉-江城工会网", ["市总工会送清凉"]), without_site("送清凉_工会动态_江城工会网", [])
        ('市总工会送清凉', '送清凉')
    """
    ends = [line for line in shown if 4 <= len(line) < len(title) and title.startswith(line) and _PART.match(title, len(line))]
    return max(ends, key=len) if ends else _SITE.split(title)[0].strip() or title
