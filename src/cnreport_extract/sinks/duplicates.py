"""Near-duplicates: the same release on ten sites, each with another lead, editor and source line.

The standard way: MinHash signatures over character 5-grams, candidates by locality-sensitive hashing, then the estimated
share of 5-grams that two texts have in common. `comparison.py` does it for all documents of a target.
"""

import re
from collections.abc import Iterable

from rensa import RMinHash

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


def buckets(state: bytes) -> Iterable[int]:
    """Numbers of which two texts that are alike have at least one in common, by all odds: one for each band of the signature.

    Example:
        >>> text = "去年,清溪县总工会共受理劳动争议案件90件,调解成功率达91%。"
        >>> len(set(buckets(signature(text))) & set(buckets(signature("本报讯 " + text)))) > 0
        True
    """
    slots = _sketch(state).digest()
    rows = _SLOTS // _BANDS
    return map(hash, zip(range(_BANDS), *(slots[row::rows] for row in range(rows)), strict=True))


def likeness(one: bytes, other: bytes) -> float:
    """The share of 5-grams that two texts have in common, as their signatures estimate it.

    Example:
        >>> likeness(signature("受理案件90件"), signature("受理案件,90件")), likeness(signature("受理案件90件"), signature("会员2.8万人"))
        (1.0, 0.0)
    """
    share: float = _sketch(one).jaccard(_sketch(other))
    return share


def _sketch(state: bytes) -> RMinHash:
    sketch = RMinHash(_SLOTS, _SEED)
    sketch.__setstate__(state)
    return sketch
