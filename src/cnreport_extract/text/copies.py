"""Paragraphs that repeat another one: a lead above the article, a caption, a teaser of the same text.

The clauses of a paragraph are its fingerprint: where one other paragraph holds four fifths of them, and all that
hold a digit, the paragraph is a copy of it. One pass back and one forth, each linear in the length of the text.
"""

import re
from collections.abc import Mapping, Sequence

from cnreport_extract.records import Span

_SHORTEST_CLAUSE = 4
_TELLING_CLAUSE = 6
_SHORTEST_COPY = 20
_PROBE = 15
_DIGIT = re.compile(r"\d")


def copies(text: str, spans: Sequence[Span]) -> set[int]:
    """The indexes of the paragraphs that are copies; the fuller one of two stays, of equal ones the last.

    Example:
        >>> text = "昨日,全市职工技能比武决赛在市一中举行,参赛选手共有三百余名"
        >>> sorted(copies(text * 2, [Span(0, len(text)), Span(len(text), 2 * len(text))]))
        [0]
    """
    candidates = [index for index, span in enumerate(spans) if span.end - span.start >= _SHORTEST_COPY]
    if len(candidates) < 2:
        return set()
    evened = text.replace("。", ",").replace(";", ",")
    if not _repeats(evened, [spans[index] for index in candidates]):
        return set()
    prints = {index: _clauses(spans[index].of(evened)) for index in candidates}
    found = _contained(text, spans, prints, candidates[::-1])
    return found | _contained(text, spans, prints, [index for index in candidates if index not in found])


def _clauses(paragraph: str) -> list[str]:
    return [part for part in paragraph.split(",") if len(part) >= _SHORTEST_CLAUSE and part[0] != "("]  # no (记者 …)


def _repeats(evened: str, spans: Sequence[Span]) -> bool:
    """Whether any clause or opening of the page occurs twice; on most pages none does, and all else is spared."""
    clauses = [clause.strip() for clause in evened.split(",") if len(clause) >= _TELLING_CLAUSE]
    if len(set(clauses)) < len(clauses):
        return True
    return len({evened[span.start : span.start + _PROBE] for span in spans}) < len(spans)


def _contained(text: str, spans: Sequence[Span], prints: Mapping[int, list[str]], order: Sequence[int]) -> set[int]:
    """The paragraphs that are copies of one that comes before them in `order`."""
    owners: dict[str, int] = {}
    openings: dict[str, int] = {}
    found: set[int] = set()
    for index in order:
        span = spans[index]
        opening = text[span.start : span.start + _PROBE]
        fuller = openings.get(opening)
        if (fuller is not None and _is_prefix(text, span, spans[fuller])) or _is_contained(index, prints, owners):
            found.add(index)
        else:
            openings[opening] = index
            owners.update(dict.fromkeys(prints[index], index))
    return found


def _is_prefix(text: str, span: Span, other: Span) -> bool:
    part = span.of(text).rstrip(".… ")
    return text.startswith(part, other.start, other.end)


def _is_contained(index: int, prints: Mapping[int, list[str]], owners: Mapping[str, int]) -> bool:
    shared: dict[int, int] = {}
    for clause in prints[index]:
        owner = owners.get(clause)
        if owner is not None:
            shared[owner] = shared.get(owner, 0) + len(clause)
    if not shared:
        return False
    other, most = max(shared.items(), key=lambda item: item[1])
    size = sum(map(len, prints[index]))
    if most < _SHORTEST_COPY or 5 * most < 4 * size or sum(map(len, prints[other])) < size:
        return False
    held = set(prints[other])
    # The last clause may be cut off; any other number that the fuller paragraph lacks is news.
    return all(clause in held or not _DIGIT.search(clause) for clause in prints[index][:-1])
