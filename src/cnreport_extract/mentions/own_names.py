"""The names of a user's own lists in a text; they count before all others."""

from collections.abc import Iterable, Sequence

from cnreport_extract.lexicon.own_names import OwnName
from cnreport_extract.mentions.lookup import Lookup
from cnreport_extract.mentions.overlaps import resolve_overlaps
from cnreport_extract.mentions.words import Words
from cnreport_extract.records import Name


class OwnNameFinder:
    """Finds them, the longest first. A form of two characters counts where it fills whole words.

    Example:
        >>> own = OwnNameFinder([OwnName("澜力", "湖北维澜力科技有限公司", "organisation", "A1")])
        >>> [(name.name, name.name_id) for name in own.find("澜力投产", Words("澜力投产"))]
        [('湖北维澜力科技有限公司', 'A1')]
    """

    def __init__(self, names: Iterable[OwnName]) -> None:
        self._lookup = Lookup({own.form: own for own in names})

    @property
    def heads(self) -> Iterable[str]:
        """What the names begin with."""
        return self._lookup.heads

    def find(self, text: str, words: Words) -> list[Name]:
        """All of them in the order of the text."""
        found = []
        for start, end in self._lookup.scan(text, words.heads) if self._lookup.words else ():
            own = self._lookup[text[start:end]]
            if end - start > 2 or (words.starts_at(start) and words.starts_at(end)):
                found.append(Name(start, end, own.kind, own.name, own.name_id, (), f"own.{own.kind}"))
        return found

    def __bool__(self) -> bool:
        return bool(self._lookup.words)


def with_own(names: Sequence[Name], own: Sequence[Name]) -> list[Name]:
    """Both, in order: of two that overlap the user's own counts, unless the other one holds it and goes on (赤壁市 in 赤壁市总工会).

    Example:
        >>> body, place = Name(0, 6, "organisation", "赤壁市总工会", None, (), "x"), Name(0, 3, "place", "赤壁", "A", (), "own.place")
        >>> [name.name for name in with_own([body], [place])]
        ['赤壁市总工会']
    """
    if not own:
        return list(names)
    kept, at = [], 0
    for name in names:
        while at < len(own) and own[at].end <= name.start:
            at += 1
        rivals = []
        for other in own[at:]:
            if other.start >= name.end:
                break
            rivals.append(other)
        if all(other.within(name) and other.end - other.start < name.end - name.start for other in rivals):
            kept.append(name)
    return resolve_overlaps([*kept, *own])
