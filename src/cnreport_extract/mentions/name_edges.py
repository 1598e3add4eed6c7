"""Where a name begins whose end is known: the way to the left over the words that names are made of.

A company, a school, a park takes the words before it into its name: back to the place that opens it, else to
punctuation, a function word or a verb. What was met on the way says whether it is a name at all.
"""

import re
from collections.abc import Mapping

from cnreport_extract.lexicon.bodies import Body
from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.mentions.words import Words
from cnreport_extract.records import Name, record
from cnreport_extract.text.press_words import press_segmenter

PUNCTUATION = frozenset(",.;:!?、。，；：！？ \n\r\t|/\\[]<>{}【】「」…-~=+*&%#@\"'‘’“《》()")
PROPER_TAGS = frozenset({"nr", "nz", "nt", "ns", "nrt", "nrfg", "x", "eng", "j", "g"})
_SURE_TAGS = frozenset({"ns", "nrt", "x", "eng"})
_SOFT_TAGS = ("n", "j", "b", "l", "i", "g", "x", "e", "s", "a", "z")
_NUMBER_TAGS = frozenset({"m", "mq", "t", "q"})
_STOP_TAGS = frozenset({"c", "p", "u", "ud", "ug", "uj", "ul", "uv", "uz", "r", "y", "d"})
_INNER = frozenset({"company", "association", "institute", "project", "event"})
_BRACKETED = frozenset({"association", "company", "event", "park", "project", "zone"})
_ROUTES = frozenset({"infrastructure", "project"})
_DEVERBAL = frozenset({"company", "institute"})
_OPENED_BEFORE = frozenset({"company", "association", "military"})
_UNNAMED = frozenset({"company", "hospital", "military", "school"})
_PLAIN = frozenset({"company", "association"})
_WORKS = frozenset({"infrastructure", "project"})
_VILLAGE = "village"
_NUMBERED = re.compile(r"[0-9]{1,3}$")
_COUNTRY, _REGION = "100000", "R"
_REACH, _STEPS, _QUOTE, _LEAST_QUOTE, _BRACKET = 28, 12, 24, 7, 9


@record
class Passage:
    """A text with its words and, by their ends, the places and bodies known so far."""

    text: str
    words: Words
    ends: Mapping[int, Name]


@record
class Edge:
    """How far the way to the left has come.

    Attributes:
        start: Where the name starts so far.
        marks: One letter a step, the last step first: `p` a place or body, `c` a country, `N` a proper name that no common
            noun is taken for, `n` any other proper name, `q` quoted, `o` an ordinal, `u` an unnamed one (某), `s` a single
            character, `v` a verb or adjective, `.` any other word.
        pairs: How many single characters stand side by side, which words that the dictionary lacks are cut into.
        solid: Where the name starts when verbs at its left end are left out.
        closed: The name cannot start further left.
    """

    start: int
    marks: str
    pairs: int
    solid: int
    closed: bool = False

    def grown(self, start: int, mark: str, *, closed: bool = False) -> "Edge":
        """The edge after one more step."""
        pairs = self.pairs + (mark == "s" and self.marks.startswith("s"))
        return Edge(start, (mark or ".") + self.marks, pairs, self.solid if mark == "v" else start, closed)

    @property
    def proper(self) -> bool:
        """Whether a proper name, a quoted or an unknown word is among the words."""
        return bool(self.pairs) or not {"n", "N", "q"}.isdisjoint(self.marks)

    def bears(self, need: str, length: int) -> bool:
        """Whether the words taken make a name before a word of this length that needs this much."""
        if length == 1 and not set(self.marks) & set("pnNq"):
            return False
        if "u" in self.marks:
            return True
        if need == "strong":
            return not set(self.marks).isdisjoint("pNqo")
        if need in {"any", "word"}:
            return len(self.marks) > 1 or self.marks != "."
        if need == "again":
            return not set(self.marks) <= {"v"}
        if need == "place":
            return "p" in self.marks
        if need == "brand":
            return self.proper and len(self.marks) <= 5
        return self.proper or "p" in self.marks or "o" in self.marks or (need == "country" and "c" in self.marks)


