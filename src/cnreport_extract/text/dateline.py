"""Datelines, which paragraphs open with: 本报岳阳6月3日讯(记者 冯立), 新华社武汉4月2日电, 央视网消息(新闻联播)."""

import re

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Span, record

_LONGEST = 40


@record
class Dateline(Span):
    """The dateline that a paragraph opens with.

    Attributes:
        media: The medium that is named, None for 本报 and the like.
        year, month, day: As far as they are given.
    """

    media: Span | None
    year: int | None
    month: int | None
    day: int | None


class DatelineFinder:
    """Finds the dateline at the head of a paragraph.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> text = "新华社武汉4月2日电 全国农机化现场会召开。"
        >>> line = DatelineFinder(Lexicon()).match(text, Span(0, len(text)))
        >>> line.month, line.day, line.media.of(text)
        (4, 2, '新华社')
    """

    def __init__(self, lexicon: Lexicon) -> None:
        own, media, notice, dispatch, day, month, year = (
            lexicon.words("datelines", name) for name in ("own_media", "media", "notice", "dispatch", "day_mark", "month_mark", "year_mark")
        )
        byline = lexicon.words("metadata", "byline")
        when = rf"(?:(?:(?P<year>\d{{4}}){year})?(?P<month>\d{{1,2}}){month}(?P<day>\d{{1,2}}){day})"
        by = r"(?:\s?\([^()。]{0,80}\))"
        report = rf"(?:{byline}[^,。:]{{1,60}}?{lexicon.words('datelines', 'report_mark')}[:,])"
        name = rf"(?:(?P<own>{own})|(?P<media>[^\W\d_]{{1,8}}?{media}))"
        dated = rf"(?!{media})[^\W\d_]{{0,8}}?{when}\s?(?:{notice}|{dispatch})"
        bracketed = rf"(?:{notice}|(?!{media})[^\W\d_]{{0,4}}{dispatch})\s?(?={report}|\()"
        plain = rf"{notice}(?=[:\s\])】]|$)"
        self._line = re.compile(rf"[\[【(]?{name}\s?(?:{dated}|{bracketed}|{plain})\s?{by}?{report}?[\]】)]?\s?[:.]?\s*")
        self._own = re.compile(rf"{own}{notice}\s*[:]?\s*")
        self._byline = re.compile(rf"\({byline}(?:[\s:][^()。]{{1,60}}|[^()。\s:]{{2,60}})\)\s*")
        marks = [*lexicon.cues("datelines")["notice"].words, *lexicon.cues("datelines")["dispatch"].words, "("]
        self._mark = re.compile(f"[{re.escape(''.join(sorted({word[0] for word in marks})))}]")  # rejects most paragraphs at once

    def match(self, text: str, span: Span) -> Dateline | None:
        """The dateline that a paragraph opens with, None if it has none."""
        if not self._mark.search(text, span.start, min(span.end, span.start + _LONGEST)):
            return None
        if found := self._line.match(text, span.start, span.end):
            media = Span(*found.span("media")) if found["media"] else None
            year, month, day = (int(found[part]) if found[part] else None for part in ("year", "month", "day"))
            return Dateline(span.start, _trimmed(text, found), media, year, month, day)
        found = self._own.match(text, span.start, span.end) or self._byline.match(text, span.start, span.end)
        return Dateline(span.start, _trimmed(text, found), None, None, None, None) if found else None


def _trimmed(text: str, found: re.Match[str]) -> int:
    return found.start() + len(text[found.start() : found.end()].rstrip())
