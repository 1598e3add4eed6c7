"""Overlapping names: the one that says most is kept."""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from cnreport_extract.records import Name, Span


def resolve_overlaps(names: Iterable[Name]) -> list[Name]:
    """Keep names that do not overlap, the longer before the shorter, in the order of the text.

    Example:
        >>> place = Name(0, 3, "place", "赤壁市", "421281", (), "place")
        >>> body = Name(0, 6, "organisation", "赤壁市总工会", None, (), "organisation.union")
        >>> [name.name for name in resolve_overlaps([place, body])]
        ['赤壁市总工会']
    """
    kept: list[Name] = []
    by_end = sorted(names, key=attrgetter("end"), reverse=True)  # so that of names that begin together the longer comes first
    for name in sorted(by_end, key=attrgetter("start")):
        if kept and kept[-1].end > name.start:
            if name.end - name.start > kept[-1].end - kept[-1].start:
                kept[-1] = name
            continue
        kept.append(name)
    return kept


def outside(names: Iterable[Name], spans: Sequence[Span]) -> list[Name]:
    """Drop the names that overlap one of the spans; both in order.

    Example:
        >>> outside([Name(1, 3, "place", "湖北", None, (), "short")], [Span(0, 8)])
        []
    """
    kept, at = [], 0
    for name in names:
        while at < len(spans) and spans[at].end <= name.start:
            at += 1
        if at == len(spans) or spans[at].start >= name.end:
            kept.append(name)
    return kept