class EdgeFinder:
    """Finds where names begin. Immutable once made."""

    def __init__(self, lexicon: Lexicon) -> None:
        cues = lexicon.cues("organisations")
        self._segmenter = press_segmenter(lexicon)
        self._inner = frozenset(cues["inner_words"].words)
        self.common = frozenset(cues["common"].words)
        self._function = frozenset(cues["function_characters"].words)
        self._levels = frozenset(cues["level_words"].words)
        numerals, counted = "".join(cues["ordinal_numerals"].words), alternation(cues["ordinal_units"].words)
        self._numerals = frozenset(numerals)
        self._ordinal = re.compile(rf"{alternation(cues['ordinal'].words)}[0-9{numerals}]{{1,4}}{counted}?$")
        self._common_ends = cues["common_ends"].words
        self._unnamed = frozenset(cues["unnamed"].words)
        self._wide = frozenset(cues["wide_regions"].words)
        self._groups = {word: body.group for word, body in lexicon.bodies.items()}
        self._joiners = frozenset(cues["route_joiners"].words)
        self.stops = frozenset(cues["left_stops"].words)
        self._stop_ends = tuple(word for word in self.stops if len(word) > 1)

    def find(self, passage: Passage, start: int, end: int, body: Body) -> Edge | None:
        """Where the name begins that ends with `body` at start–end, or None where there is no name."""
        if (quoted := self._whole_quote(passage, start, end, body)) is not None:
            return quoted
        edge, steps = Edge(start, "", 0, start), 0
        while edge.start > 0 and not edge.closed and steps < _STEPS:
            step = self._step(passage, edge, body) or self._bridge(passage, edge, body)
            if step is None or start - step.start > _REACH:
                break
            edge, steps = step, steps + 1
        least = 1 if body.group == _VILLAGE or "u" in edge.marks else 2
        if start - edge.solid < least or not edge.bears(body.need, end - start):
            return None
        return self._from_afar(passage, edge) if body.group in _ROUTES else edge

    def _whole_quote(self, passage: Passage, start: int, end: int, body: Body) -> Edge | None:
        """The whole of a quotation that ends with the body (“全国江澜外科联盟”), where it is long enough for a name."""
        if body.group not in _INNER or body.need == "place" or passage.text[end : end + 1] != "”":
            return None
        opened = passage.text.rfind("“", max(0, end - _QUOTE), start)
        whole = opened >= 0 and PUNCTUATION.isdisjoint(passage.text[opened + 1 : start]) and end - opened > _LEAST_QUOTE
        return Edge(opened + 1, "q", 0, opened + 1, closed=True) if whole else None

    def _from_afar(self, passage: Passage, edge: Edge) -> Edge:
        """武汉至咸宁城际铁路 begins where its line begins."""
        place = passage.ends.get(edge.start - 1)
        joined = edge.marks[0] == "p" and place is not None and passage.text[edge.start - 1] in self._joiners
        return edge.grown(place.start, "p") if joined and place is not None else edge

    def _step(self, passage: Passage, edge: Edge, body: Body) -> Edge | None:
        """One step to the left, or None to stop."""
        text, at = passage.text, edge.start
        if (name := passage.ends.get(at)) is not None:
            return self._over_name(passage, edge, name, body)
        if text[at - 1] in ")”":
            return self._over_brackets(passage, edge, body)
        if ordinal := self._ordinal.search(text, max(0, at - 12), at):
            return edge.grown(ordinal.start(), "o")
        if text[at - 1] in self._unnamed and body.group in _UNNAMED:
            return self._over_unnamed(passage, edge, body)
        if body.group == "military" and (numbered := _NUMBERED.search(text, max(0, at - 4), at)):
            return edge.grown(numbered.start(), "o", closed=True)
        if text[at - 1] in PUNCTUATION or text[at - 1].isdigit():
            return None
        return self._over_word(passage, edge, body)

    def _over_unnamed(self, passage: Passage, edge: Edge, body: Body) -> Edge | None:
        """Over 某 and the place before it (赤壁市某公司); units of the army go without a place."""
        place = passage.ends.get(edge.start - 1)
        if place is not None and place.kind == "place":
            return edge.grown(place.start, "u", closed=True)
        return edge.grown(edge.start - 1, "u", closed=True) if body.group == "military" else None

    def _over_brackets(self, passage: Passage, edge: Edge, body: Body) -> Edge | None:
        """Over (漯河) or “江澜杯”."""
        text, at = passage.text, edge.start
        if text[at - 1] == "”":
            opened = text.rfind("“", max(0, at - _QUOTE), at)
            inner = text[opened + 1 : at - 1]
            quoted = opened >= 0 and PUNCTUATION.isdisjoint(inner) and inner not in self.stops
            return edge.grown(opened, "q") if quoted else None
        opened = text.rfind("(", max(0, at - _BRACKET), at)
        return None if opened < 0 or body.group not in _BRACKETED else edge.grown(opened, "p" if at - 1 in passage.ends else "")

    def _over_word(self, passage: Passage, edge: Edge, body: Body) -> Edge | None:
        words, at = passage.words, edge.start
        number = words.index(at - 1)
        begin, tag, whole = words.starts[number], words.tags[number], words.starts[number + 1] == at
        word = passage.text[begin:at]
        if body.group == _VILLAGE and (village := self._of_village(edge, begin, word, tag, whole=whole)):
            return village
        unknown = len(word) > 1 and tag not in _NUMBER_TAGS and word not in self.stops and not words.known(number)
        if unknown and (opened := self._opened(word)):
            mark = "" if self._common_word(word[opened:]) else "n"
            return edge.grown(begin + opened, mark, closed=True) if opened + 1 < len(word) else None
        if not (self._takes(word, tag, body) or (unknown and whole)) or self._in_apposition(edge, word, body):
            return None
        if word in self._inner:
            return edge.grown(begin, "v")
        if not whole and tag in ("nt", "ns"):
            return edge.grown(begin, "p", closed=True)
        if not unknown and len(word) > 1 and tag[0] in "ab" and body.group not in _PLAIN:
            return edge.grown(begin, "v")
        return edge.grown(begin, self._mark(word, tag, unknown))

    def _mark(self, word: str, tag: str, unknown: bool) -> str:
        """What a word that is part of the name says."""
        if word in self.common or (unknown and word.endswith(self._common_ends)):
            return ""
        if len(word) == 1:
            return "n" if tag in ("x", "eng") else "" if word in self._levels else "s"
        if unknown:
            return "N" if len(word) > 2 or tag in _SURE_TAGS else "n"
        return "" if tag not in PROPER_TAGS else "N" if tag in _SURE_TAGS else "n"

    def _opened(self, word: str) -> int:
        """Where a name starts inside a word that the dictionary lacks: behind a verb or a function character (的江澜)."""
        opened = 1 + max((place for place, letter in enumerate(word) if letter in self._function), default=-1)
        return 2 if not opened and len(word) > 3 and word[:2] in self.stops else opened

    def _of_village(self, edge: Edge, begin: int, word: str, tag: str, *, whole: bool) -> Edge | None:
        """三|涧溪|村 and 菖蒲|塘村: what the segmenter does to the names of villages."""
        if not whole and len(word) == 1:
            return edge.grown(begin, "n") if tag == "ns" else None
        if not whole and self._common_word(word):
            return edge.grown(begin, "")
        opens = tag == "m" and word in self._numerals and edge.marks[:1] in ("n", "N")
        return edge.grown(begin, "s", closed=True) if opens else None

    def _common_word(self, word: str) -> bool:
        """Whether the word alone is a common noun or an adjective (富裕|村, of which the segmenter makes one)."""
        words = self._segmenter.tag(word)
        return len(words) == 1 and words[0][1] not in PROPER_TAGS and self._segmenter.knows(word)

    def _in_apposition(self, edge: Edge, word: str, body: Body) -> bool:
        """Whether the word says what the name behind it is (控制性工程江澜隧道)."""
        group = self._groups.get(word, "")
        if not edge.proper or len(word) < 2:
            return False
        return group in _WORKS if body.group == "infrastructure" else group == body.group and group in ("media", "project")

    def _takes(self, word: str, tag: str, body: Body) -> bool:
        """Whether the word may be part of such a name."""
        if word in self._inner and body.group in _INNER:
            return True
        if word in self.stops or tag in _STOP_TAGS or (len(word) > 2 and word.endswith(self._stop_ends)):
            return False
        if len(word) == 1:
            return tag not in ("v", "m")
        return tag.startswith(_SOFT_TAGS) or (tag == "vn" and body.group in _DEVERBAL)

    def _over_name(self, passage: Passage, edge: Edge, name: Name, body: Body) -> Edge | None:
        """Over a place or body, which opens the name unless it stands directly before 有限公司 or 协会."""
        surface = passage.text[name.start : name.end]
        if surface in self.stops and body.group != "event":
            return None
        open_still = (not edge.marks and body.group in _OPENED_BEFORE) or name.start in passage.ends
        if body.group == "event" and self._ordinal.search(passage.text, max(0, name.start - 12), name.start):
            open_still = True
        code = name.name_id or ""
        wide = code == _COUNTRY or (surface in self._wide if code.startswith(_REGION) else not code[:1].isdigit())
        country = name.kind == "place" and wide and not name.rule.startswith("place.township")
        return edge.grown(name.start, "c" if country else "p", closed=not open_still)

    def _bridge(self, passage: Passage, edge: Edge, body: Body) -> Edge | None:
        """Over the single characters that an unknown name is cut into, where a place opens it (湖北三江澜光电)."""
        if body.group != "company":
            return None
        for length in (1, 2):
            at = edge.start - length
            place = passage.ends.get(at)
            if place is not None and place.kind == "place" and self._cut_up(passage, at, edge.start):
                return self._over_name(passage, edge.grown(at, "s").grown(at, "s"), place, body)
        return None

    def _cut_up(self, passage: Passage, start: int, end: int) -> bool:
        """Whether the stretch is single characters that may be a name: two of any kind, or one numeral."""
        text, words = passage.text, passage.words
        if not text[start:end].isalpha() or text[start] in self._function or not all(map(words.starts_at, range(start, end + 1))):
            return False
        return end - start > 1 or words.tag_at(start) == "m"
