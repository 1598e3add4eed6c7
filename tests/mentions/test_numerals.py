"""Numerals: what is written from a value is read back, in every spelling; nothing is read out of ordinary words."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.numerals import NumeralReader

READER = NumeralReader(Lexicon())
DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def section(value):
    """A number below 10,000 in Chinese characters, with 零 for gaps inside."""
    text, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // scale % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + name
        gap = not digit
    return text


def chinese(value):
    """A whole number in Chinese characters."""
    text, gap = "", False
    for scale, name in ((10**16, "亿亿"), (10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        part = value // scale % 10000
        if part:
            text += ("零" if text and (gap or part < 1000) else "") + section(part) + name
        gap = not part
    # 三万亿五百亿 is written 三万零五百亿: one 亿 holds for both
    return text if "万亿" not in text or "亿" not in text.partition("万亿")[2] else text.replace("万亿", "万", 1)


def read(text):
    """The one numeral that is the whole text."""
    numeral = READER.match(fold(text), 0)
    assert numeral is not None, text
    assert (numeral.start, numeral.end) == (0, len(text)), text
    return numeral


values = st.integers(min_value=1, max_value=10**16)


@given(values)
def test_chinese_numerals_are_read_back(value):
    assert read(chinese(value)).value == value


@given(values)
def test_financial_numerals_are_read_back(value):
    text = chinese(value).translate(FORMAL)
    if len(text) > 1:
        assert read(text).value == value


@given(st.integers(min_value=10, max_value=10**16))
def test_a_leading_one_before_ten_may_be_left_out(value):
    text = chinese(value)
    assert read(text.removeprefix("一") if text.startswith("一十") else text).value == value


@given(st.integers(min_value=0, max_value=10**16), st.booleans())
def test_comma_groups_are_read_back_in_both_widths(value, wide):
    text = f"{value:,}"
    assert read(text.translate(FULL_WIDTH) if wide else text).value == value


@given(st.decimals(min_value=0, max_value=10**6, places=3), st.sampled_from(["", "百", "千", "万", "百万", "千万", "亿", "万亿"]))
def test_arabic_numbers_with_scales_are_exact(value, scale):
    power = {"": 0, "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}[scale]
    assert read(f"{value:f}{scale}").value == value * 10**power


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_mixed_numerals_are_read_back(hundreds_of_millions, tens_of_thousands):
    value = hundreds_of_millions * 10**8 + tens_of_thousands * 10**4
    assert read(f"{hundreds_of_millions}亿{tens_of_thousands}万").value == value


@given(st.integers(1, 999), st.integers(1, 9))
def test_thousands_may_follow_tens_of_thousands(left, right):
    assert read(f"{left}万{right}千").value == left * 10**4 + right * 1000
    assert read(f"{left}万{right}").value == left * 10**4 + right * 1000


@given(st.integers(0, 99), st.text("一二三四五六七八九零", min_size=1, max_size=6))
def test_chinese_decimals_are_read_back(whole, places):
    value = Decimal(f"{whole}.{''.join(str(DIGITS.index(digit)) for digit in places)}")
    assert read(f"{chinese(whole) or '零'}点{places}").value == value


@pytest.mark.parametrize(
    ("text", "low", "high"), [("两三千", 2000, 3000), ("十七八", 17, 18), ("一百三四十", 130, 140), ("三五百", 300, 500)]
)
def test_neighbouring_digits_are_a_pair(text, low, high):
    assert (read(text).value, read(text).value_max) == (low, high)


@pytest.mark.parametrize(
    ("text", "value"), [("数十", 10), ("几百", 100), ("三万多亿", 3 * 10**12), ("十几亿", 10**9), ("二十余万", 200000)]
)
def test_words_for_more_inside_a_numeral_are_kept(text, value):
    assert (read(text).value, read(text).qualifier) == (value, ">")


@pytest.mark.parametrize("text", ["队伍建设", "零售企业", "陆续到达", "多余", "企业数量", "点评"])
def test_ordinary_words_are_no_numerals(text):
    assert list(READER.find(text)) == []


@given(st.text("0123456789,.零一二两三十百千万亿兆余多几数点 元", max_size=60))
def test_numerals_lie_in_order_and_never_overlap(text):
    found = list(READER.find(text))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.start < one.end for one in found)
    assert all(one.value_max is None or one.value < one.value_max for one in found)
