"""What speaks for and against a metric phrase: features of the construction, the phrase and the neighbourhood."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from cnreport_extract.facts.candidates import Candidate
from cnreport_extract.facts.changes import Reading
from cnreport_extract.facts.items import Item
from cnreport_extract.facts.windows import LONGEST_CLAUSE, Window
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Quantity, Span

_LENGTHS = ("0", "1", "2", "3", "3", *["5"] * 4, *["9"] * 6, *["15"] * 9, "24")  # bucket of each length


class MetricFeatures:
    """Describes metric candidates to the scorer. Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._heads = {ending: cue.id for cue in lexicon.cues("metric_heads").values() for ending in cue.words}

    def describe(self, candidates: Sequence[Candidate], window: Window, reading: Reading) -> None:
        """Give the candidates the features that the scorer weighs."""
        quantity = window.item.mention
        assert isinstance(quantity, Quantity)
        rivals = dict.fromkeys(f"rival={candidate.rule}" for candidate in candidates)
        shared = (*_neighbourhood(window, reading, quantity), *rivals)
        for c in candidates:
            plain, crossed = [c.rule], list(shared)
            _of_phrase(c.text, plain, crossed)
            if c.span is not None:
                _of_ends(c.span, window, plain, crossed)
            self._head(c.text, quantity, plain, crossed)
            c.plain, c.crossed = plain, crossed

    def _head(self, text: str, quantity: Quantity, plain: list[str], crossed: list[str]) -> None:
        for length in (4, 3, 2, 1):
            head = self._heads.get(text[-length:])
            if head is not None:
                crossed.append(f"head={head}")
                break
        plain += (f"head={head or 'none'}", f"head={head or 'none'}|dimension={quantity.dimension}")


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
    return "end" if item is None else item.shape


def _of_phrase(text: str, plain: list[str], crossed: list[str]) -> None:
    """Features of the characters of a phrase."""
    found = [f"length={_LENGTHS[min(len(text), len(_LENGTHS) - 1)]}"]
    for sign, name in (("、", "has.listing"), ("“", "has.quote")):
        if sign in text:
            found.append(name)
    plain += found
    crossed += found


def _of_ends(span: Span, window: Window, plain: list[str], crossed: list[str]) -> None:
    """What the first and the last word of a phrase are, and whether it holds names and verbs."""
    row = window.items
    first, stop = max(window.clause - LONGEST_CLAUSE, 0), min(window.at + LONGEST_CLAUSE, len(row))
    low, high = bisect_left(row.starts, span.start, first, stop), bisect_left(row.starts, span.end, first, stop)
    if low == high:
        return
    ends = (f"first={row[low].shape}", f"last={row[high - 1].shape}")
    plain += ends
    crossed += ends
    names = row.names[low:high].count(True)
    if names == high - low:
        plain.append("only.names")
        crossed.append("only.names")
    elif names:
        crossed.append("opens.name" if row.names[low] else "has.name")
    if True in row.verbs[low:high]:
        crossed.append("has.verb")
