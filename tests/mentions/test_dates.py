"""Periods: our own cases with the days written out, the examples of the pattern files, and what must hold for any text."""

import pickle
import re
import time
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract.chars import fold
from cnreport_extract.errors import DataError
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.date_productions import day
from cnreport_extract.mentions.dates import PeriodFinder
from cnreport_extract.mentions.period_frames import FRAMES_FILE, Frame
from cnreport_extract.mentions.period_patterns import Parser, compile_rule

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "mentions" / "periods"
LEXICON = Lexicon()
PUBLISHED = date(2025, 4, 2)
CASES = [
    pytest.param(case, id=f"{path.stem}-{number}")
    for path in sorted(FIXTURES.glob("*.toml"))
    for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"], 1)
]
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
WORDS = """
2024年 二〇二四年 去年 今年 上年 11月 十一月 28日 3月5日 至 - 到 前 底 末 初 以来 起 截至 自 比 同期 上半年 一季度 前三季度 近三年 五年来
“十四五” 期间 春节 国庆假期 目前 每年 连续8年 、 , 。 90件 3 . 将 预计 当天 第 全年 年 月 日 ( ) 二十大 党的二十大 会员
"""
PIECES = [*WORDS.split(), "\n"]


@cache
def finder():
    return PeriodFinder(LEXICON)


def find(text, published=PUBLISHED):
    return finder().find(fold(text), published)


def written(text, period):
    return [period.of(text), str(period.first or ""), str(period.last or ""), period.frequency or "", period.role]


@pytest.mark.parametrize("case", CASES)
def test_case_is_read_as_written(case):
    found = [written(case["text"], period) for period in find(case["text"], case.get("published"))]
    assert found == case["expected"]


def test_a_third_of_the_cases_is_negative_or_unresolved():
    undated = [case for (case,) in (param.values for param in CASES) if not any(first or last for _, first, last, _, _ in case["expected"])]
    assert len(CASES) >= 400
    assert len(undated) * 3 >= len(CASES)


@pytest.mark.parametrize("pattern", LEXICON.periods, ids=lambda pattern: pattern.id)
def test_pattern_has_bounded_repetition(pattern):
    unbounded = re.search(r"(?<!\\)[*+]|\{\d+,\}", re.sub(r"\[[^]]*\]", "", pattern.pattern))
    assert unbounded is None


def test_ids_are_unique():
    ids = [pattern.id for pattern in LEXICON.periods]
    assert len(set(ids)) == len(ids)


@given(DAYS)
def test_day_is_read_back_in_every_spelling(at):
    spellings = [
        f"{at.year}年{at.month}月{at.day}日",
        f"{at.year}年{at.month:02}月{at.day:02}日",
        f"{at:%Y-%m-%d}",
        f"{at.year}/{at.month}/{at.day}",
        f"{at.year}.{at.month}.{at.day}",
    ]
    for spelling in spellings:
        (period,) = find(f"签约于{spelling}。", None)
        assert (period.of(f"签约于{spelling}。"), period.first, period.last, period.precision) == (spelling, at, at, "day")


@given(DAYS.filter(lambda at: at.year < 2098), st.integers(0, 700))
def test_range_of_days_is_read_back(first, days):
    last = first + timedelta(days=days)
    text = f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"
    (period,) = find(text, None)
    assert (period.of(text), period.first, period.last) == (text, first, last)


@given(st.integers(1950, 2090), st.integers(1, 12), st.integers(1, 12))
def test_months_of_a_year_are_ordered(year, first, last):
    first, last = sorted((first, last))
    (period,) = find(f"{year}年{first}至{last}月", None) if first < last else find(f"{year}年{first}月", None)
    assert (period.first, period.last.month) == (date(year, first, 1), last)
    assert (period.last + timedelta(days=1)).day == 1


@given(st.integers(1, 12), st.integers(1, 28), DAYS)
def test_day_without_year_lies_within_a_year_before_and_a_month_behind(month, number, published):
    (period,) = find(f"{month}月{number}日,会议召开", published)
    assert (period.first.month, period.first.day) == (month, number)
    assert published - timedelta(days=366) < period.first <= published + timedelta(days=31)


