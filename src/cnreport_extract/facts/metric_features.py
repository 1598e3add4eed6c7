"""What speaks for and against a metric phrase: features of the construction, the phrase and the neighbourhood."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from cnreport_extract.facts.candidates import Candidate, Marks
from cnreport_extract.facts.changes import Reading
from cnreport_extract.facts.windows import LONGEST_CLAUSE, Window
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Quantity, Span

_LENGTHS = ("0", "1", "2", "3", "3", *["5"] * 4, *["9"] * 6, *["15"] * 9, "24")  # bucket of each length
_ONLY = "only.names"
_SIDES = ("left", "right")
_Ends = tuple[str, str, str, str, str]  # first word, last word, names, verbs, what stands behind
_NO_ENDS: _Ends = ("", "", "", "", "")
_SIGNS = {(False, False): (), (True, False): ("has.listing",), (False, True): ("has.quote",), (True, True): ("has.listing", "has.quote")}
_KEPT = 1 << 13  # few combinations exist, and they come again


class MetricFeatures:
    """Describes metric candidates to the scorer. Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._heads = {ending: cue.id for cue in lexicon.cues("metric_heads").values() for ending in cue.words}
        light = lexicon.cues("metric_words")
        self._light = frozenset((*light["opening"].words, *light["closing"].words))
        self._known = lexicon.metric_names  # as evidence: a phrase that is one, as it stands
        lengths: dict[str, set[int]] = {}
        for ending in self._heads:
            lengths.setdefault(ending[-1:], set()).add(len(ending))
        self._lengths = {last: sorted(found, reverse=True) for last, found in lengths.items()}

    def describe(self, candidates: Sequence[Candidate], window: Window, reading: Reading) -> None:
        """Give the candidates the features that the scorer weighs."""
        quantity = window.item.mention
        assert isinstance(quantity, Quantity)
        dimension = quantity.dimension
        standing = _standing(
            quantity.form, dimension, reading.aspect, reading.rule,
            f"sides={'l' if window.left else '-'}{'r' if window.right else '-'}",
            "listed" if window.listed else "", "brackets" if window.in_brackets else "",
        )  # fmt: skip
        around = standing, _beside(_neighbour(window, -1), _neighbour(window, 1)), *_rivals(tuple([c.rule for c in candidates]))
        seen: dict[tuple[int, int], _Ends] = {}  # many phrases share their words
        for c in candidates:
            text, ends = c.text, _NO_ENDS
            if c.span is not None:
                place = c.span.start, c.span.end
                ends = seen.get(place) or seen.setdefault(place, _ends(c.span, window))
            length = _LENGTHS[min(len(text), len(_LENGTHS) - 1)]
            head = self._head(text)
            signs = _SIGNS["、" in text, "“" in text]
            if text in self._known:
                signs = (*signs, "known")
            elif text in self._light:
                signs = (*signs, "light")
            plain, crossed = _phrase(length, signs, head)
            words, crossed_words = _worded(ends)
            c.plain = _headed(c.rule, head, dimension), plain, words, _begun(text[:2]), _ended(text[-2:])
            c.crossed = *around, crossed, crossed_words

    def _head(self, text: str) -> str:
        """Which of the endings of metrics the phrase has, `""` for none."""
        for length in self._lengths.get(text[-1:], ()):
            head = self._heads.get(text[-length:])
            if head is not None:
                return head
        return ""


def _neighbour(window: Window, step: int) -> str:
    """What the number's neighbour looks like."""
    at = window.at + step
    return window.items[at].shape if 0 <= at < len(window.items) else "end"


@lru_cache(_KEPT)
def _headed(rule: str, head: str, dimension: str) -> Marks:
    return rule, f"head={head or 'none'}", f"head={head or 'none'}|dimension={dimension}"


@lru_cache(_KEPT)
def _rivals(rules: tuple[str, ...]) -> tuple[Marks, ...]:
    """Which constructions propose something: by their families, for few combinations of one family exist."""
    marks = {rule: f"rival={rule}" for rule in rules}
    left, right = (tuple([mark for rule, mark in marks.items() if rule.startswith(side)]) for side in _SIDES)
    return left, right, tuple([mark for rule, mark in marks.items() if not rule.startswith(_SIDES)])


@lru_cache(_KEPT)
def _standing(form: str, dimension: str, aspect: str, rule: str, sides: str, listed: str, brackets: str) -> Marks:
    """What the number is and what stands on its sides."""
    return f"form={form}", f"dimension={dimension}", f"aspect={aspect}", f"reading={rule}", sides, *filter(None, (listed, brackets))


@lru_cache(_KEPT)
def _beside(before: str, behind: str) -> Marks:
    return f"before={before}", f"behind={behind}", f"pair={before},{behind}"


@lru_cache(_KEPT)
def _begun(start: str) -> Marks:
    """The characters at the beginning of a phrase: a text says 人口 or 总值 often, and which ends metrics have is learned."""
    return (f"start={start}",)


@lru_cache(_KEPT)
def _ended(end: str) -> Marks:
    """The characters at the end of a phrase."""
    return f"end={end}", f"end.last={end[-1:]}"


@lru_cache(_KEPT)
def _phrase(length: str, signs: Marks, head: str) -> tuple[Marks, Marks]:
    """Features of a phrase: those that hold by themselves, and those that hold together with its rule."""
    both = (f"length={length}", *signs)
    return both, (*both, *([f"head={head}"] if head else []))


@lru_cache(_KEPT)
def _worded(words: _Ends) -> tuple[Marks, Marks]:
    """The same of its words."""
    first, last, names, verb, then = words
    both = (*((f"first={first}", f"last={last}") if first else ()), *([names] if names == _ONLY else []))
    beside = (names if names != _ONLY else "", verb, f"then={then}" if then else "")
    return both, (*both, *filter(None, beside))


def _ends(span: Span, window: Window) -> _Ends:
    """What the first and the last word of a phrase are, whether it holds names and verbs, and what stands behind it."""
    row = window.items
    first, stop = max(window.clause - LONGEST_CLAUSE, 0), min(window.at + LONGEST_CLAUSE, len(row))
    low, high = bisect_left(row.starts, span.start, first, stop), bisect_left(row.starts, span.end, first, stop)
    if low == high:
        return _NO_ENDS
    names = row.names[low:high].count(True)
    named = "" if not names else _ONLY if names == high - low else "opens.name" if row.names[low] else "has.name"
    verbs = row.verbs[low:high]
    acting = "only.verbs" if all(verbs) else "has.verb" if True in verbs else ""
    return row[low].shape, row[high - 1].shape, named, acting, row[high].shape if high < len(row) else "end"
