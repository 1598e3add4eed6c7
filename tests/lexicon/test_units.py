"""Units in a text, compound units, and conversion."""

import pickle
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract.chars import fold
from cnreport_extract.errors import UnitError
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.lexicon.rows import Unit
from cnreport_extract.lexicon.units import UnitIndex

CASES = tomllib.loads((Path(__file__).parents[1] / "fixtures" / "lexicon" / "units.toml").read_text(encoding="utf-8"))
UNITS = Lexicon().units
INDEX = Lexicon().unit_index
SCALED = [unit.id for unit in UNITS if unit.factor and not unit.offset]


def unit(name, **fields):
    return Unit(id=name, examples=(), counterexamples=(), dimension=fields.pop("dimension", "count"), aliases=(name,), **fields)


def at_bar(case):
    start = case["text"].index("|")
    return fold(case["text"].replace("|", "")), start


@pytest.mark.parametrize("case", CASES["found"], ids=lambda case: case["text"])
def test_unit_is_found(case):
    text, start = at_bar(case)
    found = INDEX.match(text, start)
    assert found is not None
    assert (found.name, found.measure.id, found.measure.dimension) == (case["name"], case["id"], case["dimension"])
    assert found.start == start
    assert text[found.start : found.end].endswith(found.name)


@pytest.mark.parametrize("case", CASES["nothing"], ids=lambda case: case["text"])
def test_no_unit_is_found(case):
    assert INDEX.match(*at_bar(case)) is None


@pytest.mark.parametrize("case", CASES["convert"], ids=lambda case: f"{case['value']} {case['source']} in {case['target']}")
def test_conversion(case):
    assert INDEX.convert(Decimal(case["value"]), case["source"], case["target"]) == Decimal(case["result"])


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: f"{case['source']} to {case['target']}")
def test_conversion_is_refused(case):
    with pytest.raises(UnitError) as error:
        INDEX.convert(Decimal(1), case["source"], case["target"])
    assert case["says"] in str(error.value)


def test_every_unit_is_known_by_its_id():
    assert [unit.id for unit in UNITS if INDEX.measure(unit.id).id != unit.id] == []


def test_every_alias_can_be_found_behind_a_number():
    lost = []
    for entry in UNITS:
        for alias in entry.aliases:
            text = f"1{'元/' if entry.per_only else ''}{alias}"
            found = INDEX.match(text, 1)
            if found is None or found.end != len(text):
                lost.append(alias)
    assert lost == []


def test_there_are_as_many_units_as_we_promise():
    assert len(UNITS) >= 400


def test_multipliers_are_no_part_of_a_unit():
    composed = [alias for alias in INDEX.aliases if alias[0] in "万亿百千" and alias[1:] in INDEX.aliases]
    metric = {"千克", "千米", "千瓦", "百分点", "千焦", "千卡", "千伏", "千帕", "百帕", "千赫", "千安", "千牛", "千兆", "百升"}
    assert [alias for alias in composed if not any(alias.startswith(word) for word in metric)] == []


@given(st.sampled_from(SCALED), st.sampled_from(SCALED), st.decimals("-1e12", "1e12", places=3))
def test_there_and_back_again(source, target, value):
    try:
        there = INDEX.convert(value, source, target)
    except UnitError:
        one, other = INDEX.measure(source), INDEX.measure(target)
        assert (one.dimension, one.system) != (other.dimension, other.system)
        return
    back = INDEX.convert(there, target, source)
    assert abs(back - value) <= abs(value) * Decimal("1e-24")


@given(st.sampled_from(SCALED), st.sampled_from(SCALED), st.sampled_from(["", "100"]))
def test_compound_is_the_quotient_of_its_parts(over, under, amount):
    name = f"{over}/{amount}{under}"
    found = INDEX.match(name, 0)
    if found is None or found.end != len(name) or [part.id for part in found.parts] != [over, under]:
        return
    one, other = INDEX.measure(over), INDEX.measure(under)
    assert found.measure.scale == one.scale / other.scale / int(amount or 1)
    assert found.measure.dimension == f"{one.dimension}/{other.dimension}"
    assert found.measure.id == name


@given(st.text(alphabet="123元件个每/·()百分点月时万m²Wk ", max_size=40), st.integers(0, 39))
def test_match_stays_inside_the_text(text, start):
    found = INDEX.match(text, start)
    assert found is None or start == found.start < found.end <= len(text)


def test_hostile_chain_of_quotients_is_cut_short():
    found = INDEX.match("元" + "/月" * 100_000, 0)
    assert found is not None
    assert len(found.parts) <= 4


def test_longest_alias_wins():
    index = UnitIndex([unit("人"), unit("人次"), unit("平方"), unit("平方公里")])
    assert [index.match(text, 0).unit.id for text in ("人员", "人次", "平方公", "平方公里")] == ["人", "人次", "平方", "平方公里"]


def test_guards_make_way_for_a_shorter_alias():
    index = UnitIndex([unit("个"), unit("个人", not_before=("信息",)), unit("位", not_after=("学",))])
    assert index.match("个人信息", 0).unit.id == "个"
    assert index.match("个人", 0).unit.id == "个人"
    assert index.match("学位", 1) is None


def test_shared_alias_is_read_by_the_words_around_it():
    plain = unit("度", dimension="angle", disambiguate="default")
    power = unit("度", dimension="energy", disambiguate="electricity", when=("用电",))
    index = UnitIndex([plain, power])
    assert index.match("用电3度", 3).unit is power
    assert index.match("用电,旋转3度", 6).unit is plain
    assert index.match("旋转3度", 3).unit is plain


def test_without_words_for_per_only_the_slash_joins():
    index = UnitIndex([unit("元", dimension="money", factor="1"), unit("月", dimension="time", factor="1", per_only=True)])
    assert index.match("元/月", 0).measure.id == "元/月"
    assert index.match("元每月", 0).measure.id == "元"
    assert index.match("月", 0) is None


def test_fractions_stay_exact():
    assert INDEX.measure("亩").scale == Fraction(2000, 3)


def test_index_can_be_pickled():
    again = pickle.loads(pickle.dumps(INDEX))  # noqa: S301 - our own bytes
    assert again.match("3500元/月", 4) == INDEX.match("3500元/月", 4)
