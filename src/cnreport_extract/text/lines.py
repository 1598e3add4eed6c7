"""Where the paragraphs of a text lie, and what their edges say: does a paragraph end like a sentence, is it cut off?

Characters only, no words. Everything here reads folded text.
"""

import re

from cnreport_extract.records import Span

_JOINT = re.compile(r"[。!?][”’\"』」)]*\s{2,}")
_ENDING = re.compile(r"[。!?…][”’\"』」)\]】]*(?:\([^()]{0,40}\))?$")
_CUT = re.compile(r"(?:…|\.{3,})$")
_WORDLESS = re.compile(r"[\W_]*")
_TAIL = 60


def paragraphs(text: str) -> list[Span]:
    r"""The non-blank lines of a text without the blanks around them.

    A line that several paragraphs were joined into (sentence end, two or more blanks) counts as several.

    Example:
        >>> [span.of("甲。\n\n 乙。  丙") for span in paragraphs("甲。\n\n 乙。  丙")]
        ['甲。', '乙。', '丙']
    """
    found: list[Span] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        content = line.strip()
        if content:
            start = offset + len(line) - len(line.lstrip())
            found.extend(_parts(text, start, start + len(content)) if "  " in content else [Span(start, start + len(content))])
        offset += len(line)
    return found


def _parts(text: str, start: int, end: int) -> list[Span]:
    parts: list[Span] = []
    for joint in _JOINT.finditer(text, start, end):
        stop = joint.start() + len(joint[0].rstrip())
        parts.append(Span(start, stop))
        start = joint.end()
    return [*parts, Span(start, end)] if start < end else parts


def ends_sentence(text: str, span: Span) -> bool:
    """Whether a paragraph ends with the end of a sentence; a remark in brackets may follow.

    Example:
        >>> ends_sentence("已办结。(记者 冯立)", Span(0, 11)), ends_sentence("三项措施", Span(0, 4))
        (True, False)
    """
    return text[span.end - 1] == "。" or _ENDING.search(text[max(span.start, span.end - _TAIL) : span.end]) is not None


def is_cut(text: str, span: Span) -> bool:
    """Whether a paragraph ends in an ellipsis, as teasers do.

    Example:
        >>> is_cut("今年以来,全市工会……", Span(0, 11)), is_cut("全市工会", Span(0, 4))
        (True, False)
    """
    return _CUT.search(text[max(span.start, span.end - 4) : span.end]) is not None


def is_wordless(text: str, span: Span) -> bool:
    """Whether there is no letter, character or digit in a span: rules, bullets, stray brackets."""
    return _WORDLESS.fullmatch(text, span.start, span.end) is not None
