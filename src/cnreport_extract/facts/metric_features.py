"""What speaks for and against a metric phrase: features of the construction, the phrase and the neighbourhood."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from cnreport_extract.facts.candidates import Candidate
from cnreport_extract.facts.changes import Reading
from cnreport_extract.facts.items import Item
from cnreport_extract.facts.windows import LONGEST_CLAUSE, Window
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Quantity

_LENGTHS = ("0", "1", "2", "3", "3", *["5"] * 4, *["9"] * 6, *["15"] * 9, "24")  # bucket of each length


class MetricFeatures:
    """Describes metric candidates to the scorer. Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._heads = {ending: cue.id for cue in lexicon.cues("metric_heads").values() for ending in cue.words}

    def describe(self, candidates: Sequence[Candidate], window: Window, reading: Reading) -> list[Candidate]:
        """The same candidates with the features that the scorer weighs."""
        quantity = window.item.mention
        assert isinstance(quantity, Quantity)
        around = tuple(_neighbourhood(window, reading, quantity))
        rules = {candidate.rule for candidate in candidates}
        described = []
        for c in candidates:
            features = (*_features(c, around, rules), *_ends(c, window), *self._head(c, quantity))
            described.append(Candidate(c.rule, c.text, c.span, features, verb=c.verb))
        return described

    def _head(self, candidate: Candidate, quantity: Quantity) -> Iterator[str]:
        for length in (4, 3, 2, 1):
            head = self._heads.get(candidate.text[-length:])
            if head is not None:
                yield f"head={head}"
                yield f"head={head}|dimension={quantity.dimension}"
                yield f"{candidate.rule}|head={head}"
                return
        yield "head=none"
        yield f"head=none|dimension={quantity.dimension}"


def _neighbourhood(window: Window, reading: Reading, quantity: Quantity) -> Iterator[str]:
    before = window.items[window.at - 1] if window.at else None
    behind = window.items[window.at + 1] if window.at + 1 < len(window.items) else None
    yield f"form={quantity.form}"
    yield f"dimension={quantity.dimension}"
    yield f"aspect={reading.aspect}"
    yield f"reading={reading.rule}"
    yield f"before={_shape(before)}"
    yield f"behind={_shape(behind)}"
    yield f"sides={'l' if window.left else '-'}{'r' if window.right else '-'}"
    yield f"pair={_shape(before)},{_shape(behind)}"
    if window.listed:
        yield "listed"
    if window.in_brackets:
        yield "brackets"


def _shape(item: Item | None) -> str:
    if item is None:
        return "end"
    if item.kind == "mark":
        return "mark" if item.text in ",;:" else item.text
    if item.kind != "word":
        return item.kind
    for cue in (
        "changes.arrive_up",
        "changes.increase",
        "changes.decrease",
        "copulas.reach",
        "copulas.light",
        "copulas.total",
        "shares.of",
    ):
        if item.is_cue(cue):
            return cue
    return "verb" if item.is_verb else item.tag[:1] if item.tag not in {"uj", "ul"} else item.tag


def _features(candidate: Candidate, around: Sequence[str], rules: set[str]) -> Iterator[str]:
    rule = candidate.rule
    yield rule
    yield from (f"{rule}|{feature}" for feature in around)
    yield from (f"{rule}|rival={rival}" for rival in rules)
    bucket = _LENGTHS[min(len(candidate.text), len(_LENGTHS) - 1)]
    yield f"length={bucket}"
    yield f"{rule}|length={bucket}"
    for sign, name in (("、", "listing"), ("“", "quote")):
        if sign in candidate.text:
            yield f"has.{name}"
            yield f"{rule}|has.{name}"


def _ends(candidate: Candidate, window: Window) -> Iterator[str]:
    """What the first and the last word of the phrase are, and whether it holds names."""
    span, rule = candidate.span, candidate.rule
    if span is None:
        return
    near = window.items[max(window.clause - LONGEST_CLAUSE, 0) : window.at + LONGEST_CLAUSE]
    low, high = (bisect_left(near, offset, key=lambda item: item.start) for offset in (span.start, span.end))
    inside = near[low:high]
    if not inside:
        return
    for place, item in (("first", inside[0]), ("last", inside[-1])):
        yield f"{place}={_shape(item)}"
        yield f"{rule}|{place}={_shape(item)}"
    names = [item.kind == "name" for item in inside]
    if all(names):
        yield "only.names"
        yield f"{rule}|only.names"
    elif any(names):
        yield f"{rule}|opens.name" if names[0] else f"{rule}|has.name"
    if any(item.is_verb for item in inside):
        yield f"{rule}|has.verb"
