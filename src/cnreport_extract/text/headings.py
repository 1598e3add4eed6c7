"""Headings: their numbering, lines that are one, and headings that run into their paragraph."""

import re

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Span, record

PLAIN = "plain"
RUN_IN = "run_in"
_LONGEST_PLAIN = 45
_LONGEST_NUMBERED = 60
_LONGEST_QUESTION = 14
_LONGEST_PHRASE = 12
_SHORTEST_REST = 30
_LONGEST_RUN_IN = 40
_INNER_STOP = re.compile(r"[。;…]|[,:、]$")
_PHRASES = re.compile(r"[^\W\d_][^。;:!?、()\s]{3,29}(?:\s[^。;:!?、()\s]{4,20}){0,2}(?=\s+[^\W_])")
_QUOTED = ("《》", "“”", "‘’", '""')
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SPEAKER = re.compile(r"[^\W\d_]{2,4}:")
_LABEL = re.compile(r"【[^【】]{2,20}】")
_SENTENCE = re.compile(r"[^。!?;:]{2,30}[。!?]|[^。!?;:,]{2,20}[:]")
_GAP = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])")


@record
class Heading(Span):
    """A heading line or the heading that a paragraph opens with; `style` is its kind of numbering."""

    style: str


class HeadingReader:
    """Recognises headings by their form.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> reader = HeadingReader(Lexicon())
        >>> reader.style("(二)优化营商环境", 0), reader.is_line("向装备要效率", Span(0, 6))
        ('sub', True)
    """

    def __init__(self, lexicon: Lexicon) -> None:
        numeral, ordinal, chapter, point, supplement = (
            lexicon.words("headings", name) for name in ("numeral", "ordinal", "chapter", "point", "supplement")
        )
        self._numbering = re.compile(
            rf"(?P<chapter>{ordinal}(?:{numeral}{{1,3}}|\d{{1,2}}){chapter}(?:[\s:、]|$))"
            rf"|(?P<main>{numeral}{{1,3}}[、.](?!{numeral}{{1,3}}[、,]))"
            rf"|(?P<sub>\({numeral}{{1,3}}\))"
            rf"|(?P<item>\d{{1,2}}(?:[、.](?!\d)))"
            rf"|(?P<subitem>\(\d{{1,2}}\)|[①-⑳])"
            rf"|(?P<point>{numeral}{point}(?!{numeral},))"
            rf"|(?P<supplement>{supplement}\d{{0,2}}:)"
        )

    def style(self, text: str, start: int) -> str | None:
        """The numbering at a place, None where there is none.

        It is one of `chapter`, `main` (一、), `sub` ((一)), `item` (1.), `subitem` ((1)), `point` (一是), `supplement`.
        """
        found = self._numbering.match(text, start)
        return found.lastgroup if found else None

    def is_line(self, text: str, span: Span) -> bool:
        """Whether a line has the form of a heading."""
        size = span.end - span.start
        if size > _LONGEST_NUMBERED or size < 2 or _INNER_STOP.search(text, span.start, span.end):
            return False
        if self.style(text, span.start):
            return True
        line = span.of(text)
        asks = line[-1] in "!?"
        if size > (_LONGEST_QUESTION if asks else _LONGEST_PLAIN) or line.count(",") > 2:
            return False
        if asks and self.speaks(text, span):
            return False
        named = line[0] + line[-1] in _QUOTED  # a document in a list of documents, or someone who speaks
        return not named and line[0] not in "(-" and not (asks and line[0] in '“"‘') and _HAN.search(line) is not None

    def speaks(self, text: str, span: Span) -> bool:
        """Whether a paragraph begins with its speaker, as under a caption in an interview: the line above is no heading."""
        return _SPEAKER.match(text, span.start, span.end) is not None

    def opening(self, text: str, span: Span) -> Heading | None:
        """The heading that a paragraph certainly opens with, such as 【概况】 or (一)就业稳步增长."""
        if text[span.start] == "【" and (found := _LABEL.match(text, span.start, span.end - _SHORTEST_REST // 2)):
            return Heading(span.start, found.end(), RUN_IN)
        style = self.style(text, span.start)
        if style and (found := _SENTENCE.match(text, span.start, max(span.start, span.end - _SHORTEST_REST // 2))):
            return Heading(span.start, found.end(), style)
        return None

    def run_in(self, text: str, span: Span) -> Heading | None:
        """The phrase before a blank that may be the heading of the paragraph behind it."""
        limit = min(span.start + _LONGEST_RUN_IN, span.end - _SHORTEST_REST)
        if text.find(" ", span.start, limit) < 0:
            return None
        found = _PHRASES.match(text, span.start, limit)
        if not found or text[found.end() - 1] in ",、" or len(_GAP.findall(text, found.end() + 1, span.end)) > 1:
            return None
        rest = found.end() + len(text[found.end() : limit]) - len(text[found.end() : limit].lstrip())
        if self.speaks(text, Span(rest, span.end)):
            return None
        return Heading(span.start, found.end(), self.style(text, span.start) or RUN_IN)

    def is_firm(self, text: str, heading: Heading) -> bool:
        """Whether a run-in heading needs no other like it: short phrases beside each other, without a number."""
        phrases = re.split("[,!]", heading.of(text))
        return len(phrases) > 1 and max(map(len, phrases)) <= _LONGEST_PHRASE and not any(map(str.isdigit, heading.of(text)))
