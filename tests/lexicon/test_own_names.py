"""Own names: read from a CSV file, told apart when wrong, found before all others."""

import pickle

import pytest

from cnreport_extract.errors import InputError
from cnreport_extract.lexicon.own_names import load_own_names
from cnreport_extract.pipeline import Extractor

GOOD = "name,aliases,kind,id\n湖北维澜力科技有限公司,维澜力|澜力,organisation,A1\n澜湖示范片,,place,\n"

BROKEN = {
    "no columns": ("", "line 1, column name"),
    "no name": ("aliases,kind\nx,place\n", "line 1, column name"),
    "unknown column": ("name,sort\n维澜力,x\n", "line 1, column sort"),
    "repeated column": ("name,name\n维澜力,x\n", "line 1, column name"),
    "unknown kind": ("name,kind\n维澜力,company\n", "line 2, column kind: found 'company'"),
    "too few fields": ("name,aliases,kind\n维澜力,力澜\n", "line 2, column aliases: found 2 fields"),
    "too many fields": ("name,kind\n维澜力,place,more\n", "line 2, column kind: found 3 fields"),
    "no text": ("name,id\n,A1\n", "line 2, column name"),
    "one character": ("name,aliases\n维澜力,维\n", "line 2, column aliases: found '维', 1 characters"),
    "shared alias": ("name,aliases\n维澜力,力澜\n\n力维澜,力澜\n", "line 4, column aliases: found '力澜' stands in line 2"),
}


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(GOOD, encoding="utf-8-sig")
    return path


def entities(text, **options):
    return [(fact.entity, fact.entity_type, fact.entity_id) for fact in Extractor(**options).read(text, "2025-04-02").facts]


def test_forms_of_a_file(own):
    assert [(name.form, name.name, name.kind, name.name_id) for name in load_own_names(own)] == [
        ("湖北维澜力科技有限公司", "湖北维澜力科技有限公司", "organisation", "A1"),
        ("维澜力", "湖北维澜力科技有限公司", "organisation", "A1"),
        ("澜力", "湖北维澜力科技有限公司", "organisation", "A1"),
        ("澜湖示范片", "澜湖示范片", "place", None),
    ]


@pytest.mark.parametrize(("content", "told"), BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_names_line_and_column(tmp_path, content, told):
    path = tmp_path / "own.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_own_names(path)
    assert str(error.value).startswith(str(path))
    assert told in str(error.value)


def test_other_encodings_and_missing_files_are_told(tmp_path):
    path = tmp_path / "own.csv"
    path.write_bytes(GOOD.encode("gb18030"))
    for wrong in (path, tmp_path / "none.csv"):
        with pytest.raises(InputError, match="expected a CSV file in UTF-8"):
            load_own_names(wrong)


def test_an_alias_stands_for_its_name(own):
    text = "去年,维澜力培训职工2300人次。"
    assert entities(text, gazetteers=own) == [("湖北维澜力科技有限公司", "organisation", "A1")]
    assert entities(text) == [(None, None, None)]


def test_own_names_beat_the_built_in_ones(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("name,kind,id\n赤壁市,place,X9\n", encoding="utf-8")
    assert entities("去年,赤壁市新增就业2300人。", gazetteers=[path]) == [("赤壁市", "place", "X9")]
    assert entities("去年,赤壁市新增就业2300人。") == [("赤壁市", "place", "421281")]
    assert entities("去年,赤壁市总工会培训职工2300人次。", gazetteers=[path])[0][0] == "赤壁市总工会"


def test_an_extractor_with_own_names_can_be_pickled(own):
    again = pickle.loads(pickle.dumps(Extractor(gazetteers=[own])))  # noqa: S301 (our own bytes)
    assert [fact.entity_id for fact in again.read("去年,维澜力培训职工2300人次。", "2025-04-02").facts] == ["A1"]
