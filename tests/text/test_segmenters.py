"""Segmenters are exchangeable: each keeps the length of a text, given words whole, and can be shared and pickled."""

import pickle
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract.errors import InputError
from cnreport_extract.pipeline import Extractor
from cnreport_extract.text.segmenters import segmenter, user_words
from cnreport_extract.text.tokens import Tokeniser

TEXT = "去年,赤壁市总工会的劳动争议裁调中心共受理案件90件,成功调解82件。"
WORDS = (("劳动争议裁调中心", "nt"), ("赤壁市总工会", "nt"))
TRAINING = [
    "去年 , 赤壁市 总工会 的 中心 共 受理 案件 90 件 。",
    "今年 , 通城县 总工会 成功 调解 案件 82 件 。",
    "职工 参加 培训 , 工会 受理 案件 。",
] * 30


@pytest.fixture(scope="module")
def pkuseg_model(tmp_path_factory):
    """The folder of a tiny model: the wheel of spacy-pkuseg brings none."""
    pkuseg = pytest.importorskip("spacy_pkuseg")
    folder = tmp_path_factory.mktemp("pkuseg")
    corpus = folder / "corpus.txt"
    corpus.write_text("\n".join(TRAINING), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pkuseg.train(str(corpus), str(corpus), str(folder / "model"), train_iter=3)
    return folder / "model"


@pytest.fixture(params=["rjieba", "jieba", "characters", "pkuseg"])
def name(request):
    if request.param == "jieba":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pytest.importorskip("jieba")
    if request.param == "pkuseg":
        return f"pkuseg:{request.getfixturevalue('pkuseg_model')}"
    return request.param


@pytest.mark.filterwarnings("ignore")
def test_words_are_the_text_and_given_words_stay_whole(name):
    tagged = segmenter(name, WORDS).tag(TEXT)
    assert "".join(word for word, _ in tagged) == TEXT
    assert set(WORDS) <= set(tagged)


@pytest.mark.filterwarnings("ignore")
def test_tags_are_those_of_jiebas_dictionary(name):
    tags = dict(segmenter(name).tag("受理案件"))
    known = {"受理": "v", "案件": "n"}
    assert {word: tag for word, tag in tags.items() if word in known}.items() <= known.items()
    if not name.startswith(("characters", "pkuseg")):
        assert tags == known


@pytest.mark.filterwarnings("ignore")
def test_a_tokeniser_with_any_segmenter_can_be_pickled(name):
    tokeniser = Tokeniser(WORDS, name)
    again = pickle.loads(pickle.dumps(tokeniser))  # noqa: S301 (our own bytes)
    assert again.tokens(TEXT, 3, 17) == tokeniser.tokens(TEXT, 3, 17)


@pytest.mark.filterwarnings("ignore")
def test_rjieba_cuts_as_jieba_does():
    pytest.importorskip("jieba")
    assert [word for word, _ in segmenter("rjieba").tag(TEXT)] == [word for word, _ in segmenter("jieba").tag(TEXT)]


@given(st.text(alphabet=st.characters(), max_size=40))
def test_no_text_changes_its_length(text):
    for kind in ("rjieba", "characters"):
        assert sum(len(word) for word, _ in segmenter(kind).tag(text)) == len(text)


def test_a_user_dictionary_in_jiebas_format_is_read(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("裁调中心 5 nt\n新八级工\n\n工匠学院 3\n", encoding="utf-8")
    assert user_words(path) == [("裁调中心", "nt"), ("新八级工", "n"), ("工匠学院", "n")]


@pytest.mark.parametrize(
    ("wrong", "told"), [("stanford", "rjieba, jieba, characters or pkuseg:FOLDER"), ("pkuseg:/no/such", "no such folder")]
)
def test_what_is_wrong_is_told(wrong, told):
    if wrong.startswith("pkuseg"):
        pytest.importorskip("spacy_pkuseg")
    with pytest.raises(InputError, match=told):
        segmenter(wrong).tag("工会")


@pytest.mark.filterwarnings("ignore")
def test_an_extractor_reads_the_words_of_its_segmenter(name):
    extractor = Extractor(segmenter=name)
    (fact, _) = extractor.read(TEXT, "2025-04-02").facts
    assert (fact.text, str(fact.value), fact.metric in TEXT) == ("90件", "90", True)
    again = pickle.loads(pickle.dumps(extractor))  # noqa: S301 (our own bytes)
    assert again.read(TEXT, "2025-04-02") == extractor.read(TEXT, "2025-04-02")


def test_an_extractor_refuses_an_unknown_segmenter_at_once():
    with pytest.raises(InputError, match=r"segmenter: found 'stanford'"):
        Extractor(segmenter="stanford")


def test_what_a_segmenter_lacks_is_told_when_it_is_used():
    pytest.importorskip("spacy_pkuseg")
    extractor = Extractor(segmenter="pkuseg:/no/such")
    assert not extractor.read("全县职工。").facts
    with pytest.raises(InputError, match="no such folder"):
        extractor.read(TEXT)
