"""Characters: the one-to-one folding that every step reads, and digit tables. No words.

Folding never changes the length of a text, so offsets into the folded text are offsets into the raw text.
Source of the radical table: Unicode `EquivalentUnifiedIdeograph.txt` (NFKC does not fold ⻄ and ⻓).
"""

import re
from functools import cache
from types import MappingProxyType

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\u202f\t"), " ")
_DASHES = dict.fromkeys(map(ord, "–—―‒−－"), "-")
_TILDES = dict.fromkeys(map(ord, "～∼〜﹏"), "~")
_COLONS = dict.fromkeys(map(ord, "∶ː"), ":")
_DOTS = dict.fromkeys(map(ord, "•‧・∙"), "·")
_RADICALS = dict(
    zip(
        map(ord, "⻄⻓⻔⻋⻢⻥⻦⻩⻬⻮⻰⻛⻝⻚⻅⻉⻜⻘⻣⻤⻁⻆⻗⻨⻳"),
        "西长门车马鱼鸟黄齐齿龙风食页见贝飞青骨鬼虎角雨麦龟",
        strict=True,
    )
)
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)  # half characters, which no tokeniser and no file can hold
_MARKS = frozenset("-~()[]:,;!?")  # what folding makes of marks that a page may write otherwise
_FOLDING: dict[int, int | str] = {**_WIDTH, **_SPACES, **_DASHES, **_TILDES, **_COLONS, **_DOTS, **_RADICALS, **_SURROGATES}


def fold(text: str) -> str:
    """Fold width, spaces, dashes and CJK radicals, one character for one.

    Args:
        text: Any string.

    Returns:
        A string of the same length, in which `，` is `,`, `１２％` is `12%`, every dash is `-`, every
        horizontal space is a blank, ⻄ is 西 and half a character is U+FFFD. Line ends stay as they are.

    Example:
        >>> fold("增长１２％，达３—５个")
        '增长12%,达3-5个'
    """
    for character in set(_folded().findall(text)):
        folded = _FOLDING[ord(character)]
        text = text.replace(character, folded if isinstance(folded, str) else chr(folded))
    return text


def as_written(phrase: str, folded: str, text: str) -> str:
    """A phrase of a folded text with the marks that its page writes: dashes and brackets come back, letters and digits stay folded.

    Args:
        phrase: Words of the folded text.
        folded: The folded text.
        text: The text as it was given.

    Returns:
        The phrase with the marks of the first place where it stands; the phrase itself where it stands nowhere.

    Example:
        >>> text = "中国—东盟博览会（第２０届）"
        >>> as_written("中国-东盟博览会(第20届)", fold(text), text)
        '中国—东盟博览会（第20届）'
    """
    if phrase.isalnum() or (at := folded.find(phrase)) < 0:
        return phrase
    return "".join([own if new in _MARKS else new for new, own in zip(phrase, text[at : at + len(phrase)], strict=True)])


def is_han(character: str) -> bool:
    """Whether a character is a common Chinese one: at a tenth of the cost of the regular expression, which is slow to compile, too."""
    return "\u4e00" <= character <= "\u9fff"


def is_letter(character: str) -> bool:
    """Whether a character is a common Chinese one or a Latin letter."""
    return is_han(character) or (character.isascii() and character.isalpha())


@cache
def _folded() -> re.Pattern[str]:
    """The characters that are folded: one in ten of a text, so that finding them costs a quarter of translating all."""
    single = (chr(code) for code in _FOLDING if code not in _SURROGATES)
    return re.compile(f"[{''.join(map(re.escape, sorted(single)))}\ud800-\udfff]")


_DIGIT_ROWS = ("零〇○", "一壹弌", "二贰两兩", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
DIGITS = MappingProxyType({digit: value for value, row in enumerate(_DIGIT_ROWS) for digit in row})
"""Chinese digits, everyday and financial."""

TENS = MappingProxyType({"廿": 20, "卅": 30})
"""Characters that stand for a digit and a scale together."""

SCALES = MappingProxyType(
    {scale: power for power, row in ((1, "十拾"), (2, "百佰"), (3, "千仟"), (4, "万萬"), (8, "亿億"), (12, "兆")) for scale in row}
)
"""Chinese scale characters and their power of ten."""

FORMAL = frozenset("壹弌贰叁肆伍陆柒捌玖拾佰仟")
"""Financial digits and scales: alone they are ordinary words (队伍, 陆地), never numerals."""
