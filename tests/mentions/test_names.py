"""Names in sentences of our own: what is found, as what, and what must not be found."""

import pickle
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.coreference import Resolver
from cnreport_extract.mentions.names import NameFinder
from cnreport_extract.text.page import PageReader

FIXTURES = Path(__file__).parents[1] / "fixtures/mentions/names"
LEXICON = Lexicon()


def cases(*files):
    return [
        pytest.param(case, id=f"{file}-{case['text'][:24]}")
        for file in files
        for case in tomllib.loads((FIXTURES / f"{file}.toml").read_text(encoding="utf-8"))["case"]
    ]


NAMES = cases("places", "organisations", "persons", "works", "events")
RESOLVED = cases("coreference")


@cache
def finder():
    return NameFinder(LEXICON)


@cache
def reader_and_resolver():
    return PageReader(LEXICON), Resolver(LEXICON)


def resolved(text):
    reader, resolver = reader_and_resolver()
    page = reader.read(text, None)
    return page, resolver.resolve(page, finder().find(page.text))


@pytest.mark.parametrize("case", NAMES)
def test_names_of_a_sentence(case):
    text = fold(case["text"])
    found = [[text[name.start : name.end], name.kind, name.name, name.name_id or ""] for name in finder().find(text)]
    assert found == case["names"]


@pytest.mark.parametrize("case", RESOLVED)
def test_short_names_and_pronouns_of_a_text(case):
    page, names = resolved(case["text"])
    found = {(page.text[name.start : name.end], name.name, name.rule.partition("+")[2]) for name in names}
    assert {tuple(entry) for entry in case["resolved"]} <= found


@pytest.mark.parametrize("case", [case for case in RESOLVED if not case.values[0]["resolved"]])
def test_nothing_is_guessed(case):
    page, names = resolved(case["text"])
    assert [name for name in names if name.rule.startswith("pronoun")] == []
    assert [name for name in names if name.rule.endswith("+level") and name.name != page.text[name.start : name.end]] == []


def test_a_third_of_the_cases_is_negative():
    empty = [case for case in NAMES if not case.values[0]["names"]] + [case for case in RESOLVED if not case.values[0]["resolved"]]
    assert len(NAMES) + len(RESOLVED) >= 150
    assert len(empty) * 3 >= len(NAMES) + len(RESOLVED)


PIECES = [case.values[0]["text"] for case in (*NAMES, *RESOLVED)]
TEXTS = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(max_size=12), st.sampled_from("，。\n、（）《》“”·的市县区公司村镇")), max_size=8
).map("".join)


@given(TEXTS)
def test_names_are_ordered_disjoint_and_inside_the_text(raw):
    page, names = resolved(raw)
    for name in names:
        assert 0 <= name.start < name.end <= len(page.text)
        assert name.name
    assert all(left.end <= right.start for left, right in pairwise(names))


@given(TEXTS)
def test_same_text_same_names(raw):
    text = fold(raw)
    assert finder().find(text) == finder().find(text)


def test_finder_and_resolver_can_be_pickled():
    text = fold("赤壁市总工会在湖北江澜冶金科技有限公司召开会议")
    again, resolver = pickle.loads(pickle.dumps((finder(), reader_and_resolver()[1])))  # noqa: S301 (our own bytes)
    assert again.find(text) == finder().find(text)
    page, names = resolved("通城县的工会。全县工会落实。")
    assert resolver.resolve(page, finder().find(page.text)) == names


def seconds(text):
    start = process_time()
    resolved(text)
    return process_time() - start


@pytest.mark.parametrize(
    "unit",
    [
        "中",
        "全市",
        "市总工会",
        "公司",
        "赤壁市",
        "江澜家电、",
        "(",
        "“",
        "湖北江澜有限公司",
        "陈老师主席李小江",
        "阿·",
        "官塘驿镇",
        "鼓楼区",
        "村",
        "某1x ",
    ],
)
def test_time_grows_with_the_length_and_no_faster(unit):
    small, large = 4000 // len(unit), 32000 // len(unit)
    once = max(min(seconds(unit * small) for _ in range(3)), 0.002)
    assert min(seconds(unit * large) for _ in range(2)) < once * 8 * 4  # the better of two: a busy machine disturbs one
