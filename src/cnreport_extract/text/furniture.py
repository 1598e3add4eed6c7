"""Lines that are no part of an article: metadata, page furniture, links to other news.

A line is judged by itself here; `blocks` adds what only its place on the page tells.
"""

import re
from typing import Literal

from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.records import Span
from cnreport_extract.text.lines import is_wordless

FurnitureKind = Literal["meta", "related", "boilerplate"]

_LONGEST_META = 150
_LONGEST_SLOGAN = 40
_LONGEST_NOTICE = 300
_NOTICE_HEAD = 6
_DISTINCT, _MANY = 4, 3
_PROSE_ENDS = "。!?;,"
_STOPS = re.compile(r"[。!?;]")


class Furniture:
    """Tells metadata, boilerplate and links from article text, line by line.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> text = "来源:江城日报"
        >>> Furniture(Lexicon()).kind(text, Span(0, len(text)))
        'meta'
    """

    def __init__(self, lexicon: Lexicon) -> None:
        fields = alternation([word for name in ("field", "date_field", "source_field") for word in lexicon.cues("metadata")[name].words])
        byline = lexicon.words("metadata", "byline")
        page = lexicon.cues("boilerplate")
        self._field = re.compile(rf"[\[(【]?\s?{fields}\s?[:】]")
        self._inner_field = re.compile(rf"(?<=[\s|/]){fields}\s?:")
        self._empty_field = re.compile(rf"[\[(【]?\s?{fields}\s?:?\s?")
        self._byline = re.compile(rf"{byline}(?:[:/]|\s)[^,。!?;:]{{1,60}}")
        self._bracketed = re.compile(
            rf"[\[(【]\s?(?:{byline}[^。!?;]{{0,70}}|[^。!?;,\d]{{1,30}}{lexicon.words('metadata', 'byline_end')}[^。!?;,]{{0,30}})[\])】]"
        )
        self._names = re.compile(r"\((?:[^\W\d_A-Za-z]|[· 、]){2,20}\)")
        control = alternation(page["control"].words)
        # Possessive: 返回首页 is one word and two, and tries of both would double with each repetition.
        self._control = re.compile(rf"(?:{control}|[^\w])++")
        self._controls = re.compile(alternation(word for word in page["control"].words if len(word) >= _DISTINCT))
        self._footer = re.compile(rf"{alternation(page['footer'].words)}\s?[:]")
        self._navigation = re.compile(alternation(page["navigation"].words))
        self._notice = re.compile(lexicon.words("boilerplate", "licence", "notice"))
        # Without guards the search skips at the speed of a character set; what it finds is then looked at closely.
        self._hint_of_notice = re.compile(alternation([*page["licence"].words, *page["notice"].words]))
        self._slogan = re.compile(alternation([*page["advert"].words, *page["hint"].words]))
        related = lexicon.cues("related")
        self._list = re.compile(rf"[^\w]{{0,3}}{alternation(related['list'].words)}[^\w]{{0,3}}")
        self._neighbour = re.compile(rf"[^\w]{{0,3}}{alternation(related['neighbour'].words)}\s?(?:[:>】\]]|\s|$)")

    def kind(self, text: str, span: Span) -> FurnitureKind | None:
        """The kind of furniture that a line is, None for article text."""
        start, end = span.start, span.end
        if end - start > _LONGEST_NOTICE:
            return None
        if text[end - 1] in _PROSE_ENDS:
            return "boilerplate" if self._is_notice(text, span) else None
        if end - start > _LONGEST_META:
            return None
        if self.announces_links(text, span) or self._neighbour.match(text, start, end):
            return "related"
        if self._is_boilerplate(text, span):
            return "boilerplate"
        return "meta" if self._is_meta(text, span) else None

    def announces_links(self, text: str, span: Span) -> bool:
        """Whether a line is the headline of a list of links to other news."""
        return span.end - span.start <= 16 and self._list.fullmatch(text, span.start, span.end) is not None

    def has_field(self, text: str, span: Span) -> bool:
        """Whether a field follows something else in a line: 6月5日 来源:江城日报."""
        return self._inner_field.search(text, span.start, span.end) is not None

    def is_empty_field(self, text: str, span: Span) -> bool:
        """Whether a line is the name of a field whose value stands on the next line."""
        return span.end - span.start <= 12 and self._empty_field.fullmatch(text, span.start, span.end) is not None

    def is_names(self, text: str, span: Span) -> bool:
        """Whether a line is nothing but names in brackets, as under an article."""
        return span.end - span.start <= 22 and self._names.fullmatch(text, span.start, span.end) is not None

    def _is_notice(self, text: str, span: Span) -> bool:
        """Whether a sentence is a copyright notice: it opens like one, or speaks of two things that notices speak of."""
        if not self._hint_of_notice.search(text, span.start, span.end):
            return False
        first = self._notice.search(text, span.start, span.end)
        if first is None:
            return False
        return first.start() - span.start <= _NOTICE_HEAD or self._notice.search(text, first.end(), span.end) is not None

    def _is_meta(self, text: str, span: Span) -> bool:
        return bool(
            self._bracketed.fullmatch(text, span.start, span.end)
            or self._field.match(text, span.start, span.end)
            or self._byline.fullmatch(text, span.start, span.end)
        )

    def _is_boilerplate(self, text: str, span: Span) -> bool:
        start, end = span.start, span.end
        if self._notice.search(text, start, end) or self._navigation.match(text, start, end):
            return True
        if self._footer.match(text, start, end) and not _STOPS.search(text, start, end):
            return True
        if is_wordless(text, span) or self._control.fullmatch(text, start, end):
            return True
        if len(self._controls.findall(text, start, end)) >= _MANY:
            return True
        return end - start <= _LONGEST_SLOGAN and self._slogan.search(text, start, end) is not None
