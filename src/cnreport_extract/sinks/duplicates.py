"""Near-duplicates: the same release on ten sites, each with another lead, editor and source line.

The standard way: MinHash signatures over character 5-grams, candidates by locality-sensitive hashing, then the estimated
share of 5-grams that two texts have in common. The documents are gone through in the order of their publish dates and ids; one that is
like an earlier original is its copy, any other is an original itself. What comes out depends on the set of documents alone.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from rensa import RMinHash, RMinHashLSH

ALIKE = 0.7
"""The share of 5-grams in common from which a text counts as a copy (`docs/database.md` says what it was measured on)."""

_SHINGLE = 5
_SLOTS, _BANDS, _SEED = 128, 32, 20250402
_SIGN = re.compile(r"[^\W_]+")


def signature(text: str) -> bytes | None:
    """The MinHash signature of a text, None where it has no letter or digit.

    Spaces and punctuation do not count.

    Example:
        >>> signature("去年,受理案件90件。") == signature("去年 受理案件90件"), signature("。")
        (True, None)
    """
    signs = "".join(_SIGN.findall(text))
    if not signs:
        return None
    sketch = RMinHash(_SLOTS, _SEED)
    sketch.update([signs[start : start + _SHINGLE] for start in range(max(1, len(signs) - _SHINGLE + 1))])
    state: bytes = sketch.__getstate__()
    return state


def readable(state: bytes) -> bool:
    """Whether a stored signature is of the algorithm that is installed; another one cannot be compared with it."""
    try:
        _sketch(state)
    except (TypeError, ValueError):
        return False
    return True


def copies(signed: Iterable[tuple[str, date | None, bytes]]) -> Iterator[tuple[str, str]]:
    """Pairs of a copy and its original.

    Args:
        signed: Id, publish date and signature of each document, in any order.

    Example:
        >>> text = "去年,清溪县总工会共受理劳动争议案件90件,调解成功率达91%。"
        >>> later = ("b", date(2025, 4, 3), signature("本报讯 " + text))
        >>> list(copies([later, ("a", date(2025, 4, 2), signature(text))]))
        [('b', 'a')]
    """
    index = RMinHashLSH(ALIKE, _SLOTS, _BANDS)
    originals: list[tuple[str, bytes]] = []
    for number, _, state in sorted(signed, key=lambda row: (row[1] or date.max, row[0])):
        sketch = _sketch(state)
        found = [(-sketch.jaccard(_sketch(originals[key][1])), key) for key in index.query(sketch)]
        likeness, best = min(found, default=(0.0, -1))
        if -likeness >= ALIKE:
            yield number, originals[best][0]
        else:
            index.insert(len(originals), sketch)
            originals.append((number, state))


def _sketch(state: bytes) -> RMinHash:
    sketch = RMinHash(_SLOTS, _SEED)
    sketch.__setstate__(state)
    return sketch
