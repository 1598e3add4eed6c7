"""What stands around a number: the words of its own, and where they end."""

import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnreport_extract.facts.windows import is_hard, phrase, trim_before, trim_behind, window
from cnreport_extract.pipeline import Extractor

FIXTURES = Path(__file__).parents[1] / "fixtures" / "facts"
CASES = tomllib.loads((FIXTURES / "candidates" / "metrics.toml").read_text(encoding="utf-8"))["case"]
CLAUSES = sorted({part for case in CASES for part in case["text"].strip("。").split(",")})


@cache
def extractor():
    return Extractor()


@cache
def rows(text):
    """The items of each sentence with numbers."""
    found = extractor()._facts.attributor.attribute(extractor().scene(text, "2025-04-02"))
    return [list(items) for items in {one.sentence: one.window.items for one in found}.values()]


def windows(text):
    return [window(items, at) for items in rows(text) for at, item in enumerate(items) if item.kind == "quantity"]


SENTENCES = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=6).map(",".join).map("2024年,{}。".format)


@settings(max_examples=25)
@given(SENTENCES)
def test_items_follow_each_other_and_quote_the_text(text):
    for items in rows(text):
        assert all(item.text == text[item.start : item.end] != "" for item in items)
        assert all(before.end <= after.start for before, after in pairwise(items))


@settings(max_examples=25)
@given(SENTENCES)
def test_own_words_are_words_next_to_the_number(text):
    for view in windows(text):
        assert view.item.kind == "quantity"
        assert all(item.end <= view.item.start for item in view.left)
        assert all(item.start >= view.item.end for item in view.right)
        assert 0 <= view.clause <= view.at


@settings(max_examples=25)
@given(SENTENCES)
def test_own_words_end_at_the_marks_that_end_a_clause(text):
    for view in windows(text):
        assert not [item.text for item in (*view.left, *view.right) if is_hard(item)]


@settings(max_examples=25)
@given(SENTENCES)
def test_trimming_keeps_a_stretch_of_the_words(text):
    for view in windows(text):
        for kept, cut_first in ((trim_behind(view.left), False), (trim_before(view.left), True)):
            part = view.left[len(view.left) - len(kept) :] if cut_first else view.left[: len(kept)]
            assert kept == part


@settings(max_examples=25)
@given(SENTENCES)
def test_a_phrase_holds_no_time_and_no_number(text):
    for view in windows(text):
        made = phrase((*view.left, *view.right))
        assert set(made) <= set(text)
        assert not [item.text for item in view.left if item.kind == "period" and item.text in made]


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("调解成功率达91%。", "调解成功率达", ""),
        ("会员5.2万人,其中女会员2.1万人。", "会员", ""),
        ("全年举办45场招聘会。", "举办", "招聘会"),
        ("培养省级劳模1人、市级劳模3人。", "培养省级劳模", ""),
        ("新建住房(含保障性住房)3200套。", "新建住房", ""),
        ("发放救助金36万元,惠及职工420人。", "发放救助金", ""),
    ],
)
def test_words_of_the_first_number(text, left, right):
    view = windows(text)[0]
    assert (phrase(view.left), phrase(view.right)) == (left, right)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("培养省级劳模1人、市级劳模3人。", "市级劳模"),
        ("会员5.2万人,其中女会员2.1万人。", "其中女会员"),
        ("会员由8万人增至11万人。", "增至"),
        ("工业、建筑业增加值分别增长6.2%和4.8%。", "和"),
    ],
)
def test_words_of_the_last_number(text, left):
    assert phrase(windows(text)[-1].left) == left