@given(st.integers(1, 40), st.sampled_from("年月天周"), DAYS)
def test_stretch_before_the_publish_date_ends_on_it(count, unit, published):
    text = f"近{count}{'个' if unit == '月' else ''}{unit}"
    (period,) = find(text, published)
    assert (period.of(text), period.last) == (text, published)
    assert period.first < published


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.none() | DAYS)
def test_periods_are_ordered_and_never_overlap(text, published):
    found = find(text, published)
    assert all(0 <= period.start < period.end <= len(text) for period in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(period.first <= period.last for period in found if period.first and period.last)


@given(st.text(alphabet="0123456789年月日至-.去今上半个前十二五“”截以来起\n,。", max_size=40), st.none() | DAYS)
def test_any_characters_are_read(text, published):
    for period in find(text, published):
        assert period.of(fold(text))


@pytest.mark.parametrize(
    "text", ["去年", "今年以来", "11月", "3月28日", "28日", "前三季度", "近三年", "上月", "昨天", "目前", "截至目前", "年底", "春节期间"]
)
def test_unknown_publish_date_leaves_relative_periods_unresolved(text):
    (period,) = find(text, None)
    assert (period.first, period.last) == (None, None)


@pytest.mark.parametrize(
    "unit", ["1", "一", "2024年", "去年", "11月", "至", "年", "以来", "“", "截至", "3月5日至", "上", "2024-", "当天、", "2021年上市以来"]
)
def test_time_grows_with_the_length_only(unit):
    def seconds(length):
        text = (unit * length)[:length]
        began = time.process_time()
        find(text)
        return time.process_time() - began

    short, long = min(seconds(4_000) for _ in range(3)), min(seconds(32_000) for _ in range(2))
    assert long < 8 * 4 * short + 0.05


def test_finder_can_be_sent_to_another_process():
    text = "去年受理案件90件,春节期间走访430户,截至3月底办结88件"
    sent = pickle.loads(pickle.dumps(finder()))  # noqa: S301  # our own bytes
    assert sent.find(text, PUBLISHED) == find(text)


def test_every_year_of_the_calendar_has_all_festivals():
    days = LEXICON.festival_days["days"]
    assert list(days) == [str(year) for year in range(1990, 2051)]
    assert {frozenset(festivals) for festivals in days.values()} == {frozenset(days["2024"])}
    assert all(date(int(year), 1, 21) <= festivals["spring"] <= date(int(year), 2, 20) for year, festivals in days.items())


def test_holidays_are_short_stretches_around_their_festival():
    tables = LEXICON.festival_days
    for year, holidays in tables["holidays"].items():
        for name, (first, last) in holidays.items():
            assert 0 <= (last - first).days <= 11
            festival = tables["days"][year].get(name)
            assert festival is None or first - timedelta(days=2) <= festival <= last


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"production": "tomorrow"}, "unknown production tomorrow; expected one of day"),
        ({"pattern": "{yaer}年"}, "pattern: 'yaer'; expected a regular expression"),
        ({"pattern": "(去年"}, "pattern: missing"),
    ],
)
def test_wrong_entry_is_an_error_that_names_it(changes, message):
    pattern = replace(next(pattern for pattern in LEXICON.periods if pattern.production == "day"), **changes)
    with pytest.raises(DataError, match=f"^dates/days.toml: {pattern.id}: {message}"):
        compile_rule(pattern, Parser.of(LEXICON), {"day": day})


def test_composition_without_period_is_an_error():
    frame = next(pattern for pattern in LEXICON.periods if pattern.file == FRAMES_FILE)
    with pytest.raises(DataError, match=f"^{FRAMES_FILE}: {frame.id}: .*expected {{period}} in the pattern"):
        Frame.of(replace(frame, pattern="截至"), Parser.of(LEXICON))


@pytest.mark.parametrize(
    ("text", "rules", "parts"),
    [
        ("截至2025年3月底", ("until.date", "month.end"), [("before", "截至"), ("year", "2025"), ("month", "3")]),
        ("比上年", ("reference.than", "year.relative"), [("before", "比"), ("relative_year", "上年")]),
        ("去年3月至今年2月", ("range.periods", "month.month", "month.month"), None),
    ],
)
def test_a_period_tells_its_rules_the_words_and_the_date_it_was_read_against(text, rules, parts):
    (period,) = find(text)
    assert period.rules == rules
    assert period.rule == rules[0]
    assert period.reference == PUBLISHED
    assert parts is None or [(part.name, part.of(text)) for part in period.parts] == parts
