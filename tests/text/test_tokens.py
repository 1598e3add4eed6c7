"""Words: their offsets are exact whatever the text holds; one tokeniser serves threads and processes."""

import pickle
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract.text.tokens import Tokeniser

TOKENISER = Tokeniser()
CLAUSE = "去年,劳动争议裁调中心共受理案件90件"


@given(st.text(alphabet=st.characters(), max_size=60), st.integers(0, 5))
def test_words_are_exactly_the_text(text, start):
    start = min(start, len(text))
    tokens = TOKENISER.tokens(text, start, len(text))
    assert "".join(token.word for token in tokens) == text[start:]
    assert [token.of(text) for token in tokens] == [token.word for token in tokens]


def test_odd_characters_keep_their_offsets():
    text = "第１期\u3000𠀀\ud800⻄\r\n受理案件90件"
    tokens = TOKENISER.tokens(text, 0, len(text))
    assert "".join(token.word for token in tokens) == text
    assert [token.word for token in tokens][-3:] == ["案件", "90", "件"]


def test_tags_are_those_of_jieba():
    tags = {token.word: token.tag for token in TOKENISER.tokens(CLAUSE, 0, len(CLAUSE))}
    assert (tags["案件"], tags["受理"], tags["90"]) == ("n", "v", "m")


def test_own_words_stay_whole_in_their_tokeniser_only():
    own = Tokeniser([("劳动争议裁调中心", "nt")])
    assert ("劳动争议裁调中心", "nt") in [(token.word, token.tag) for token in own.tokens(CLAUSE, 3, 11)]
    assert len(TOKENISER.tokens(CLAUSE, 3, 11)) > 1


def test_pickled_tokeniser_keeps_its_words():
    own = Tokeniser([("劳动争议裁调中心", "nt")])
    wanted = own.tokens(CLAUSE, 0, len(CLAUSE))
    assert pickle.loads(pickle.dumps(own)).tokens(CLAUSE, 0, len(CLAUSE)) == wanted  # noqa: S301


def test_many_threads_get_the_same():
    fresh = Tokeniser([("劳动争议裁调中心", "nt")])
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: fresh.tokens(CLAUSE, 0, len(CLAUSE)), range(64)))
    assert all(result == results[0] for result in results)
    assert results[0][2].word == "劳动争议裁调中心"
