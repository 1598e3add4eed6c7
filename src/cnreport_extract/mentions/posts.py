"""The post and the body of a person: 市总工会党组书记、常务副主席李子荣 → 党组书记、常务副主席 of 市总工会.

The post is what stands between the name before, if it ends close by in the same clause, and the person, as long as it
ends with a word for a post; where no name stands there, it is that word with the nouns that belong to it. Persons in a
row share the post of the first (副主席李子荣、王江澜).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from cnreport_extract.chars import is_han
from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.records import Name

_REACH = 24
_POINTS = "、·()"
_HOLDERS = frozenset({"organisation", "place", "project", "group"})


class PostReader:
    """Adds post and body to the persons among names.

    Example:
        >>> text = "赤壁市总工会党组书记、常务副主席李子荣出席"
        >>> body = Name(0, 6, "organisation", "赤壁市总工会", None, (), "organisation.union")
        >>> person = Name(16, 19, "person", "李子荣", None, (), "person.post")
        >>> PostReader(Lexicon()).read(text, [body, person])[1].post
        '党组书记、常务副主席'
    """

    def __init__(self, lexicon: Lexicon) -> None:
        persons = lexicon.cues("persons")
        posts = alternation(word for word in persons["before"].words if word not in persons["no_post"].words)
        joined = f"(?:、|{alternation(persons['also'].words)})?"
        self._post_source = rf"{posts}[ :]?$"
        self._alone_source = rf"(?P<post>{posts}(?:{joined}{posts}){{0,3}})[ :]?$"

    @cached_property
    def _post(self) -> re.Pattern[str]:
        return re.compile(self._post_source)  # most texts name no person behind a body

    @cached_property
    def _alone(self) -> re.Pattern[str]:
        return re.compile(self._alone_source)

    def read(self, text: str, names: Sequence[Name]) -> list[Name]:
        """The names, persons with what their posts are and of what; in the order given.

        Args:
            text: Folded text.
            names: Names in order, none overlapping.
        """
        return list(self._read(text, names))

    def _read(self, text: str, names: Sequence[Name]) -> Iterator[Name]:
        last: Name | None = None
        for name in names:
            person = self._with_post(text, last, name) if name.kind == "person" else name
            last = person
            yield person

    def _with_post(self, text: str, before: Name | None, person: Name) -> Name:
        if before is not None and before.end < person.start and person.start - before.end <= _REACH:
            between = text[before.end : person.start]
            if before.kind == "person" and between == "、":
                return replace(person, post=before.post, post_of=before.post_of)
            if before.kind in _HOLDERS and _titles(between.rstrip(" :")) and self._post.search(between):
                return replace(person, post=between.rstrip(" :").strip("、"), post_of=before.name)
        found = self._alone.search(text[max(0, person.start - _REACH, before.end if before else 0) : person.start])
        return replace(person, post=found["post"]) if found else person


def _titles(between: str) -> bool:
    """Whether nothing but characters, points and brackets stands there."""
    return len(between) > 1 and all(is_han(character) or character in _POINTS for character in between)
