"""Persons: a family name with one or two characters behind a post, before a verb of saying, or said more than once.

The segmenter's tag for personal names is evidence, not proof: it gives it to companies and to ordinary words too. Foreign names
are told by the dot between their parts.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, compress, count

from cnreport_extract.chars import is_han
from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.mentions.lookup import Lookup
from cnreport_extract.mentions.words import Words
from cnreport_extract.records import Name

_PERSON_TAGS = frozenset({"nr", "nrt", "nrfg"})
_NOUN_TAGS = frozenset({"n", "nr", "nz", "nrt", "j", "b", "vn"})
_DOT = re.compile("·")


class PersonFinder:
    """Finds the persons of a text.

    Example:
        >>> text = "市总工会党组书记、常务副主席李子荣出席,村民马天志说"
        >>> [name.name for name in PersonFinder(Lexicon()).find(text, Words(text))]
        ['李子荣', '马天志']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        cues = lexicon.cues("persons")
        self._surnames = frozenset("".join(cues["surnames"].words)) | frozenset(cues["compound_surnames"].words)
        self._posts = Lookup(dict.fromkeys(cues["before"].words, True))
        self._behind = re.compile(" ?" + alternation(cues["behind"].words))
        self._speech = re.compile(alternation(cues["speech"].words))
        self._familiar, self._ends = cues["familiar"].words, cues["role_ends"].words
        self._none = frozenset(cues["no_surname"].words)
        self._glued = frozenset(cues["no_surname_glued"].words)
        self._unnamed = re.compile(alternation(cues["unnamed"].words))
        self._sure, self._no_sure_tail = frozenset("".join(cues["sure_surnames"].words)), frozenset(cues["no_sure_tail"].words)
        self._no_person, self._no_tail = frozenset(cues["no_person"].words), cues["no_tail"].words
        self._no_cut = frozenset(cues["no_cut"].words)
        self._age = re.compile(rf" ?[,(]? ?[0-9]{{1,3}}{alternation(cues['age'].words)}")
        self._told = cues["told"].words
        plain, around = "".join(cues["sure_surnames"].words), "".join(lexicon.cues("organisations")["function_characters"].words)
        edge = rf"[{around}]|[^\u4e00-\u9fff]"
        familiar = "".join(self._familiar)  # looked for first, then what stands before it
        self._nickname = re.compile(rf"[{familiar}](?:(?<=(?:{edge})[{familiar}])|(?<=^.))[{plain}](?={edge}|{self._speech.pattern}|$)")
        self._letters = frozenset("".join(cues["transcription"].words))

    @property
    def heads(self) -> Iterable[str]:
        """What the words that it looks up begin with."""
        return self._posts.heads

    def find(self, text: str, words: Words) -> list[Name]:
        """All persons in the order of the text; no two overlap."""
        found: dict[int, Name] = {}
        sources = (self._foreigners(text, words), self._behind_posts(text, words), self._tagged(text, words), self._nicknames(text))
        for start, end, rule in chain(*sources):
            found.setdefault(start, Name(start, end, "person", text[start:end], None, (), f"person.{rule}"))
        known = Lookup({name.name: True for name in found.values() if len(name.name) > 1})
        for start, end in known.scan(text) if found else ():
            found.setdefault(start, Name(start, end, "person", text[start:end], None, (), "person.known"))
        return self._joined(_disjoint([found[start] for start in sorted(found)]))

    def _joined(self, names: list[Name]) -> list[Name]:
        """The names, two foreign ones side by side as one (恩赫|包勒德)."""
        kept: list[Name] = []
        for name in names:
            last = kept[-1] if kept else None
            if (
                last is not None
                and last.end == name.start
                and last.name[0] not in self._sure
                and self._letters.issuperset(last.name + name.name)
            ):
                kept[-1] = replace(last, end=name.end, name=last.name + name.name)
            else:
                kept.append(name)
        return kept

    def _foreigners(self, text: str, words: Words) -> Iterator[tuple[int, int, str]]:
        """Names with dots between their parts, from the first word that foreign names are written with."""
        end = 0
        for dot in (match.start() for match in _DOT.finditer(text)):
            if dot < end:
                continue
            start, end = self._run(text, dot, -1, max(end, dot - 8)), dot
            while start < dot and not words.starts_at(start):
                start += 1
            for _ in range(4):
                if text[end : end + 1] != "·":
                    break
                end = self._part(text, words, end + 1)
            while end > dot + 2 and text[end - 1] in self._no_tail:
                end -= 1
            if start < dot and end > dot + 1:
                yield start, end, "foreign"

    def _run(self, text: str, at: int, step: int, limit: int) -> int:
        """Where the transcription characters before (step -1) or behind (step 1) an offset end."""
        while at != limit and text[at + min(step, 0) : at + min(step, 0) + 1] in self._letters:
            at += step
        return at

    def _part(self, text: str, words: Words, start: int) -> int:
        """End of the part of a foreign name that starts here."""
        end = self._run(text, start, 1, start + 10)
        if words.starts_at(end) or end >= len(text):
            return end
        number = words.index(end)
        if words.tags[number] in _PERSON_TAGS and words.starts[number + 1] - start < 10:
            return words.starts[number + 1]
        return max(words.starts[number], start + 1)

    def _behind_posts(self, text: str, words: Words) -> Iterator[tuple[int, int, str]]:
        for _, end in self._posts.scan(text, words.heads):
            at = end + (text[end : end + 1] in (":", " "))
            if words.starts_at(at) and (length := self._length(text, words, at)) and text[at + length : at + length + 1] != "·":
                stop = self._whole_transcription(text, words, at, at + length)
                yield at, stop, "post"
                yield from self._listed(text, words, stop)

    def _listed(self, text: str, words: Words, at: int) -> Iterator[tuple[int, int, str]]:
        """Further names after 、 or a blank."""
        for _ in range(8):
            if text[at : at + 1] not in ("、", " ") or not words.starts_at(at + 1) or not (length := self._length(text, words, at + 1)):
                return
            yield at + 1, at + 1 + length, "list"
            at += 1 + length

    def _length(self, text: str, words: Words, at: int) -> int:
        """Length of the name that starts here, 0 where none does."""
        number = words.index(at) if at < len(text) else -1
        first = words.word(number) if number >= 0 else ""
        tagged = number >= 0 and words.tags[number] in _PERSON_TAGS
        if tagged and first[0] in self._glued and not words.known(number):
            return 0
        surname = 2 if text[at : at + 2] in self._surnames else 1 if text[at : at + 1] in self._surnames else 0
        if tagged and (longer := self._transcribed(words, number)):
            return longer
        if not surname or first in self._no_person:
            foreign = tagged and (words.tags[number] == "nrt" or self._letters.issuperset(first))
            return len(first) if foreign and len(first) in (2, 3, 4) and first not in self._no_person else 0
        if match := self._unnamed.match(text, at + surname):
            return match.end() - at
        if not tagged and (len(first) > surname or first in self._none):
            return self._told_length(text, words, at) if surname == 1 and text.endswith(self._told, 0, at) else 0
        for length in (surname + 2, surname + 1):
            end = at + length
            name = text[at:end]
            whole = len(name) == length and name[-1] not in self._no_tail and text[end - 1 : end + 1] not in self._no_cut
            if whole and all(map(is_han, name)) and self._ends_name(text, words, at, end):
                return length
        return 0

    def _whole_transcription(self, text: str, words: Words, start: int, end: int) -> int:
        """End of a foreign name whose last characters the segmenter took for words (扎哈罗|娃)."""
        if text[start] in self._sure or not self._letters.issuperset(text[start:end]):
            return end
        while end < len(text) and end - start < 7 and text[end] in self._letters and words.starts_at(end) and words.starts_at(end + 1):
            if words.tag_at(end)[0] in "pcudfvrmq":
                break
            end += 1
        return end

    def _told_length(self, text: str, words: Words, at: int) -> int:
        """Length of a name of two words of which the first is an ordinary one (岁的王国|祥), 0 where there is none."""
        end = at + 3
        fits = words.starts_at(end) and words.index(end - 1) == words.index(at) + 1 and text[end - 1] not in self._no_tail
        return 3 if fits and all(map(is_han, text[at:end])) else 0

    def _transcribed(self, words: Words, number: int) -> int:
        """Length of a foreign name that the segmenter cut in two (冯德|莱恩), 0 where it is none."""
        first, tail = words.word(number), words.word(number + 1) if number + 1 < len(words.tags) else ""
        if len(first) + len(tail) > 3 and tail and not words.known(number + 1):
            tail = tail[: next((at for at, letter in enumerate(tail) if letter not in self._letters), len(tail))]
        if len(tail) > 1 and words.known(number + 1) and words.tags[number + 1][0] != "n":
            return 0
        joined = 0 < len(tail) < 4 and tail not in self._no_tail and self._letters.issuperset(first + tail)
        least = 2 if words.tags[number] == "nrt" and words.tags[number + 1][0] == "n" else 3
        return len(first + tail) if joined and least < len(first + tail) < 8 else 0

    def _ends_name(self, text: str, words: Words, start: int, end: int) -> bool:
        last = words.index(end - 1)
        glued = words.starts[last] == start and words.starts[last + 1] == end + 1 and end - start > 2 and not words.known(last)
        if glued and words.tags[last] in _PERSON_TAGS:
            return True
        if self._speech.match(text, end) or self._behind.match(text, end):
            return words.index(end - 1) - words.index(start) < 3
        if text[end : end + 1] in self._no_tail:
            return words.index(end - 1) - words.index(start) < 3
        return words.starts_at(end) and words.index(end - 1) - words.index(start) < 3 and not self._function(words, start, end)

    def _function(self, words: Words, start: int, end: int) -> bool:
        """Whether a word after the family name is one that names do not hold."""
        numbers = words.cover(start, end)
        return any(words.tags[number] in ("p", "c", "u", "uj", "ul", "d", "r", "v", "f") for number in numbers[1:])

    def _tagged(self, text: str, words: Words) -> Iterator[tuple[int, int, str]]:
        numbers = list(compress(count(), map(_PERSON_TAGS.__contains__, words.tags)))
        times = Counter(words.word(number) for number in numbers)
        for number in numbers:
            name, start = words.word(number), words.starts[number]
            if name[0] in self._glued and len(name) > 2 and not words.known(number) and self._behind.match(text, words.starts[number + 1]):
                yield start + 1, words.starts[number + 1], "address"
            elif name not in self._no_person and (rule := self._evidence(text, words, number, name, times[name])):
                yield start, words.starts[number + 1], rule

    def _nicknames(self, text: str) -> Iterator[tuple[int, int, str]]:
        """小郭, said more than once with nothing but function characters and punctuation around it."""
        found = [match.span() for match in self._nickname.finditer(text)]
        times = Counter(text[start:end] for start, end in found)
        yield from ((start, end, "familiar") for start, end in found if times[text[start:end]] > 1)

    def _evidence(self, text: str, words: Words, number: int, name: str, times: int) -> str:
        """What makes a word with the tag of a name one, empty where nothing does."""
        end = words.starts[number + 1]
        if len(name) == 2 and name.startswith(self._familiar) and name[1] in self._surnames:
            return "familiar" if times > 1 or self._speech.match(text, end) else ""
        if not self._full(name):
            return ""
        if self._behind.match(text, end):
            return "address"
        if self._speech.match(text, end):
            return "speech"
        if len(name) > 2 and self._age.match(text, end):
            return "age"
        if (len(name) > 2 or name[0] in self._sure) and self._role_before(text, words, number):
            return "role"
        sure = len(name) == 3 and name[0] in self._sure and (words.known(number) or name[-1] not in self._no_sure_tail)
        return "surname" if sure else "again" if times > 1 and self._said_again(words, number, name) else ""

    def _said_again(self, words: Words, number: int, name: str) -> bool:
        """Whether a word of three characters that the dictionary lacks is a name because the text says it more than once (肖江澜)."""
        whole = len(name) == 3 and name[-1] not in self._no_sure_tail
        return whole and not words.known(number) and not self._letters.issuperset(name)

    def _full(self, name: str) -> bool:
        """Whether it is a family name with one or two characters that given names may end with."""
        if (len(name) == 3 and name[-1] in self._no_tail) or self._behind.fullmatch(name, 1):
            return False
        return (len(name) in (2, 3) and name[0] in self._surnames) or (len(name) in (3, 4) and name[:2] in self._surnames)

    def _role_before(self, text: str, words: Words, number: int) -> bool:
        """Whether a word for a calling stands before (环卫工李江澜)."""
        start = words.starts[number]
        long = number > 0 and start - words.starts[number - 1] > 1
        return long and words.tags[number - 1] in _NOUN_TAGS and text[start - 1] in self._ends


def _disjoint(names: list[Name]) -> list[Name]:
    kept: list[Name] = []
    for name in names:
        if not kept or kept[-1].end <= name.start:
            kept.append(name)
    return kept
