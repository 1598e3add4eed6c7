"""Conversion of facts and quantities: exact values, unchanged spans, clear errors."""

from decimal import Decimal

import pytest

from cnreport_extract import UnitError, convert, extract
from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.quantities import QuantityFinder

LEXICON = Lexicon()
FINDER = QuantityFinder(LEXICON)


def quantity(text):
    (one,) = FINDER.find(fold(text))
    return one


@pytest.mark.parametrize(
    ("text", "unit", "value", "upper"),
    [
        ("面积4500亩", "公顷", "300", None),
        ("运距3至5公里", "米", "3000", "5000"),
        ("流转费800元/亩", "元/公顷", "12000", None),
        ("发电12亿千瓦时", "千瓦时", "1200000000", None),
        ("气温零下5摄氏度", "华氏度", "23", None),
        ("粮食370斤", "千克", "185", None),
    ],
)
def test_value_in_another_unit(text, unit, value, upper):
    converted = convert(quantity(text), unit, LEXICON)
    assert (converted.value, converted.value_max) == (Decimal(value), upper and Decimal(upper))
    assert converted.unit == unit


def test_only_value_and_unit_change():
    before = quantity("面积4500亩")
    there = convert(before, "公顷", LEXICON)
    assert convert(there, "亩", LEXICON) == before


def test_a_fact_converts_like_its_quantity():
    (fact,) = extract("全县新建高标准农田4500亩。")
    converted = convert(fact, "公顷")
    assert (converted.value, converted.unit, converted.span) == (Decimal(300), "公顷", fact.span)


@pytest.mark.parametrize(
    ("text", "unit", "message"),
    [
        ("面积4500亩", "吨", "area"),
        ("投资30美元", "元", "no fixed ratio"),
        ("面积4500亩", "公倾", "unknown unit"),
        ("会员达2.8亿", "人", "without a unit"),
    ],
)
def test_what_does_not_convert_says_why(text, unit, message):
    with pytest.raises(UnitError, match=message):
        convert(quantity(text), unit, LEXICON)


def test_quantities_and_facts_convert_themselves():
    (fact,) = extract("全县新建高标准农田4500亩。")
    found = quantity("全县新建高标准农田4500亩。")
    assert (str(fact.to("公顷").value), str(found.to("公顷").value)) == ("300", "300")
    with pytest.raises(UnitError, match="one dimension"):
        found.to("吨")
