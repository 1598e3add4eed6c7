"""Paragraphs that repeat another one: a lead above the article, a caption, a teaser of the same text.

The clauses of a paragraph are its fingerprint: where one other paragraph holds four fifths of them, the
paragraph is a copy of it. One pass back and one forth, each linear in the length of the text.
"""

from collections.abc import Sequence

from cnreport_extract.records import Span

_SHORTEST_CLAUSE = 4
_SHORTEST_COPY = 20
_PROBE = 15


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
    prints = {index: _clauses(spans[index].of(text)) for index in candidates}
    if not _repeats(text, spans, prints):
        return set()
    found = _contained(text, spans, prints, candidates[::-1])
    return found | _contained(text, spans, prints, [index for index in candidates if index not in found])


def _repeats(text: str, spans: Sequence[Span], prints: dict[int, list[str]]) -> bool:
    """Whether any clause or opening occurs twice; on most pages none does."""
    clauses = [clause for parts in prints.values() for clause in parts]
    openings = {text[spans[index].start : spans[index].start + _PROBE] for index in prints}
    return len(openings) < len(prints) or len(set(clauses)) < len(clauses)


def _clauses(paragraph: str) -> list[str]:
    parts = paragraph.replace("。", ",").replace(";", ",").split(",")
    return [part for part in parts if len(part) >= _SHORTEST_CLAUSE and part[0] != "("]  # no (记者 …)


def _contained(text: str, spans: Sequence[Span], prints: dict[int, list[str]], order: Sequence[int]) -> set[int]:
    owners: dict[str, int] = {}
    openings: dict[str, int] = {}
    found: set[int] = set()
    for index in order:
        span, clauses = spans[index], prints[index]
        opening = text[span.start : span.start + _PROBE]
        fuller = openings.get(opening)
        if (fuller is not None and _is_prefix(text, span, spans[fuller])) or _shares_most(clauses, owners):
            found.add(index)
            continue
        openings[opening] = index
        owners.update(dict.fromkeys(clauses, index))
    return found


def _is_prefix(text: str, span: Span, other: Span) -> bool:
    part = span.of(text).rstrip(".… ")
    return text.startswith(part, other.start, other.end)


def _shares_most(clauses: Sequence[str], owners: dict[str, int]) -> bool:
    shared: dict[int, int] = {}
    for clause in clauses:
        owner = owners.get(clause)
        if owner is not None:
            shared[owner] = shared.get(owner, 0) + len(clause)
    return bool(shared) and 5 * max(shared.values()) >= 4 * sum(map(len, clauses)) and max(shared.values()) >= _SHORTEST_COPY
